"""Links into points: groups of passages that report one thing, in an order that a reader can follow."""

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from statistics import fmean

from .documents import Document, Link, Pair, Passage, Point
from .labels import label_of
from .profiles import profiles_of

# Mean confidence between two groups from which they become one: average linkage, so that one doubtful link does not
# join two heaps (a chain of links did, in the baseline: 21 passages of one article in one row).
JOINED = 0.30
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
        points.append(Point(identifier, label_of(members, rarity), order, links))
    return tuple(points)


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
    confidence (Sokal & Michener 1958); a pair that was not scored counts as 0."""
    home = {p.id: (number, p) for number, document in enumerate(documents) for p in document.report}
    members: dict[str, list[str]] = {}
    groups: dict[str, str] = {}
    sums: dict[str, dict[str, float]] = defaultdict(dict)
    for pair in pairs:
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            members[one], groups[one] = [one], one
            sums[one][other] = pair.confidence

    def per_document(names: Iterable[str]) -> dict[int, int]:
        counts: dict[int, int] = defaultdict(int)
        for name in names:
            counts[home[name][0]] += 1
        return counts

    def linkage(a: str, b: str) -> float:
        mine, other = per_document(members[a]), per_document(members[b])
        comparable = len(members[a]) * len(members[b]) - sum(n * other.get(d, 0) for d, n in mine.items())
        return sums[a].get(b, 0.0) / comparable if comparable else 0.0

    heap = [(-pair.confidence, pair.first, pair.second) for pair in pairs if pair.confidence >= JOINED]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in members or b not in members or abs(linkage(a, b) + negative) > 1e-9:
            continue
        together = members[a] + members[b]
        if max(per_document(together).values()) > CROWD:
            continue
        members[a] = together
        del members[b]
        for other, total in sums.pop(b).items():
            if other == a:
                continue
            sums[a][other] = sums[a].get(other, 0.0) + total
            sums[other][a] = sums[a][other]
            del sums[other][b]
        del sums[a][b]
        for other in sums[a]:
            value = linkage(a, other)
            if value >= JOINED:
                first, second = sorted((a, other))
                heapq.heappush(heap, (-value, first, second))
    return [
        tuple(sorted((home[name][1] for name in names), key=lambda p: (home[p.id][0], p.start)))
        for names in members.values()
        if len(per_document(names)) > 1
    ]
