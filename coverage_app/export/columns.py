"""Side by side: bands of cells, a column for each outlet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..presentation import Cell, Column, RowView, Sheet
from .printing import PrintedPassage, Printer, anchor

MOST_COLUMNS_ON_PAPER = 6  # more do not fit a page's width: they are printed as a list


@dataclass(frozen=True)
class PrintedCell:
    column: Column
    cell: Cell
    passages: tuple[PrintedPassage, ...] = ()


@dataclass(frozen=True)
class Band:
    """A strip of the table: a point, or what stands between two points in single articles."""

    row: RowView
    anchor: str | None  # of a point
    cells: tuple[PrintedCell, ...]  # of all columns, or of many only those that say something
    missing: int  # of the others, in a point: how many it was not found in

    @property
    def compared_elsewhere(self) -> str:
        """The outlet whose wording this row is compared with, where it is not the chosen one."""
        if self.row.compared_with is None:
            return ""
        with_chosen = any(c.column.is_reference and c.cell.is_reference for c in self.cells)
        return "" if with_chosen else self.row.compared_with.outlet

    @property
    def letters(self) -> tuple[str, ...]:
        """Columns that report it."""
        return tuple(c.column.letter for c in self.cells if c.passages)


class Columns:
    """All bands of a sheet."""

    def __init__(self, sheet: Sheet, printer: Printer) -> None:
        self._printer = printer
        total = len(sheet.columns)
        self.shape = str(total) if total <= MOST_COLUMNS_ON_PAPER else "many"
        self.bands: tuple[Band, ...] = tuple(self._bands(sheet))

    def _bands(self, sheet: Sheet) -> Iterator[Band]:
        for row in sheet.rows:
            if row.present:  # else an editor rejected every link of the point
                cells = tuple(self._cell(cell) for cell in row.cells)
                if self.shape == "many":  # fifty times "not found" is nothing to read
                    cells = tuple(slot for slot in cells if slot.passages or slot.cell.checked)
                missing = len(sheet.columns) - len(cells) if row.point else 0
                yield Band(row, anchor("point", row.key) if row.point else None, cells, missing)

    def _cell(self, cell: Cell) -> PrintedCell:
        language = cell.document.language
        passages = (self._printer.passage(s.passage, s.pieces, s.place, language) for s in cell.passages)
        return PrintedCell(cell.column, cell, tuple(passages))
