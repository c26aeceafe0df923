"""Editions of a story: what was published, and what is being made. The choices of one are made on the export page."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from .. import queries
from ..access import edition_for, story_for
from ..engine.documents import Comparison
from ..errors import ServiceError
from ..export.options import Options, file_name
from ..export.selection import published
from ..export.since import News, from_rows, since
from ..models import Edition, Story
from ..services import editions as service
from .published import KEPT_SECONDS, isolate

# A document of so many words takes about two seconds to set: as long as one waits for a page without wondering.
LARGE = 10_000
# What an edition has, by the ending of its file: the name of its field and its content type.
FILES = {
    "html": ("html", "text/html; charset=utf-8"),
    "json": ("json", "application/json"),
    "zip": ("archive", "application/zip"),
}


@dataclass(frozen=True)
class Listed:
    """An edition as the page shows it."""

    edition: Edition
    news: tuple[News, ...]
    first: bool  # no other was published before it
    address: str  # the public one; empty: it has none

    @property
    def done_sentence(self) -> str:
        return f"Edition {self.edition.number} is published." if self.edition.kept else "The files are ready."


@dataclass(frozen=True)
class Offer:
    """What the export page says about publishing."""

    latest: int | None  # the newest edition's number
    news: tuple[News, ...]  # since that one
    words: int
    large: bool

    @property
    def number(self) -> int:
        return (self.latest or 0) + 1


def offer(story: Story, comparison: Comparison, options: Options) -> Offer:
    """One query."""
    latest = queries.latest_edition(story)
    words = sum(len(document.text.split()) for document in comparison.documents)
    news = since(latest[1], published(comparison, options)) if latest else ()
    return Offer(latest[0] if latest else None, news, words, words > LARGE)


class WithdrawForm(forms.ModelForm):
    class Meta:
        model = Edition
        fields = ["withdrawn_reason"]
        labels = {"withdrawn_reason": "Reason"}
        help_texts = {"withdrawn_reason": "For readers: it stands at the address from now on. May be left empty."}


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "read")
    found = [_listed(request, edition) for edition in queries.editions(story, request.user)]
    return render(request, "editions/page.html", _context(story) | {"editions": found})


@require_safe
def status(request: HttpRequest, edition_id: int) -> HttpResponse:
    """One edition as it now is; it asks for itself again until it is made."""
    story, edition = edition_for(request, edition_id, "read")
    if not request.htmx:
        return redirect("editions.page", story.pk)
    listed = _listed(request, queries.editions(story, request.user).get(pk=edition.pk))
    response = render(request, "editions/page.html#edition", _context(story) | {"listed": listed})
    if listed.edition.state == Edition.State.DONE:
        trigger_client_event(response, "crossread:after", {"say": listed.done_sentence}, after="settle")
    return response


@require_POST
def publish(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "publish")
    try:
        service.edition_publish(actor=request.user, story=story, query=request.POST.get("query", ""))
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("editions.page", story.pk)


@require_POST
def prepare(request: HttpRequest, story_id: int) -> HttpResponse:
    """The files of a large export, without publishing it."""
    story = story_for(request, story_id, "export")
    service.edition_prepare(actor=request.user, story=story, query=request.POST.get("query", ""))
    return redirect("editions.page", story.pk)


@require_safe
def read(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The document, for members, as the public would see it."""
    _, edition = edition_for(request, edition_id, "export")
    _made(edition)
    response = HttpResponse(bytes(edition.html))
    isolate(response, edition, frames=[])
    return response


@require_safe
def file(request: HttpRequest, edition_id: int, kind: str) -> HttpResponse:
    _, edition = edition_for(request, edition_id, "export")
    if kind not in FILES or (kind == "zip" and edition.kept):
        raise Http404("An edition has its html and its json; files that were asked for have a zip, too.")
    _made(edition)
    field, content_type = FILES[kind]
    response = HttpResponse(bytes(getattr(edition, field)), content_type=content_type)
    called = f"{edition.title} {edition.number}" if edition.number else edition.title
    response["Content-Disposition"] = f'attachment; filename="{file_name(called, kind)}"'
    return response


@require_POST
def make_public(request: HttpRequest, edition_id: int) -> HttpResponse:
    story, edition = edition_for(request, edition_id, "publish")
    try:
        service.edition_make_public(actor=request.user, edition=edition)
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{edition} is public: everybody can read it who has its address.")
    return redirect(_place(story, edition))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Asks for the reason first."""
    story, edition = edition_for(request, edition_id, "withdraw")
    form = WithdrawForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = _context(story) | {"edition": edition, "form": form}
        return render(request, "editions/withdraw.html", context, status=422 if request.method == "POST" else 200)
    try:
        service.edition_withdraw(
            actor=request.user, edition=edition, reason=form.cleaned_data["withdrawn_reason"].strip()
        )
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{edition} is withdrawn.")
    return redirect(_place(story, edition))


def _made(edition: Edition) -> None:
    if edition.state != Edition.State.DONE:
        raise Http404("This edition is not made yet.")


def _place(story: Story, edition: Edition) -> str:
    return f"{reverse('editions.page', args=[story.pk])}#edition-{edition.pk}"


def _context(story: Story) -> dict[str, object]:
    minutes = KEPT_SECONDS // 60
    return {"story": story, "here": "editions", "public_editions": settings.PUBLIC_EDITIONS, "minutes": minutes}


def _listed(request: HttpRequest, edition: Edition) -> Listed:
    return Listed(
        edition=edition,
        news=from_rows(edition.news),
        first=edition.number == 1,
        address=request.build_absolute_uri(edition.get_absolute_url()) if edition.public else "",
    )
