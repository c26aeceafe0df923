"""Fits and calibrates the constants of engine/details.py on the gold events, and says how well each event is done when
it is left out: `python -m tests.bench.fit_details`.

The regression learns, of all runs of words that may be a detail, how much each overlaps one that the gold has
(intersection over union, 0 below MET). Platt's scaling (Platt 1999) of the runs that are chosen then turns its score
into the probability that one meets the gold.
"""

import sys
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from coverage_app.engine.details import LEAST, candidates, likeliest
from coverage_app.engine.reading import read
from coverage_app.engine.similarity import scored_pairs
from coverage_app.engine.spans import FEATURES, Span

from .fit import Model, evaluator_of
from .shared import articles, gold_folders, shared_or_exit

MET = 0.4  # intersection over union from which evaluate.py lets a span meet one of the gold
REGULARISATION = 0.3  # C of the regression
LOOSE = 0.1  # score from which a chosen run is looked at for calibration
THRESHOLDS = np.arange(0.26, 0.52, 0.02)


@dataclass
class Event:
    name: str
    passages: list[list[Span]]
    places: list[list[tuple[str, int, int]]]
    rows: np.ndarray
    overlap: np.ndarray
    gold: list[tuple[str, int, int]]


def main() -> None:
    shared = shared_or_exit()
    evaluator = evaluator_of(shared)
    events = [_event(evaluator, folder) for folder in gold_folders(shared)]
    write = sys.stdout.write
    left_out = {e.name: _fit([o for o in events if o is not e]).confidence(e.rows) for e in events}
    confidences = {}
    for event in events:
        slope, offset = _calibrate(evaluator, [o for o in events if o is not event], left_out)
        confidences[event.name] = 1 / (1 + np.exp(-(slope * _logit(left_out[event.name]) + offset)))
    write("with the event left out: mean over the events, by LEAST\n")
    for least in THRESHOLDS:
        figures = [_figures(evaluator, e, _choose(e, confidences[e.name], least)) for e in events]
        write(f"  from {least:.2f} " + _line([fmean(f[n] for f in figures) for n in range(4)]) + "\n")
    bins: dict[int, list[tuple[float, bool]]] = {}
    for event in events:
        numbers = _choose(event, confidences[event.name], LEAST)
        for n, met in zip(numbers, _met(evaluator, event, numbers), strict=True):
            bins.setdefault(int(confidences[event.name][n] * 10), []).append((confidences[event.name][n], met))
    total = sum(map(len, bins.values()))
    error = sum(abs(fmean(c for c, _ in b) - fmean(m for _, m in b)) * len(b) for b in bins.values()) / total
    write(f"confidence from {LEAST}: expected calibration error {error:.3f}; share that meets the gold, by tenth:\n")
    for n in sorted(bins):
        write(f"  {n / 10:.1f}  {fmean(m for _, m in bins[n]):.2f} of {len(bins[n])}\n")
    model = _fit(events)
    slope, offset = _calibrate(evaluator, events, left_out)
    write(f"\nBIAS = {slope * model.bias + offset:.3f}\nWEIGHTS = {{\n")
    for name, weight in zip(FEATURES, model.weights, strict=True):
        write(f'    "{name}": {slope * weight:.3f},\n')
    write("}\n")


def _event(evaluator, folder) -> Event:
    raw = evaluator.Raw(folder)
    gold = evaluator.load_gold(folder, raw)["added"][0]
    documents = [read(path.read_bytes(), path.name) for path in articles(folder)]
    where = {}
    for document in documents:
        after = 0
        for passage in document.passages:
            where[passage.id] = raw.find(document.source, passage.text, after)
            after = where[passage.id][2]
    passages, places = [], []
    for _, passage, found, runs in candidates(documents, scored_pairs(documents)):
        file, begin, _ = where[passage.id]
        index = evaluator.squeeze(passage.text)[1]
        passages.append(runs)
        places.append([(file, begin + index[found[r.first].start], begin + index[found[r.last - 1].end]) for r in runs])
    overlap = [max((evaluator.likeness(at, g) for g in gold), default=0.0) for group in places for at in group]
    rows = np.array([run.row for runs in passages for run in runs])
    return Event(folder.name, passages, places, rows, np.array(overlap), gold)


def _fit(events: list[Event]) -> Model:
    rows = np.concatenate([event.rows for event in events])
    overlap = np.concatenate([event.overlap for event in events])
    target = np.where(overlap >= MET, overlap, 0.0)
    scaler = StandardScaler().fit(rows)
    scaled = scaler.transform(rows)
    # each run stands as a yes and as a no, weighted by how much it is either
    regression = LogisticRegression(C=REGULARISATION, max_iter=2000).fit(
        np.concatenate([scaled, scaled]),
        np.repeat([1, 0], len(rows)),
        sample_weight=np.concatenate([target, 1 - target]),
    )
    weights = regression.coef_[0] / scaler.scale_
    return Model(weights, regression.intercept_[0] - float(weights @ scaler.mean_))


def _choose(event: Event, scores: np.ndarray, threshold: float) -> list[int]:
    numbers, base = [], 0
    for runs in event.passages:
        numbers += [base + n for n in likeliest(runs, list(scores[base : base + len(runs)]), threshold)]
        base += len(runs)
    return numbers


def _met(evaluator, event: Event, numbers: list[int]) -> list[bool]:
    places = [at for group in event.places for at in group]
    left, _ = evaluator.matched([places[n] for n in numbers], event.gold, MET)
    return [n in left for n in range(len(numbers))]


def _calibrate(evaluator, events: list[Event], scores: dict[str, np.ndarray]) -> tuple[float, float]:
    logits, met = [], []
    for event in events:
        numbers = _choose(event, scores[event.name], LOOSE)
        chosen = scores[event.name][numbers]
        logits += list(_logit(chosen))
        met += _met(evaluator, event, numbers)
    platt = LogisticRegression(C=1000.0).fit(np.array(logits)[:, None], met)
    return float(platt.coef_[0][0]), float(platt.intercept_[0])


def _logit(share: np.ndarray) -> np.ndarray:
    return np.log(share / (1 - share))


def _figures(evaluator, event: Event, numbers: list[int]) -> tuple[float, float, float, float]:
    met = sum(_met(evaluator, event, numbers))
    precision, recall = met / max(1, len(numbers)), met / max(1, len(event.gold))
    return len(numbers), precision, recall, evaluator.harmonic(precision, recall)


def _line(figures: list[float]) -> str:
    return f"n={figures[0]:.0f}  precision={figures[1]:.3f}  recall={figures[2]:.3f}  f1={figures[3]:.3f}"


if __name__ == "__main__":
    main()
