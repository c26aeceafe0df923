"""The review: what the engine proposed, one question at a time, the most useful first; an answer leads to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import push_url, trigger_client_event

from ..access import AnnotationDeleted, annotation_for, story_for
from ..errors import ServiceError, StaleEdit
from ..forms import AnnotationEditForm
from ..models import Annotation, Change, Link, Story
from ..presentation import Sheet
from ..review import Question, Queue, Shown, Wishes, shown_annotation, shown_link
from ..services import annotations, history, links
from ..services.annotations import Content
from .desk import Desk

KINDS = {"link": "Links", "detail": "Details", "difference": "Differences"}
DID = {True: "Accepted", False: "Rejected"}
_KEY = re.compile(r"pt(?P<point>[0-9]{1,18})-p(?P<passage>[0-9]{1,18})|n(?P<annotation>[0-9]{1,18})")


class Review(Desk):
    """The questions of one story as one editor wants to see them. The strip's filters choose among them too."""

    def __init__(self, request: HttpRequest, story: Story) -> None:
        super().__init__(request, story)
        if self.sheet.columns != self.sheet.every:  # here all outlets are shown, whichever are side by side
            self.sheet = Sheet(self.comparison, by_row=True, words=self.filters.words)
        self.may_decide = self.may_annotate
        chosen = self.filters
        self.wishes = Wishes(
            kind=request.GET["kind"] if request.GET.get("kind") in KINDS else "",
            outlet=chosen.reports,
            difference_class=chosen.difference,
            rows=frozenset(row.key for row in self.strip.matching) if chosen.only or chosen.words else None,
            sure=request.GET.get("sure") == "1",
        )
        self.queue = Queue(self.comparison, self.wishes, self.sheet)
        self.question: Question | None = None
        self.form: AnnotationEditForm | None = None
        self.notice: dict | None = None

    @cached_property
    def state(self) -> QueryDict:
        """With which questions one wants to see, beside how the desk is switched."""
        state = super().state
        for name, value in (("kind", self.wishes.kind), ("sure", "1" if self.wishes.sure else "")):
            if value:
                state[name] = value
        return state

    @property
    def kinds(self) -> dict[str, str]:
        return KINDS

    @property
    def kind_fields(self) -> list[tuple[str, str]]:
        """What the form that chooses the questions must carry along."""
        return [(name, value) for name, value in self.fields if name not in ("kind", "sure")]

    @property
    def all_classes(self) -> list[tuple[str, str]]:
        return Annotation.Difference.choices

    @cached_property
    def shown(self) -> Shown | None:
        question = self.question
        if question is None:
            return None
        if question.annotation:
            return shown_annotation(self.sheet, question.annotation)
        point, passage = question.key.split("-")
        return shown_link(self.sheet, point, passage)

    @property
    def row_key(self) -> str:
        """The row that the question is about, for the strip."""
        return self.shown.row.key if self.shown and self.shown.row else ""

    @property
    def in_comparison(self) -> str:
        return self.url(self.shown.row if self.shown else None)

    @property
    def address(self) -> str:
        return self.at(self.question)

    @property
    def accept_url(self) -> str:
        return self._act("review.accept")

    @property
    def reject_url(self) -> str:
        return self._act("review.reject")

    @property
    def edit_url(self) -> str:
        return self._act("review.edit")

    @property
    def by_hand(self) -> dict[str, str]:
        """Where a passage that is asked about is put elsewhere, and its row merged or split."""
        asked = _KEY.fullmatch(self.question.key) if self.question else None
        if not asked or not asked["point"]:
            return {}
        row = self.query_with(row=self.row_key)
        return {
            "move": reverse("passages.move", args=[asked["passage"]]) + row,
            "merge": reverse("points.merge", args=[asked["point"]]) + row,
            "split": reverse("points.split", args=[asked["point"]]) + row,
        }

    @property
    def undo_url(self) -> str:
        return self._at("review.undo", self.question)

    @property
    def redo_url(self) -> str:
        return self._at("review.redo", self.question)

    @property
    def forward(self) -> str:
        return self.at(self.queue.after(self.question)) if self._others else ""

    @property
    def back(self) -> str:
        return self.at(self.queue.after(self.question, back=True)) if self._others else ""

    @property
    def progress(self) -> str:
        return f"{self.queue.decided} of {len(self.queue.questions)} decided"

    @cached_property
    def _others(self) -> bool:
        return any(other != self.question for other in self.queue.open)

    def at(self, question: Question | None) -> str:
        """The review at this question; without one, wherever it begins."""
        return self._at("review.page", question)

    def _at(self, name: str, question: Question | None) -> str:
        return reverse(name, args=[self.story.pk]) + self.query_with(item=question.key if question else None)

    def _act(self, name: str) -> str:
        key = self.question.key if self.question else ""
        return reverse(name, args=[self.story.pk, key]) + self.query


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    """The question that the address names, else the first that is open."""
    story = story_for(request, story_id, "read")
    return _show(request, _as_named(request, story))


