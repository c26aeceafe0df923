"""The ledger of details: what each outlet reports, adds, or was found not to report. The page that a lead prints."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from .. import ledger, queries
from ..access import story_for
from ..errors import StaleEdit
from ..ledger import Cell, Choice, Ledger, Line
from ..models import Article, Story
from ..services.absences import absence_check, absence_uncheck
from .desk import FILTERS, Desk

MOST_NAMED = 7  # columns whose heads have room for the outlet's name beside its letter
MOST_ACROSS = 24  # columns that a sheet of paper has room for


class LedgerDesk(Desk):
    """A story's ledger, as it is switched."""

    def __init__(self, request: HttpRequest, story: Story) -> None:
        super().__init__(request, story, queries.comparison(story))  # its cells say when somebody looked
        self.choice = Choice.wished(request.GET, self.sheet)
        self.ledger = Ledger(self.sheet, self.choice)
        matching = {row.key for row in self.strip.matching} if self.compared else set()
        self.lines = [line for line in self.ledger.lines if line.row.key in matching]
        self.here = frozenset(line.row.key for line in self.lines)
        self.open = self._open(request.GET.get("open", ""))

    def _open(self, wish: str) -> tuple[str, str]:
        """The line and the article of the cell whose words are shown: "pt7.a12"."""
        key, _, article = wish.partition(".")
        line = self.ledger.line(key)
        cell = line.cell(article) if line else None
        return (key, article) if line and cell and self._opens(line, cell) else ("", "")

    def _opens(self, line: Line, cell: Cell) -> bool:
        """Whether there is more to a cell: words, who looked and when, or the question whether one has looked."""
        return bool(cell.words) or cell.says == "checked" or (line.kind == "point" and self.may_annotate)

    @property
    def named(self) -> bool:
        return len(self.sheet.columns) <= MOST_NAMED

    @property
    def is_crowd(self) -> bool:
        return len(self.sheet.columns) > MOST_ACROSS

    @property
    def is_filtered(self) -> bool:
        return self.choice.filters or bool(self.filters)

    @property
    def choices(self) -> list[dict]:
        """The fields above the ledger."""
        outlets = {"": "any outlet"} | {c.document.id: f"{c.letter} {c.document.outlet}" for c in self.sheet.every}
        fields = [
            ("sort", "Sort by", ledger.SORTS),
            ("kind", "Show", ledger.KINDS),
            ("state", "Decided", ledger.STATES),
            ("where", "Where", outlets),
            ("says", "says", ledger.SAYS),
        ]
        return [{"name": n, "label": label, "options": o, "chosen": getattr(self.choice, n)} for n, label, o in fields]

    @property
    def summary(self) -> str:
        """How many lines of each kind there are, in a sentence."""
        counts = self.ledger.counts
        return ", ".join(f"{counts[k]} {_counted(name, counts[k])}" for k, name in ledger.KINDS.items() if counts[k])

    @property
    def shown(self) -> str:
        """What is chosen, in a sentence: it goes on paper with the lines."""
        choice, parts = self.choice, []
        if choice.kind:
            parts.append(f"{ledger.KINDS[choice.kind]} only")
        if choice.state not in ("", "any"):
            parts.append(f"{ledger.STATES[choice.state]} only")
        if choice.where or choice.says:
            named = {c.document.id: c.document.outlet for c in self.sheet.every}
            parts.append(f"{named.get(choice.where, 'any outlet')}: {ledger.SAYS[choice.says or 'has']}")
        if self.filters:
            parts.append(self.filters_said or f"with “{self.filters.words}”")
        return ", ".join(parts)

    @property
    def sorted(self) -> str:
        return ledger.SORTS[self.choice.sort]

    @property
    def filter_fields(self) -> list[tuple[str, str]]:
        return [*super().filter_fields, *self.choice.unusual.items()]

    @property
    def all_rows_query(self) -> str:
        return self.query_with(**dict.fromkeys(FILTERS), **self.choice.unusual) or "?"

    @property
    def all_lines_query(self) -> str:
        """The same page with nothing left out."""
        return self.query_with(**dict.fromkeys(FILTERS), state="any", sort=self.choice.unusual.get("sort"))

    def line_contexts(self) -> list[dict]:
        """The lines; the first of each row is the place where the strip leads."""
        seen: set[str] = set()
        made = []
        for line in self.lines:
            made.append(self.line_context(line) | {"is_first": line.row.key not in seen})
            seen.add(line.row.key)
        return made

    def line_context(self, line: Line) -> dict:
        cells = [
            {"cell": cell, "is_open": (line.key, cell.document.id) == self.open, "query": self._query_of(line, cell)}
            for cell in (line.cell(column.document.id) for column in self.sheet.columns)
            if cell
        ]
        opened = next((item["cell"] for item in cells if item["is_open"]), None)
        acts = line.kind == "point" and self.may_annotate
        return {"line": line, "cells": cells, "opened": opened, "row": self.url(line.row), "acts": acts}

    @cached_property
    def own_query(self) -> str:
        """The page as it is switched, with no cell open."""
        return self.query_with(**self.choice.unusual)

    def _query_of(self, line: Line, cell: Cell) -> str:
        """The page with this cell's words shown or, where they are, shown no more."""
        if not self._opens(line, cell):
            return ""
        if (line.key, cell.document.id) == self.open:
            return self.own_query or "?"
        return f"{self._open_query}{line.key}.{cell.document.id}"

    @cached_property
    def _open_query(self) -> str:
        """Up to the cell: made once, since a ledger has thousands."""
        return self.query_with(**self.choice.unusual, open="")


