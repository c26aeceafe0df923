"""The quote check: what was said, as each outlet quotes it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import story_for
from ..engine.derived import with_quotes
from ..quote_check import QuoteCheck, Wanted
from .desk import Desk


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "read")
    desk = Desk(request, story)
    rows = {passage: row.key for row in reversed(desk.sheet.rows) for passage in row.passages}
    check = QuoteCheck(with_quotes(desk.comparison), desk.sheet.places, rows, desk.filters.words)
    wanted = _wanted(request, desk, check)
    context = {
        "story": story,
        "here": "quotes",
        "desk": desk,
        "check": check,
        "wanted": wanted,
        "shown": check.found(wanted),
        "other_fields": [
            (name, value) for name, value in desk.fields if name not in ("speaker", "quotes", "differing")
        ],
    }
    return render(request, "quotes/page.html", context)


def _wanted(request: HttpRequest, desk: Desk, check: QuoteCheck) -> Wanted:
    """What the address asks for; nonsense asks for nothing. The overview's form carries it along."""
    speaker, outlet = request.GET.get("speaker", ""), request.GET.get("quotes", "")
    wanted = Wanted(
        speaker=speaker if speaker in dict(check.speakers) else "",
        outlet=outlet if any(document.id == outlet for document in desk.comparison.documents) else "",
        differing=request.GET.get("differing") == "on",
        rows={row.key for row in desk.strip.matching} if desk.filters else None,
    )
    for name, value in (
        ("speaker", wanted.speaker),
        ("quotes", wanted.outlet),
        ("differing", "on" if wanted.differing else ""),
    ):
        if value:
            desk.state[name] = value
    return wanted