@require_POST
def accept(request: HttpRequest, story_id: int, item: str) -> HttpResponse:
    return _decide(request, story_id, item, yes=True)


@require_POST
def reject(request: HttpRequest, story_id: int, item: str) -> HttpResponse:
    return _decide(request, story_id, item, yes=False)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, story_id: int, item: str) -> HttpResponse:
    """The question with the form to reword what was proposed, which accepts it."""
    story = story_for(request, story_id, "annotate")
    keys = _keys(item)
    if not keys["annotation"]:
        raise Http404("Only details and differences can be edited.")
    try:
        annotation = _annotation(request, story, keys)
        if request.method != "POST":
            review = _review(request, story, item)
            review.form = AnnotationEditForm(story=story, initial=_initial(annotation))
            return _show(request, review, focus="#item [data-focus]")
        form = AnnotationEditForm(request.POST, story=story)
        if not form.is_valid():
            review = _review(request, story, item)
            review.form = form
            return _show(request, review, status=422, focus="#item [aria-invalid=true]")
        annotations.annotation_edit(
            actor=request.user, annotation=annotation, version=form.cleaned_data["version"], content=form.content()
        )
    except (StaleEdit, AnnotationDeleted) as late:
        return _late(request, story, item, late)
    return _next(request, story, item, f"Saved: {annotation.label}.")


@require_POST
def undo(request: HttpRequest, story_id: int) -> HttpResponse:
    """Takes one's own last step back, and asks again what it had answered."""
    return _turn(request, story_id, history.step_undo)


@require_POST
def redo(request: HttpRequest, story_id: int) -> HttpResponse:
    """Does it again, and shows what it answered."""
    return _turn(request, story_id, history.step_redo)


def _turn(request: HttpRequest, story_id: int, verb: Callable[..., Change]) -> HttpResponse:
    story = story_for(request, story_id, "annotate")
    try:
        change = verb(actor=request.user, story=story)
    except ServiceError as error:
        review = _as_named(request, story)
        review.notice = {"sentence": str(error), "stays": True}
        return _show(request, review, status=409 if isinstance(error, StaleEdit) else 422, say=str(error))
    review = _as_named(request, story)
    review.question = _touched(review.queue, change) or review.question
    if not request.htmx:
        messages.success(request, f"{change.summary}.")
        return redirect(review.address)
    return _show(request, review, say=f"{change.summary}. {review.progress}.")


def _touched(queue: Queue, change: Change) -> Question | None:
    """What a step decided: its own link or note, before others that it touched along the way."""
    found: dict[str, str] = {}
    for state in (change.before or {}), (change.after or {}):
        for row, fields in state.items():
            model, pk = row.split(":")
            if model == "annotation":
                found[row] = f"n{pk}"
            elif model == "link" and fields:
                found[row] = f"pt{fields['point']}-p{fields['passage']}"
    rows = sorted(found, key=lambda row: row.split(":")[1] != str(change.object_id))
    return next(filter(None, (queue.question(found[row]) for row in rows)), None)


def _decide(request: HttpRequest, story_id: int, item: str, *, yes: bool) -> HttpResponse:
    story = story_for(request, story_id, "annotate")
    keys = _keys(item)
    try:
        if keys["annotation"]:
            said = _decide_annotation(request, _annotation(request, story, keys), yes=yes)
        else:
            said = _decide_link(request, _link(story, keys), yes=yes)
    except (StaleEdit, AnnotationDeleted) as late:
        return _late(request, story, item, late)
    except KeyError as missing:
        return HttpResponse(f"The field “{missing.args[0]}” must be what the page was given.", status=400)
    return _next(request, story, item, said)


def _decide_link(request: HttpRequest, link: Link, *, yes: bool) -> str:
    state = request.POST.get("state")
    if state not in Link.State.values:
        raise KeyError("state")
    verb = links.link_accept if yes else links.link_reject
    verb(actor=request.user, link=link, state=state)
    return f"{DID[yes]}: {link.passage.revision.article.outlet} in “{link.point.label}”."


