"""A comparison as readers see it: rows, cells, marked words, numbered notes.

Shared by the comparison page and the export. Made of the engine's dataclasses only: no database, no HTML. Nothing is
compared word by word until a row's `cells` are read, so that an overview or a single row costs only what it shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Literal

from .engine import layout, order, placement, row_wording, wording
from .engine.documents import Absence, Annotation, Comparison, Document, Link, Passage, Point
from .marking import Mark, Piece, Span, found, pieces

Against = Literal["reference", "others"]

# Below this share of words in common with the reference, marking every word says only "all different": the cell says
# "worded freely" instead.
SHARED_TOO_LITTLE = 0.25
# Words that only the reference has are shown inside another text as long as the two are mostly the same; otherwise they
# would be all one sees, and the reference's own column shows them anyway.
SHARED_FOR_LEFT_OUT = 0.5
MOVE_HEIGHT = 14  # units
PAGE = 100  # passages: some five screens


# Which notes stand beside the words. Before anybody has reviewed a story, all proposed differences together would leave
# hardly a word unmarked; most of them are not what a reader would mark.
NOTES = {
    "likely": "decided and likely",
    "all": "decided and all proposed",
    "decided": "decided only",
    "none": "none",
}
LIKELY = 0.4  # confidence from which a proposed difference is shown without being asked for


def stands(choice: str, annotation: Annotation) -> bool:
    """Whether an annotation is shown under one of NOTES."""
    if choice in ("none", "all") or annotation.state == "accepted":
        return choice != "none"
    return choice == "likely" and (annotation.kind != "difference" or (annotation.confidence or 0) >= LIKELY)


@dataclass(frozen=True)
class Column:
    """A document as a column."""

    document: Document
    letter: str
    is_reference: bool
    furniture: tuple[Passage, ...]  # set aside as no part of the report


@dataclass(frozen=True)
class ShownPassage:
    """A passage in a cell."""

    passage: Passage
    pieces: tuple[Piece, ...]
    place: str  # "headline", "standfirst", "¶3"
    link: Link | None  # its place in the row's point; None in a row of its own

    @property
    def text(self) -> str:
        return self.passage.text


@dataclass(frozen=True)
class Move:
    """A point that an article tells earlier or later than the reference does, among the points that both tell."""

    here: str  # "¶9"
    there: str
    is_earlier: bool
    depth_here: float  # 0 for the first passage of the report, 1 for its last
    depth_there: float

    @property
    def y_here(self) -> int:
        """Its height in a drawing of two articles side by side, MOVE_HEIGHT high."""
        return round(1 + self.depth_here * (MOVE_HEIGHT - 2))

    @property
    def y_there(self) -> int:
        return round(1 + self.depth_there * (MOVE_HEIGHT - 2))


@dataclass(frozen=True)
class Cell:
    """What one document says in one row; without passages it says nothing there."""

    column: Column
    passages: tuple[ShownPassage, ...]
    absence: Absence | None = None  # set when there are no passages and the row is a point
    is_reference: bool = False  # the others in this row are compared with this one
    shared: float | None = None  # 0..1, share of its words that stand in the reference; None: not compared
    reworded: bool = False  # too little shared for word marks to help: there are none
    move: Move | None = None  # told elsewhere than in the sheet's reference

    @property
    def document(self) -> Document:
        return self.column.document

    @property
    def checked(self) -> bool:
        """An editor looked and found nothing."""
        return self.absence is not None and self.absence.state == "checked"


@dataclass(frozen=True)
class Note:
    """An annotation with its number."""

    number: int  # 1-based; 0 where it is not shown
    annotation: Annotation
    marks: tuple[Mark, ...]  # one for each target

    @property
    def id(self) -> str:
        return self.annotation.id


@dataclass(frozen=True)
class RowView:
    """A row: a point, or between points what single documents have alone. `cells` are made when they are first read."""

    key: str
    position: int  # 1-based, among all rows
    number: int | None  # 1-based, among the points; None: a row of its own
    point: Point | None
    notes: tuple[Note, ...]  # those with words in this row, by number
    compared_with: Document | None  # whose words the others' are compared with; None: with nobody's, or everybody's
    _row: layout.Row = field(repr=False, compare=False)
    _sheet: Sheet = field(repr=False, compare=False)

    @property
    def label(self) -> str:
        return self.point.label if self.point else ""

    @property
    def reporting(self) -> int:
        """How many documents report it."""
        return len(self.present)

    @property
    def total(self) -> int:
        return len(self._sheet.every)

    @property
    def width(self) -> int:
        """Columns that are shown."""
        return len(self._sheet.columns)

    @property
    def in_sight(self) -> bool:
        """Whether one of the columns that are shown reports it."""
        return not self.present.isdisjoint(self._sheet.shown)

    @cached_property
    def passages(self) -> frozenset[str]:
        """Ids of the passages that stand in it."""
        return frozenset(passage.id for passages in self._row.cells.values() for passage in passages)

    @property
    def ordered(self) -> tuple[Passage, ...]:
        """The same passages, by column and place."""
        return tuple(passage for passages in self._row.cells.values() for passage in passages)

    @cached_property
    def present(self) -> frozenset[str]:
        """Ids of the documents that report it."""
        return frozenset(document for document, passages in self._row.cells.items() if passages)

    @property
    def presence(self) -> tuple[tuple[Column, bool], ...]:
        """Every column, shown or not, with whether it reports the row; no words are compared for it."""
        return tuple((column, column.document.id in self.present) for column in self._sheet.every)

    @property
    def alone(self) -> tuple[Document, ...]:
        """The documents whose passages here no other document was found to report."""
        if self.point and self.reporting > 1:
            return ()
        return tuple(column.document for column, here in self.presence if here)

    @property
    def in_all(self) -> bool:
        return self.point is not None and self.total > 1 and self.reporting == self.total

    @cached_property
    def hits(self) -> Mapping[str, tuple[Span, ...]]:
        """Where what is searched for stands, by the passages that have it; in the columns that are shown."""
        cells = (self._row.cells.get(column.document.id, ()) for column in self._sheet.columns)
        spans = {passage.id: found(self._sheet.words, passage.text) for passages in cells for passage in passages}
        return {passage: its for passage, its in spans.items() if its}

    @property
    def hit_count(self) -> int:
        return sum(map(len, self.hits.values()))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """A cell for each column that is shown, in order."""
        return tuple(self._cell(column) for column in self._sheet.columns)

    def _cell(self, column: Column) -> Cell:
        sheet, document = self._sheet, column.document
        passages = tuple(self._row.cells.get(document.id, ()))
        if not passages:
            absence = sheet.absences.get((self.key, document.id)) if self.point else None
            if self.point and absence is None:
                absence = Absence(point=self.point.id, article=document.id)
            return Cell(column=column, passages=(), absence=absence)
        is_reference = self.compared_with is not None and document.id == self.compared_with.id
        compared = None
        if self.compared_with is not None and not is_reference:
            compared = compared_wording(self._row.cells[self.compared_with.id], passages, sheet.house_style)
        reworded = compared is not None and compared.shared < SHARED_TOO_LITTLE
        left_out = compared is not None and compared.shared >= SHARED_FOR_LEFT_OUT
        runs: Mapping[str, Sequence[wording.Run]] = {}
        if sheet.against == "others" and self.point:
            runs = only_here(tuple(cell for cell in self._row.cells.values() if cell))
        elif compared is not None and not reworded:
            runs = {
                passage: [run for run in its if left_out or run.op != "delete"]
                for passage, its in compared.runs.items()
            }
        links = {link.passage: link for link in self.point.links} if self.point else {}
        shown = tuple(
            ShownPassage(
                passage=passage,
                pieces=pieces(
                    passage,
                    runs.get(passage.id, ()),
                    sheet.marks.get(passage.id, ()),
                    self.hits.get(passage.id, ()),
                ),
                place=sheet.places[passage.id],
                link=links.get(passage.id),
            )
            for passage in passages
        )
        shared = compared.shared if compared else None
        move = sheet.moves.get((self.key, document.id))
        return Cell(column, shown, is_reference=is_reference, shared=shared, reworded=reworded, move=move)


@lru_cache(maxsize=2048)
def compared_wording(
    reference: tuple[Passage, ...], other: tuple[Passage, ...], house_style: bool = False
) -> wording.Wording:
    """A page is asked for again and again while it is worked on; its texts do not change in between."""
    return wording.compare_wording(reference, other, house_style=house_style)


@lru_cache(maxsize=512)
def only_here(cells: tuple[tuple[Passage, ...], ...]) -> Mapping[str, tuple[wording.Run, ...]]:
    return row_wording.only_here(cells)


@lru_cache(maxsize=16)  # stories: each holds its texts
def _moves(
    documents: tuple[Document, ...], points: tuple[Point, ...], reference: str
) -> Mapping[tuple[str, str], order.Move]:
    """No decision on a note changes them."""
    return order.moves(placement.placements(documents, points), reference)


def pages(rows: Sequence[RowView]) -> list[tuple[RowView, ...]]:
    """The rows in pages of about PAGE passages, so that a page is as long to read, and to send, in every story."""
    cut: list[list[RowView]] = []
    left = 0
    for row in rows:
        if left <= 0:
            cut.append([])
            left = PAGE
        cut[-1].append(row)
        left -= max(1, len(row.passages))
    return [tuple(page) for page in cut]


class Sheet:
    """The whole comparison, laid out. Dismissed annotations leave no mark.

    `reference` is the id of the document whose wording the others are compared with; the first when it is None or
    unknown. With `against` "others" words are compared with no reference, but with all others of their row. `shown`
    are the ids of the documents that have a column, in order; all when none of them is known. `words` are searched for.
    `choice` is one of NOTES: what does not stand leaves no mark and has no number. Notes are numbered through, or anew
    in each row (`by_row`), so that a row can be made anew by itself. A note whose words stand in several rows has one
    number in all of them, and no other note in them has it.
    """

    def __init__(
        self,
        comparison: Comparison,
        reference: str | None = None,
        *,
        by_row: bool = False,
        shown: Sequence[str] = (),
        against: Against = "reference",
        house_style: bool = False,
        words: str = "",
        choice: str = "all",
    ) -> None:
        self.comparison = comparison
        self.choice = choice
        self.against = against
        self.house_style = house_style
        self.words = words
        documents = comparison.documents
        chosen = next((document for document in documents if document.id == reference), None)
        self.reference: Document | None = chosen or (documents[0] if documents else None)
        self.every: tuple[Column, ...] = tuple(
            Column(
                document=document,
                letter=layout.column_letter(index),
                is_reference=document is self.reference and against == "reference",
                furniture=tuple(p for p in document.passages if not p.is_report),
            )
            for index, document in enumerate(documents)
        )
        by_id = {column.document.id: column for column in self.every}
        chosen_columns = tuple(by_id[document] for document in dict.fromkeys(shown) if document in by_id)
        self.columns: tuple[Column, ...] = chosen_columns or self.every
        self.shown = frozenset(column.document.id for column in self.columns)
        self.places: dict[str, str] = {p: place for document in documents for p, place in _places(document)}
        self.absences: Mapping[tuple[str, str], Absence] = {(a.point, a.article): a for a in comparison.absences}
        self._rows = layout.rows(comparison)
        self.notes: tuple[Note, ...] = self._number(by_row)
        self._every_mark: Mapping[str, tuple[Mark, ...]] = self._marks_by_passage()
        self.rows: tuple[RowView, ...] = self._row_views()

    def row(self, key: str) -> RowView | None:
        return next((row for row in self.rows if row.key == key), None)

    @cached_property
    def moves(self) -> Mapping[tuple[str, str], Move]:
        """What is told in another order than in the reference, by (point, document)."""
        if self.reference is None or self.against == "others":
            return {}
        found = _moves(self.comparison.documents, self.comparison.points, self.reference.id)
        return {
            place: Move(
                self.places[move.here.passage],
                self.places[move.there.passage],
                move.way < 0,
                move.here.depth,
                move.there.depth,
            )
            for place, move in found.items()
        }

    @property
    def furniture(self) -> tuple[Column, ...]:
        """The columns from which something was set aside."""
        return tuple(column for column in self.columns if column.furniture)

    def _number(self, by_row: bool) -> tuple[Note, ...]:
        """Notes in reading order: by row, then column, then place in the words. Those without a place in any row (all
        their words are in furniture) come last."""
        column_of = {column.document.id: index for index, column in enumerate(self.every)}
        first_place: dict[str, tuple[int, int, int]] = {}
        rows_of: dict[str, list[int]] = defaultdict(list)
        for index, row in enumerate(self._rows):
            for document, passages in row.cells.items():
                for passage in passages:
                    first_place.setdefault(passage.id, (index, column_of[document], passage.start))
                    rows_of[passage.id].append(index)
        nowhere = (len(self._rows), 0, 0)
        placed: list[tuple[tuple[int, int, int], Annotation]] = []
        for annotation in self.comparison.annotations:
            if annotation.state != "dismissed":
                found = [(first_place.get(target.passage, nowhere), target.start) for target in annotation.targets]
                places = [(row, column, start + offset) for (row, column, start), offset in found]
                placed.append((min(places, default=nowhere), annotation))
        placed.sort(key=itemgetter(0))
        notes: list[Note] = []
        last_in: Counter[int] = Counter()  # row: the last number of the notes that begin in it
        taken: dict[int, set[int]] = defaultdict(set)  # row: the numbers of all notes in it
        for place, annotation in placed:
            number = 0
            if stands(self.choice, annotation):
                first = place[0] if by_row else 0
                here = {first}
                if by_row:
                    here.update(*(rows_of.get(target.passage, ()) for target in annotation.targets))
                number = last_in[first] + 1
                while any(number in taken[at] for at in here):
                    number += 1
                last_in[first] = number
                for at in here:
                    taken[at].add(number)
            marks = tuple(Mark(annotation, number, target, i) for i, target in enumerate(annotation.targets, 1))
            notes.append(Note(number, annotation, marks))
        return tuple(notes)

    def _marks_by_passage(self) -> dict[str, tuple[Mark, ...]]:
        found: dict[str, list[Mark]] = defaultdict(list)
        for note in self.notes:
            for mark in note.marks:
                found[mark.target.passage].append(mark)
        return {passage: tuple(marks) for passage, marks in found.items()}

    @cached_property
    def marks(self) -> Mapping[str, tuple[Mark, ...]]:
        """The marks that are shown, by passage."""
        return {name: tuple(mark for mark in marks if mark.number) for name, marks in self._every_mark.items()}

    def _row_views(self) -> tuple[RowView, ...]:
        views, number = [], 0
        notes = {note.id: note for note in self.notes}
        for position, row in enumerate(self._rows, 1):
            number += row.point is not None
            here = {
                mark.annotation.id: notes[mark.annotation.id]
                for passages in row.cells.values()
                for passage in passages
                for mark in self._every_mark.get(passage.id, ())
            }
            views.append(
                RowView(
                    key=row.key,
                    position=position,
                    number=number if row.point else None,
                    point=row.point,
                    notes=tuple(sorted(here.values(), key=lambda note: note.number)),
                    compared_with=self._compared_with(row),
                    _row=row,
                    _sheet=self,
                )
            )
        return tuple(views)

    def _compared_with(self, row: layout.Row) -> Document | None:
        others = self.every if self.columns is not self.every else ()
        present = [column.document for column in (*self.columns, *others) if row.cells.get(column.document.id)]
        if row.point is None or sum(map(bool, row.cells.values())) < 2 or self.against == "others":
            return None
        return self.reference if self.reference in present else present[0]


def _places(document: Document) -> list[tuple[str, str]]:
    """Where in its article each passage stands. Paragraphs are counted as a reader would: of the report's body only."""
    paragraphs: dict[int, int] = {}
    places = []
    for passage in document.passages:
        if passage.kind == "body":
            number = paragraphs.setdefault(passage.paragraph, len(paragraphs) + 1)
            places.append((passage.id, f"¶{number}"))
        else:
            places.append((passage.id, "set aside" if passage.kind == "furniture" else passage.kind))
    return places
