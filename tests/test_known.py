"""What is known of a story after a step is what would be read of it."""

from dataclasses import replace

import pytest

from coverage_app import known, queries
from coverage_app.models import Change, Point
from coverage_app.services.absences import absence_check
from coverage_app.services.annotations import Content, annotation_accept, annotation_dismiss, annotation_edit
from coverage_app.services.history import step_redo, step_undo
from coverage_app.services.journal import record
from coverage_app.services.links import link_accept, link_add, link_move, link_remove
from coverage_app.services.points import point_lock, point_merge, point_name
from tests.factories import make_comparison, make_story

pytestmark = pytest.mark.database


@pytest.fixture
def story(lead, editor):
    return _opened(lead, editors=[editor])


def _opened(lead, **more):
    story = make_story(make_comparison(articles=4, extra_points=4), leads=[lead], **more)
    record(actor=lead, story=story, verb="story.create", summary="Opened")
    return story


def _keep(story):
    known.keep(story, story.changes.first(), queries.shown(story))


@pytest.fixture
def after(story):
    """What is known after a step, when all was known before it."""

    def known_after(act):
        _keep(story)
        act()
        return known.after(story, Change.objects.filter(story=story).first())

    return known_after


def _sorted(comparison):
    """Links of one point that begin at the same offset of two texts have no order, nor have absences."""
    points = [
        replace(point, links=tuple(sorted(point.links, key=lambda link: link.passage))) for point in comparison.points
    ]
    absences = sorted(comparison.absences, key=lambda absence: (absence.point, absence.article))
    return replace(comparison, points=tuple(points), absences=tuple(absences))


def _steps(story, actor):
    """Steps of every kind that is brought up to date, each on what the one before it left."""
    proposals = list(story.annotations.filter(state="proposed"))
    here, there, third = story.points.all()[:3]
    passage = here.links.first().passage
    silent = story.articles.last()  # it reports neither of the first two points
    said = Content(proposals[0].kind, tuple(proposals[0].outlets.all()), "In other words", "*why*")

    def version(row):
        return type(row).objects.get(pk=row.pk).version

    yield lambda: annotation_accept(actor=actor, annotation=proposals[0], version=version(proposals[0]))
    yield lambda: annotation_edit(actor=actor, annotation=proposals[0], version=version(proposals[0]), content=said)
    yield lambda: annotation_dismiss(actor=actor, annotation=proposals[-1], version=version(proposals[-1]))
    yield lambda: step_undo(actor=actor, story=story)
    yield lambda: step_redo(actor=actor, story=story)
    yield lambda: link_accept(actor=actor, link=there.links.first(), state=there.links.first().state)
    yield lambda: link_move(actor=actor, passage=passage, source=here, target=there)
    yield lambda: step_undo(actor=actor, story=story)
    yield lambda: step_redo(actor=actor, story=story)
    yield lambda: link_add(actor=actor, passage=passage, point=third)
    yield lambda: link_remove(actor=actor, passage=passage, point=third)
    yield lambda: point_name(actor=actor, point=here, version=version(here), label="Another name")
    yield lambda: point_lock(actor=actor, point=here, version=version(here))
    yield lambda: absence_check(actor=actor, point=there, article=silent)
    yield lambda: step_undo(actor=actor, story=story)


def test_it_is_what_would_be_read(story, lead, after):
    for number, act in enumerate(_steps(story, lead)):
        found = after(act)
        assert found is not None, f"step {number} is simple"
        assert _sorted(found) == _sorted(queries.shown(story)), f"step {number}"


def test_what_makes_other_rows_is_read(story, lead, after):
    first, second = story.points.all()[:2]
    assert after(lambda: point_merge(actor=lead, point=second, version=second.version, into=first)) is None
    assert after(lambda: step_undo(actor=lead, story=story)) is None


def test_an_entry_that_holds_no_rows_is_read(story, lead, after):
    """What the same editor did in another window may be newer than the step that is answered."""
    facts = {"headline": "Flood", "point": 1}
    assert after(lambda: record(actor=lead, story=story, verb="article.correct", summary="", after=facts)) is None


def test_a_decision_of_somebody_else_that_comes_back_is_read(story, lead, editor, after):
    proposal = story.annotations.filter(state="proposed").first()
    annotation_accept(actor=editor, annotation=proposal, version=proposal.version)
    proposal.refresh_from_db()
    after(lambda: annotation_dismiss(actor=lead, annotation=proposal, version=proposal.version))
    assert after(lambda: step_undo(actor=lead, story=story)) is None


def test_nothing_is_known_when_somebody_else_did_something_in_between(story, lead, editor, after):
    point = story.points.first()

    def both():
        point_name(actor=editor, point=point, version=point.version, label="Theirs")
        now = Point.objects.get(pk=point.pk)
        point_lock(actor=lead, point=now, version=now.version)

    assert after(both) is None


def test_nothing_is_known_of_a_story_that_nobody_opened(story, lead):
    point = story.points.first()
    point_lock(actor=lead, point=point, version=point.version)
    assert known.after(story, story.changes.first()) is None


def test_the_stories_that_were_seen_last_are_known(lead, monkeypatch):
    monkeypatch.setattr(known, "MOST_STORIES", 2)
    stories = [_opened(lead) for _ in range(3)]
    for story in stories:
        _keep(story)
    for story in stories:
        point = story.points.first()
        point_lock(actor=lead, point=point, version=point.version)
    assert [known.after(story, story.changes.first()) is not None for story in stories] == [False, True, True]
