"""Correcting points by hand: name, lock, place, merge, split, and a new one of selected passages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from ..access import point_for, story_for
from ..errors import ServiceError, StaleEdit, StoryArchived
from ..models import Passage, Point, Story
from ..presentation import RowView
from ..queries import key
from ..services import points
from .answers import answer, form, refuse
from .choosing import Choice, chosen_point
from .desk import Desk


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, point_id: int) -> HttpResponse:
    """All that can be corrected about a point; posted, it has another name."""
    story, point = point_for(request, point_id, "annotate")
    if request.method != "POST":
        return _form(request, story, point, "points/correct.html")
    return _do(request, story, point, points.point_name, label=request.POST.get("label", ""))


@require_POST
def lock(request: HttpRequest, point_id: int) -> HttpResponse:
    story, point = point_for(request, point_id, "annotate")
    return _do(request, story, point, points.point_lock)


@require_POST
def unlock(request: HttpRequest, point_id: int) -> HttpResponse:
    story, point = point_for(request, point_id, "annotate")
    return _do(request, story, point, points.point_unlock)


@require_POST
def up(request: HttpRequest, point_id: int) -> HttpResponse:
    """In front of the point before it."""
    story, point = point_for(request, point_id, "annotate")
    order = _order(request, story)
    at = order.index(point.pk) if point.pk in order else 0
    if at == 0:
        return refuse(request, story, ServiceError("This is the first point already."))
    return _do(request, story, point, points.point_place, before=Point(pk=order[at - 1], story=story))


@require_POST
def down(request: HttpRequest, point_id: int) -> HttpResponse:
    """Behind the point after it."""
    story, point = point_for(request, point_id, "annotate")
    order = _order(request, story)
    at = order.index(point.pk) if point.pk in order else len(order)
    if at + 1 >= len(order):
        return refuse(request, story, ServiceError("This is the last point already."))
    before = Point(pk=order[at + 2], story=story) if at + 2 < len(order) else None
    return _do(request, story, point, points.point_place, before=before)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, point_id: int) -> HttpResponse:
    story, point = point_for(request, point_id, "annotate")
    if request.method != "POST":
        return _form(request, story, point, "points/merge.html")
    into = chosen_point(request, story)
    if into is None:
        wrong = "Choose the point into which this one goes."
        return _form(request, story, point, "points/merge.html", wrong=wrong)
    return _do(request, story, point, points.point_merge, into=into, shown_at=into)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, point_id: int) -> HttpResponse:
    story, point = point_for(request, point_id, "annotate")
    chosen = _passages(request, story)
    if request.method != "POST":
        return _form(request, story, point, "points/split.html", chosen={passage.pk for passage in chosen})
    try:
        made = points.point_split(actor=request.user, point=point, passages=chosen, label=request.POST.get("label", ""))
    except (StaleEdit, StoryArchived) as error:
        return refuse(request, story, error)
    except ServiceError as error:
        keys = {passage.pk for passage in chosen}
        return _form(request, story, point, "points/split.html", wrong=str(error), chosen=keys)
    return _at(request, story, made)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, story_id: int) -> HttpResponse:
    """A point of selected passages: on a page of its own one selects them, on the comparison they are selected."""
    story = story_for(request, story_id, "annotate")
    chosen = _passages(request, story)
    label = request.POST.get("label", "")
    if request.method == "POST" and chosen:
        try:
            made = points.point_create(actor=request.user, story=story, passages=chosen, label=label)
        except ServiceError as error:
            return refuse(request, story, error)
        return _at(request, story, made)
    desk = Desk(request, story)
    picked = {f"p{passage.pk}" for passage in chosen}
    articles = [
        (
            column,
            [
                (key(passage.id), desk.sheet.places[passage.id], passage.text, passage.id in picked)
                for passage in column.document.report
                if passage.id in picked or not request.htmx
            ],
        )
        for column in desk.sheet.every
    ]
    wrong = "Select at least one passage." if request.method == "POST" else ""
    context = {"articles": [(column, found) for column, found in articles if found], "wrong": wrong, "label": label}
    return form(request, desk, "points/create.html", context, status=422 if wrong else 200)


def _do(
    request: HttpRequest,
    story: Story,
    point: Point,
    verb: Callable[..., None],
    shown_at: Point | None = None,
    **more: object,
) -> HttpResponse:
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        return HttpResponse("The field “version” must be the number that the page was given.", status=400)
    try:
        verb(actor=request.user, point=point, version=version, **more)
    except ServiceError as error:
        if isinstance(error, ServiceError) and verb is points.point_name and type(error) is ServiceError:
            return _form(request, story, point, "points/correct.html", wrong=str(error))
        return refuse(request, story, error)
    return _at(request, story, shown_at or point)


def _at(request: HttpRequest, story: Story, point: Point) -> HttpResponse:
    """The answer, with the focus in the row of a point: in the row of a point its first passage is reached first."""
    links = point.links.exclude(state="rejected").order_by("passage__start").values_list("passage", flat=True)
    return answer(
        request, story, passages=[f"p{pk}" for pk in links], focus=[f"#row-pt{point.pk} [data-passage]"], row=point
    )


def _order(request: HttpRequest, story: Story) -> list[int]:
    """The points as the page shows them: some have no passages left."""
    return [key(row.key) for row in Desk(request, story).sheet.rows if row.point]


def _passages(request: HttpRequest, story: Story) -> list[Passage]:
    given = (request.POST if request.method == "POST" else request.GET).getlist("passage")
    keys = {int(pk) for pk in given if pk.isdecimal() and len(pk) <= 18}
    found = Passage.objects.filter(pk__in=keys, revision__article__story=story)
    return list(found.select_related("revision__article__outlet").order_by("revision__article__position", "start"))


def _form(
    request: HttpRequest,
    story: Story,
    point: Point,
    template: str,
    *,
    wrong: str = "",
    chosen: set[int] | frozenset[int] = frozenset(),
) -> HttpResponse:
    desk = Desk(request, story)
    row = desk.sheet.row(f"pt{point.pk}")
    if row is None:
        raise Http404("This point has no passages any more: it stands in no row.")
    given = request.POST if request.method == "POST" else request.GET
    context = {
        "point": point,
        "row": row,
        "passages": _cells(row, chosen),
        "choice": Choice(desk, given.get("to", ""), leave_out=[row]),
        "absent": [(key(cell.document.id), cell) for cell in row.cells if not cell.passages],
        "label": request.POST.get("label", point.label),
        "wrong": wrong,
    }
    return form(request, desk, template, context, status=422 if wrong else 200)


def _cells(row: RowView, chosen: set[int] | frozenset[int]) -> list[tuple[int, str, str, str, bool]]:
    """The passages of a row: (key, outlet, place, text, whether it is chosen)."""
    return [
        (key(shown.passage.id), cell.document.outlet, shown.place, shown.text, key(shown.passage.id) in chosen)
        for cell in row.cells
        for shown in cell.passages
    ]
