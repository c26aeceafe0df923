"""Which rows of a comparison are wanted: those that match every filter that is on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .presentation import RowView

ONLY = {
    "differences": "with a difference",
    "single": "in one outlet only",
    "open": "with something to decide",
}


@dataclass(frozen=True)
class Filters:
    """All that are set must match. None is set: every row matches."""

    only: tuple[str, ...] = ()  # names of ONLY
    difference: str = ""  # a class of difference
    reports: str = ""  # the id of a document that reports the row
    words: str = ""  # searched for by the sheet

    def __bool__(self) -> bool:
        return bool(self.only or self.difference or self.reports or self.words)

    def match(self, row: RowView) -> bool:
        return (
            row.in_sight
            and all(_IS[name](row) for name in self.only)
            and (not self.difference or self.difference in differences(row))
            and (not self.reports or self.reports in row.present)
            and (not self.words or bool(row.hits))
        )


def differences(row: RowView) -> frozenset[str]:
    """The classes of the differences in a row, those that were dismissed left out."""
    found = (note.annotation for note in row.notes)
    return frozenset(a.difference_class or "other" for a in found if a.kind == "difference")


def is_open(row: RowView) -> bool:
    """Something that the engine proposed waits there for an editor."""
    return any(note.annotation.state == "proposed" for note in row.notes)


def classes(rows: Iterable[RowView]) -> Mapping[str, int]:
    """The classes of difference that there are, each with the number of its rows; the most first."""
    return dict(Counter(name for row in rows for name in sorted(differences(row))).most_common())


_IS = {
    "differences": lambda row: bool(differences(row)),
    "single": lambda row: bool(row.alone),
    "open": is_open,
}
