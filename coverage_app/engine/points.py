"""Links into points: groups of passages that report one thing, in an order that a reader can follow."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby
from math import fsum
from statistics import fmean

from .clauses import open_quotation
from .documents import Document, Link, Pair, Passage, Point
from .labels import label_of
from .profiles import term_rarity

# Likelihood of the same main content from which a pair gets a point, and mean likelihood over a point's passages from
# which another one joins them: one doubtful link must not join two heaps (in the baseline a chain of links did: 21
# passages of one article in one row). Neighbouring values give the same points.f1 within 0.01.
TOGETHER = 0.15
JOINED = 0.35
# The most passages of one article in one point. Readers of the gold put up to four there; two more leave room for a
# quotation that is cut into sentences.
CROWD = 6
# The most points in which a passage may stand: readers of the gold put one into two on average. More would come of
# texts that repeat themselves, whose passages are all alike.
MOST_POINTS = 4
SWEEPS = 20  # times the order of the points is gone over; it settles after a few


def points_of(documents: Sequence[Document], pairs: Sequence[Pair]) -> tuple[Point, ...]:
    """The points of a story in row order, with their labels; `pairs` are all scored pairs.

    A link's confidence is that of the passage's best pair inside its point.
    """
    groups = group(documents, pairs)
    rarity = term_rarity(documents)
    hashes = {p.id: f"{document.sha256}:{p.start}" for document in documents for p in document.passages}
    quoted = dict(inside for document in documents for inside in _quoted(document))
    languages = {p.id: document.language for document in documents for p in document.report}
    best: dict[tuple[str, str], float] = {}
    for pair in pairs:
        best[pair.first, pair.second] = best[pair.second, pair.first] = pair.confidence
    points: list[Point] = []
    taken: set[str] = set()
    labels: set[str] = set()
    for order, members in enumerate(in_order(documents, groups), start=1):
        digest = hashlib.sha256("|".join(sorted(hashes[p.id] for p in members)).encode()).hexdigest()[:12]
        identifier = next(i for n in count(1) if (i := f"pt{digest}" + (f"-{n}" if n > 1 else "")) not in taken)
        taken.add(identifier)
        links = tuple(Link(p.id, max(best.get((p.id, q.id), 0.0) for q in members if q is not p)) for p in members)
        label = label_of(members, rarity, quoted, languages, labels)
        labels.add(label)
        points.append(Point(identifier, label, order, links))
    return tuple(points)


def _quoted(document: Document) -> Iterator[tuple[str, str]]:
    """The passages that begin inside a quotation of their paragraph, with the mark that opened it."""
    for _, group in groupby(document.passages, key=lambda passage: passage.paragraph):
        mark = ""
        for passage in group:
            if mark:
                yield passage.id, mark
            mark = open_quotation(passage.text, mark)


def in_order(documents: Sequence[Document], groups: Sequence[tuple[Passage, ...]]) -> list[tuple[Passage, ...]]:
    """The groups in an order in which few lines cross: begun by mean depth in the articles, then every neighbouring
    pair that more articles tell the other way round is swapped, until none is left."""
    depth = {p.id: n / len(document.report) for document in documents for n, p in enumerate(document.report)}
    home = {p.id: number for number, document in enumerate(documents) for p in document.report}
    places: list[dict[int, float]] = []
    for members in groups:
        first: dict[int, float] = {}
        for passage in members:
            number = home[passage.id]
            first[number] = min(first.get(number, 1.0), depth[passage.id])
        places.append(first)
    order = sorted(range(len(groups)), key=lambda n: (fmean(places[n].values()), sorted(places[n].items())))
    for _ in range(SWEEPS):
        swapped = False
        for at in range(len(order) - 1):
            upper, lower = places[order[at]], places[order[at + 1]]
            crossings = sum(
                (upper[number] > lower[number]) - (upper[number] < lower[number])
                for number in upper.keys() & lower.keys()
            )
            if crossings > 0:
                order[at], order[at + 1] = order[at + 1], order[at]
                swapped = True
        if not swapped:
            break
    return [groups[n] for n in order]


def group(documents: Sequence[Document], pairs: Sequence[Pair]) -> list[tuple[Passage, ...]]:
    """Passages that report one thing, in groups of at least two documents. A passage that says two things may stand in
    two groups: it is pairs that are grouped, as in the link communities of Ahn, Bagrow & Lehmann (2010).

    From the likeliest pair on, each that is in no group yet brings two groups together, or one passage into a group of
    the other, if all that would stand together is alike enough on average; else it founds a group of its own.
    Ties are decided by the order of documents and passages, never by ids.
    """
    passages = [p for document in documents for p in document.report]
    home = [number for number, document in enumerate(documents) for _ in document.report]
    number_of = {p.id: number for number, p in enumerate(passages)}
    likely = {
        (min(both), max(both)): pair.same
        for pair in pairs
        if pair.same >= TOGETHER and (both := (number_of[pair.first], number_of[pair.second]))
    }
    groups = _Groups(home, likely)
    for (a, b), _ in sorted(likely.items(), key=lambda item: (-item[1], item[0])):
        groups.place(a, b)
    return [tuple(passages[number] for number in sorted(members)) for members in groups.members.values()]


class _Groups:
    """Groups of passages, by number."""

    def __init__(self, home: Sequence[int], likely: Mapping[tuple[int, int], float]) -> None:
        self.home = home  # document of each passage
        self.likely = likely
        self.members: dict[int, set[int]] = {}
        self._groups_of: dict[int, set[int]] = defaultdict(set)
        self._numbers = count()

    def place(self, a: int, b: int) -> None:
        """Sees to it that two passages stand in one group."""
        if self._groups_of[a] & self._groups_of[b]:
            return
        wholes = [
            (likeness, kept, swallowed)
            for kept in sorted(self._groups_of[a])
            for swallowed in sorted(self._groups_of[b])
            if (likeness := self._fit(kept, self.members[swallowed])) >= JOINED
        ]
        singles = [
            (likeness, kept, other)
            for one, other in ((a, b), (b, a))
            for kept in sorted(self._groups_of[one])
            if (likeness := self._fit(kept, {other})) >= JOINED
        ]
        if wholes:
            _, kept, swallowed = max(wholes)
            joined = self.members.pop(swallowed)
            for passage in joined:
                self._groups_of[passage].discard(swallowed)
            self._add(kept, joined)
        elif singles:
            _, kept, other = max(singles)
            self._add(kept, {other})
        elif max(len(self._groups_of[a]), len(self._groups_of[b])) < MOST_POINTS:
            number = next(self._numbers)
            self.members[number] = set()
            self._add(number, {a, b})

    def _add(self, number: int, joined: Iterable[int]) -> None:
        for passage in joined:
            self.members[number].add(passage)
            self._groups_of[passage].add(number)

    def _fit(self, number: int, joined: Iterable[int]) -> float:
        """Mean likelihood over the pairs of different documents between a group and what would join it; one that was
        not found counts as 0, and so does all where the group would have more than CROWD of one document."""
        ours = self.members[number]
        if max(Counter(self.home[passage] for passage in ours.union(joined)).values()) > CROWD:
            return 0.0
        values = [
            self.likely.get((min(p, q), max(p, q)), 0.0)
            for p in ours
            for q in joined
            if p != q and self.home[p] != self.home[q]
        ]
        return fsum(values) / len(values) if values else 0.0
