"""What an article tells in another order than another article: the few points that really stand elsewhere in it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .documents import Placement

# Points that one must be moved past to count as moved: neighbours that change places are no other order.
LEAST_PASSED = 2
# Of the article's length: a point is told earlier or later only if a reader who has both papers open sees it move.
LEAST_WAY = 0.2


@dataclass(frozen=True, slots=True)
class Move:
    """A point's place in an article and in the reference, where it is told elsewhere among the others."""

    here: Placement
    there: Placement

    @property
    def way(self) -> float:
        """Share of the article's length by which it is told later (below 0: earlier) than in the reference."""
        return self.here.depth - self.there.depth


def moves(placements: Sequence[Placement], reference: str) -> Mapping[tuple[str, str], Move]:
    """The points that stand elsewhere than in the article `reference`, by (point, article).

    Of the points that both tell, as many as possible are taken to stand where they stood (a longest increasing
    subsequence); the others have moved, if they went LEAST_WAY and passed LEAST_PASSED of those.
    """
    by_article: dict[str, dict[str, Placement]] = defaultdict(dict)
    for placement in placements:
        by_article[placement.article][placement.point] = placement
    theirs = by_article.pop(reference, {})
    found: dict[tuple[str, str], Move] = {}
    for article, ours in by_article.items():
        common = sorted(
            (Move(here, theirs[here.point]) for here in ours.values() if here.point in theirs),
            key=lambda move: (move.here.position, move.here.order),
        )
        staying = {at: common[at] for at in longest_increasing([move.there.position for move in common])}
        for at, move in enumerate(common):
            if at in staying or abs(move.way) < LEAST_WAY:
                continue
            if sum(_is_passed(other, move) for other in staying.values()) >= LEAST_PASSED:
                found[move.here.point, article] = move
    return found


def _is_passed(other: Move, move: Move) -> bool:
    """Whether the move leads past the other point, in the direction in which it went."""
    if move.way > 0:
        return other.here.position < move.here.position and other.there.position > move.there.position
    return other.here.position > move.here.position and other.there.position < move.there.position


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """The places of a longest subsequence that never falls, by patience sorting (Fredman 1975)."""
    tops: list[int] = []  # the least number in which a subsequence of each length can end
    ends: list[int] = []  # and its place
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        length = bisect_left(tops, number + 1)
        before.append(ends[length - 1] if length else None)
        tops[length : length + 1] = [number]
        ends[length : length + 1] = [at]
    places: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        places.append(last)
        last = before[last]
    return places[::-1]
