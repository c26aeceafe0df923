"""Marking that an outlet was looked at and does not report a point."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ..access import point_for
from ..errors import ServiceError
from ..services import absences
from .answers import answer, refuse


@require_POST
def check(request: HttpRequest, point_id: int, article_id: int) -> HttpResponse:
    return _do(request, point_id, article_id, absences.absence_check)


@require_POST
def uncheck(request: HttpRequest, point_id: int, article_id: int) -> HttpResponse:
    return _do(request, point_id, article_id, absences.absence_uncheck)


def _do(request: HttpRequest, point_id: int, article_id: int, verb: Callable[..., None]) -> HttpResponse:
    story, point = point_for(request, point_id, "annotate")
    article = story.articles.select_related("outlet").filter(pk=article_id).first()
    if article is None:
        raise Http404("No such article in this story.")
    try:
        verb(actor=request.user, point=point, article=article)
    except ServiceError as error:
        return refuse(request, story, error)
    cell = f"#row-pt{point.pk} [data-article=a{article.pk}]"
    return answer(request, story, row=point, focus=[f"{cell} button", f"#row-pt{point.pk} [data-passage]"])
