"""Any corrections in any order: taken back, the story is as it was; done again, it is as it was corrected. Throughout,
no link, target or passage is lost or points beside its words."""

import random

import pytest

from coverage_app.errors import ServiceError
from coverage_app.models import Absence, Annotation, Article, Link, Passage, Point, Target
from coverage_app.services.absences import absence_check, absence_uncheck
from coverage_app.services.annotations import annotation_accept, annotation_dismiss
from coverage_app.services.history import last_step, last_undone, step_redo, step_undo
from coverage_app.services.links import link_add, link_move, link_remove
from coverage_app.services.passages import passage_join, passage_set_aside, passage_split, passage_take_back
from coverage_app.services.points import (
    point_create,
    point_lock,
    point_merge,
    point_name,
    point_place,
    point_split,
    point_unlock,
)
from tests.factories import make_comparison, make_story

pytestmark = pytest.mark.database

STEPS = 40
COUNTING = {"version", "at", "among"}  # what every write moves on


def _stored(story):
    """All that is stored of the comparison, but for what counts edits."""
    found = {}
    for model, rows in (
        (Point, story.points),
        (Link, Link.objects.filter(point__story=story)),
        (Absence, Absence.objects.filter(point__story=story)),
        (Passage, Passage.objects.filter(revision__article__story=story)),
        (Annotation, story.annotations),
        (Target, Target.objects.filter(annotation__story=story)),
    ):
        for row in rows.values():
            key = model.__name__, row["id"]
            found[key] = {name: value for name, value in row.items() if name not in COUNTING}
    return found


def _check(story):
    """What holds whatever was done."""
    for target in Target.objects.filter(annotation__story=story).select_related("passage__revision"):
        assert target.passage.text[target.start : target.end] == target.exact
    for annotation in story.annotations.all():
        assert annotation.targets.exists(), f"{annotation} points nowhere"
    for article in story.articles.all():
        text, at = article.current.text, 0
        for passage in article.current.passages.order_by("start"):
            assert not text[at : passage.start].strip(), "words stand in no passage"
            at = passage.end
        assert not text[at:].strip()


class _Hand:
    """Corrects at random. A correction that is refused is none."""

    def __init__(self, actor, story, seed):
        self.actor, self.story, self.random = actor, story, random.Random(seed)

    def passage(self):
        found = Passage.objects.filter(revision__article__story=self.story).select_related("revision__article__outlet")
        return self.random.choice(list(found.order_by("pk")))

    def passages(self, within=None):
        found = Passage.objects.filter(revision__article__story=self.story).select_related("revision__article__outlet")
        found = list((found.filter(links__point=within) if within else found).distinct().order_by("pk"))
        return self.random.sample(found, min(len(found), self.random.randint(1, 3)))

    def point(self):
        return self.random.choice(list(self.story.points.order_by("pk")))

    def annotation(self):
        return self.random.choice(list(self.story.annotations.order_by("pk")))

    def article(self):
        return self.random.choice(list(Article.objects.filter(story=self.story).order_by("pk")))

    def correct(self):
        me = {"actor": self.actor}
        passage, point, other = self.passage(), self.point(), self.point()
        annotation, span = self.annotation(), (passage.start, passage.end)
        within = self.random.choice([link.point for link in passage.links.all()] or [point])
        acts = [
            lambda: link_add(**me, passage=passage, point=point),
            lambda: link_move(**me, passage=passage, source=within, target=other),
            lambda: link_remove(**me, passage=passage, point=within),
            lambda: point_create(**me, story=self.story, passages=self.passages()),
            lambda: point_split(**me, point=point, passages=self.passages(point)),
            lambda: point_merge(**me, point=point, version=point.version, into=other),
            lambda: point_name(**me, point=point, version=point.version, label=f"Name {self.random.random()}"),
            lambda: point_lock(**me, point=point, version=point.version),
            lambda: point_unlock(**me, point=point, version=point.version),
            lambda: point_place(**me, point=point, version=point.version, before=self.random.choice([other, None])),
            lambda: passage_set_aside(**me, passage=passage),
            lambda: passage_take_back(**me, passage=passage),
            lambda: passage_split(**me, passage=passage, span=span, at=self.random.randrange(len(passage.text) + 1)),
            lambda: passage_join(**me, passage=passage, span=span),
            lambda: absence_check(**me, point=point, article=self.article()),
            lambda: absence_uncheck(**me, point=point, article=self.article()),
            lambda: annotation_accept(**me, annotation=annotation, version=annotation.version),
            lambda: annotation_dismiss(**me, annotation=annotation, version=annotation.version),
        ]
        try:
            self.random.choice(acts)()
        except ServiceError:
            return False
        return True


@pytest.mark.parametrize("seed", range(6))
def test_what_was_corrected_is_taken_back_and_done_again(seed, lead):
    story = make_story(make_comparison(extra_points=4), leads=[lead])
    hand, states = _Hand(lead, story, seed), [_stored(story)]
    for _ in range(STEPS):
        if hand.correct():
            states.append(_stored(story))
            _check(story)
    assert len(states) > STEPS / 4
    for state in reversed(states[:-1]):
        step_undo(actor=lead, story=story)
        assert _stored(story) == state
    assert last_step(actor=lead, story=story) is None
    for state in states[1:]:
        step_redo(actor=lead, story=story)
        assert _stored(story) == state
    assert last_undone(actor=lead, story=story) is None
