"""Correcting passages by hand: where they stand, whether they are part of the report, where they begin and end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from ..access import passage_for
from ..errors import ServiceError, StaleEdit
from ..models import Change, Passage, Story
from ..queries import key
from ..services import links, passages
from .answers import answer, form, near, refuse
from .choosing import Choice, chosen_point, stated_point
from .desk import Desk


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, passage_id: int) -> HttpResponse:
    """All that can be corrected about a passage; posted, it goes to another point."""
    story, passage = passage_for(request, passage_id, "annotate")
    if request.method != "POST":
        return _form(request, story, passage)
    target = chosen_point(request, story)
    if target is None:
        return _form(request, story, passage, wrong="Choose the point to which the passage belongs.")
    source = stated_point(request, story, "source")
    try:
        if source is None:
            change = links.link_add(actor=request.user, passage=passage, point=target)
        else:
            change = links.link_move(actor=request.user, passage=passage, source=source, target=target)
    except StaleEdit as error:
        return _late(request, story, passage, error)
    except ServiceError as error:
        return refuse(request, story, error)
    return _after(request, story, passage, change)


@require_POST
def link(request: HttpRequest, passage_id: int) -> HttpResponse:
    """It stands in another point too."""
    story, passage = passage_for(request, passage_id, "annotate")
    target = chosen_point(request, story)
    if target is None:
        return _form(request, story, passage, wrong="Choose the point in which the passage stands as well.")
    try:
        change = links.link_add(actor=request.user, passage=passage, point=target)
    except StaleEdit as error:
        return _late(request, story, passage, error)
    except ServiceError as error:
        return refuse(request, story, error)
    return _after(request, story, passage, change)


@require_POST
def take_out(request: HttpRequest, passage_id: int) -> HttpResponse:
    story, passage = passage_for(request, passage_id, "annotate")
    source = stated_point(request, story, "source")
    if source is None:
        return HttpResponse("The field “source” must be the point that the page was given.", status=400)
    try:
        change = links.link_remove(actor=request.user, passage=passage, point=source)
    except ServiceError as error:
        return refuse(request, story, error)
    return _after(request, story, passage, change)


@require_POST
def set_aside(request: HttpRequest, passage_id: int) -> HttpResponse:
    story, passage = passage_for(request, passage_id, "annotate")
    try:
        passages.passage_set_aside(actor=request.user, passage=passage)
    except ServiceError as error:
        return refuse(request, story, error)
    return _after(request, story, passage)


@require_POST
def take_back(request: HttpRequest, passage_id: int) -> HttpResponse:
    story, passage = passage_for(request, passage_id, "annotate")
    try:
        passages.passage_take_back(actor=request.user, passage=passage)
    except ServiceError as error:
        return refuse(request, story, error)
    return answer(request, story, passages=[f"p{passage.pk}"])


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, passage_id: int) -> HttpResponse:
    """The passage as a text, in which a line break says where it is cut."""
    story, passage = passage_for(request, passage_id, "annotate")
    if request.method != "POST":
        return _split_form(request, story, passage, _cut(passage.text, request.GET.get("at", "")))
    typed = request.POST.get("text", "")
    at = _place(passage.text, typed)
    if at is None:
        wrong = "Put one line break where the second passage begins, and leave the words as they are."
        return _split_form(request, story, passage, typed, wrong=wrong)
    span = _span(request)
    if span is None:
        return HttpResponse("The fields “start” and “end” must be what the page was given.", status=400)
    try:
        second = passages.passage_split(actor=request.user, passage=passage, span=span, at=at)
    except ServiceError as error:
        return refuse(request, story, error)
    return answer(request, story, passages=[f"p{passage.pk}", f"p{second.pk}"])


@require_POST
def join(request: HttpRequest, passage_id: int) -> HttpResponse:
    story, passage = passage_for(request, passage_id, "annotate")
    span = _span(request)
    if span is None:
        return HttpResponse("The fields “start” and “end” must be what the page was given.", status=400)
    try:
        passages.passage_join(actor=request.user, passage=passage, span=span)
    except ServiceError as error:
        return refuse(request, story, error)
    return answer(request, story, passages=[f"p{passage.pk}"])


def _after(request: HttpRequest, story: Story, passage: Passage, change: Change | None = None) -> HttpResponse:
    focus = near(request, f"p{passage.pk}", f"a{passage.revision.article_id}")
    return answer(request, story, passages=[f"p{passage.pk}"], focus=focus, change=change)


def _late(request: HttpRequest, story: Story, passage: Passage, error: StaleEdit) -> HttpResponse:
    """Somebody else was faster: the form comes back as things stand now, with what was chosen."""
    row = Desk(request, story).sheet.row(request.POST.get("row", ""))
    if row is None or not Passage.objects.filter(pk=passage.pk).exists():
        return refuse(request, story, error)  # there is no place for the form any more, or nothing to correct
    return _form(request, story, passage, wrong=f"{error} Nothing was changed.", status=409)


def _form(request: HttpRequest, story: Story, passage: Passage, wrong: str = "", status: int = 0) -> HttpResponse:
    desk = Desk(request, story)
    name = f"p{passage.pk}"
    here = [row for row in desk.rows_of([name]) if row.point]
    given = request.POST if request.method == "POST" else request.GET
    row = desk.sheet.row(given.get("row", "")) or desk.first_row_of([name])
    # What somebody moved elsewhere meanwhile is moved from there.
    source = row if row in here else here[0] if len(here) == 1 else None
    context = {
        "passage": passage,
        "place": desk.sheet.places.get(name, ""),
        "row": row,
        "source": source,
        "source_key": key(source.key) if source else "",
        "choice": Choice(desk, given.get("to", ""), leave_out=here, picked=request.POST.get("point", "")),
        "wrong": wrong,
    }
    return form(request, desk, "passages/move.html", context, status=status or (422 if wrong else 200))


def _split_form(request: HttpRequest, story: Story, passage: Passage, text: str, wrong: str = "") -> HttpResponse:
    desk = Desk(request, story)
    context = {"passage": passage, "text": text, "wrong": wrong, "place": desk.sheet.places.get(f"p{passage.pk}", "")}
    return form(request, desk, "passages/split.html", context, status=422 if wrong else 200)


def _span(request: HttpRequest) -> tuple[int, int] | None:
    try:
        return int(request.POST.get("start", "")), int(request.POST.get("end", ""))
    except ValueError:
        return None


def _cut(text: str, at: str) -> str:
    """The text on one line, or on two where a place is given."""
    if at.isdecimal() and 0 < int(at) < len(text):
        return "\n".join(" ".join(part.split()) for part in (text[: int(at)], text[int(at) :]))
    return " ".join(text.split())


def _place(text: str, typed: str) -> int | None:
    """Where in the text the second of the two lines that were typed begins; None when they are not the text."""
    lines = ["".join(line.split()) for line in typed.splitlines() if line.strip()]
    if len(lines) != 2 or "".join(lines) != "".join(text.split()):
        return None
    left = len(lines[0])
    for at, character in enumerate(text):
        if not character.isspace():
            if not left:
                return at
            left -= 1
    return None