def _counted(plural: str, count: int) -> str:
    return plural.removesuffix("s") if count == 1 else plural


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    """The page; to htmx, which asks for the words of a cell or for none, the line that it would put in place."""
    story = story_for(request, story_id, "read")
    desk = LedgerDesk(request, story)
    context = {"story": story, "here": "ledger", "desk": desk}
    line = desk.ledger.line((request.htmx.target or "").removeprefix("line-")) if request.htmx else None
    if line is None:
        context["lines"] = desk.line_contexts()
        context["alignment"] = queries.latest_alignment(story)
        context["now"] = timezone.now()
        return render(request, "ledger/page.html", context)
    context["item"] = desk.line_context(line)
    response = render(request, "ledger/page.html#line", context)
    # Closed: htmx itself gives the focus back to the link, which is there again under its id.
    after = {"focus": [f"#words-{line.key}"]} if context["item"]["opened"] else {}
    return trigger_client_event(response, "crossread:after", after, after="settle")


@require_POST
def check(request: HttpRequest, story_id: int, point_id: int, article_id: int) -> HttpResponse:
    """An editor looked, and the article does not report the point."""
    return _look(request, story_id, point_id, article_id, absence_check, "Checked: {outlet} does not report “{label}”.")


@require_POST
def uncheck(request: HttpRequest, story_id: int, point_id: int, article_id: int) -> HttpResponse:
    return _look(request, story_id, point_id, article_id, absence_uncheck, "No longer checked: {outlet}, “{label}”.")


def _look(
    request: HttpRequest, story_id: int, point_id: int, article_id: int, act: Callable[..., None], said: str
) -> HttpResponse:
    """Does it, and answers with the line as it then is; to a browser without script, with the page at the line."""
    story = story_for(request, story_id, "annotate")
    point = get_object_or_404(story.points, pk=point_id)
    confirmed = story.articles.filter(state=Article.State.CONFIRMED).select_related("outlet")
    article = get_object_or_404(confirmed, pk=article_id)
    said, status = said.format(outlet=article.outlet, label=point.label), 200
    try:
        act(actor=request.user, point=point, article=article)
    except StaleEdit as late:
        said, status = f"{late} Nothing was changed by you.", 409
    desk = LedgerDesk(request, story)
    line = desk.ledger.line(f"pt{point.pk}")
    if line is None:
        raise Http404(said)
    if not request.htmx:
        (messages.success if status == 200 else messages.error)(request, said)
        return redirect(f"{reverse('ledger.page', args=[story.pk])}{desk.own_query}#line-{line.key}")
    context = {"story": story, "desk": desk, "item": desk.line_context(line)}
    response = render(request, "ledger/page.html#line", context, status=status)
    after = {"focus": [f"#cell-{line.key}-a{article.pk}"], "say": said}
    return trigger_client_event(response, "crossread:after", after, after="settle")
