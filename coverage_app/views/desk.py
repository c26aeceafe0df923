"""What the pages of one story show of its comparison, prepared so that the templates hold no logic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from .. import filters, presentation, queries
from ..engine.documents import ENGINE, Annotation, Comparison
from ..filters import Filters
from ..models import Annotation as StoredAnnotation
from ..models import Change, Passage, Story
from ..presentation import Column, RowView
from ..services import history
from ..strip import Strip

MARKS = {
    "both": "added and left out",
    "added": "added only",
    "own": "what only this one says",
    "none": "none",
}
# The parameters of an address that say how the desk is switched, on every page of a story.
STATE = ("reference", "marks", "style", "notes", "columns", "outlet", "only", "class", "reports", "q")
FILTERS = ("only", "class", "reports", "q")
LONGEST_SEARCH = 100  # characters
OTHER_WORDS = 60  # characters of another passage that the form shows to choose it by


@dataclass(frozen=True)
class ColumnChoice:
    column: Column
    shown: bool
    left: str = ""  # the query that moves it there; empty where it is at the end
    right: str = ""


@dataclass(frozen=True)
class PageLink:
    query: str
    first: int  # 1-based, of the rows that match
    last: int


class Desk:
    """One story as one editor sees it. What is switchable comes from the address, so that a link shows what I see."""

    def __init__(self, request: HttpRequest, story: Story, comparison: Comparison | None = None) -> None:
        self.request = request
        self.story = story
        self.comparison = comparison or queries.shown(story)
        wishes = _wishes(request)
        known = {document.id for document in self.comparison.documents}
        self.marks = wishes.get("marks") if wishes.get("marks") in MARKS else "both"
        self.house_style = wishes.get("style") == "on"
        self.notes = wishes["notes"] if wishes.get("notes") in presentation.NOTES else "likely"
        everyone = tuple(document.id for document in self.comparison.documents)
        wanted = ",".join(wishes.getlist("columns")).split(",")
        chosen = tuple(dict.fromkeys(column for column in wanted if column in known))
        self.columns = () if chosen == everyone else chosen  # ids in the order in which they are shown; empty: all
        self.outlet = wishes.get("outlet", "") if wishes.get("outlet") in known else ""  # the only one that is shown
        self.filters = Filters(
            only=tuple(name for name in filters.ONLY if name in wishes.getlist("only")),
            difference=wishes.get("class", "") if wishes.get("class") in StoredAnnotation.Difference.values else "",
            reports=wishes.get("reports", "") if wishes.get("reports") in known else "",
            words=" ".join(wishes.get("q", "").split())[:LONGEST_SEARCH],
        )
        self.sheet = presentation.Sheet(
            self.comparison,
            wishes.get("reference"),
            by_row=True,
            shown=(self.outlet,) if self.outlet else self.columns,
            against="others" if self.marks == "own" else "reference",
            house_style=self.house_style,
            words=self.filters.words,
            choice=self.shown_notes,
        )
        self.may_annotate = "annotate" in story.may
        self.here: frozenset[str] = frozenset()  # the keys of the rows on the page of the comparison that is made

    @property
    def row_key(self) -> str:
        """Of the row that the page asks about: the strip frames it."""
        return ""

    @property
    def shown_notes(self) -> str:
        """Which notes stand beside the words: who filters for differences, or for what is to decide, wants all."""
        asks = self.filters.difference or {"differences", "open"} & set(self.filters.only)
        return "all" if asks and self.notes == "likely" else self.notes

    @property
    def notes_choices(self) -> dict[str, str]:
        return presentation.NOTES

    @property
    def marks_choices(self) -> dict[str, str]:
        return MARKS

    @property
    def reference(self) -> str:
        return self.sheet.reference.id if self.sheet.reference else ""

    @cached_property
    def state(self) -> QueryDict:
        """How the desk is switched, without what is as usual. For an address with a change to it:
        {% querystring desk.state outlet="a3" q=None %}."""
        state = QueryDict(mutable=True)
        first = self.comparison.documents[0].id if self.comparison.documents else ""
        for name, value, usual in (
            ("reference", self.reference, first),
            ("marks", self.marks, "both"),
            ("style", "on" if self.house_style else "", ""),
            ("notes", self.notes, "likely"),
            ("columns", ",".join(self.columns), ""),
            ("outlet", self.outlet, ""),
            ("class", self.filters.difference, ""),
            ("reports", self.filters.reports, ""),
            ("q", self.filters.words, ""),
        ):
            if value != usual:
                state[name] = value
        if self.filters.only:
            state.setlist("only", self.filters.only)
        return state

    @cached_property
    def query(self) -> str:
        """The same for the end of an address; empty where all is as usual."""
        return self.query_with()

    def query_with(self, **changes: str | None) -> str:
        """The same with these parameters set, or left out where None."""
        state = self.state.copy()
        for name, value in changes.items():
            if value is None:
                state.pop(name, None)
            else:
                state[name] = value
        return f"?{state.urlencode(safe=',')}" if state else ""

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """The same for the hidden fields of a form that posts."""
        return [(name, value) for name, values in self.state.lists() for value in values]

    @property
    def filter_fields(self) -> list[tuple[str, str]]:
        """What a form of the filters must carry along."""
        return [(name, value) for name, value in self.fields if name not in FILTERS]

    @property
    def column_fields(self) -> list[tuple[str, str]]:
        """What a form of the columns must carry along; one outlet alone is no longer wanted then."""
        return [(name, value) for name, value in self.fields if name not in ("columns", "outlet")]

    @property
    def view_fields(self) -> list[tuple[str, str]]:
        """What a form of the reference and the marks must carry along."""
        return [(name, value) for name, value in self.fields if name not in ("reference", "marks", "style", "notes")]

    # --- columns

    @property
    def column_choices(self) -> list[ColumnChoice]:
        """All columns, those that are shown first, each with where moving it leads."""
        shown = [column.document.id for column in self.sheet.every if not self.columns]
        shown = shown or list(self.columns)
        by_id = {column.document.id: column for column in self.sheet.every}
        choices = []
        for at, identifier in enumerate(shown):
            left = right = ""
            if at:
                left = self._columns_query([*shown[: at - 1], identifier, shown[at - 1], *shown[at + 1 :]])
            if at + 1 < len(shown):
                right = self._columns_query([*shown[:at], shown[at + 1], identifier, *shown[at + 2 :]])
            choices.append(ColumnChoice(by_id[identifier], True, left, right))
        return choices + [ColumnChoice(column, False) for column in self.sheet.every if column.document.id not in shown]

    @property
    def columns_said(self) -> str:
        """Whose columns are shown, for "those that … report"."""
        only = self.sheet.columns[0].document.outlet if len(self.sheet.columns) == 1 else ""
        return f"the passages of {only}" if only else "the columns shown"

    @property
    def all_columns_query(self) -> str:
        return self.query_with(columns=None) or "?"

    @property
    def outlet_choices(self) -> list[tuple[Column, str, bool]]:
        """Each outlet with the query that shows it alone, and whether it is the one that is shown."""
        return [
            (column, self.query_with(outlet=column.document.id), column.document.id == self.outlet)
            for column in self.sheet.every
        ]

    @property
    def every_outlet_query(self) -> str:
        return self.query_with(outlet=None) or "?"

    def _columns_query(self, columns: list[str]) -> str:
        usual = columns == [document.id for document in self.comparison.documents]
        return self.query_with(columns=None if usual else ",".join(columns)) or "?"

    # --- pages of rows

    @property
    def whole_query(self) -> str:
        return self.query_with(all="1")

    def page_link(self, number: int) -> PageLink | None:
        """Where the rows of this page are, if there is such a page."""
        if not 1 <= number <= len(self.pages):
            return None
        before = sum(len(page) for page in self.pages[: number - 1])
        return PageLink(self.query_with(page=str(number)), before + 1, before + len(self.pages[number - 1]))

    @cached_property
    def pages(self) -> list[tuple[RowView, ...]]:
        return presentation.pages(self.strip.matching)

    def page_number(self, row: RowView | None) -> int:
        """The 1-based page on which the row stands; the first when it stands on none."""
        return next((number for number, page in enumerate(self.pages, 1) if row in page), 1)

    # --- the overview strip, and what it can leave out

    @cached_property
    def strip(self) -> Strip:
        return Strip(self.sheet, self.filters)

    @property
    def compare_url(self) -> str:
        return reverse("compare.page", args=[self.story.pk])

    @cached_property
    def row_url(self) -> str:
        """The comparison at a row, up to the row's key; the key comes twice: {{ desk.row_url }}KEY#row-KEY."""
        return f"{self.compare_url}{self.query_with(at='')}"

    @cached_property
    def any_row_url(self) -> str:
        """The same for rows that are left out: with the filters off."""
        off = dict.fromkeys(FILTERS)
        return f"{self.compare_url}{self.query_with(**off, at='')}"

    @property
    def all_rows_query(self) -> str:
        """The same page with the filters off."""
        return self.query_with(**dict.fromkeys(FILTERS)) or "?"

    @property
    def only_choices(self) -> list[tuple[str, str, bool]]:
        return [(name, words, name in self.filters.only) for name, words in filters.ONLY.items()]

    @property
    def class_choices(self) -> list[tuple[str, str, int]]:
        """The classes of difference that there are, and the chosen one: (name, words, rows)."""
        found = dict(filters.classes(self.sheet.rows))
        if self.filters.difference:
            found.setdefault(self.filters.difference, 0)
        return [(name, StoredAnnotation.Difference(name).label, count) for name, count in found.items()]

    @property
    def filters_said(self) -> str:
        """What is filtered for, in words."""
        chosen = self.filters
        said = [filters.ONLY[name] for name in chosen.only]
        if chosen.difference:
            said.append(f"difference: {StoredAnnotation.Difference(chosen.difference).label.lower()}")
        if chosen.reports:
            said.append(f"in {next(c.document.outlet for c in self.sheet.every if c.document.id == chosen.reports)}")
        return ", ".join(said)

    @property
    def next_hit(self) -> RowView | None:
        """The first row with what is searched for behind the one that the address names, else the first of all."""
        at = self.sheet.row(self.request.GET.get("at", ""))
        found = self.strip.matching if self.filters.words else ()
        return next((row for row in found if at and row.position > at.position), next(iter(found), None))

    @cached_property
    def counts(self) -> dict[str, int]:
        """Figures for the line above the comparison."""
        rows = self.sheet.rows
        return {
            "articles": len(self.sheet.every),
            "points": sum(row.point is not None for row in rows),
            "in_all": sum(row.in_all for row in rows),
            "solo": sum(len(row.alone) for row in rows),
            "proposed": sum(note.annotation.state == "proposed" for note in self.sheet.notes),
        }

    @property
    def order(self) -> str:
        """Another one as soon as the rows are others, or in another order."""
        return f"{crc32(' '.join(row.key for row in self.sheet.rows).encode()):08x}"

    @property
    def compared(self) -> bool:
        """Whether a run of the engine has ever been done: before, a row says nothing of what others report."""
        return bool(self.comparison.engine)

    @cached_property
    def _home(self) -> dict[str, str]:
        """For each annotation the passage under which its card stands: the first of its targets that is in a row."""
        shown = frozenset().union(*(row.passages for row in self.sheet.rows))
        homes = {}
        for annotation in self.comparison.annotations:
            home = next((target.passage for target in annotation.targets if target.passage in shown), None)
            if home:
                homes[annotation.id] = home
        return homes

    @cached_property
    def _first_row(self) -> dict[str, str]:
        """The first row in which each passage stands: only there it has its cards."""
        rows = reversed(self.sheet.rows)
        return {passage: row.key for row in rows for passage in row.passages}

    @cached_property
    def _dismissed(self) -> dict[str, list[Annotation]]:
        """Dismissed annotations by the passage under which they stand."""
        found = defaultdict(list)
        for annotation in self.comparison.annotations:
            if annotation.state == "dismissed" and annotation.id in self._home:
                found[self._home[annotation.id]].append(annotation)
        return found

    @property
    def unplaced(self) -> list[Annotation]:
        """What editors decided about words that stand in no row any more, since their passages were set aside."""
        return [a for a in self.comparison.annotations if a.id not in self._home and a.by != ENGINE]

    def row_context(self, view: RowView) -> dict:
        """The row with, for each cell, the cards of the annotations that begin in it. In a row of one outlet the empty
        cells on either side of its own are one wide cell: most of a long table would be such cells."""
        cells = []
        for cell in view.cells:
            if not cell.passages:
                if view.point is None and cells and not cells[-1]["cell"].passages:
                    cells[-1]["span"] += 1
                else:
                    cells.append({"cell": cell, "span": 1})
                continue
            here = {shown.passage.id for shown in cell.passages if self._first_row[shown.passage.id] == view.key}
            cards = [note for note in view.notes if note.number and self._home[note.id] in here]
            dismissed = [
                a
                for shown in cell.passages
                if shown.passage.id in here
                for a in self._dismissed.get(shown.passage.id, ())
            ]
            cells.append({"cell": cell, "cards": cards, "dismissed": dismissed})
        return {"view": view, "cells": cells, "stamp": self.stamp(view), "query": self.query_with(row=view.key)}

    def stamp(self, view: RowView) -> str:
        """What a row says, in short: two that differ say something else. Without its number: other rows shift it."""
        point, places, checked = view.point, self.sheet.places, self._checked
        here = view.ordered
        dismissed = self._dismissed
        said = (
            point and (point.label, point.locked, sorted((link.passage, link.state, link.by) for link in point.links)),
            [(p.id, p.start, p.end, p.kind, places[p.id]) for p in here],
            [(note.number, note.id, note.annotation.version, note.annotation.state) for note in view.notes],
            [(a.id, a.version) for p in here for a in dismissed.get(p.id, ())] if dismissed else (),
            checked.get(view.key, ()) if checked else (),
            self._moves.get(view.key, ()),
            view.compared_with and view.compared_with.id,
        )
        return f"{crc32(repr(said).encode()):x}"

    @cached_property
    def _checked(self) -> dict[str, list[str]]:
        """The articles of which somebody checked that they do not report a point, by the point."""
        found = defaultdict(list)
        for point, article in sorted(self.sheet.absences):
            if self.sheet.absences[point, article].state == "checked" and article in self.sheet.shown:
                found[point].append(article)
        return found

    @cached_property
    def _moves(self) -> dict[str, list[tuple[str, presentation.Move]]]:
        """What is told elsewhere than in the reference, by the row: other rows' passages decide that too."""
        found = defaultdict(list)
        for (row, article), move in self.sheet.moves.items():
            if article in self.sheet.shown:
                found[row].append((article, move))
        return found

    def targets_of(self, annotations: Iterable[int]) -> list[str]:
        """The passages at which these annotations point."""
        wanted = {f"n{pk}" for pk in annotations}
        return [t.passage for a in self.comparison.annotations if a.id in wanted for t in a.targets]

    # --- the steps of whoever looks

    @cached_property
    def steps(self) -> tuple[Change | None, Change | None]:
        """What they did last and could take back, and what they took back last and could do again."""
        if not self.may_annotate:
            return None, None
        return history.last_steps(actor=self.request.user, story=self.story)

    def row(self, key: str) -> RowView:
        row = self.sheet.row(key)
        if row is None:
            raise Http404("This row is no longer there: the articles were compared anew. Reload the page.")
        return row

    def rows_of(self, passages: Iterable[str]) -> list[RowView]:
        """The rows in which any of the passages stands; those of the first passage first. A passage that was set aside
        stands in none."""
        found = {row.key: row for passage in passages for row in self.sheet.rows if passage in row.passages}
        return list(found.values())

    def first_row_of(self, passages: Iterable[str]) -> RowView | None:
        return next(iter(self.rows_of(passages)), None)

    def others(self, row: RowView, passage: Passage) -> list[tuple[int, str]]:
        """The other outlets' passages in the row, to choose from: (key, "AP: its first words")."""
        mine = f"p{passage.pk}"
        choices = []
        for cell in row.cells:
            ids = [shown.passage.id for shown in cell.passages]
            if mine not in ids:
                choices += [
                    (queries.key(shown.passage.id), f"{cell.document.outlet}: {shortened(shown.text)}")
                    for shown in cell.passages
                ]
        return choices

    def url(self, row: RowView | None) -> str:
        """The page, at this row (None: at what stands in no row), as it is switched now."""
        place = f"row-{row.key}" if row else "unplaced"
        query = self.query_with(at=row.key) if row and self.page_number(row) > 1 else self.query
        return f"{self.compare_url}{query}#{place}"


def _wishes(request: HttpRequest) -> QueryDict:
    """The parameters of the address, or what a form that posts carries of them."""
    if request.method != "POST" or any(name in request.GET for name in STATE):
        return request.GET
    return request.POST


def shortened(text: str) -> str:
    return text if len(text) <= OTHER_WORDS else text[: OTHER_WORDS - 1].rsplit(" ", 1)[0] + " …"
