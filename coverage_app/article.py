"""One article as it reads: its paragraphs, with who else reports each passage, and the notes on its words.

Made of a Sheet: no database, no HTML.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from .engine.documents import Passage, PassageKind
from .marking import Mark, Piece, found, pieces
from .presentation import Column, Note, RowView, Sheet


@dataclass(frozen=True)
class ReadPassage:
    """A passage of the article."""

    passage: Passage
    pieces: tuple[Piece, ...]
    place: str  # "headline", "¶3"
    rows: tuple[RowView, ...]  # in which it stands in the comparison, one at least
    others: tuple[Column, ...]  # the other articles that report it, in column order
    total: int
    spaced: bool  # white space follows in the article's text

    @property
    def row(self) -> RowView:
        return self.rows[0]

    @property
    def reporting(self) -> int:
        return len(self.others) + 1

    @property
    def in_all(self) -> bool:
        return bool(self.others) and self.reporting == self.total


@dataclass(frozen=True)
class Block:
    """A headline, a standfirst or a paragraph. The notes beside it are those whose words in this article begin here."""

    kind: PassageKind
    place: str
    passages: tuple[ReadPassage, ...]
    notes: tuple[Note, ...]
    room: int = 1  # how many blocks may pass before the next notes: over so many these may run


class Reading:
    """The article in `column`; its notes numbered 1, 2 … as one reads this article."""

    def __init__(self, sheet: Sheet, column: Column) -> None:
        self.sheet = sheet
        self.column = column
        self.document = column.document

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        first: dict[str, tuple[int, int]] = {}
        standing = {note.id: note for note in self.sheet.notes if note.number}
        for at, passage in enumerate(self.document.report):
            for mark in self.sheet.marks.get(passage.id, ()):
                place = (at, mark.target.start)
                first[mark.annotation.id] = min(place, first.get(mark.annotation.id, place))
        made = []
        for number, name in enumerate(sorted(first, key=first.__getitem__), 1):
            note = standing[name]
            made.append(Note(number, note.annotation, tuple(replace(mark, number=number) for mark in note.marks)))
        return tuple(made)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        marks: dict[str, list[Mark]] = {}
        home: dict[str, list[Note]] = {}  # by the passage where its words begin
        order = {passage.id: at for at, passage in enumerate(self.document.report)}
        for note in self.notes:
            here = [mark for mark in note.marks if mark.target.passage in order]
            for mark in here:
                marks.setdefault(mark.target.passage, []).append(mark)
            home.setdefault(min((mark.target.passage for mark in here), key=order.__getitem__), []).append(note)
        rows: dict[str, list[RowView]] = {}
        for row in self.sheet.rows:
            for name in row.passages:
                if name in order:
                    rows.setdefault(name, []).append(row)
        made = []
        for _, group in groupby(self.document.report, key=lambda passage: (passage.kind, passage.paragraph)):
            passages = tuple(group)
            made.append(
                Block(
                    kind=passages[0].kind,
                    place=self.sheet.places[passages[0].id],
                    passages=tuple(self._read(p, rows[p.id], marks.get(p.id, [])) for p in passages),
                    notes=tuple(note for passage in passages for note in home.get(passage.id, ())),
                )
            )
        return tuple(_with_room(made))

    def _read(self, passage: Passage, rows: list[RowView], marks: list[Mark]) -> ReadPassage:
        reporting = {document for row in rows if row.point for document in row.present}
        return ReadPassage(
            passage=passage,
            pieces=pieces(passage, (), marks, found(self.sheet.words, passage.text)),
            place=self.sheet.places[passage.id],
            rows=tuple(rows),
            others=tuple(c for c in self.sheet.every if c is not self.column and c.document.id in reporting),
            total=len(self.sheet.every),
            spaced=self.document.text[passage.end : passage.end + 1].isspace(),
        )


def _with_room(blocks: list[Block]) -> list[Block]:
    """Notes may run beside the blocks that follow, as far as those have none of their own."""
    made, room = [], 1
    for block in reversed(blocks):
        made.append(replace(block, room=room))
        room = 1 if block.notes else room + 1
    return made[::-1]
