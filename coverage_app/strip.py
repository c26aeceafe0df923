"""The overview strip: all rows of a comparison at a glance, a column for each row and a line for each outlet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .filters import Filters, is_open
from .presentation import Column, RowView, Sheet

STEP = 10  # units of the drawing from one row, or outlet, to the next
MARK = 8  # units of a mark; the rest is the gap
MOST_LETTERS = 8  # outlets whose letters fit beside their lines


@dataclass(frozen=True)
class Stop:
    """A row in the strip."""

    row: RowView
    x: int
    matches: bool  # every filter that is on

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def kind(self) -> Literal["all", "some", "solo"]:
        return "all" if self.row.in_all else "solo" if self.row.alone else "some"

    @property
    def name(self) -> str:
        row = self.row
        if row.point is None:
            told = f"only in {'; '.join(document.outlet for document in row.alone)}"
        else:
            told = f"{row.number}: {row.label}, {row.reporting} of {row.total}"
        said = [told]
        if is_open(row):
            said.append("to decide")
        if row.hit_count:
            said.append("1 hit" if row.hit_count == 1 else f"{row.hit_count} hits")
        if not self.matches:
            said.append("left out")
        return ", ".join(said)

    @property
    def drawing(self) -> str:
        """The path of its marks: one for each outlet that reports it."""
        return "".join(
            f"M{self.x} {line * STEP}h{MARK}v{MARK}h-{MARK}z"
            for line, (_, here) in enumerate(self.row.presence)
            if here
        )

    @property
    def is_open(self) -> bool:
        return is_open(self.row)

    @property
    def news(self) -> dict[str, str]:
        """What an edit of its row may have changed, for js/strip.js: so the strip need not be sent again."""
        classes = self.kind + (" open" if self.is_open else "")
        return {"row": f"row-{self.key}", "classes": classes, "name": self.name, "drawing": self.drawing}


class Strip:
    def __init__(self, sheet: Sheet, filters: Filters) -> None:
        self.columns: tuple[Column, ...] = sheet.every
        self.stops = tuple(Stop(row, index * STEP, filters.match(row)) for index, row in enumerate(sheet.rows))
        self.width = len(self.stops) * STEP
        self.height = len(self.columns) * STEP

    @property
    def has_letters(self) -> bool:
        return len(self.columns) <= MOST_LETTERS

    @cached_property
    def matching(self) -> tuple[RowView, ...]:
        return tuple(stop.row for stop in self.stops if stop.matches)

    @property
    def leaves_out(self) -> bool:
        return len(self.matching) < len(self.stops)

    @cached_property
    def hits(self) -> int:
        return sum(row.hit_count for row in self.matching)
