"""What others did since one looked, and who is where: asked every few seconds by every open page of a story."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from zlib import crc32

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from .. import queries
from ..access import story_for
from ..models import Change, Member
from ..presentation import RowView
from ..services import history
from ..services.presence import presence_note
from .desk import Desk

MOST_CHANGES = 50  # of more the page says only that there are many
MOST_ROWS = 12  # of more the page offers to load the table anew
# Steps after which the table is another, whatever rows they hold.
ANEW = ("alignment.", "article.", "batch.")
# The pages, by the name that each gives itself in the navigation, that show what such steps change.
SHOWN_ON = {"compare", "article", "ledger", "quotes", "origins", "review", "journal"}
MOVING = {"point", "link", "passage"}  # what rows are made of
ROW_KEY = re.compile(r"[a-z0-9-]{1,40}")


@require_safe
def poll(request: HttpRequest, story_id: int) -> HttpResponse:
    """304 as long as nothing changed: two queries besides those for the session, and at times one that notes where one
    is. Else who is here, what others did, and on the comparison the rows that they touched."""
    story = story_for(request, story_id, "read")
    if not request.htmx:
        return redirect("journal.page", story.pk)
    members = queries.members_here(story)
    mine = next((member for member in members if member.user_id == request.user.pk), None)
    if mine is None:
        raise Http404("You are no longer a member of this story.")
    presence_note(actor=mine, row=_row_key(request))
    others = [member for member in members if member.here and member is not mine]
    etag = _etag(story.newest, mine.run, others)
    unchanged = get_conditional_response(request, etag)
    if unchanged:
        return unchanged
    on, desk = request.GET.get("on", ""), None
    news = {
        "others": others,
        "headers": json.dumps({"If-None-Match": etag}),
        "comparing": (mine.run or "").endswith((" queued", " running")),
    }
    changes = _changes(request, story)
    if changes:
        news |= {"said": sentence(changes), "anew": on != "compare"}
    if changes and on == "compare":
        desk = Desk(request, story)
        news |= _on_the_comparison(desk, changes)
    context = {"story": story, "on": on, "desk": desk, "live": news}
    response = render(request, "changes/live.html#live", context)
    response["ETag"] = etag
    if changes:
        trigger_client_event(response, "crossread:after", {"say": news["said"]}, after="settle")
    return response


def sentence(changes: Sequence[Change]) -> str:
    """The last of some changes in words, or the last that made the table another, and how many others there were."""
    told = next((change for change in reversed(changes) if change.verb.startswith(ANEW)), changes[-1])
    summary = told.summary[:1].lower() + told.summary[1:].rstrip(".")
    more = len(changes) - 1
    others = f"; and {more} other step{'s' * (more > 1)}" if more else ""
    return f"{who(told)} {summary}{others}."


def who(change: Change) -> str:
    return (change.actor.get_full_name() or change.actor.username) if change.actor else "The engine"


def touched(desk: Desk, change: Change) -> list[RowView]:
    """The rows that show what a step changed."""
    if not history.kinds_in(change):
        return []
    points, passages, notes = history.points_in(change), history.passages_in(change), history.annotations_in(change)
    stand = {f"p{passage}" for passage in passages}
    for annotation in desk.comparison.annotations:
        if queries.key(annotation.id) in notes:
            stand |= {target.passage for target in annotation.targets}
    return [
        row
        for row in desk.sheet.rows
        if not stand.isdisjoint(row.passages) or (row.point and queries.key(row.point.id) in points)
    ]


def _changes(request: HttpRequest, story: object) -> list[Change]:
    """What others did to the comparison since the page was made."""
    try:
        since = int(request.GET.get("since", ""))
    except ValueError:
        return []
    if not 0 <= since < story.newest or request.GET.get("on") not in SHOWN_ON:
        return []
    found = queries.changes_since(story, since, but_by=request.user)[:MOST_CHANGES]
    return [change for change in found if history.kinds_in(change) or change.verb.startswith(ANEW)]


def _on_the_comparison(desk: Desk, changes: Sequence[Change]) -> dict:
    """The rows as they are now, each with who changed it last; or that the table is to be loaded anew."""
    by: dict[str, tuple[RowView, str]] = {}
    for change in changes:
        by |= {row.key: (row, who(change)) for row in touched(desk, change)}
    anew = len(by) > MOST_ROWS or any(change.verb.startswith(ANEW) for change in changes)
    return {
        "rows": [] if anew else [{"by": name, **desk.row_context(row)} for row, name in by.values()],
        "anew": anew,
        "moved": any(history.kinds_in(change) & MOVING for change in changes),
    }


def _row_key(request: HttpRequest) -> str:
    key = request.GET.get("row", "")
    return key if ROW_KEY.fullmatch(key) else ""


def _etag(newest: int, run: str | None, others: Sequence[Member]) -> str:
    places = ";".join(f"{member.user_id} {member.presence.row}" for member in others)
    return quote_etag(f"{newest}-{crc32(f'{run};{places}'.encode()):08x}")
