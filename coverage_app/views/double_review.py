"""Blind double review: a lead asks two editors about the links of a story; each answers alone; the lead decides where
they differ; then everybody in the story may read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url, trigger_client_event

from .. import queries
from ..access import candidate_for, reviewer_for, story_for
from ..double_review import Asked, Round
from ..errors import ServiceError, StaleEdit
from ..models import DoubleReview, Role, Story
from ..presentation import Sheet
from ..review import Shown, shown_link
from ..services import double_reviews as service

State = DoubleReview.State
ANSWERS = {"yes": True, "no": False}


class TwoForm(forms.Form):
    """Whom to ask: two members who may edit."""

    first = forms.ModelChoiceField(User.objects.none(), label="First reviewer", empty_label="—")
    second = forms.ModelChoiceField(User.objects.none(), label="Second reviewer", empty_label="—")

    def __init__(self, *args: object, story: Story, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        able = User.objects.filter(memberships__story=story).exclude(
            memberships__role=Role.VIEWER, memberships__story=story
        )
        for field in self.fields.values():
            field.queryset = able.order_by("username")
            field.label_from_instance = lambda user: user.get_full_name() or user.username
            field.error_messages["required"] = "Choose an editor of this story."


class Screen:
    """A round as one person may see it, with the question that is on."""

    def __init__(self, request: HttpRequest, story: Story, chosen: int | None = None) -> None:
        self.story = story
        rounds = list(story.double_reviews.all())
        self.review: DoubleReview | None = next((r for r in rounds if r.pk == chosen), rounds[0] if rounds else None)
        self.earlier = [r for r in rounds if r.state == State.CLOSED and r != self.review]
        self.is_lead = "adjudicate" in story.may
        self.may_open = self.is_lead and all(r.state == State.CLOSED for r in rounds)
        self.me = self.review.reviewers.filter(user=request.user).first() if self.review else None
        self.round = Round(self.review, self.me) if self.review else None
        self.question: Asked | None = None
        self.notice = ""

    @property
    def state(self) -> str:
        return self.review.state if self.review else ""

    @property
    def answering(self) -> bool:
        """Whether this is one of the two, and not done."""
        writes = "annotate" in self.story.may
        return self.state == State.OPEN and self.me is not None and self.me.done_at is None and writes

    @property
    def may_resume(self) -> bool:
        """Whether this is one of the two, done before the other one is."""
        writes = "annotate" in self.story.may
        return self.state == State.OPEN and self.me is not None and self.me.done_at is not None and writes

    @property
    def deciding(self) -> bool:
        return self.state == State.DECIDING and self.is_lead

    @property
    def readable(self) -> bool:
        """Whether figures and answers may be read: by the lead who decides, in the end by everybody."""
        return self.state == State.CLOSED or self.deciding

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(queries.shown(self.story), by_row=True)

    @cached_property
    def questions(self) -> list[Asked]:
        """What this person is asked: all that can be answered, or all that waits for the lead."""
        if self.round is None or not (self.answering or self.deciding):
            return []
        asked = self.round.asked if self.answering else self.round.to_decide
        rows = {row.key: row.passages for row in self.sheet.rows}
        return [
            a
            for a in asked
            if a.there and rows.get(f"pt{a.candidate.point_id}", frozenset()) - {f"p{a.candidate.passage_id}"}
        ]

    @property
    def open(self) -> list[Asked]:
        return [a for a in self.questions if self.deciding or self.mine(a) is None]

    @property
    def done_count(self) -> int:
        return len(self.questions) - len(self.open)

    @property
    def progress(self) -> str:
        return f"{self.done_count} of {len(self.questions)} answered"

    @property
    def unanswered(self) -> str:
        """What is said before one is done with less than all."""
        left = len(self.open)
        if not left:
            return ""
        return f"{left} of {len(self.questions)} questions {'is' if left == 1 else 'are'} not answered."

    @property
    def last(self) -> str:
        return self.address(self.questions[-1] if self.questions else None)

    @property
    def answered(self) -> list[tuple[object, int]]:
        """Of each of the two, how many they have answered: no more than that while the round is open."""
        counts = {reviewer.pk: reviewer.answers.count() for reviewer in self.round.reviewers} if self.round else {}
        return [(reviewer, counts[reviewer.pk]) for reviewer in self.round.reviewers] if self.round else []

    def mine(self, asked: Asked) -> bool | None:
        return asked.answers[self.round.reviewers.index(self.me)] if self.round and self.me else None

    @property
    def my_answer(self) -> bool | None:
        return self.mine(self.question) if self.question and self.answering else None

    @property
    def heading(self) -> str:
        if self.question:
            return "Does this report the same?"
        if self.answering:
            return "You have answered every question."
        if self.deciding:
            return "No disagreement is left."
        if self.review is None:
            return "No double review yet."
        return {
            State.OPEN: "You are done." if self.me else "A double review is under way.",
            State.DECIDING: "Both have answered.",
            State.CLOSED: f"The round of {date(timezone.localtime(self.review.opened_at), 'j F Y')} is closed.",
        }[State(self.review.state)]

    @property
    def send(self) -> str:
        """Where the answer to the question goes."""
        name = "double_review.decide" if self.deciding else "double_review.answer"
        return reverse(name, args=[self.story.pk, self.question.candidate.pk]) if self.question else ""

    def ask(self, key: int | None = None, *, after: int | None = None) -> None:
        """The question of this key; else the first open one, behind the one with this number, or round the end."""
        self.question = next((a for a in self.questions if a.candidate.pk == key), None) if key else None
        if self.question is None:
            beyond = (a for a in self.open if after is not None and a.candidate.number > after)
            self.question = next(beyond, next(iter(self.open), None))

    @cached_property
    def shown(self) -> Shown | None:
        if self.question is None:
            return None
        candidate = self.question.candidate
        return shown_link(self.sheet, f"pt{candidate.point_id}", f"p{candidate.passage_id}")

    @property
    def said(self) -> list[tuple[object, bool | None]]:
        """Who said what about the question, for the lead who decides."""
        if not self.deciding or self.round is None or self.question is None:
            return []
        return list(zip(self.round.reviewers, self.question.answers, strict=True))

    @property
    def outcome(self) -> list[dict]:
        """What was decided, for everybody to read."""
        if self.round is None or not self.readable:
            return []
        texts = {p.id: (d.outlet, p.text) for d in self.sheet.comparison.documents for p in d.report}
        gone = ("", "This passage is no longer there.")
        return [
            {"asked": asked, "place": texts.get(f"p{asked.candidate.passage_id}", gone)} for asked in self.round.decided
        ]

    def at(self, step: int) -> str:
        """The question before or after this one, answered or not."""
        if self.question not in self.questions or len(self.questions) < 2:
            return ""
        index = (self.questions.index(self.question) + step) % len(self.questions)
        return self.address(self.questions[index])

    @property
    def forward(self) -> str:
        return self.at(1)

    @property
    def back(self) -> str:
        return self.at(-1)

    def address(self, asked: Asked | None) -> str:
        page = reverse("double_review.page", args=[self.story.pk])
        return f"{page}?item={asked.candidate.pk}" if asked else page


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "read")
    screen = Screen(request, story, _number(request, "round"))
    screen.ask(_number(request, "item"))
    return _show(request, screen)


@require_POST
def start(request: HttpRequest, story_id: int) -> HttpResponse:
    """Asks two."""
    story = story_for(request, story_id, "adjudicate")
    form = TwoForm(request.POST, story=story)
    if form.is_valid():
        try:
            service.double_review_open(actor=request.user, story=story, **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The two are asked. Tell them: they find the questions under Review.")
            return redirect("double_review.page", story.pk)
    return _show(request, Screen(request, story), form=form, status=422)


@require_POST
def answer(request: HttpRequest, story_id: int, candidate_id: int) -> HttpResponse:
    """What one of the two says, and on to the next question."""
    story, candidate = candidate_for(request, story_id, candidate_id, "annotate")
    reviewer_for(request, candidate.double_review)
    yes = ANSWERS.get(request.POST.get("answer", ""))
    if yes is None:
        return HttpResponse("The field “answer” must be yes or no.", status=400)

    def write() -> str:
        service.double_review_answer(actor=request.user, candidate=candidate, yes=yes)
        return f"You said {'yes' if yes else 'no'}."

    return _on(request, story, write, after=candidate.number)


@require_POST
def decide(request: HttpRequest, story_id: int, candidate_id: int) -> HttpResponse:
    """The lead's word, and on to the next disagreement."""
    story, candidate = candidate_for(request, story_id, candidate_id, "adjudicate")
    yes = ANSWERS.get(request.POST.get("answer", ""))
    if yes is None:
        return HttpResponse("The field “answer” must be yes or no.", status=400)

    def write() -> str:
        service.double_review_decide(actor=request.user, candidate=candidate, yes=yes)
        return "Decided: it reports the same." if yes else "Decided: it does not report the same."

    return _on(request, story, write, after=candidate.number)


