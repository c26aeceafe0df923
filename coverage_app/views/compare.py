"""The comparison page: a row for each point, a column for each outlet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from .. import known, queries
from ..access import story_for
from .desk import Desk


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    """A page of the rows; asked for by htmx, its rows only."""
    story = story_for(request, story_id, "read")
    desk = Desk(request, story)
    newest = story.changes.filter(pk=story.newest).defer("before", "after").first()
    if newest:
        known.keep(story, newest, desk.comparison)
    alignment = queries.latest_alignment(story)
    first_run = not desk.compared and alignment is not None and alignment.is_open
    context = {"story": story, "here": "compare", "desk": desk, "alignment": alignment, "first_run": first_run}
    if not first_run:
        context |= _rows(request, desk)
    return render(request, "compare/page.html#rows" if request.htmx else "compare/page.html", context)


def _rows(request: HttpRequest, desk: Desk) -> dict:
    """The rows that the address asks for (`all` of them, the page with the row `at`, or the `page` of that number), and
    the links to those before and after them."""
    if "all" in request.GET:
        shown, earlier, later = desk.strip.matching, None, None
    else:
        number = desk.page_number(desk.sheet.row(request.GET.get("at", "")))
        asked = request.GET.get("page", "")
        if asked.isdecimal() and 0 < int(asked) <= len(desk.pages):
            number = int(asked)
        shown = desk.pages[number - 1] if desk.pages else ()
        earlier, later = desk.page_link(number - 1), desk.page_link(number + 1)
    desk.here = frozenset(row.key for row in shown)
    return {"rows": [desk.row_context(row) for row in shown], "earlier": earlier, "later": later}


@require_safe
def row(request: HttpRequest, story_id: int, key: str) -> HttpResponse:
    """One row as it now is, for whoever wants to see what somebody else made of it."""
    story = story_for(request, story_id, "read")
    desk = Desk(request, story)
    view = desk.row(key)
    if not request.htmx:
        return redirect(desk.url(view))
    response = render(request, "compare/page.html#row", {"story": story, "desk": desk, "row": desk.row_context(view)})
    after = {"focus": [f"#row-{key} [data-passage]"], "say": "The row as it is now."}
    return trigger_client_event(response, "crossread:after", after, after="settle")