def _decide_annotation(request: HttpRequest, annotation: Annotation, *, yes: bool) -> str:
    """Accepting a difference takes the class that is chosen beside it."""
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        raise KeyError("version") from None
    chosen = request.POST.get("difference_class", annotation.difference_class)
    if chosen != annotation.difference_class and chosen not in Annotation.Difference.values:
        raise KeyError("difference_class")
    given = {"actor": request.user, "annotation": annotation, "version": version}
    if not yes:
        annotations.annotation_dismiss(**given)
        return f"Dismissed: {annotation.label}."
    if annotation.kind == Annotation.Kind.DIFFERENCE and chosen != annotation.difference_class:
        content = Content(
            kind=annotation.kind,
            outlets=tuple(annotation.outlets.all()),
            label=annotation.label,
            body=annotation.body,
            difference_class=chosen,
        )
        annotations.annotation_edit(**given, content=content)
        return f"Accepted as {annotation.get_difference_class_display().lower()}: {annotation.label}."
    annotations.annotation_accept(**given)
    return f"Accepted: {annotation.label}."


def _next(request: HttpRequest, story: Story, item: str, said: str) -> HttpResponse:
    """On to the question after the one that was decided."""
    review = Review(request, story)
    review.question = review.queue.after(review.queue.question(item))
    if not request.htmx:
        messages.success(request, said)
        return redirect(review.address)
    return _show(request, review, say=f"{said} {review.progress}.")


def _late(request: HttpRequest, story: Story, item: str, late: StaleEdit | AnnotationDeleted) -> HttpResponse:
    """Somebody else was faster: who, and what they did, and on to the next. What was typed is kept, to be copied."""
    review = Review(request, story)
    decided = review.queue.question(item)
    review.question = review.queue.after(decided)
    current = late.current if isinstance(late, StaleEdit) else None
    if isinstance(late, AnnotationDeleted):
        sentence = f"{named(late.change.actor)} deleted “{late.said['label']}” in the meantime."
    elif isinstance(current, Annotation | Link):
        label = current if isinstance(current, Annotation) else current.point
        did = "changed" if current.state == "proposed" else current.state
        sentence = f"{named(current.by)} {did} “{label}” in the meantime."
    else:
        sentence = "What you decided about is no longer there: somebody changed the row in the meantime."
    typed = filter(None, (request.POST.get("label"), request.POST.get("body")))
    review.notice = {"sentence": sentence, "url": review.at(decided) if decided else "", "typed": "\n\n".join(typed)}
    return _show(request, review, status=409, say=f"{sentence} Nothing was changed by you. {review.progress}.")


def _show(
    request: HttpRequest, review: Review, *, status: int = 200, say: str = "", focus: str = "#item-heading"
) -> HttpResponse:
    """The page, or to htmx the question alone, with the focus on it and its address in the bar."""
    context = {"story": review.story, "here": "review", "review": review, "desk": review}
    if not request.htmx:
        return render(request, "review/page.html", context, status=status)
    response = render(request, "review/page.html#item", context, status=status)
    if say:  # something was decided, so the figures beside the strip are others
        response.write(render_to_string("compare/page.html#counts", context | {"oob": True}, request=request))
    push_url(response, review.edit_url if review.form else review.address)
    after = {"focus": [focus, "#item-heading"], "say": say}
    return trigger_client_event(response, "crossread:after", after, after="settle")


def _as_named(request: HttpRequest, story: Story) -> Review:
    """At the question that the address names, else at the first that is open."""
    review = Review(request, story)
    review.question = review.queue.question(request.GET.get("item", "")) or review.queue.after(None)
    return review


def _review(request: HttpRequest, story: Story, item: str) -> Review:
    review = Review(request, story)
    review.question = review.queue.question(item)
    if review.question is None:
        raise Http404("This is no question of the review: only what the engine proposed is.")
    return review


def _keys(item: str) -> dict[str, str | None]:
    found = _KEY.fullmatch(item)
    if found is None:
        raise Http404("No such question.")
    return found.groupdict()


def _link(story: Story, keys: dict[str, str | None]) -> Link:
    links_there = Link.objects.select_related("point", "passage__revision__article__outlet")
    link = links_there.filter(point__story=story, point=keys["point"], passage=keys["passage"]).first()
    if link is None:
        raise StaleEdit("This link is no longer there.", None)
    return link


def _annotation(request: HttpRequest, story: Story, keys: dict[str, str | None]) -> Annotation:
    pk = int(keys["annotation"] or 0)
    found = story.annotations.filter(pk=pk).first()
    if found is None:
        elsewhere, _ = annotation_for(request, pk, "annotate")  # tells who deleted it
        raise Http404(f"This note belongs to “{elsewhere}”.")
    return found


def _initial(annotation: Annotation) -> dict:
    return {
        "version": annotation.version,
        "difference_class": annotation.difference_class,
        "outlets": annotation.outlets.all(),
        "label": annotation.label,
        "body": annotation.body,
    }


def named(user: User | None) -> str:
    return (user.get_full_name() or user.username) if user else "Somebody"