@require_POST
def done(request: HttpRequest, story_id: int) -> HttpResponse:
    """That one has said all; when something is not answered, one is asked whether one is sure."""
    story, review = _round(request, story_id, "annotate")
    reviewer_for(request, review)
    if not request.htmx and "sure" not in request.POST:  # with htmx the browser has asked
        screen = Screen(request, story)
        if screen.answering and screen.unanswered:
            return render(request, "double_review/done.html", {"story": story, "here": "review", "screen": screen})
    return _move(request, story, lambda: service.double_review_done(actor=request.user, double_review=review))


@require_POST
def resume(request: HttpRequest, story_id: int) -> HttpResponse:
    """Back to answering, after one said that one was done."""
    story, review = _round(request, story_id, "annotate")
    reviewer_for(request, review)
    return _move(request, story, lambda: service.double_review_resume(actor=request.user, double_review=review))


@require_POST
def end(request: HttpRequest, story_id: int) -> HttpResponse:
    story, review = _round(request, story_id, "adjudicate")
    return _move(request, story, lambda: service.double_review_end(actor=request.user, double_review=review))


@require_POST
def agreed(request: HttpRequest, story_id: int) -> HttpResponse:
    """Writes what both agreed on."""
    story, review = _round(request, story_id, "adjudicate")
    return _move(request, story, lambda: service.double_review_agreed(actor=request.user, double_review=review))


