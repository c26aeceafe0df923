"""Deciding links: what is stored, what the journal keeps, who is late, and how it is taken back."""

import pytest
from django.utils import timezone

from coverage_app.errors import StaleEdit, StoryArchived
from coverage_app.models import Change, Link, Story
from coverage_app.services.history import step_redo, step_undo
from coverage_app.services.links import link_accept, link_reject
from tests.factories import make_story

pytestmark = pytest.mark.database


@pytest.fixture
def story(lead, editor):
    return make_story(leads=[lead], editors=[editor])


@pytest.fixture
def gates(story):
    """The links of the point of three passages."""
    return list(story.points.get(label="The gates").links.all())


@pytest.fixture
def dead(story):
    """The links of the point of two passages."""
    return list(story.points.get(label="The dead").links.all())


def _states(links):
    return [Link.objects.get(pk=link.pk).state for link in links]


def test_accepting_says_who_and_leaves_the_others(editor, gates):
    link_accept(actor=editor, link=gates[0], state="proposed")
    assert _states(gates) == ["accepted", "proposed", "proposed"]
    assert Link.objects.get(pk=gates[0].pk).by == editor
    change = Change.objects.get(verb="link.accept")
    assert change.actor == editor
    assert change.summary.startswith("Accepted ¶")
    assert change.summary.endswith(" in “The gates”")


def test_of_two_passages_both_are_accepted_in_one_step(editor, story, dead):
    link_accept(actor=editor, link=dead[1], state="proposed")
    assert _states(dead) == ["accepted", "accepted"]
    assert Change.objects.filter(verb="link.accept").count() == 1
    step_undo(actor=editor, story=story)
    assert _states(dead) == ["proposed", "proposed"]
    assert not Link.objects.filter(pk__in=[link.pk for link in dead], by__isnull=False).exists()
    step_redo(actor=editor, story=story)
    assert _states(dead) == ["accepted", "accepted"]


def test_rejecting_takes_one_passage_out_and_can_be_taken_back(editor, story, dead):
    link_reject(actor=editor, link=dead[0], state="proposed")
    assert _states(dead) == ["rejected", "proposed"]
    step_undo(actor=editor, story=story)
    assert _states(dead) == ["proposed", "proposed"]


def test_a_decision_can_be_turned_round(lead, editor, gates):
    link_accept(actor=editor, link=gates[0], state="proposed")
    link_reject(actor=lead, link=gates[0], state="accepted")
    assert _states(gates)[0] == "rejected"
    assert Link.objects.get(pk=gates[0].pk).by == lead


def test_the_late_one_learns_who_was_faster_and_changes_nothing(lead, editor, gates):
    mine = Link.objects.select_related("point").get(pk=gates[0].pk)
    link_reject(actor=lead, link=gates[0], state="proposed")
    with pytest.raises(StaleEdit) as caught:
        link_accept(actor=editor, link=mine, state="proposed")
    assert (caught.value.current.by, caught.value.current.state) == (lead, "rejected")
    assert not Change.objects.filter(verb="link.accept").exists()


def test_deciding_a_link_that_is_gone_says_so(editor, gates):
    Link.objects.filter(pk=gates[0].pk).delete()
    with pytest.raises(StaleEdit, match="no longer there") as caught:
        link_accept(actor=editor, link=gates[0], state="proposed")
    assert caught.value.current is None


def test_in_the_archive_nothing_is_decided(editor, story, gates):
    Story.objects.filter(pk=story.pk).update(archived_at=timezone.now())
    with pytest.raises(StoryArchived):
        link_accept(actor=editor, link=gates[0], state="proposed")
    assert _states(gates)[0] == "proposed"
