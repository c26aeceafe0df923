"""Taking a step back and doing it again: all of it, only one's own, and never over what others did since."""

import pytest
from django.db import transaction

from coverage_app.errors import ServiceError, StaleEdit
from coverage_app.models import Annotation, Change, Link, Outlet, Passage, Point
from coverage_app.services import history
from coverage_app.services.annotations import (
    Content,
    Words,
    annotation_accept,
    annotation_create,
    annotation_delete,
    annotation_dismiss,
    annotation_edit,
)
from coverage_app.services.history import keep, step, step_redo, step_undo
from coverage_app.services.stories import story_rename
from tests.factories import make_story

pytestmark = pytest.mark.database


@pytest.fixture
def story(lead, editor):
    return make_story(leads=[lead], editors=[editor])


@pytest.fixture
def proposal(story):
    return story.annotations.get(label="Two dead or three")


def _content(**more):
    return Content(**{"kind": "added_detail", "outlets": tuple(Outlet.objects.all()[:1]), "label": "A detail"} | more)


def _whole(pk):
    """All that is stored of an annotation, but for what counts edits."""
    state = keep(Annotation.objects.get(pk=pk))
    return {key: {n: v for n, v in row.items() if n not in ("version", "at", "among")} for key, row in state.items()}


def test_a_decision_is_taken_back_and_made_again(lead, story, proposal):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    step_undo(actor=lead, story=story)
    now = Annotation.objects.get(pk=proposal.pk)
    assert (now.state, now.by) == ("proposed", None)
    assert now.version > 2, "a page that shows it accepted is out of date"
    step_redo(actor=lead, story=story)
    now = Annotation.objects.get(pk=proposal.pk)
    assert (now.state, now.by) == ("accepted", lead)


def test_what_was_deleted_comes_back_with_its_words_and_outlets(lead, story):
    own = story.annotations.get(label="The closing of 1961")
    before = _whole(own.pk)
    annotation_delete(actor=lead, annotation=Annotation.objects.get(pk=own.pk), version=1)
    step_undo(actor=lead, story=story)
    assert _whole(own.pk) == before
    step_redo(actor=lead, story=story)
    assert not Annotation.objects.filter(pk=own.pk).exists()


def test_what_was_written_goes_and_comes_again(lead, story):
    passage = Passage.objects.select_related("revision").first()
    made = annotation_create(actor=lead, story=story, content=_content(), words=[Words(passage, 0, 3)])
    before = _whole(made.pk)
    step_undo(actor=lead, story=story)
    assert not Annotation.objects.filter(pk=made.pk).exists()
    step_redo(actor=lead, story=story)
    assert _whole(made.pk) == before


def test_steps_are_taken_back_from_the_last_to_the_first_and_made_again_in_order(lead, story, proposal):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    annotation_edit(actor=lead, annotation=proposal, version=2, content=_content(kind="difference", label="Second"))
    step_undo(actor=lead, story=story)
    assert Annotation.objects.get(pk=proposal.pk).label == "Two dead or three"
    step_undo(actor=lead, story=story)
    assert Annotation.objects.get(pk=proposal.pk).state == "proposed"
    with pytest.raises(ServiceError, match="nothing in this story"):
        step_undo(actor=lead, story=story)
    step_redo(actor=lead, story=story)
    assert Annotation.objects.get(pk=proposal.pk).state == "accepted"
    step_redo(actor=lead, story=story)
    assert Annotation.objects.get(pk=proposal.pk).label == "Second"
    with pytest.raises(ServiceError, match="nothing that you took back"):
        step_redo(actor=lead, story=story)


def test_a_new_step_ends_what_could_be_done_again(lead, story, proposal):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    step_undo(actor=lead, story=story)
    now = Annotation.objects.get(pk=proposal.pk)
    annotation_dismiss(actor=lead, annotation=now, version=now.version)
    with pytest.raises(ServiceError, match="nothing that you took back"):
        step_redo(actor=lead, story=story)


def test_what_somebody_else_changed_since_is_not_overwritten(lead, editor, story, proposal):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    theirs = Annotation.objects.get(pk=proposal.pk)
    annotation_dismiss(actor=editor, annotation=theirs, version=2)
    with pytest.raises(StaleEdit, match="has since changed"):
        step_undo(actor=lead, story=story)
    assert Annotation.objects.get(pk=proposal.pk).state == "dismissed"


def test_nobody_takes_back_what_somebody_else_did(lead, editor, story, proposal):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    with pytest.raises(ServiceError, match="nothing in this story"):
        step_undo(actor=editor, story=story)
    with pytest.raises(ServiceError, match="somebody else's"):
        step_undo(actor=editor, story=story, change=Change.objects.get(verb="annotation.accept"))
    assert Annotation.objects.get(pk=proposal.pk).state == "accepted"


def test_a_step_is_not_taken_back_twice(lead, story, proposal):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    change = Change.objects.get(verb="annotation.accept")
    step_undo(actor=lead, story=story, change=change)
    with pytest.raises(ServiceError, match="taken back already"):
        step_undo(actor=lead, story=story, change=change)


def test_an_entry_that_holds_no_rows_cannot_be_taken_back(lead, story):
    story_rename(actor=lead, story=story, title="Another title")
    with pytest.raises(ServiceError, match="cannot be taken back"):
        step_undo(actor=lead, story=story, change=story.changes.get(verb="story.rename"))


def test_points_and_links_that_went_together_come_back_together(lead, story):
    """As merging does it: the links move to another point, the point that is left empty goes."""
    kept, merged = Point.objects.filter(story=story)[:2]
    before_points = list(Point.objects.values())
    before_links = list(Link.objects.order_by("pk").values())
    with transaction.atomic():
        links = list(merged.links.all())
        before = keep(merged, *links)
        for link in links:
            if kept.links.filter(passage=link.passage_id).exists():
                link.delete()
            else:
                Link.objects.filter(pk=link.pk).update(point=kept)
        merged.delete()
        step(actor=lead, story=story, verb="point.merge", summary="Merged", before=before)
    assert merged.pk not in Point.objects.values_list("pk", flat=True)
    step_undo(actor=lead, story=story)

    def plain(rows):
        return [{n: v for n, v in row.items() if n not in ("version", "at")} for row in rows]

    assert plain(Point.objects.values()) == plain(before_points)
    assert plain(Link.objects.order_by("pk").values()) == plain(before_links)


def test_what_belongs_to_an_article_that_was_removed_does_not_come_back(lead, story):
    own = story.annotations.get(label="The closing of 1961")
    passage = own.targets.get().passage
    annotation_delete(actor=lead, annotation=Annotation.objects.get(pk=own.pk), version=1)
    passage.delete()
    with pytest.raises(StaleEdit, match="passage"):
        step_undo(actor=lead, story=story)
    assert not Annotation.objects.filter(pk=own.pk).exists()


def test_a_step_knows_what_it_touched(lead, story, proposal):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    change = Change.objects.get(verb="annotation.accept")
    assert history.annotations_in(change) == {proposal.pk}
    assert history.passages_in(change) == set(), "accepting moved no words"
