"""What is asked of an editor, and what is shown with each question. Made of the engine's dataclasses only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from .engine.documents import ENGINE, Absence, Annotation, Comparison, Link, Point
from .marking import Mark, Piece, pieces
from .presentation import Column, RowView, Sheet

# Of links at least this sure nearly all are right: they are asked about only on request.
SURE = 0.9

Kind = Literal["link", "detail", "difference"]


@dataclass(frozen=True)
class Wishes:
    """Which questions one wants to see; what makes no sense is as usual."""

    kind: str = ""
    outlet: str = ""  # id of a document
    difference_class: str = ""
    rows: frozenset[str] | None = None  # keys of the rows that they are about; None: of all
    sure: bool = False  # also the links of which the engine is sure


@dataclass(frozen=True)
class Question:
    """Something that the engine proposed, to be decided; or that was."""

    key: str  # "pt7-p345": passage 345 in point 7; "n9": annotation 9
    kind: Kind
    confidence: float
    decided: bool
    passages: tuple[str, ...]
    link: Link | None = None
    point: Point | None = None
    annotation: Annotation | None = None

    @property
    def state(self) -> str:
        thing = self.link or self.annotation
        return thing.state if thing else ""

    @property
    def by(self) -> str:
        thing = self.link or self.annotation
        return thing.by if thing else ""


class Queue:
    """The questions of a comparison that one wishes to see, the most useful first; decided ones keep their place.

    Links that are more likely wrong than right come first, since all see them as they are; then whatever is least
    certain, links before details and differences, which are about links.
    """

    def __init__(self, comparison: Comparison, wishes: Wishes, sheet: Sheet | None = None) -> None:
        self._home = {p.id: document.id for document in comparison.documents for p in document.report}
        self._place = {passage: number for number, passage in enumerate(self._home)}
        self.all: tuple[Question, ...] = tuple(
            sorted([*self._links(comparison.points), *self._annotations(comparison.annotations)], key=self._order)
        )
        self._wishes = wishes
        self._rows = sheet.rows if sheet and wishes.rows is not None else ()
        self.questions: tuple[Question, ...] = tuple(q for q in self.all if self._wanted(q))

    @cached_property
    def open(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if not question.decided)

    @property
    def decided(self) -> int:
        return len(self.questions) - len(self.open)

    @property
    def waiting(self) -> int:
        """How many wait for a decision whatever one wishes to see, but for links of which the engine is sure."""
        return sum(not q.decided and not _is_sure(q) for q in self.all)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.all if question.key == key), None)

    def after(self, question: Question | None, *, back: bool = False) -> Question | None:
        """The open question that follows, or precedes; round the end. None when there is no other."""
        others = [other for other in self.open if other != question]
        if back:
            others.reverse()
        if question is None or not others:
            return others[0] if others else None
        here = self._order(question)
        beyond = (o for o in others if (self._order(o) < here if back else self._order(o) > here))
        return next(beyond, others[0])

    def _links(self, points: Iterable[Point]) -> Iterable[Question]:
        """Of a point of two passages one question, about the later one. A passage alone in its point reports the same
        as nobody, and a locked point is as its editor wants it: these are not asked about."""
        for point in points:
            links = sorted(
                (link for link in point.links if link.passage in self._place),
                key=lambda link: self._place[link.passage],
            )
            live = [link for link in links if link.state != "rejected"]
            decided = [link for link in links if link.by != ENGINE]
            if point.locked or len(links) < 2:
                continue
            if len(links) == 2:
                links = decided[-1:] or links[-1:]
            for link in links:
                if link.by == ENGINE and len(live) < 2:
                    continue
                yield Question(
                    key=f"{point.id}-{link.passage}",
                    kind="link",
                    confidence=link.confidence,
                    decided=link.by != ENGINE,
                    passages=(link.passage,),
                    link=link,
                    point=point,
                )

    def _annotations(self, annotations: Iterable[Annotation]) -> Iterable[Question]:
        """What the engine proposed about words that stand in the report."""
        for annotation in annotations:
            passages = tuple(dict.fromkeys(t.passage for t in annotation.targets if t.passage in self._place))
            if annotation.confidence is not None and passages:
                yield Question(
                    key=annotation.id,
                    kind="difference" if annotation.kind == "difference" else "detail",
                    confidence=annotation.confidence,
                    decided=annotation.state != "proposed" or annotation.by != ENGINE,
                    passages=passages,
                    annotation=annotation,
                )

    def _order(self, question: Question) -> tuple[float, int, float, int, str]:
        is_link = question.kind == "link"
        doubt = question.confidence - 0.5
        doubt = max(0.0, doubt) if is_link else abs(doubt)
        return round(doubt, 2), not is_link, question.confidence, self._place[question.passages[0]], question.key

    def _wanted(self, question: Question) -> bool:
        wishes = self._wishes
        annotation = question.annotation
        return (
            (not wishes.kind or question.kind == wishes.kind)
            and (not wishes.outlet or wishes.outlet in {self._home[p] for p in question.passages})
            and (
                not wishes.difference_class
                or (annotation is not None and annotation.difference_class == wishes.difference_class)
            )
            and (wishes.rows is None or any(row.key in wishes.rows for row in self._of(question)))
            and (wishes.sure or not _is_sure(question))
        )

    def _of(self, question: Question) -> Iterable[RowView]:
        """The rows that a question is about."""
        if question.point:
            return (row for row in self._rows if question.point and row.key == question.point.id)
        return (row for row in self._rows if row.passages & set(question.passages))


def _is_sure(question: Question) -> bool:
    return question.kind == "link" and question.confidence >= SURE


# --- what is shown with a question


@dataclass(frozen=True)
class InContext:
    """A passage with what stands before and after it in its article."""

    column: Column
    key: str
    place: str
    pieces: tuple[Piece, ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Voice:
    """What one outlet says in a row; without passages it was not found to say anything."""

    column: Column
    passages: tuple[InContext, ...]
    absence: Absence | None = None


@dataclass(frozen=True)
class Shown:
    """A question with its context: the passages it is about, and what the other outlets say in their row."""

    row: RowView | None
    asked: tuple[InContext, ...]
    others: tuple[Voice, ...] = field(default=())


def shown_link(sheet: Sheet, point: str, passage: str) -> Shown:
    """The passage, beside the others of the point; those of its own outlet too."""
    row = sheet.row(point)
    others = tuple(voice for voice in _voices(sheet, row, {passage}) if voice.passages)
    return Shown(row, (in_context(sheet, passage),), others)


def shown_annotation(sheet: Sheet, annotation: Annotation) -> Shown:
    """The passages with the words marked; for all but a difference, what the others say in the row."""
    passages = list(dict.fromkeys(target.passage for target in annotation.targets))
    order = [p.id for column in sheet.every for p in column.document.report]
    asked = tuple(in_context(sheet, passage, annotation) for passage in order if passage in passages)
    row = next((row for passage in passages for row in sheet.rows if passage in row.passages), None)
    if annotation.kind == "difference":
        return Shown(row, asked)
    mine = {context.column.document.id for context in asked}
    others = tuple(v for v in _voices(sheet, row, set(passages)) if v.passages or v.column.document.id not in mine)
    return Shown(row, asked, others)


def in_context(sheet: Sheet, passage_id: str, annotation: Annotation | None = None) -> InContext:
    """A passage of the report; with the words of the annotation marked."""
    for column in sheet.every:
        report = column.document.report
        for number, passage in enumerate(report):
            if passage.id == passage_id:
                targets = [t for t in annotation.targets if t.passage == passage_id] if annotation else []
                marks = [Mark(annotation, 1, target, n) for n, target in enumerate(targets, 1) if annotation]
                return InContext(
                    column=column,
                    key=passage_id,
                    place=sheet.places[passage_id],
                    pieces=pieces(passage, (), marks),
                    before=report[number - 1].text if number else "",
                    after=report[number + 1].text if number + 1 < len(report) else "",
                )
    raise LookupError(f"no passage {passage_id} in the report")


def _voices(sheet: Sheet, row: RowView | None, without: set[str]) -> Iterable[Voice]:
    if row is None or row.point is None:  # what stands beside each other in no point has nothing to do with each other
        return
    for cell in row.cells:
        passages = tuple(in_context(sheet, s.passage.id) for s in cell.passages if s.passage.id not in without)
        yield Voice(cell.column, passages, cell.absence)
