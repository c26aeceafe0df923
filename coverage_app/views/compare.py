"""The comparison page: a row for each point, a column for each outlet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from .. import queries
from ..access import story_for
from .desk import Desk


@require_GET
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "read")
    desk = Desk(request, story)
    context = {
        "story": story,
        "here": "compare",
        "desk": desk,
        "rows": desk.rows(),
        "alignment": queries.latest_alignment(story),
    }
    return render(request, "compare/page.html", context)


@require_GET
def row(request: HttpRequest, story_id: int, key: str) -> HttpResponse:
    """One row as it now is, for whoever wants to see what somebody else made of it."""
    story = story_for(request, story_id, "read")
    desk = Desk(request, story)
    view = desk.row(key)
    if not request.htmx:
        return redirect(desk.url(view))
    return render(request, "compare/page.html#row", {"story": story, "desk": desk, "row": desk.row_context(view)})
