"""The comparison page."""

from django.http import HttpRequest, HttpResponse


def page(request: HttpRequest, story_id: int) -> HttpResponse:
    raise NotImplementedError


def row(request: HttpRequest, story_id: int, key: str) -> HttpResponse:
    raise NotImplementedError
