"""Any corrections in any order: taken back, the story is as it was; done again, it is as it was corrected. Throughout,
no link, target or passage is lost or points beside its words."""

import pytest

from coverage_app.models import Absence, Annotation, Link, Passage, Point, Target
from coverage_app.services.history import last_step, last_undone, step_redo, step_undo
from tests.factories import make_comparison, make_story
from tests.hand import Hand

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


@pytest.mark.parametrize("seed", range(6))
def test_what_was_corrected_is_taken_back_and_done_again(seed, lead):
    story = make_story(make_comparison(extra_points=4), leads=[lead])
    hand, states = Hand(lead, story, seed), [_stored(story)]
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
