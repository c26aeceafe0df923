"""The comparison page: a row for each point, a column for each outlet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from .. import queries
from ..access import story_for
from .desk import Desk


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "read")
    desk = Desk(request, story)
    alignment = queries.latest_alignment(story)
    first_run = not desk.compared and alignment is not None and alignment.is_open
    shown = () if first_run else desk.strip.matching
    desk.here = frozenset(row.key for row in shown)
    context = {
        "story": story,
        "here": "compare",
        "desk": desk,
        "rows": [desk.row_context(row) for row in shown],
        "alignment": alignment,
    }
    return render(request, "compare/page.html", context)


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
