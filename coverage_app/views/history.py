"""Taking one's last step back, and doing it again."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ..access import story_for
from ..errors import ServiceError
from ..models import Change
from ..services import history
from .answers import answer, refuse


@require_POST
def undo(request: HttpRequest, story_id: int) -> HttpResponse:
    return _turn(request, story_id, history.step_undo)


@require_POST
def redo(request: HttpRequest, story_id: int) -> HttpResponse:
    return _turn(request, story_id, history.step_redo)


def _turn(request: HttpRequest, story_id: int, verb: Callable[..., Change]) -> HttpResponse:
    story = story_for(request, story_id, "annotate")
    try:
        change = verb(actor=request.user, story=story)
    except ServiceError as error:
        return refuse(request, story, error)
    notes = sorted(history.annotations_in(change))
    return answer(request, story, change=change, notes=notes)
