"""Fits the scorer of engine/details.py on gold events.

The regression learns, of all runs of words that may be a detail, how much each overlaps one that the gold has
(intersection over union, 0 below MET). Platt's scaling (Platt 1999) of the runs that are chosen then turns its score
into the probability that one meets the gold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coverage_app.engine.details import candidates, likeliest
from coverage_app.engine.documents import Pair
from coverage_app.engine.scoring import Scorer
from coverage_app.engine.spans import FEATURES, Span

from .gold import Event
from .regression import Line, fit, logit, platt

MET = 0.4  # intersection over union from which evaluate.py lets a span meet one of the gold
REGULARISATION = 0.3  # C of the regression
LOOSE = 0.1  # score from which a chosen run is looked at for calibration
# Confidence from which a detail is proposed, chosen on all six events left out in turn: a lower one finds more, but an
# editor reads every proposal.
LEAST = 0.36


@dataclass
class Runs:
    """All runs of an event: by passage, with their features, places and greatest overlap with the gold."""

    event: Event
    passages: list[list[Span]]
    places: list[tuple[str, int, int]]
    rows: np.ndarray
    overlap: np.ndarray


def fit_details(events: Sequence[Event], pairs: Sequence[Sequence[Pair]]) -> Scorer:
    """The scorer that these events give, with the pairs that were found in each."""
    runs = [_runs(event, found) for event, found in zip(events, pairs, strict=True)]
    line = _fit(runs)
    left_out = [_fit([other for other in runs if other is not mine]).probability(mine.rows) for mine in runs]
    logits, hits = [], []
    for mine, scores in zip(runs, left_out, strict=True):
        numbers = _choose(mine, scores)
        logits += list(logit(scores[numbers]))
        met, _ = mine.event.evaluator.matched([mine.places[n] for n in numbers], mine.event.gold["added"][0], MET)
        hits += [n in met for n in range(len(numbers))]
    return line.scaled(*platt(np.array(logits), np.array(hits))).scorer(FEATURES, LEAST)


def _runs(event: Event, pairs: Sequence[Pair]) -> Runs:
    passages, places = [], []
    for _, passage, found, runs in candidates(event.documents, pairs):
        passages.append(runs)
        places += [event.place(passage.id, passage.text, found[r.first].start, found[r.last - 1].end) for r in runs]
    gold = event.gold["added"][0]
    overlap = [max((event.evaluator.likeness(place, span) for span in gold), default=0.0) for place in places]
    return Runs(event, passages, places, np.array([run.row for runs in passages for run in runs]), np.array(overlap))


def _fit(runs: Sequence[Runs]) -> Line:
    overlap = np.concatenate([mine.overlap for mine in runs])
    targets = np.where(overlap >= MET, overlap, 0.0)
    return fit(np.concatenate([mine.rows for mine in runs]), targets, REGULARISATION)


def _choose(runs: Runs, scores: np.ndarray) -> list[int]:
    numbers, base = [], 0
    for spans in runs.passages:
        numbers += [base + n for n in likeliest(spans, list(scores[base : base + len(spans)]), LOOSE)]
        base += len(spans)
    return numbers