@require_POST
def close(request: HttpRequest, story_id: int) -> HttpResponse:
    story, review = _round(request, story_id, "adjudicate")
    return _move(request, story, lambda: service.double_review_close(actor=request.user, double_review=review))


def _round(request: HttpRequest, story_id: int, right: str) -> tuple[Story, DoubleReview]:
    """The latest round of the story."""
    story = story_for(request, story_id, right)
    review = story.double_reviews.first()
    return story, review or get_object_or_404(DoubleReview, pk=None)


def _on(request: HttpRequest, story: Story, write: Callable[[], str], *, after: int) -> HttpResponse:
    status, notice = 200, ""
    try:
        said = write()
    except ServiceError as error:
        status = 409 if isinstance(error, StaleEdit) else 422
        said = notice = f"{_late(error)} Nothing was changed by you."
    screen = Screen(request, story)
    screen.notice = notice
    screen.ask(after=after)
    if not request.htmx and not notice:
        messages.success(request, said)
        return redirect(screen.address(screen.question))
    return _show(request, screen, status=status, say=said)


def _late(error: ServiceError) -> str:
    """Who was faster, where it is known."""
    decided = getattr(error, "current", None)
    who = getattr(decided, "decided_by", None)
    if who is None:
        return str(error)
    verdict = decided.get_verdict_display().lower()
    return f"{who.get_full_name() or who.username} decided this in the meantime: {verdict}."


def _move(request: HttpRequest, story: Story, write: Callable[[], object]) -> HttpResponse:
    """A step of the whole round; its forms send whole pages."""
    try:
        write()
    except ServiceError as error:
        screen = Screen(request, story)
        screen.notice = str(error)
        screen.ask()
        return _show(request, screen, status=409 if isinstance(error, StaleEdit) else 422)
    if request.htmx:  # what stands beside the question changes too
        return HttpResponseClientRedirect(reverse("double_review.page", args=[story.pk]))
    return redirect("double_review.page", story.pk)


def _show(
    request: HttpRequest, screen: Screen, *, form: TwoForm | None = None, status: int = 200, say: str = ""
) -> HttpResponse:
    if screen.may_open and form is None:
        form = TwoForm(story=screen.story)
    context = {"story": screen.story, "here": "review", "screen": screen, "form": form}
    if not request.htmx:
        return render(request, "double_review/page.html", context, status=status)
    response = render(request, "double_review/page.html#item", context, status=status)
    push_url(response, screen.address(screen.question))
    progress = f" {screen.progress}." if screen.answering and say else ""
    after = {"focus": ["#item-heading"], "say": say + progress}
    return trigger_client_event(response, "crossread:after", after, after="settle")


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None
