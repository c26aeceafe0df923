"""Fits the scorers of engine/linking.py on gold events.

Beside each story of five articles they learn from the stories of two and three that can be made of them, since those
have fewer outlets, or none, as a witness. `same` learns which pairs have the same main content, a pair that only shares
a fact counting as SHARED_FACT of that; `shares` learns which share a fact at all, and is the confidence. Its levels are
measured on the pairs of whole stories that would be reported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from coverage_app.engine.documents import Document
from coverage_app.engine.linking import FEATURES, Candidate, LinkScorers, PairScorers, candidates, read_rows
from coverage_app.engine.scoring import Levels
from coverage_app.engine.second_reader import Reader
from coverage_app.engine.similarity import FEATURES as WORD_FEATURES

from .gold import Event
from .regression import Line, fit

WHOLE = 8  # times that a whole story counts beside its twenty smaller ones, so that either half has its say
SHARED_FACT = 0.2  # between 0 and 0.4 the figures hardly change
REGULARISATION = 1.0  # C of the regressions; 0.01 to 10 give the same within 0.01
THRESHOLDS = np.arange(0.05, 0.65, 0.02)
LEVELS = 4  # of the confidence of reported pairs, some 220 of the six events in each

Key = tuple[str, str]


@dataclass
class Story:
    """The candidate pairs of a story: passages' ids, features, and what the gold says."""

    keys: list[Key]
    rows: np.ndarray
    same: np.ndarray
    shares: np.ndarray

    @classmethod
    def of(cls, event: Event, keys: list[Key], rows: Sequence[tuple[float, ...]]) -> "Story":
        stands = [event.stands(key) for key in keys]
        same, shares = (np.array([bool(each & event.gold[name]) for each in stands]) for name in ("must", "may"))
        return cls(keys, np.array(rows), same, shares)


def fit_links(events: Sequence[Event], readers: Sequence[Reader]) -> LinkScorers:
    """The scorers that these events give, each read by a reader that has not learned from it."""
    by_words = [[_by_words(event, documents) for documents in _stories(event)] for event in events]
    words = _scorers(events, by_words, WORD_FEATURES)
    by_reading = [
        [_by_reading(event, documents, words, reader) for documents in _stories(event)]
        for event, reader in zip(events, readers, strict=True)
    ]
    return LinkScorers(words, _scorers(events, by_reading, FEATURES))


def _stories(event: Event) -> Iterator[Sequence[Document]]:
    yield event.documents
    yield from event.smaller()


@lru_cache(maxsize=256)  # both steps and, in `make eval`, most folds have the same stories
def _found(documents: tuple[Document, ...]) -> list[Candidate]:
    return candidates(documents, NOTHING)


def _by_words(event: Event, documents: Sequence[Document]) -> Story:
    found = _found(tuple(documents))
    return Story.of(event, [c.key for c in found], [c.row for c in found])


def _by_reading(event: Event, documents: Sequence[Document], words: PairScorers, reader: Reader) -> Story:
    found = [replace(c, likely=words.shares.probability(c.row)) for c in _found(tuple(documents))]
    read = list(read_rows(documents, found, reader))
    return Story.of(event, [key for key, _ in read], [row for _, row in read])


def _scorers(events: Sequence[Event], stories: Sequence[Sequence[Story]], names: Sequence[str]) -> PairScorers:
    counted = [story for whole, *smaller in stories for story in (*[whole] * WHOLE, *smaller)]
    rows = np.concatenate([story.rows for story in counted])
    targets = np.concatenate([np.where(s.same, 1.0, np.where(s.shares, SHARED_FACT, 0.0)) for s in counted])
    same = fit(rows, targets, REGULARISATION)
    shares = fit(rows, np.concatenate([story.shares for story in counted]).astype(float), REGULARISATION)
    curves = [
        [links(event, whole, same, shares, least)["f1"] for least in THRESHOLDS]
        for event, (whole, *_) in zip(events, stories, strict=True)
    ]
    least = THRESHOLDS[int(np.argmax(np.mean(curves, axis=0)))]
    levels = _levels([whole for whole, *_ in stories], same, shares, least)
    return PairScorers(same.scorer(names, least), shares.scorer(names, 0.0), levels)


def _levels(stories: Sequence[Story], same: Line, shares: Line, least: float) -> Levels:
    """How often reported pairs share a fact, by what their confidence is."""
    reported = [same.probability(story.rows) >= least for story in stories]
    confidence = np.concatenate([shares.probability(s.rows[its]) for s, its in zip(stories, reported, strict=True)])
    right = np.concatenate([story.shares[its] for story, its in zip(stories, reported, strict=True)])
    borders = np.quantile(confidence, np.linspace(0, 1, LEVELS + 1)[1:-1])
    at = np.searchsorted(borders, confidence, side="right")
    values = tuple(round(float(right[at == level].mean()), 4) for level in range(LEVELS))
    return Levels(tuple(round(float(border), 4) for border in borders), values)


def links(event: Event, story: Story, same: Line, shares: Line, least: float) -> dict[str, float]:
    """What evaluate.py says of the pairs that are reported."""
    chosen = same.probability(story.rows) >= least
    confidence = shares.probability(story.rows)
    pairs = {key: float(c) for key, c, is_chosen in zip(story.keys, confidence, chosen, strict=True) if is_chosen}
    return event.evaluator.score_links({"pairs": pairs}, event.gold, event.cover)


NOTHING = PairScorers(*[Line(np.zeros(len(WORD_FEATURES)), 0.0).scorer(WORD_FEATURES, 0.0)] * 2, Levels((), (0.5,)))
