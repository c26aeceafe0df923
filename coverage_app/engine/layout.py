"""A comparison laid out as rows: each point, and between them what stands in no point, where its article has it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from .documents import Comparison, Passage, Point


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` holds the passages of each document by its id; documents without any are left out. `point` is None where
    passages stand that are in no point: each cell by itself, side by side only because they have the same place."""

    key: str
    point: Point | None
    cells: Mapping[str, tuple[Passage, ...]]


def rows(comparison: Comparison) -> tuple[Row, ...]:
    """The rows in reading order. Every report passage stands in one at least, furniture in none.

    Points come in their order, links that an editor rejected left out. A solo row holds passages without a point, each
    document's in its own cell: those that follow, in their article, a passage of the point before the row. Those before
    any point come first.
    """
    passages = {p.id: (document.id, p) for document in comparison.documents for p in document.report}
    row_of: dict[str, int] = {}  # the first row in which a passage stands
    point_rows: list[Row] = []
    for point in sorted(comparison.points, key=lambda point: point.order):
        cells: dict[str, list[Passage]] = defaultdict(list)
        for link in point.links:
            if link.state != "rejected" and link.passage in passages:
                home, passage = passages[link.passage]
                cells[home].append(passage)
                row_of.setdefault(passage.id, len(point_rows))
        if not cells:  # an editor rejected every link
            continue
        ordered = {home: tuple(sorted(found, key=lambda p: p.start)) for home, found in cells.items()}
        point_rows.append(Row(point.id, point, ordered))

    solos: dict[int, dict[str, tuple[Passage, ...]]] = defaultdict(dict)  # by the point row before them; -1: the top
    for document in comparison.documents:
        after = -1
        for row, group in groupby(document.report, key=lambda passage: row_of.get(passage.id)):
            run = tuple(group)
            if row is None:
                solos[after][document.id] = (*solos[after].get(document.id, ()), *run)
            else:
                after = row
    result: list[Row] = []
    for number, point_row in enumerate([None, *point_rows], -1):
        if point_row:
            result.append(point_row)
        if cells_alone := solos.get(number):
            first = next(iter(cells_alone.values()))[0]
            result.append(Row(f"solo-{first.id}", None, cells_alone))
    return tuple(result)


def column_letter(index: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
