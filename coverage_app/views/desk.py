"""What the comparison page and its fragments show of one story, prepared so that the templates hold no logic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from .. import presentation, queries
from ..engine.documents import ENGINE, Annotation
from ..models import Passage, Story
from ..presentation import RowView

MARKS = {
    "both": "added and left out",
    "added": "added only",
    "none": "none",
}
OTHER_WORDS = 60  # characters of another passage that the form shows to choose it by


class Desk:
    """One story as one editor sees it. What is switchable comes from the address, so that a link shows what I see."""

    def __init__(self, request: HttpRequest, story: Story) -> None:
        self.request = request
        self.story = story
        wishes = request.POST if request.method == "POST" else request.GET
        self.comparison = queries.comparison(story)
        self.sheet = presentation.Sheet(self.comparison, wishes.get("reference"), by_row=True)
        self.marks = wishes.get("marks") if wishes.get("marks") in MARKS else "both"
        self.may_annotate = "annotate" in story.may

    @property
    def marks_choices(self) -> dict[str, str]:
        return MARKS

    @property
    def reference(self) -> str:
        return self.sheet.reference.id if self.sheet.reference else ""

    @property
    def query(self) -> str:
        """The switchable state, for addresses; empty where all is as usual."""
        state = {}
        if self.sheet.columns and not self.sheet.columns[0].is_reference:
            state["reference"] = self.reference
        if self.marks != "both":
            state["marks"] = self.marks
        return f"?{urlencode(state)}" if state else ""

    @property
    def counts(self) -> dict[str, int]:
        """Figures for the line above the comparison."""
        rows = self.sheet.rows
        return {
            "articles": len(self.sheet.columns),
            "points": sum(row.point is not None for row in rows),
            "in_all": sum(row.in_all for row in rows),
            "solo": sum(len(row.alone) for row in rows),
            "proposed": sum(note.annotation.state == "proposed" for note in self.sheet.notes),
        }

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

    def rows(self) -> list[dict]:
        return [self.row_context(view) for view in self.sheet.rows]

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
            cards = [note for note in view.notes if self._home[note.id] in here]
            dismissed = [
                a
                for shown in cell.passages
                if shown.passage.id in here
                for a in self._dismissed.get(shown.passage.id, ())
            ]
            cells.append({"cell": cell, "cards": cards, "dismissed": dismissed})
        return {"view": view, "cells": cells}

    def row(self, key: str) -> RowView:
        row = self.sheet.row(key)
        if row is None:
            raise Http404("This row is no longer there: the articles were compared anew. Reload the page.")
        return row

    def rows_of(self, passages: Iterable[str]) -> list[RowView]:
        """The rows in which any of the passages stands; those of the first passage first. A passage that was set aside
        stands in none."""
        found = (row for passage in passages for row in self.sheet.rows if passage in row.passages)
        return list(dict.fromkeys(found))

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
        return f"{reverse('compare.page', args=[self.story.pk])}{self.query}#{place}"


def shortened(text: str) -> str:
    return text if len(text) <= OTHER_WORDS else text[: OTHER_WORDS - 1].rsplit(" ", 1)[0] + " …"
