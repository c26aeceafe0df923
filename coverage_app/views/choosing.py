"""Choosing a point from a list by its number or by words of its label."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from ..models import Point, Story
from ..presentation import RowView
from ..queries import key
from .desk import Desk


class Choice:
    """The points to choose from. `words` is what was searched for: a number, or words. `picked` is the key of the
    point that was chosen already."""

    def __init__(
        self, desk: Desk, words: str = "", *, leave_out: Iterable[RowView | None] = (), picked: str = ""
    ) -> None:
        self.picked = picked
        self.words = " ".join(words.split())[:100]
        out = {row.key for row in leave_out if row}
        self.rows = [row for row in desk.sheet.rows if row.point and row.key not in out and self._matches(row)]

    def _matches(self, row: RowView) -> bool:
        if self.words.isdecimal():
            return str(row.number).startswith(self.words)
        return self.words.casefold() in row.label.casefold()

    @property
    def points(self) -> list[tuple[int, RowView]]:
        return [(key(row.key), row) for row in self.rows]

    @property
    def chosen(self) -> int | None:
        """The one that was chosen already, else the only one, or the one of that number."""
        already = [key(row.key) for row in self.rows if str(key(row.key)) == self.picked]
        if already:
            return already[0]
        exact = [row for row in self.rows if self.words and str(row.number) == self.words]
        found = exact or (self.rows if self.words and len(self.rows) == 1 else [])
        return key(found[0].key) if found else None


def chosen_point(request: HttpRequest, story: Story) -> Point | None:
    return stated_point(request, story, "point")


def stated_point(request: HttpRequest, story: Story, name: str) -> Point | None:
    """The point that a field names by its key, not yet read: the service does so, and says when it is gone."""
    given = request.POST.get(name, "")
    if not given.isdecimal() or len(given) > 18:
        return None
    return Point(pk=int(given), story=story, label="that you chose")
