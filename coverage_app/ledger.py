"""The ledger of details: what each outlet reports, adds, or was found not to report, a line for each detail.

Made of a Sheet: no database, no HTML. The page and whatever exports the ledger are made from it alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from .engine.documents import ENGINE, Annotation, Document, Link, Passage
from .marking import Mark, Piece, found, pieces
from .presentation import Column, Note, RowView, Sheet, stands

Kind = Literal["point", "added_detail", "difference", "omission"]
Says = Literal["reported", "added", "checked", "unmatched"]

# What can be chosen, with its words. The first of each is as usual, and is left out of addresses.
SORTS = {
    "order": "reading order",
    "most": "most outlets first",
    "fewest": "fewest outlets first",
    "kind": "kind",
}
KINDS = {"": "all kinds", "point": "points", "added_detail": "added details", "difference": "differences"}
KINDS |= {"omission": "omissions"}
SAYS = {
    "": "any",
    "has": "reported or added",
    "reported": "reported",
    "added": "added",
    "absent": "checked or no match",
    "checked": "checked: not reported",
    "unmatched": "no match found",
}
STATES = {"": "decided and likely", "any": "decided or not", "accepted": "decided", "proposed": "to decide"}

_MEANS: dict[str, frozenset[str]] = {
    "has": frozenset({"reported", "added"}),
    "absent": frozenset({"checked", "unmatched"}),
}
_ORDER_OF_KINDS = [kind for kind in KINDS if kind]
LONGEST_WORDS = 60  # characters of a difference's words that a cell shows


@dataclass(frozen=True)
class Choice:
    """What is shown, and in which order. `where` is the id of a document: with it, `says` is asked of that one, and by
    itself it means what the document has; without it, `says` is asked of any."""

    sort: str = "order"
    kind: str = ""
    where: str = ""
    says: str = ""
    state: str = ""

    @classmethod
    def wished(cls, wishes: Mapping[str, str], sheet: Sheet) -> Choice:
        """What was wished for; whatever makes no sense is as usual."""
        known = {
            "sort": SORTS.keys(),
            "kind": KINDS.keys(),
            "where": {column.document.id for column in sheet.every},
            "says": SAYS.keys(),
            "state": STATES.keys(),
        }
        return cls(**{name: wishes[name] for name, values in known.items() if wishes.get(name) in values})

    @property
    def unusual(self) -> dict[str, str]:
        """The choices that are not as usual, for an address."""
        return {name: value for name, value in vars(self).items() if value != getattr(Choice, name)}

    @property
    def filters(self) -> bool:
        return bool(self.kind or self.where or self.says or self.state not in ("", "any"))

    def leaves_out(self, line: Line) -> bool:
        """Whether it is most likely no difference, and nobody asked for such."""
        asked = self.state or self.kind == "difference"
        return not asked and line.annotation is not None and not stands("likely", line.annotation)

    def shows(self, line: Line) -> bool:
        if self.kind and line.kind != self.kind:
            return False
        if self.state not in ("", "any", line.state) or self.leaves_out(line):
            return False
        says = self.says or ("has" if self.where else "")
        if not says:
            return True
        wanted = _MEANS.get(says, frozenset({says}))
        return any(cell.says in wanted for cell in line.cells if self.where in ("", cell.document.id))


@dataclass(frozen=True)
class Words:
    """A passage that a cell stands for, its own words marked."""

    passage: Passage
    place: str  # "¶3"
    pieces: tuple[Piece, ...]
    link: Link | None  # its place in the point; None in a line of an annotation

    @property
    def noted(self) -> tuple[tuple[int, int], ...]:
        """The spans of the passage that the line's annotation is about."""
        targets = {mark.target for piece in self.pieces for mark in piece.marks}
        return tuple(sorted((target.start, target.end) for target in targets))


@dataclass(frozen=True)
class Cell:
    """What one document says of one line."""

    column: Column
    says: Says
    words: tuple[Words, ...] = ()
    exact: str = ""  # of a difference: how this one puts it
    by: str | None = None  # who looked and found nothing
    at: datetime | None = None

    @property
    def document(self) -> Document:
        return self.column.document

    @property
    def places(self) -> tuple[str, ...]:
        """Where it stands in the article, each place once."""
        return tuple(dict.fromkeys(words.place for words in self.words))

    @property
    def brief(self) -> str:
        """`exact`, or the beginning of it."""
        if len(self.exact) <= LONGEST_WORDS:
            return self.exact
        return self.exact[: LONGEST_WORDS - 1].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True)
class Line:
    """A point, or an annotation that says something of the coverage."""

    key: str  # the id of the point or annotation
    kind: Kind
    label: str
    state: str  # "accepted" when people decided it, "proposed" while it is the engine's alone
    row: RowView  # the row in which it stands, or stands first
    annotation: Annotation | None
    cells: tuple[Cell, ...]  # of every article, in column order

    @property
    def reporting(self) -> int:
        return sum(cell.says in _MEANS["has"] for cell in self.cells)

    @property
    def total(self) -> int:
        return len(self.cells)

    def cell(self, document: str) -> Cell | None:
        return next((cell for cell in self.cells if cell.document.id == document), None)


