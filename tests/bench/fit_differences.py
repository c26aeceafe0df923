"""Fits the scorer of engine/differences.py on gold events: `python -m tests.bench.fit_differences` says how well each
event is done when it is left out.

The regression learns, of all phrases that stand against each other, how well they meet two sides of one difference of
the gold (the lesser intersection over union, 0 below MET). Platt's scaling (Platt 1999) of the proposals that are made
then turns its score into the probability that one meets the gold.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Any

import numpy as np

from coverage_app.engine.contrasts import FEATURES, Contrast, contrasts
from coverage_app.engine.differences import Proposal, proposals
from coverage_app.engine.documents import Pair
from coverage_app.engine.fitted import shipped
from coverage_app.engine.linking import scored_pairs
from coverage_app.engine.phrases import Phrase
from coverage_app.engine.scoring import Scorer

from .gold import Event, events_of
from .regression import Line, fit, logit, platt
from .shared import shared_or_exit

Place = tuple[str, int, int]
MET = 0.3  # intersection over union from which evaluate.py lets a span meet one of the gold
REGULARISATION = 0.1  # C of the regression
LOOSE = 0.03  # score from which a proposal is looked at for calibration
# Confidence from which a difference is proposed, chosen on all six events left out in turn.
LEAST = 0.12


@dataclass
class Contrasts:
    """All contrasts of an event, with their features and how well each meets a difference of the gold."""

    event: Event
    found: list[Contrast]
    rows: np.ndarray
    met: np.ndarray

    def proposed(self, scores: np.ndarray, least: float) -> list[Proposal]:
        home = {p.id: (document, p) for document in self.event.documents for p in document.report}
        return proposals(self.found, list(scores), least, home)


def fit_differences(events: Sequence[Event], pairs: Sequence[Sequence[Pair]]) -> Scorer:
    """The scorer that these events give, with the pairs that were found in each."""
    return _scorer([_contrasts(event, found) for event, found in zip(events, pairs, strict=True)])


def _scorer(events: Sequence[Contrasts]) -> Scorer:
    logits, hits = [], []
    for mine in events:
        scores = _fit([other for other in events if other is not mine]).probability(mine.rows)
        made = mine.proposed(scores, LOOSE)
        logits += list(logit(np.array([proposal.confidence for proposal in made])))
        hits += _hits(mine, made)
    line = _fit(events)
    return line.scaled(*platt(np.array(logits), np.array(hits))).scorer(FEATURES, LEAST)


def _contrasts(event: Event, pairs: Sequence[Pair]) -> Contrasts:
    found = list(contrasts(event.documents, pairs))
    texts = {p.id: p.text for document in event.documents for p in document.report}
    like: dict[tuple[str, int, int], dict[int, float]] = {}

    def meets(phrase: Phrase) -> dict[int, float]:
        key = (phrase.passage, phrase.start, phrase.end)
        if key not in like:
            place = event.place(phrase.passage, texts[phrase.passage], phrase.start, phrase.end)
            values = {
                n: max(event.evaluator.likeness(place, span) for span in spans)
                for n, spans in enumerate(event.gold["differences"][0])
            }
            like[key] = {n: value for n, value in values.items() if value >= MET}
        return like[key]

    overlap = []
    for contrast in found:
        first, second = meets(contrast.first), meets(contrast.second)
        overlap.append(max((min(first[n], second[n]) for n in first.keys() & second.keys()), default=0.0))
    return Contrasts(event, found, np.array([contrast.row for contrast in found]), np.array(overlap))


def _fit(events: Sequence[Contrasts]) -> Line:
    rows = np.concatenate([mine.rows for mine in events])
    return fit(rows, np.concatenate([mine.met for mine in events]), REGULARISATION)


def _hits(event: Contrasts, made: Sequence[Proposal]) -> list[bool]:
    """Which proposals meet a difference of their own, as evaluate.py counts."""
    texts = {p.id: p.text for document in event.event.documents for p in document.report}
    notes = [
        [event.event.place(side.passage, texts[side.passage], side.start, side.end) for side in proposal.sides]
        for proposal in made
    ]
    used = {n for n, _ in met(event.event.evaluator, notes, event.event.gold["differences"][0])}
    return [n in used for n in range(len(made))]


def met(evaluator: ModuleType, notes: Sequence[list[Place]], gold: Sequence[list[Place]]) -> Iterator[tuple[int, int]]:
    """The numbers of the proposals and of the gold differences that meet, as evaluate.py matches them: each gold one
    with the first proposal that is still free."""
    used: set[int] = set()
    for number, spans in enumerate(gold):
        for n, note in enumerate(notes):
            if n not in used and len({s[0] for s in spans if any(evaluator.likeness(s, t) >= MET for t in note)}) > 1:
                used.add(n)
                yield n, number
                break


def class_accuracy(event: Event, comparison: Mapping[str, Any], kinds: Sequence[str]) -> tuple[int, int]:
    """How many of the differences of a comparison that meet the gold have its class, and how many meet it.

    `comparison` is the document of the comparison format, `kinds` the class of each of the gold's differences.
    """
    texts = {p["id"]: p["text"] for article in comparison["articles"] for p in article["passages"]}
    proposed = [note for note in comparison["annotations"] if note["kind"] == "difference"]
    notes = [
        [event.place(t["passage"], texts[t["passage"]], t["start"], t["end"]) for t in note["targets"]]
        for note in proposed
    ]
    pairs = list(met(event.evaluator, notes, event.gold["differences"][0]))
    return sum(proposed[n]["class"] == kinds[number] for n, number in pairs), len(pairs)


def gold_kinds(shared: Path, event: Event) -> list[str]:
    """The class of each difference in an event's gold that has spans in two files, in its order."""
    gold = json.loads((shared / "corpus" / event.name / "gold.json").read_text(encoding="utf-8"))
    files = {passage["id"]: passage["file"] for passage in gold["passages"]}
    return [d["kind"] for d in gold["annotations"][0]["differences"] if len({files[i] for i in d["ids"]}) > 1]


def main() -> None:
    """Each event left out of the fitting of this scorer; the pairs are those that are shipped, by words alone."""
    shared = shared_or_exit()
    events = events_of(shared)
    found = [_contrasts(event, scored_pairs(event.documents, shipped().links, None)) for event in events]
    figures = []
    for mine in found:
        scorer = _scorer([other for other in found if other is not mine])
        scores = np.array([scorer.probability(row) for row in mine.rows])
        made = mine.proposed(scores, scorer.least)
        hits = sum(_hits(mine, made))
        figures.append((hits / len(mine.event.gold["differences"][0]), hits / max(1, len(made)), float(len(made))))
        sys.stdout.write(f"{mine.event.name:24s} " + _line(figures[-1]) + "\n")
    sys.stdout.write(f"{'mean':24s} " + _line(tuple(fmean(column) for column in zip(*figures, strict=True))) + "\n")


def _line(figures: Sequence[float]) -> str:
    return f"recall={figures[0]:.3f}  precision={figures[1]:.3f}  n={figures[2]:.0f}"


if __name__ == "__main__":
    main()
