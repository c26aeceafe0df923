"""Writes rounds of blind double review. Answers are no change of the story and stand in no journal, since the other one
must not see them; what the lead decides writes the links."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .. import queries
from ..double_review import Asked, Round
from ..engine.candidates import candidates
from ..errors import ServiceError, StaleEdit
from ..models import Answer, Candidate, DoubleReview, Link, Member, Passage, Point, Reviewer, Role, Story
from .correcting import CERTAIN, Correction, named, place_of
from .journal import record
from .links import in_the_same_breath
from .locking import lock_open

State = DoubleReview.State


@transaction.atomic
def double_review_open(*, actor: User, story: Story, first: User, second: User) -> DoubleReview:
    """Asks two members who may edit about all candidate pairs of passage and point."""
    story = lock_open(story.pk)
    if first == second:
        raise ServiceError("Choose two different people: one alone agrees with themselves.")
    able = Member.objects.filter(story=story, user__in=[first, second]).exclude(role=Role.VIEWER)
    if able.count() < 2:
        raise ServiceError("Both must be editors or leads of this story. Change their roles under Settings.")
    if story.double_reviews.exclude(state=State.CLOSED).exists():
        raise ServiceError("A double review of this story is under way. End and close it first.")
    found = candidates(queries.comparison(story))
    if not found:
        raise ServiceError("There are no links to review: compare the articles first.")
    review = DoubleReview.objects.create(story=story, opened_by=actor)
    Reviewer.objects.bulk_create(Reviewer(double_review=review, user=user) for user in (first, second))
    labels = dict(story.points.values_list("pk", "label"))
    Candidate.objects.bulk_create(
        Candidate(
            double_review=review,
            number=number,
            point_id=queries.key(candidate.point),
            passage_id=queries.key(candidate.passage),
            label=labels[queries.key(candidate.point)],
        )
        for number, candidate in enumerate(found, 1)
    )
    _record(actor, review, "open", f"Asked {_name(first)} and {_name(second)} to review {len(found)} links, each alone")
    return review


@transaction.atomic
def double_review_answer(*, actor: User, candidate: Candidate, yes: bool) -> None:
    """What one of the two says; they may think again until they are done."""
    lock_open(candidate.double_review.story_id)
    reviewer = _reviewer(actor, candidate.double_review)
    Answer.objects.update_or_create(candidate=candidate, reviewer=reviewer, defaults={"yes": yes})


@transaction.atomic
def double_review_done(*, actor: User, double_review: DoubleReview) -> None:
    """One of the two has said all they have to say. When both have, the lead may decide."""
    lock_open(double_review.story_id)
    reviewer = _reviewer(actor, double_review)
    Reviewer.objects.filter(pk=reviewer.pk).update(done_at=timezone.now())
    if not double_review.reviewers.filter(done_at=None).exists():
        DoubleReview.objects.filter(pk=double_review.pk).update(state=State.DECIDING)
    _record(actor, double_review, "done", "Finished their part of the double review")


@transaction.atomic
def double_review_resume(*, actor: User, double_review: DoubleReview) -> None:
    """Back to answering, as long as the other one is not done either: after that the lead sees what was said."""
    lock_open(double_review.story_id)
    review = _in_state(double_review, State.OPEN)
    if not review.reviewers.filter(user=actor, done_at__isnull=False).update(done_at=None):
        raise ServiceError("You are answering already.")
    _record(actor, review, "resume", "Went back to answering in the double review")


@transaction.atomic
def double_review_end(*, actor: User, double_review: DoubleReview) -> None:
    """The lead waits no longer: what is not answered stays unanswered."""
    lock_open(double_review.story_id)
    _turn(double_review, State.OPEN, State.DECIDING)
    _record(actor, double_review, "end", "Ended the double review before both were done")


@transaction.atomic
def double_review_decide(*, actor: User, candidate: Candidate, yes: bool) -> None:
    """The lead's word where the two differ: the link is accepted or rejected."""
    doing = Correction(actor, candidate.double_review.story_id)
    review = _in_state(candidate.double_review, State.DECIDING)
    asked = next(a for a in Round(review).asked if a.candidate.pk == candidate.pk)
    if asked.candidate.verdict:
        raise StaleEdit("Somebody else decided this in the meantime.", asked.candidate)
    if not asked.there:
        raise StaleEdit("This row or this passage is no longer there.", None)
    passage, point = _write(doing, asked, yes=yes)
    _settle(doing, [asked], yes=yes)
    said = "reports" if yes else "does not report"
    doing.record("double_review.decide", f"Decided: {place_of(passage)} {said} {named(point)}", candidate.pk)
    _close_if_settled(review)


