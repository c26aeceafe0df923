"""What was done to the words of one text to make those of another, and what of it is no more than a move or a spelling.

wording.py finds the changes.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from .documents import Passage
from .moves import moved
from .normalising import Word

Op = Literal["equal", "insert", "delete", "move", "style"]


class Place(NamedTuple):
    passage: int
    word: Word


class Change(NamedTuple):
    """The words [start, end) of the other cell, and the reference's [ours_start, ours_end): those to which they are
    equal, or, of a deletion, those that are left out before `start`."""

    op: Op
    start: int
    end: int
    ours_start: int = 0
    ours_end: int = 0


def with_moves(ours: Sequence[Place], theirs: Sequence[Place], changes: Sequence[Change]) -> list[Change]:
    """The changes with what the other cell only tells elsewhere as a move, neither inserted nor left out."""
    deletions = [change for change in changes if change.op == "delete"]
    insertions = [change for change in changes if change.op == "insert"]
    parts: dict[Change, list[Change]] = {change: [change] for change in changes}

    def norms(places: Sequence[Place], start: int, end: int) -> list[str]:
        return [place.word.norm for place in places[start:end]]

    for n, at, m, start, size in moved(
        [norms(ours, change.ours_start, change.ours_end) for change in deletions],
        [norms(theirs, change.start, change.end) for change in insertions],
    ):
        left, new = deletions[n], insertions[m]
        parts[left] = [part for piece in parts[left] for part in _without(piece, left.ours_start + at, size)]
        parts[new] = [part for piece in parts[new] for part in _moved_in(piece, new.start + start, size)]
    return [part for change in changes for part in parts[change]]


def _without(piece: Change, at: int, size: int) -> Iterator[Change]:
    """A deletion without the reference's `size` words from `at` on."""
    if not piece.ours_start <= at < piece.ours_end:
        yield piece
        return
    yield from (
        piece._replace(ours_start=start, ours_end=end)
        for start, end in ((piece.ours_start, at), (at + size, piece.ours_end))
        if start < end
    )


def _moved_in(piece: Change, at: int, size: int) -> Iterator[Change]:
    """An insertion with its `size` words from `at` on as a move."""
    if piece.op != "insert" or not piece.start <= at < piece.end:
        yield piece
        return
    if piece.start < at:
        yield piece._replace(end=at)
    yield Change("move", at, at + size)
    if at + size < piece.end:
        yield piece._replace(start=at + size)


def with_style(
    reference: Sequence[Passage],
    other: Sequence[Passage],
    ours: Sequence[Place],
    theirs: Sequence[Place],
    changes: Sequence[Change],
) -> Iterator[Change]:
    """The changes with the words that are equal but written otherwise as style; a capital letter is no style."""
    for change in changes:
        if change.op != "equal" or change.end - change.start != change.ours_end - change.ours_start:
            yield change
            continue
        for start, ours_start in zip(
            range(change.start, change.end), range(change.ours_start, change.ours_end), strict=True
        ):
            mine, its = theirs[start], ours[ours_start]
            written = other[mine.passage].text[mine.word.start : mine.word.end]
            theirs_written = reference[its.passage].text[its.word.start : its.word.end]
            is_style = mine.word.is_word and written.casefold() != theirs_written.casefold()
            yield Change("style" if is_style else "equal", start, start + 1, ours_start, ours_start + 1)
