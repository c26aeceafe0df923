"""Blind double review: who may answer, what the other one and the journal see, and what the lead's word does."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from coverage_app.double_review import Round
from coverage_app.engine.documents import Pair
from coverage_app.errors import ServiceError, StaleEdit, StoryArchived
from coverage_app.models import Answer, Change, DoubleReview, Link, Member, Passage, Story
from coverage_app.services import double_reviews as service
from coverage_app.services.history import step_undo
from coverage_app.services.links import link_reject
from tests.factories import make_comparison, make_story

pytestmark = pytest.mark.database


@pytest.fixture
def other(db):
    return User.objects.create_user("emil", first_name="Emil", last_name="Other")


@pytest.fixture
def story(lead, editor, other, viewer):
    made = make_comparison()
    siren = next(p for p in made.documents[2].passages if "siren" in p.text)
    dead = made.points[1].links[0].passage
    made = replace(made, pairs=(Pair(dead, siren.id, 0.4),))
    return make_story(made, leads=[lead], editors=[editor, other], viewers=[viewer])


@pytest.fixture
def review(story, lead, editor, other):
    return service.double_review_open(actor=lead, story=story, first=editor, second=other)


def _answer(review, user, *answers):
    for candidate, yes in zip(review.candidates.all(), answers, strict=False):
        if yes is not None:
            service.double_review_answer(actor=user, candidate=candidate, yes=yes)


def _both_done(review, editor, other):
    for user in (editor, other):
        service.double_review_done(actor=user, double_review=review)
    review.refresh_from_db()


def _link(candidate):
    return Link.objects.filter(point=candidate.point_id, passage=candidate.passage_id).first()


def test_a_round_asks_two_about_links_and_what_comes_close(review, story, lead, editor, other):
    assert [reviewer.user for reviewer in review.reviewers.all()] == [editor, other]
    labels = list(review.candidates.values_list("label", flat=True))
    assert labels == ["The gates", "The gates", "The gates", "The dead", "The dead"]
    assert _link(review.candidates.last()) is None  # the siren comes close to the dead
    summary = Change.objects.get(verb="double_review.open").summary
    assert summary == "Asked Edith Editor and Emil Other to review 5 links, each alone"


def test_two_different_editors_are_asked_and_one_round_at_a_time(story, lead, editor, other, viewer, stranger):
    for pair in ((editor, editor), (editor, viewer), (editor, stranger)):
        with pytest.raises(ServiceError):
            service.double_review_open(actor=lead, story=story, first=pair[0], second=pair[1])
    service.double_review_open(actor=lead, story=story, first=editor, second=lead)
    with pytest.raises(ServiceError, match="under way"):
        service.double_review_open(actor=lead, story=story, first=editor, second=other)
    assert DoubleReview.objects.count() == 1


def test_without_links_there_is_nothing_to_review(lead, editor, other, story):
    story.points.all().delete()
    with pytest.raises(ServiceError, match="compare the articles first"):
        service.double_review_open(actor=lead, story=story, first=editor, second=other)


def test_answers_change_neither_links_nor_the_journal(review, story, editor):
    before = list(Link.objects.order_by("pk").values_list("pk", "state", "by"))
    changes = Change.objects.count()
    _answer(review, editor, True, False, True)
    assert list(Link.objects.order_by("pk").values_list("pk", "state", "by")) == before
    assert Change.objects.count() == changes


def test_an_answer_may_be_thought_over_until_one_is_done(review, editor):
    _answer(review, editor, True)
    _answer(review, editor, False)
    assert Answer.objects.get().yes is False
    service.double_review_done(actor=editor, double_review=review)
    with pytest.raises(ServiceError, match="done"):
        _answer(review, editor, True)
    assert Answer.objects.get().yes is False


def test_only_the_two_answer_and_only_while_it_is_open(review, lead, editor, other):
    with pytest.raises(ServiceError, match="two who were asked"):
        _answer(review, lead, True)
    service.double_review_end(actor=lead, double_review=review)
    with pytest.raises(StaleEdit, match="moved on"):
        _answer(review, editor, True)
    assert not Answer.objects.exists()


def test_while_it_is_open_one_reads_ones_own_answers_only(review, editor, other):
    _answer(review, editor, True, True)
    _answer(review, other, False)
    mine, theirs = review.reviewers.all()
    assert [asked.answers for asked in Round(review, mine).asked][:2] == [(True, None), (True, None)]
    assert [asked.answers for asked in Round(review, theirs).asked][:2] == [(None, False), (None, None)]
    assert {asked.answers for asked in Round(review).asked} == {(None, None)}
    _both_done(review, editor, other)
    assert [asked.answers for asked in Round(review).asked][:2] == [(True, False), (True, None)]


def test_when_both_are_done_the_lead_decides(review, editor, other):
    service.double_review_done(actor=editor, double_review=review)
    review.refresh_from_db()
    assert review.state == "open"
    service.double_review_done(actor=other, double_review=review)
    review.refresh_from_db()
    assert review.state == "deciding"


def test_the_figures_are_of_what_both_answered(review, editor, other):
    _answer(review, editor, True, True, False, True)
    _answer(review, other, True, False, False)
    _both_done(review, editor, other)
    figures = Round(review).figures
    assert (figures.asked, figures.both_yes, figures.both_no, figures.only_first) == (3, 1, 1, 1)
    assert figures.f1 == pytest.approx(2 / 3)
    assert [(label, point.asked) for label, point in Round(review).by_point] == [("The gates", 3)]


def test_what_both_agreed_on_is_written_in_one_step_that_can_be_taken_back(review, story, lead, editor, other):
    _answer(review, editor, True, False, True, True, False)
    _answer(review, other, True, False, False, True, False)
    _both_done(review, editor, other)
    assert service.double_review_agreed(actor=lead, double_review=review) == 4
    yes, no, differ, pair, close = review.candidates.all()
    assert [_link(candidate).state for candidate in (yes, no, differ, pair)] == [
        "accepted",
        "rejected",
        "proposed",
        "accepted",
    ]
    assert _link(yes).by == lead
    assert set(pair.point.links.exclude(pk=_link(close).pk).values_list("state", flat=True)) == {"accepted"}
    assert _link(close).state == "rejected"  # the engine does not put it there
    change = Change.objects.get(verb="double_review.agreed")
    assert change.summary == "Wrote what both reviewers agreed on: 2 times yes, 2 times no"
    step_undo(actor=lead, story=story)
    assert _link(close) is None
    assert _link(yes).state == "proposed"


def test_the_lead_decides_where_they_differ_and_the_round_closes(review, lead, editor, other):
    _answer(review, editor, True, False)
    _answer(review, other, False, False)
    _both_done(review, editor, other)
    first = review.candidates.first()
    service.double_review_decide(actor=lead, candidate=first, yes=False)
    first.refresh_from_db()
    assert (first.verdict, first.decided_by) == ("no", lead)
    assert _link(first).state == "rejected"
    assert "does not report “The gates”" in Change.objects.get(verb="double_review.decide").summary
    with pytest.raises(StaleEdit) as caught:
        service.double_review_decide(actor=lead, candidate=first, yes=True)
    assert caught.value.current.decided_by == lead
    service.double_review_agreed(actor=lead, double_review=review)
    review.refresh_from_db()
    assert review.state == "closed"


def test_what_only_one_answered_waits_for_the_lead(review, lead, editor, other):
    _answer(review, editor, True)
    service.double_review_end(actor=lead, double_review=review)
    review.refresh_from_db()
    assert len(Round(review).to_decide) == 1
    service.double_review_decide(actor=lead, candidate=review.candidates.first(), yes=True)
    review.refresh_from_db()
    assert review.state == "closed"


def test_a_decision_made_by_hand_meanwhile_is_not_overwritten_in_the_lot(review, lead, editor, other):
    first = review.candidates.first()
    link_reject(actor=lead, link=_link(first), state="proposed")
    _answer(review, editor, True, True)
    _answer(review, other, True, True)
    _both_done(review, editor, other)
    assert service.double_review_agreed(actor=lead, double_review=review) == 1
    assert _link(first).state == "rejected"
    assert [asked.candidate.pk for asked in Round(review).to_decide] == [first.pk]


def test_a_point_that_is_gone_is_no_question_any_more(review, story, lead, editor, other):
    _answer(review, editor, True, True, True, True, True)
    _answer(review, other, False, True, True, False, False)
    _both_done(review, editor, other)
    gone = review.candidates.first()
    story.points.get(label="The gates").delete()
    with pytest.raises(StaleEdit, match="no longer there"):
        service.double_review_decide(actor=lead, candidate=gone, yes=True)
    assert [asked.candidate.label for asked in Round(review).to_decide] == ["The dead", "The dead"]
    assert Round(review).figures.asked == 5


def test_a_passage_that_was_set_aside_is_no_question_any_more(review, lead, editor, other):
    _answer(review, editor, True)
    _answer(review, other, False)
    _both_done(review, editor, other)
    Passage.objects.filter(pk=review.candidates.first().passage_id).update(kind="furniture")
    assert Round(review).to_decide == ()


def test_closing_leaves_the_rest_as_it_is(review, lead, editor, other):
    with pytest.raises(StaleEdit):
        service.double_review_close(actor=lead, double_review=review)
    _answer(review, editor, True)
    _answer(review, other, False)
    _both_done(review, editor, other)
    service.double_review_close(actor=lead, double_review=review)
    review.refresh_from_db()
    assert review.closed_at
    assert _link(review.candidates.first()).state == "proposed"


def test_in_the_archive_nobody_answers_or_decides(review, story, lead, editor):
    Story.objects.filter(pk=story.pk).update(archived_at=timezone.now())
    with pytest.raises(StoryArchived):
        _answer(review, editor, True)
    with pytest.raises(StoryArchived):
        service.double_review_end(actor=lead, double_review=review)


def test_a_story_with_rounds_can_be_deleted_and_a_member_leave(review, story, editor):
    _answer(review, editor, True)
    Member.objects.filter(story=story, user=editor).delete()
    story.delete()
    assert not DoubleReview.objects.exists()
    assert not Answer.objects.exists()