@transaction.atomic
def double_review_agreed(*, actor: User, double_review: DoubleReview) -> int:
    """Writes all that both agreed on, in one step; but not over what somebody decided by hand since."""
    doing = Correction(actor, double_review.story_id)
    review = _in_state(double_review, State.DECIDING)
    wanted = Round(review).to_write
    if not wanted:
        raise StaleEdit("What both agreed on is written already.", None)
    for asked in wanted:
        _write(doing, asked, yes=bool(asked.answers[0]))
    yes = [asked for asked in wanted if asked.answers[0]]
    no = [asked for asked in wanted if not asked.answers[0]]
    _settle(doing, yes, yes=True)
    _settle(doing, no, yes=False)
    summary = f"Wrote what both reviewers agreed on: {len(yes)} times yes, {len(no)} times no"
    doing.record("double_review.agreed", summary, review.pk)
    _close_if_settled(review)
    return len(wanted)


@transaction.atomic
def double_review_close(*, actor: User, double_review: DoubleReview) -> None:
    """What nobody decided stays as it is; everybody in the story may now read what was said."""
    lock_open(double_review.story_id)
    _turn(double_review, State.DECIDING, State.CLOSED)
    _record(actor, double_review, "close", "Closed the double review")


def _write(doing: Correction, asked: Asked, *, yes: bool) -> tuple[Passage, Point]:
    """The link as it was decided. A passage that stood close by and is not wanted is kept out by a rejected link."""
    point = Point.objects.get(pk=asked.candidate.point_id)
    passage = Passage.objects.select_related("revision__article__outlet").get(pk=asked.candidate.passage_id)
    link = Link.objects.filter(point=point, passage=passage).first()
    if yes:
        doing.put([passage, *(in_the_same_breath(link) if link else ())], point)
    elif link is None:
        link = Link.objects.create(
            point=point, passage=passage, confidence=CERTAIN, state=Link.State.REJECTED, by=doing.actor
        )
        doing.made(link)
    elif link.state != Link.State.REJECTED:
        doing.reject([link])
    return passage, point


def _settle(doing: Correction, decided: list[Asked], *, yes: bool) -> None:
    verdict = Candidate.Verdict.YES if yes else Candidate.Verdict.NO
    keys = [asked.candidate.pk for asked in decided]
    Candidate.objects.filter(pk__in=keys).update(verdict=verdict, decided_by=doing.actor, decided_at=timezone.now())


def _close_if_settled(review: DoubleReview) -> None:
    """After the last decision there is nothing to wait for."""
    now = Round(review)
    if not now.to_decide and not now.to_write:
        _turn(review, State.DECIDING, State.CLOSED)


def _reviewer(actor: User, double_review: DoubleReview) -> Reviewer:
    """Their part in the round, as long as they may answer."""
    review = _in_state(double_review, State.OPEN)
    reviewer = review.reviewers.filter(user=actor).first()
    if reviewer is None:
        raise ServiceError("Only the two who were asked answer in a double review.")
    if reviewer.done_at:
        raise ServiceError("You said that you are done. Go back to answering to change what you said.")
    return reviewer


def _in_state(double_review: DoubleReview, state: str) -> DoubleReview:
    now = DoubleReview.objects.filter(pk=double_review.pk).first()
    if now is None or now.state != state:
        raise StaleEdit("The double review has moved on in the meantime.", now)
    return now


def _turn(double_review: DoubleReview, old: str, new: str) -> None:
    changes: dict[str, object] = {"state": new}
    if new == State.CLOSED:
        changes["closed_at"] = timezone.now()
    if not DoubleReview.objects.filter(pk=double_review.pk, state=old).update(**changes):
        _in_state(double_review, old)


def _record(actor: User, review: DoubleReview, verb: str, summary: str) -> None:
    record(actor=actor, story=review.story, verb=f"double_review.{verb}", summary=summary, object_id=review.pk)


def _name(user: User) -> str:
    return user.get_full_name() or user.username
