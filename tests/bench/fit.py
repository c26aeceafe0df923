"""Fits and calibrates the constants of engine/similarity.py on the gold events, and says how well each event is done
when it is left out: `python -m tests.bench.fit`.

Beside each story of five articles it learns from the stories of two and three that can be made of them, since those
have fewer outlets, or none, as a witness. The regression learns which pairs have the same main content (a pair that
shares one fact counts as SHARED_FACT of that), then Platt's scaling (Platt 1999) turns its score into the probability
that the pair shares at least one fact.
"""

import importlib.util
import itertools
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from types import ModuleType

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from coverage_app.engine.documents import Document
from coverage_app.engine.reading import read
from coverage_app.engine.similarity import KEPT, WEIGHTS, features

from .shared import articles, gold_folders, shared_or_exit

SMALLER = (2, 3)  # articles of the smaller stories
WHOLE = 8  # times that a whole story counts beside its twenty smaller ones, so that either half has its say
SHARED_FACT = 0.2  # between 0 and 0.4 the figures hardly change
REGULARISATION = 1.0  # C of the regression; 0.01 to 10 give the same within 0.01
THRESHOLDS = np.arange(0.25, 0.65, 0.025)


@dataclass
class Story:
    rows: np.ndarray  # pairs x features
    pairs: list[tuple[str, str]]
    shares_fact: np.ndarray
    is_same: np.ndarray


@dataclass
class Event:
    name: str
    whole: Story
    smaller: list[Story]
    gold: dict
    cover: dict


@dataclass
class Model:
    weights: np.ndarray
    bias: float

    def confidence(self, rows: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))


def main() -> None:
    shared = shared_or_exit()
    evaluator = evaluator_of(shared)
    events = [_event(evaluator, folder) for folder in gold_folders(shared)]
    write = sys.stdout.write
    curves = {}
    for event in events:
        confidence = _fit([other for other in events if other is not event]).confidence(event.whole.rows)
        curves[event.name] = [_links(evaluator, event, confidence, threshold) for threshold in THRESHOLDS]
    write("links with the event left out of fitting and of the choice of the threshold\n")
    results = []
    for event in events:
        others = [curves[other.name] for other in events if other is not event]
        best = int(np.argmax(np.mean([[links["f1"] for links in curve] for curve in others], axis=0)))
        links = curves[event.name][best]
        results.append(links)
        write(f"{event.name:24s} from {THRESHOLDS[best]:.3f} " + _figures(links) + "\n")
    write(f"{'mean':24s}            " + _figures({key: fmean(r[key] for r in results) for key in results[0]}) + "\n")
    model = _fit(events)
    write(f"\nBIAS = {model.bias:.3f}\nWEIGHTS = {{\n")
    for name, weight in zip(WEIGHTS, model.weights, strict=True):
        write(f'    "{name}": {weight:.3f},\n')
    write("}\n")
    seen = np.mean(
        [[_links(evaluator, e, model.confidence(e.whole.rows), t)["f1"] for t in THRESHOLDS] for e in events], axis=0
    )
    write(f"LINKED = {THRESHOLDS[int(np.argmax(seen))]:.3f}\n")


def evaluator_of(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate", shared / "eval" / "evaluate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _event(evaluator: ModuleType, folder: Path) -> Event:
    raw = evaluator.Raw(folder)
    gold = evaluator.load_gold(folder, raw)
    documents = [read(path.read_bytes(), path.name) for path in articles(folder)]
    where = {}
    for document in documents:
        after = 0
        for passage in document.passages:
            where[passage.id] = raw.find(document.source, passage.text, after)
            after = where[passage.id][2]
    cover = evaluator.stands_for({"where": where}, gold)

    def story(chosen: Sequence[Document]) -> Story:
        found = list(features(chosen))
        pairs = [(first.passage.id, second.passage.id) for first, second, _ in found]
        stands = [
            {tuple(sorted(pair)) for pair in itertools.product(cover[first], cover[second])} for first, second in pairs
        ]
        return Story(
            rows=np.array([row for _, _, row in found]),
            pairs=pairs,
            shares_fact=np.array([bool(each & gold["may"]) for each in stands]),
            is_same=np.array([bool(each & gold["must"]) for each in stands]),
        )

    smaller = [story(chosen) for size in SMALLER for chosen in itertools.combinations(documents, size)]
    return Event(folder.name, story(documents), smaller, gold, cover)


def _fit(events: list[Event]) -> Model:
    stories = [story for event in events for story in [event.whole] * WHOLE + event.smaller]
    rows = np.concatenate([story.rows for story in stories])
    shares_fact = np.concatenate([story.shares_fact for story in stories])
    is_same = np.concatenate([story.is_same for story in stories])
    target = np.where(is_same, 1.0, np.where(shares_fact, SHARED_FACT, 0.0))
    scaler = StandardScaler().fit(rows)
    scaled = scaler.transform(rows)
    # each pair stands as a yes and as a no, weighted by how much it is either
    regression = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(
        np.concatenate([scaled, scaled]),
        np.repeat([1, 0], len(rows)),
        sample_weight=np.concatenate([target, 1 - target]),
    )
    scores = regression.decision_function(scaled)
    platt = LogisticRegression(C=1000.0).fit(scores[:, None], shares_fact)
    slope = platt.coef_[0][0]
    weights = regression.coef_[0] / scaler.scale_
    bias = regression.intercept_[0] - float(weights @ scaler.mean_)
    return Model(slope * weights, slope * bias + platt.intercept_[0])


def _links(evaluator: ModuleType, event: Event, confidence: np.ndarray, threshold: float) -> dict[str, float]:
    chosen = {p: float(c) for p, c in zip(event.whole.pairs, confidence, strict=True) if c >= max(threshold, KEPT)}
    return evaluator.score_links({"pairs": chosen}, event.gold, event.cover)


def _figures(links: dict[str, float]) -> str:
    return "  ".join(f"{key}={links[key]:.3f}" for key in ("f1", "precision", "recall", "ece", "skill"))


if __name__ == "__main__":
    main()
