"""Links into points: groups of passages that report one thing, in an order that a reader can follow."""

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby
from statistics import fmean

from .clauses import open_quotation
from .documents import Document, Link, Pair, Passage, Point
from .labels import label_of
from .profiles import profiles_of

# Mean confidence between two groups from which they become one: average linkage, so that one doubtful link does not
# join two heaps (a chain of links did, in the baseline: 21 passages of one article in one row). 0.15 to 0.35 give the
# same points.f1 within 0.01; lower ones make longer rows.
JOINED = 0.25
# The most passages of one article in one point. Readers of the gold put up to four there; two more leave room for a
# quotation that is cut into sentences.
CROWD = 6
SWEEPS = 20  # times the order of the points is gone over; it settles after a few


def points_of(documents: Sequence[Document], pairs: Sequence[Pair]) -> tuple[Point, ...]:
    """The points of a story in row order, with their labels; `pairs` are all scored pairs.

    A link's confidence is that of the passage's best pair inside its point.
    """
    groups = group(documents, pairs)
    _, rarity = profiles_of(documents)
    hashes = {p.id: f"{document.sha256}:{p.start}" for document in documents for p in document.passages}
    quoted = dict(inside for document in documents for inside in _quoted(document))
    languages = {p.id: document.language for document in documents for p in document.report}
    best: dict[tuple[str, str], float] = {}
    for pair in pairs:
        best[pair.first, pair.second] = best[pair.second, pair.first] = pair.confidence
    points: list[Point] = []
    taken: set[str] = set()
    for order, members in enumerate(in_order(documents, groups), start=1):
        digest = hashlib.sha256("|".join(sorted(hashes[p.id] for p in members)).encode()).hexdigest()[:12]
        identifier = next(i for n in count(1) if (i := f"pt{digest}" + (f"-{n}" if n > 1 else "")) not in taken)
        taken.add(identifier)
        links = tuple(Link(p.id, max(best.get((p.id, q.id), 0.0) for q in members if q is not p)) for p in members)
        points.append(Point(identifier, label_of(members, rarity, quoted, languages), order, links))
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
    """Passages that report one thing, each in one group, of at least two documents, by average linkage of the pairs'
    confidence (Sokal & Michener 1958); a pair that was not scored counts as 0.

    Ties are decided by the order of documents and passages, never by ids.
    """
    passages = [p for document in documents for p in document.report]
    home = [number for number, document in enumerate(documents) for _ in document.report]
    number_of = {p.id: number for number, p in enumerate(passages)}
    clusters = _Clusters(home)
    heap: list[tuple[float, int, int]] = []
    for pair in pairs:
        a, b = sorted((number_of[pair.first], number_of[pair.second]))
        clusters.join_score(a, b, pair.confidence)
        if pair.confidence >= JOINED:
            heap.append((-pair.confidence, a, b))
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        # an entry is stale when one of its groups was swallowed, or has grown since
        if a not in clusters.members or b not in clusters.members or clusters.linkage(a, b) != -negative:
            continue
        if clusters.crowd(a, b) > CROWD:
            continue
        for other in clusters.merge(a, b):
            linkage = clusters.linkage(a, other)
            if linkage >= JOINED:
                heapq.heappush(heap, (-linkage, min(a, other), max(a, other)))
    return [
        tuple(passages[number] for number in sorted(members))
        for members in clusters.members.values()
        if len({home[number] for number in members}) > 1
    ]


class _Clusters:
    """Groups of passages under the number of one of them, and the sum of the confidences between any two."""

    def __init__(self, home: Sequence[int]) -> None:
        self.home = home  # document of each passage
        self.members: dict[int, list[int]] = {}
        self.counts: dict[int, Counter[int]] = {}  # group -> passages of each document
        self.sums: dict[int, dict[int, float]] = {}

    def join_score(self, a: int, b: int, confidence: float) -> None:
        for one, other in ((a, b), (b, a)):
            self.members.setdefault(one, [one])
            self.counts.setdefault(one, Counter([self.home[one]]))
            self.sums.setdefault(one, {})[other] = confidence

    def linkage(self, a: int, b: int) -> float:
        """Mean confidence over the pairs of different documents between two groups."""
        mine, theirs = self.counts[a], self.counts[b]
        same = sum(count * theirs[document] for document, count in mine.items())
        comparable = len(self.members[a]) * len(self.members[b]) - same
        return self.sums[a].get(b, 0.0) / comparable if comparable else 0.0

    def crowd(self, a: int, b: int) -> int:
        """The most passages of one document if the two were one."""
        return max((self.counts[a] + self.counts[b]).values())

    def merge(self, a: int, b: int) -> Iterable[int]:
        """Lets group a swallow group b; returns the groups that have a score with it."""
        self.members[a] += self.members.pop(b)
        self.counts[a] += self.counts.pop(b)
        for other, total in self.sums.pop(b).items():
            del self.sums[other][b]
            if other != a:
                self.sums[a][other] = self.sums[other][a] = self.sums[a].get(other, 0.0) + total
        return self.sums[a]
