"""The ledger of details: a line for each point and note, a column for each outlet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..engine.documents import Passage
from ..ledger import Cell, Choice, Ledger, Line
from ..presentation import Sheet
from .columns import MOST_COLUMNS_ON_PAPER
from .printing import Printer, anchor
from .rights import EXCERPT, LEFT_OUT, Rights, readable


@dataclass(frozen=True)
class PrintedPlace:
    """Where a cell's words stand in the article."""

    place: str  # "¶3"
    anchor: str
    is_first: bool  # else an earlier line has the anchor


@dataclass(frozen=True)
class PrintedCell:
    cell: Cell
    places: tuple[PrintedPlace, ...]
    exact: str  # the words that are noted, or the first words of a passage of the point
    language: str | None


@dataclass(frozen=True)
class PrintedLine:
    line: Line
    anchor: str | None  # of a point; a note has its anchor below, where it stands in full
    note: str | None  # address of the note
    number: int | None  # of the point, or of the note
    cells: tuple[PrintedCell, ...]  # of all outlets, or of many only those that say something
    missing: int  # of the others: how many it was not found in


class Lines:
    """All lines of a sheet in reading order."""

    def __init__(self, sheet: Sheet, printer: Printer, allowed: Rights | None, numbers: dict[str, int]) -> None:
        self._printer = printer
        self._allowed = allowed
        self._numbers = numbers
        self.many = len(sheet.every) > MOST_COLUMNS_ON_PAPER  # then it is a list
        ledger = Ledger(sheet, Choice(state="any"))
        self.lines: tuple[PrintedLine, ...] = tuple(self._line(line) for line in ledger.lines if line.reporting)

    def _line(self, line: Line) -> PrintedLine:
        note = line.annotation
        cells = [cell for cell in line.cells if not self.many or cell.says != "unmatched"]
        return PrintedLine(
            line=line,
            anchor=None if note else anchor("point", line.key),
            note=f"#{anchor('note', note.id)}" if note else None,
            number=self._numbers[note.id] if note else line.row.number,
            cells=tuple(self._cell(cell) for cell in cells),
            missing=len(line.cells) - len(cells),
        )

    def _cell(self, cell: Cell) -> PrintedCell:
        return PrintedCell(
            cell=cell,
            places=tuple(self._places(cell)),
            exact=self._exact(cell),
            language=self._printer.foreign(cell.document.language),
        )

    def _places(self, cell: Cell) -> Iterator[PrintedPlace]:
        for words in cell.words:
            yield PrintedPlace(words.place, anchor("passage", words.passage.id), self._printer.first(words.passage))

    def _exact(self, cell: Cell) -> str:
        """The words under a note, and of a point so many as show what is said."""
        noted = [self._part(w.passage, w.noted) for w in cell.words if w.noted]
        beginning = self._beginning(cell.words[0].passage) if cell.words else ""
        exact = f" {LEFT_OUT} ".join(noted) or beginning
        return "" if exact == LEFT_OUT else exact

    def _part(self, passage: Passage, spans: tuple[tuple[int, int], ...]) -> str:
        text = self._text(passage)
        return f" {LEFT_OUT} ".join(readable(text[start:end]) for start, end in spans)

    def _beginning(self, passage: Passage) -> str:
        words = readable(self._text(passage)).split()
        return " ".join(words[:EXCERPT]) + (f" {LEFT_OUT}" if len(words) > EXCERPT else "")

    def _text(self, passage: Passage) -> str:
        return self._allowed.masked(passage.id, passage.text) if self._allowed else passage.text
