"""The journal of a story: who did what when. One's own steps can be taken back here, and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from .. import queries
from ..access import story_for
from ..errors import ServiceError, StaleEdit
from ..models import Annotation, Change, Link, Point, Story
from ..services import history
from .changes import touched, who
from .desk import Desk, shortened

STEPS_A_PAGE = 50
# What one can look for: name, words, and the beginnings of the verbs.
KINDS = {
    "notes": ("Annotations", ("annotation.",)),
    "rows": ("Corrections by hand", ("point.", "link.", "passage.", "absence.")),
    "review": ("Reviews", ("review.", "double_review.")),
    "back": ("Taken back or done again", ("undo", "redo")),
    "articles": ("Articles", ("article.", "batch.", "file.")),
    "runs": ("Comparisons by the engine", ("alignment.",)),
    "editions": ("Editions", ("edition.",)),
    "story": ("Story and members", ("story.", "member.")),
}
ENGINE = "engine"  # in the address, in place of an account's key
# Where steps lead that changed no row: by the beginnings of their verbs.
PLACES = {
    "article.": "imports.articles",
    "batch.": "imports.articles",
    "file.": "imports.articles",
    "edition.": "editions.page",
    "story.": "stories.settings",
    "member.": "stories.settings",
}


@dataclass(frozen=True)
class Entry:
    """A step, with what this editor can do about it."""

    change: Change
    day: date
    who: str
    can_take_back: bool
    can_do_again: bool


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "read")
    template = "journal/page.html#entries" if request.htmx else "journal/page.html"
    return render(request, template, _context(request, story))


@require_safe
def place(request: HttpRequest, story_id: int, change_id: int) -> HttpResponse:
    """To the row or the note that a step changed, as the comparison is now."""
    story = story_for(request, story_id, "read")
    change = get_object_or_404(story.changes, pk=change_id)
    elsewhere = next((name for verb, name in PLACES.items() if change.verb.startswith(verb)), None)
    if elsewhere:
        return redirect(elsewhere, story.pk)
    if not history.kinds_in(change):
        return redirect(story)
    desk = Desk(request, story)
    rows = touched(desk, change)
    if not rows:
        messages.info(request, f"What this step changed stands in no row any more: {change.summary}")
        return redirect(_address(request, story, change))
    note = next((note for row in rows for note in row.notes if _is_of(note.id, change)), None)
    return redirect(f"{desk.url(rows[0]).split('#')[0]}#{note.id if note else f'row-{rows[0].key}'}")


@require_POST
def take_back(request: HttpRequest, story_id: int, change_id: int) -> HttpResponse:
    return _turn(request, story_id, change_id, history.step_undo, "Taken back")


@require_POST
def do_again(request: HttpRequest, story_id: int, change_id: int) -> HttpResponse:
    return _turn(request, story_id, change_id, history.step_redo, "Done again")


def _turn(request: HttpRequest, story_id: int, change_id: int, turn: Callable[..., Change], did: str) -> HttpResponse:
    story = story_for(request, story_id, "annotate")
    change = get_object_or_404(story.changes, pk=change_id)
    trouble, status = None, 200
    try:
        turn(actor=request.user, story=story, change=change)
    except ServiceError as error:
        trouble, status = error, 409 if isinstance(error, StaleEdit) else 422
    now = as_it_is(trouble.current) if isinstance(trouble, StaleEdit) else ""
    if not request.htmx:
        if trouble:
            messages.error(request, f"{trouble} {now}".strip())
        else:
            messages.success(request, f"{did}: {change.summary}")
        return redirect(_address(request, story, change))
    context = _context(request, story) | {"trouble": trouble, "trouble_at": change.pk, "now": now}
    response = render(request, "journal/page.html#entries", context, status=status)
    focus = [f"#step-{change.pk} {'.notice' if trouble else 'button'}", f"#step-{change.pk}", "#entries"]
    after = {"focus": focus} if trouble else {"focus": focus, "say": f"{did}: {change.summary}"}
    return trigger_client_event(response, "crossread:after", after, after="settle")


def as_it_is(current: object | None) -> str:
    """What stands now where a step cannot be taken back."""
    if isinstance(current, Annotation):
        by = f", by {current.by.get_full_name() or current.by.username}" if current.by else ""
        return f"It is {current.get_state_display().lower()} now{by}: “{current.label}”."
    if isinstance(current, Link):
        passage, point = current.passage, current.point
        if current.state == Link.State.REJECTED:
            return f"“{shortened(passage.text)}” is not in “{point.label}” now."
        return f"“{shortened(passage.text)}” stands in “{point.label}” now."
    if isinstance(current, Point):
        return f"The point is “{current.label}” now."
    return ""


def _context(request: HttpRequest, story: Story) -> dict:
    wishes = request.GET
    kind = wishes.get("kind", "") if wishes.get("kind") in KINDS else ""
    people = list(queries.actors(story))
    known = {str(person.pk): person for person in people}
    actor = wishes.get("who", "") if wishes.get("who") in (*known, ENGINE) else ""
    words = " ".join(wishes.get("q", "").replace("\0", " ").split())
    found = queries.changes(
        story,
        by=known.get(actor),
        by_engine=actor == ENGINE,
        verbs=KINDS[kind][1] if kind else (),
        words=words,
    )
    page = Paginator(found, STEPS_A_PAGE).get_page(wishes.get("page"))
    may = "annotate" in story.may
    page.object_list = [_entry(change, mine=may and change.actor_id == request.user.pk) for change in page]
    return {
        "story": story,
        "here": "journal",
        "page": page,
        "words": words,
        "people": [(key, person.get_full_name() or person.username, key == actor) for key, person in known.items()],
        "by_engine": actor == ENGINE,
        "kinds": [(name, said, name == kind) for name, (said, _) in KINDS.items()],
        "filtered": bool(actor or kind or words),
    }


def _entry(change: Change, *, mine: bool) -> Entry:
    is_mine = mine and history.is_step(change)
    return Entry(change, localdate(change.at), who(change), is_mine and not change.undone, is_mine and change.undone)


def _is_of(note: str, change: Change) -> bool:
    return queries.key(note) in history.annotations_in(change)


def _address(request: HttpRequest, story: Story, change: Change) -> str:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return f"{reverse('journal.page', args=[story.pk])}{query}#step-{change.pk}"