class Ledger:
    """The lines of a sheet, as chosen. Dismissed annotations and plain notes have none."""

    def __init__(self, sheet: Sheet, choice: Choice = Choice()) -> None:
        self.sheet = sheet
        self.choice = choice
        self._passages = {p.id: (d.document.id, p) for d in sheet.every for p in d.document.report}

    @cached_property
    def all_lines(self) -> tuple[Line, ...]:
        """In reading order: each point, and after it the annotations whose words stand there first."""
        lines, seen = [], set()
        for row in self.sheet.rows:
            if row.point:
                lines.append(self._of_point(row))
            for note in row.notes:
                if note.annotation.kind != "note" and note.id not in seen:
                    lines.append(self._of_note(note, row))
                seen.add(note.id)
        return tuple(lines)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        shown = [line for line in self.all_lines if self.choice.shows(line)]
        if self.choice.sort == "most":
            shown.sort(key=lambda line: -line.reporting)
        elif self.choice.sort == "fewest":
            shown.sort(key=lambda line: line.reporting)
        elif self.choice.sort == "kind":
            shown.sort(key=lambda line: _ORDER_OF_KINDS.index(line.kind))
        return tuple(shown)

    def line(self, key: str) -> Line | None:
        return next((line for line in self.all_lines if line.key == key), None)

    @property
    def counts(self) -> Counter[str]:
        """How many lines there are of each kind."""
        return Counter(line.kind for line in self.all_lines)

    @property
    def unlikely(self) -> int:
        """How many lines are left out since they are most likely no difference."""
        return sum(self.choice.leaves_out(line) for line in self.all_lines)

    @property
    def in_no_point(self) -> int:
        """How many passages no line of a point stands for, since only their own outlet was found to report them."""
        return sum(len(row.passages) for row in self.sheet.rows if row.point is None)

    def _of_point(self, row: RowView) -> Line:
        assert row.point is not None  # noqa: S101  tells the type checker what all_lines saw to
        links = [link for link in row.point.links if link.state != "rejected"]
        by_document: dict[str, list[Words]] = {}
        for link in links:
            if link.passage in self._passages:
                document, passage = self._passages[link.passage]
                words = Words(passage, self.sheet.places[passage.id], self._pieces(passage), link)
                by_document.setdefault(document, []).append(words)
        return Line(
            key=row.key,
            kind="point",
            label=row.label,
            state="accepted" if all(link.state == "accepted" for link in links) else "proposed",
            row=row,
            annotation=None,
            cells=tuple(
                Cell(column, "reported", _in_order(by_document[column.document.id]))
                if column.document.id in by_document
                else self._absent(column, row)
                for column in self.sheet.every
            ),
        )

    def _of_note(self, note: Note, row: RowView) -> Line:
        annotation = note.annotation
        marks: dict[str, list[Mark]] = {}
        for mark in note.marks:
            if mark.target.passage in self._passages:
                marks.setdefault(self._passages[mark.target.passage][0], []).append(mark)
        # Of an outlet with several articles, the credit is that of those which have the words, if any has.
        with_words = {column.document.outlet for column in self.sheet.every if column.document.id in marks}

        def cell(column: Column) -> Cell:
            document = column.document
            credited = document.outlet in annotation.outlets
            if document.id in marks:
                exact = " … ".join(mark.target.exact for mark in marks[document.id])
                return Cell(
                    column,
                    "added" if annotation.kind == "added_detail" and credited else "reported",
                    self._words(marks[document.id]),
                    exact if annotation.kind == "difference" else "",
                )
            if annotation.kind == "added_detail" and credited and document.outlet not in with_words:
                return Cell(column, "added")
            says_absent = annotation.kind == "added_detail" or (annotation.kind == "omission" and credited)
            return self._absent(column, row, annotation if says_absent else None)

        return Line(
            key=note.id,
            kind=annotation.kind,  # type: ignore[arg-type]  # plain notes have no line
            label=annotation.label,
            state="accepted" if annotation.state == "accepted" else "proposed",
            row=row,
            annotation=annotation,
            cells=tuple(cell(column) for column in self.sheet.every),
        )

    def _words(self, marks: list[Mark]) -> tuple[Words, ...]:
        by_passage: dict[str, list[Mark]] = {}
        for mark in marks:
            by_passage.setdefault(mark.target.passage, []).append(mark)
        words = []
        for identifier, here in by_passage.items():
            passage = self._passages[identifier][1]
            words.append(Words(passage, self.sheet.places[identifier], self._pieces(passage, here), None))
        return _in_order(words)

    def _pieces(self, passage: Passage, marks: Sequence[Mark] = ()) -> tuple[Piece, ...]:
        return pieces(passage, (), marks, found(self.sheet.words, passage.text))

    def _absent(self, column: Column, row: RowView, saying: Annotation | None = None) -> Cell:
        """A cell without words. Somebody looked when an editor checked the point, or accepted (among these very
        articles) the annotation that says who does not have it."""
        decided = saying is not None and saying.state == "accepted" and saying.by != ENGINE
        if decided and saying.among in (None, len(self.sheet.every)):
            return Cell(column, "checked", by=saying.by, at=saying.at)
        absence = self.sheet.absences.get((row.key, column.document.id))
        if absence and absence.state == "checked" and column.document.id not in row.present:
            return Cell(column, "checked", by=absence.by, at=absence.at)
        return Cell(column, "unmatched")


def _in_order(words: list[Words]) -> tuple[Words, ...]:
    return tuple(sorted(words, key=lambda those: those.passage.start))
