"""Annotating: what is stored, what the journal keeps, and who is late."""

import pytest

from coverage_app.errors import ServiceError, StaleEdit
from coverage_app.models import Annotation, Change, Outlet, Passage
from coverage_app.services.annotations import (
    Content,
    Words,
    annotation_accept,
    annotation_create,
    annotation_delete,
    annotation_dismiss,
    annotation_edit,
)
from tests.factories import make_story


@pytest.fixture
def story(lead):
    return make_story(leads=[lead])


@pytest.fixture
def proposal(story):
    return story.annotations.get(label="Two dead or three")


def _content(**more):
    return Content(**{"kind": "added_detail", "outlets": tuple(Outlet.objects.all()[:1]), "label": "A detail"} | more)


def _passage(words):
    found = [p for p in Passage.objects.select_related("revision") if words in p.text]
    return found[0]


def test_an_annotation_keeps_its_words_and_their_neighbours(lead, story):
    passage = _passage("last closed in 1961")
    start = passage.text.index("1961")
    made = annotation_create(actor=lead, story=story, content=_content(), words=[Words(passage, start, start + 4)])
    target = made.targets.get()
    assert (target.exact, target.prefix[-10:]) == ("1961", "closed in ")
    assert made.state == "accepted"
    assert made.by == lead


def test_words_outside_the_passage_are_refused(lead, story):
    passage = _passage("1961")
    with pytest.raises(ServiceError, match="Select them again"):
        annotation_create(actor=lead, story=story, content=_content(), words=[Words(passage, 0, 5000)])
    assert not Annotation.objects.filter(label="A detail").exists()


def test_accepting_says_who_and_can_be_undone_from_the_journal(lead, proposal):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.by, proposal.version) == ("accepted", lead, 2)
    change = Change.objects.get(verb="annotation.accept")
    assert change.actor == lead
    row = f"annotation:{proposal.pk}"
    assert (change.before[row]["state"], change.after[row]["state"]) == ("proposed", "accepted")


def test_rewording_a_proposal_accepts_it(lead, proposal):
    annotation_edit(actor=lead, annotation=proposal, version=1, content=_content(kind="difference", label="2 or 3"))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.label, proposal.kind) == ("accepted", "2 or 3", "difference")


def test_the_late_one_learns_what_it_is_now_and_changes_nothing(lead, editor, proposal):
    mine = Annotation.objects.get(pk=proposal.pk)
    annotation_edit(actor=editor, annotation=proposal, version=1, content=_content(label="Theirs"))
    with pytest.raises(StaleEdit) as caught:
        annotation_edit(actor=lead, annotation=mine, version=1, content=_content(label="Mine"))
    assert caught.value.current.label == "Theirs"
    assert Annotation.objects.get(pk=proposal.pk).label == "Theirs"
    assert Change.objects.filter(verb="annotation.edit").count() == 1


def test_dismissing_what_was_deleted_meanwhile_says_so(lead, story):
    own = story.annotations.get(label="The closing of 1961")
    annotation_delete(actor=lead, annotation=Annotation.objects.get(pk=own.pk), version=1)
    with pytest.raises(StaleEdit, match="deleted") as caught:
        annotation_dismiss(actor=lead, annotation=own, version=1)
    assert caught.value.current is None


def test_the_journal_keeps_what_was_deleted(lead, story):
    own = story.annotations.get(label="The closing of 1961")
    annotation_delete(actor=lead, annotation=Annotation.objects.get(pk=own.pk), version=1)
    kept = Change.objects.get(verb="annotation.delete").before
    assert kept[f"annotation:{own.pk}"]["label"] == "The closing of 1961"
    assert [row["exact"] for key, row in kept.items() if key.startswith("target")] == ["last closed in 1961"]


def test_a_proposal_of_the_engine_is_dismissed_not_deleted(lead, proposal):
    with pytest.raises(ServiceError, match="Dismiss it instead"):
        annotation_delete(actor=lead, annotation=proposal, version=1)
    assert Annotation.objects.filter(pk=proposal.pk).exists()


def test_an_annotation_remembers_among_how_many_articles_it_was_decided(lead, story, proposal):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    proposal.refresh_from_db()
    assert proposal.among == 3
