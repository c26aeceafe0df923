"""Article by article: each as it reads, with who else reports a passage, and its notes in the margin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..article import Block, Reading, ReadPassage
from ..presentation import Column, Note, RowView, Sheet
from .printing import PrintedPassage, Printer, anchor


@dataclass(frozen=True)
class PrintedRead:
    read: ReadPassage
    passage: PrintedPassage
    point: str | None  # address of its point; None: no other article was found to report it
    letters: tuple[str, ...]  # of the others that do


@dataclass(frozen=True)
class MarginNote:
    number: int
    href: str
    note: Note


@dataclass(frozen=True)
class PrintedBlock:
    kind: str
    passages: tuple[PrintedRead, ...]
    notes: tuple[MarginNote, ...]


@dataclass(frozen=True)
class PrintedArticle:
    column: Column
    language: str | None  # when it is not the document's
    blocks: tuple[PrintedBlock, ...]


@dataclass(frozen=True)
class PointLine:
    """A line of the list of points: who reports it, with a link to where each does."""

    row: RowView
    anchor: str
    places: tuple[tuple[Column, str], ...]  # a column and the address of its first passage there


def reading_order(sheet: Sheet) -> tuple[str, ...]:
    """Ids of the annotations as one meets their words, article after article."""
    met = dict.fromkeys(
        mark.annotation.id
        for column in sheet.columns
        for passage in column.document.report
        for mark in sorted(sheet.marks.get(passage.id, ()), key=lambda mark: mark.target.start)
    )
    return tuple(met)


class Articles:
    """All articles of a sheet, and the list of their points."""

    def __init__(self, sheet: Sheet, printer: Printer, numbers: dict[str, int]) -> None:
        self._printer = printer
        self._numbers = numbers
        self._noted: set[str] = set()  # annotations that stand in a margin already
        self.articles: tuple[PrintedArticle, ...] = tuple(self._article(sheet, column) for column in sheet.columns)
        self.points: tuple[PointLine, ...] = tuple(self._points(sheet))

    def _article(self, sheet: Sheet, column: Column) -> PrintedArticle:
        language = column.document.language
        blocks = tuple(self._block(block, language) for block in Reading(sheet, column).blocks)
        return PrintedArticle(column, self._printer.foreign(language), blocks)

    def _block(self, block: Block, language: str | None) -> PrintedBlock:
        notes = [note for note in block.notes if note.id not in self._noted]
        self._noted.update(note.id for note in notes)
        return PrintedBlock(
            kind=block.kind,
            passages=tuple(self._read(read, language) for read in block.passages),
            notes=tuple(
                MarginNote(self._numbers[note.id], f"#{anchor('note', note.id)}", note)
                for note in sorted(notes, key=lambda note: self._numbers[note.id])
            ),
        )

    def _read(self, read: ReadPassage, language: str | None) -> PrintedRead:
        point = next((row for row in read.rows if row.point), None)
        return PrintedRead(
            read=read,
            passage=self._printer.passage(read.passage, read.pieces, read.place, language),
            point=f"#{anchor('point', point.key)}" if point else None,
            letters=tuple(column.letter for column in read.others),
        )

    def _points(self, sheet: Sheet) -> Iterator[PointLine]:
        for row in sheet.rows:
            if row.point and row.present:
                places = []
                for column in sheet.columns:
                    mine = {passage.id for passage in column.document.passages}
                    first = next((passage for passage in row.ordered if passage.id in mine), None)
                    if first:
                        places.append((column, f"#{anchor('passage', first.id)}"))
                yield PointLine(row, anchor("point", row.key), tuple(places))
