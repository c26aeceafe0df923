"""The comparison as the document prints it: bands of cells, with the anchors that notes and permalinks lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ..marking import Mark, Piece
from ..presentation import Cell, Column, RowView, Sheet, ShownPassage
from .options import HOUSE_LANGUAGE, Marks

_NOT_IN_AN_ANCHOR = re.compile(r"[^A-Za-z0-9.-]")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def anchor(kind: str, identifier: str) -> str:
    """An id that is good in an attribute and in an address, whatever the identifier holds; always the same one."""
    return f"{kind}-{_NOT_IN_AN_ANCHOR.sub(lambda m: f'_{ord(m[0]):x}_', identifier)}"


def foreign(language: str | None) -> str | None:
    """The language to declare for a document's words: None when it is the house's, or no language at all."""
    known = language and language != HOUSE_LANGUAGE and _LANGUAGE_TAG.fullmatch(language)
    return language if known else None


@dataclass(frozen=True)
class Ref:
    """The superscript number that leads from the words to their note."""

    number: int
    href: str
    anchor: str | None  # None: the same words stand in an earlier row too, and that is where the note leads back to


@dataclass(frozen=True)
class Stretch:
    """Consecutive pieces under the same annotations."""

    pieces: tuple[Piece, ...]
    marked: bool
    proposed: bool  # nobody has checked any of the annotations on it
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class PrintedPassage:
    shown: ShownPassage
    anchor: str | None  # None: it stands in an earlier row too
    language: str | None  # set when it is not the document's
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class PrintedCell:
    column: Column
    cell: Cell
    passages: tuple[PrintedPassage, ...] = ()


@dataclass(frozen=True)
class Band:
    """A strip of the table: a point, or (row None) what stands between two points in single articles."""

    row: RowView | None
    anchor: str | None
    cells: tuple[PrintedCell, ...]

    @property
    def compared_elsewhere(self) -> str:
        """The outlet whose wording this row is compared with, where it is not the chosen one."""
        if self.row is None or self.row.compared_with is None:
            return ""
        with_chosen = any(c.column.is_reference and c.cell.is_reference for c in self.cells)
        return "" if with_chosen else self.row.compared_with.outlet

    @property
    def letters(self) -> tuple[str, ...]:
        """Columns that report it."""
        return tuple(c.column.letter for c in self.cells if c.passages)


class Table:
    """All bands. `words` maps each target that was printed to the anchor of its superscript number."""

    def __init__(self, sheet: Sheet, marks: Marks = "both") -> None:
        self._sheet = sheet
        self._marks = marks
        self._printed: set[str] = set()
        self.words: dict[str, str] = {}
        self.bands: tuple[Band, ...] = tuple(self._bands())

    def _bands(self) -> Iterator[Band]:
        for row in self._sheet.rows:
            if row.present:  # else an editor rejected every link of the point
                cells = tuple(self._cell(cell) for cell in row.cells)
                yield Band(row, anchor("point", row.key), cells) if row.point else Band(None, None, cells)

    def _cell(self, cell: Cell) -> PrintedCell:
        language = foreign(cell.document.language)
        return PrintedCell(cell.column, cell, tuple(self._passage(shown, language) for shown in cell.passages))

    def _passage(self, shown: ShownPassage, language: str | None) -> PrintedPassage:
        first = shown.passage.id not in self._printed
        self._printed.add(shown.passage.id)
        return PrintedPassage(
            shown=shown,
            anchor=anchor("passage", shown.passage.id) if first else None,
            language=language,
            stretches=tuple(self._stretches(shown.pieces)),
        )

    def _stretches(self, pieces: tuple[Piece, ...]) -> Iterator[Stretch]:
        for marks, group in groupby(self._as_marked(pieces), key=lambda piece: piece.marks):
            together = tuple(group)
            yield Stretch(
                pieces=together,
                marked=bool(marks),
                proposed=bool(marks) and all(mark.annotation.state == "proposed" for mark in marks),
                refs=tuple(self._ref(mark) for piece in together for mark in piece.ends),
            )

    def _as_marked(self, pieces: tuple[Piece, ...]) -> Iterator[Piece]:
        for piece in pieces:
            if piece.op == "delete" and self._marks != "both":
                continue
            yield Piece(piece.text, "equal", piece.marks, ends=piece.ends) if self._marks == "none" else piece

    def _ref(self, mark: Mark) -> Ref:
        place = None
        if mark.anchor not in self.words:
            place = self.words[mark.anchor] = anchor("words", mark.anchor)
        return Ref(number=mark.number, href=f"#{anchor('note', mark.annotation.id)}", anchor=place)
