"""The progress of a comparison, and starting one anew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from .. import queries
from ..access import story_for
from ..services.alignment import alignment_request


@require_safe
def status(request: HttpRequest, story_id: int) -> HttpResponse:
    """The progress bar; it asks for itself again until the run is over. Then the page loads itself anew, unless
    somebody is typing in it."""
    story = story_for(request, story_id, "read")
    alignment = queries.latest_alignment(story)
    if not request.htmx:
        return redirect(story)
    response = render(request, "compare/progress.html", {"story": story, "alignment": alignment})
    if alignment is None or alignment.state == alignment.State.DONE:
        trigger_client_event(response, "crossread:ready", after="settle")
    return response


@require_POST
def start(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "align")
    alignment_request(actor=request.user, story=story)
    return redirect(story)
