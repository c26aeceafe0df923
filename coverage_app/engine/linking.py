"""Which passages report the same, and how likely: by their words first, then by a second reader of what is left open.

Both steps are logistic regressions over named features. The first (similarity.py) is quick and goes by words, numbers
and place. What it neither finds nor rules out is read by the second reader (second_reader.py), and weighed again
together with what that says of the pair, of its neighbours, and of the passages of third articles.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .documents import Document, Pair, Passage
from .scoring import Levels, Scorer
from .second_reader import Reader, Verdict
from .similarity import FEATURES as WORD_FEATURES
from .similarity import features

KEPT = 0.05  # confidence below which a pair is forgotten
OPEN = 0.05  # confidence by words from which the second reader is asked
# The most pairs of a story that are read, likeliest first: for each passage, about as many as have a chance to be
# right, and in all, what two cores read in less than a minute.
READ_OF_A_PASSAGE = 4
MOST_READ = 4000
SURE = 6.0  # logits past which a verdict counts as no surer

FEATURES = (
    *WORD_FEATURES,
    "words",  # what the first step made of them, as a logit
    "same",  # the reader's logit that the main content is the same
    "shares",  # the reader's logit that a fact is shared
    "read_lead",  # how far the verdict is ahead of the other matches of either passage, the lesser of the two
    "read_lead_of_one",  # the greater of the two
    "read_witness",  # the best third passage of another document that is read as the same as both
    "read_neighbours",  # the best verdict among the passages before and after either
)


@dataclass(frozen=True, slots=True)
class PairScorers:
    """`same` says how likely the main content is the same: from its `least` on a pair is reported. `shares` is the
    calibrated probability that a fact is shared: the confidence. Of a reported pair it is told in `levels`: more of
    them could not be told apart on what it was fitted on."""

    same: Scorer
    shares: Scorer
    levels: Levels


@dataclass(frozen=True, slots=True)
class LinkScorers:
    """`words` weighs similarity.FEATURES, `read` those of this module."""

    words: PairScorers
    read: PairScorers


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of passages with its features by words, and its probability of the same main content by them."""

    first: Passage
    second: Passage
    row: tuple[float, ...]
    likely: float

    @property
    def key(self) -> tuple[str, str]:
        return self.first.id, self.second.id


def scored_pairs(documents: Sequence[Document], scorers: LinkScorers, reader: Reader | None) -> list[Pair]:
    """Pairs of report passages above KEPT, in the order of the documents. Without a reader they go by words alone."""
    found = candidates(documents, scorers.words)
    rows = dict(read_rows(documents, found, reader)) if reader else {}
    pairs = []
    for c in found:
        step, row = (scorers.read, rows[c.key]) if c.key in rows else (scorers.words, c.row)
        confidence = round(step.shares.probability(row) if c.key in rows else c.likely, 4)
        if confidence >= KEPT:
            pairs.append(Pair(c.first.id, c.second.id, confidence, round(step.same.probability(row), 4)))
    return pairs


def reported(pairs: Sequence[Pair], scorers: LinkScorers, reader: Reader | None) -> list[Pair]:
    """Those of the scored pairs that are likely enough, with their confidence in levels."""
    its = scorers.read if reader else scorers.words
    return [replace(pair, confidence=its.levels.of(pair.confidence)) for pair in pairs if pair.same >= its.same.least]


def candidates(documents: Sequence[Document], words: PairScorers) -> list[Candidate]:
    """The pairs that have enough in common to be looked at."""
    return [
        Candidate(first.passage, second.passage, row, words.shares.probability(row))
        for first, second, row in features(documents)
    ]


def read_rows(
    documents: Sequence[Document], found: Sequence[Candidate], reader: Reader
) -> Iterator[tuple[tuple[str, str], tuple[float, ...]]]:
    """The pairs that the reader was asked about, by their passages' ids, each with its FEATURES."""
    language = {p.id: document.language or "en" for document in documents for p in document.report}
    place = {p.id: (number, n) for number, document in enumerate(documents) for n, p in enumerate(document.report)}
    open_pairs = [
        c
        for c in found
        if c.likely >= OPEN
        and language[c.first.id] == language[c.second.id]
        and language[c.first.id] in reader.languages
    ]
    most = min(MOST_READ, READ_OF_A_PASSAGE * len(place))
    chosen = sorted(open_pairs, key=lambda c: (-c.likely, place[c.first.id], place[c.second.id]))[:most]
    verdicts = reader.read([(c.first.text, c.second.text) for c in chosen])
    surroundings = _Surroundings(place, {c.key: verdict for c, verdict in zip(chosen, verdicts, strict=True)})
    for c, verdict in zip(chosen, verdicts, strict=True):
        words = math.log(c.likely / (1 - c.likely))
        logits = (max(-SURE, min(SURE, logit)) for logit in verdict)
        yield c.key, (*c.row, words, *logits, *surroundings.row(*c.key))


class _Surroundings:
    """What was read of the passages round a pair."""

    def __init__(self, place: Mapping[str, tuple[int, int]], verdicts: Mapping[tuple[str, str], Verdict]) -> None:
        self._place = place
        self._at = {where: name for name, where in place.items()}
        self._same: dict[str, dict[str, float]] = defaultdict(dict)
        for (first, second), verdict in verdicts.items():
            self._same[first][second] = self._same[second][first] = 1 / (1 + math.exp(-verdict.same))
        self._best: dict[tuple[str, int], list[float]] = defaultdict(list)
        for name, others in self._same.items():
            for other, same in others.items():
                self._best[name, place[other][0]].append(same)
        for values in self._best.values():
            values.sort(reverse=True)

    def row(self, first: str, second: str) -> tuple[float, float, float, float]:
        leads = self._lead(first, second), self._lead(second, first)
        return min(leads), max(leads), self._witness(first, second), self._neighbours(first, second)

    def _lead(self, name: str, other: str) -> float:
        """How far the other is ahead of the next best passage of its document, or behind the best."""
        same, ranked = self._same[name][other], self._best[name, self._place[other][0]]
        if same < ranked[0]:
            return same - ranked[0]
        return same - ranked[1] if len(ranked) > 1 else same

    def _witness(self, first: str, second: str) -> float:
        homes = (self._place[first][0], self._place[second][0])
        ours, theirs = self._same[first], self._same[second]
        return max(
            (
                min(ours[name], theirs[name])
                for name in ours.keys() & theirs.keys()
                if self._place[name][0] not in homes
            ),
            default=0.0,
        )

    def _neighbours(self, first: str, second: str) -> float:
        (home, at), (other_home, other_at) = self._place[first], self._place[second]
        best = 0.0
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                one, other = self._at.get((home, at + i)), self._at.get((other_home, other_at + j))
                if (i or j) and one and other:
                    best = max(best, self._same.get(one, {}).get(other, 0.0))
        return best
