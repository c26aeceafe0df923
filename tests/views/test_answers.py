"""What an edit costs: as many queries in a long story as in a short one, and no more than it needs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.services.annotations import annotation_dismiss
from coverage_app.services.journal import record
from coverage_app.services.links import link_move, link_remove
from coverage_app.services.points import point_name
from tests.bench.page_speed import _rows_shown
from tests.factories import make_comparison, make_story

pytestmark = pytest.mark.database

HTMX = {"HX-Request": "true"}
MOST_QUERIES = {"accept": 15, "move": 18, "undo": 19}


def _queries(client, story):
    """For each kind of edit on the comparison page, how many queries it takes."""
    here, there = story.points.all()[2:4]
    proposal = story.annotations.get(state="proposed")
    passage = here.links.first().passage_id
    edits = {
        "accept": (f"/annotations/{proposal.pk}/accept/", {"version": proposal.version}),
        "move": (f"/passages/{passage}/move/", {"source": here.pk, "point": there.pk}),
        "undo": (f"/stories/{story.pk}/undo/", {}),
    }
    counted = {}
    for kind, (address, fields) in edits.items():
        rows = _rows_shown(client.get(f"{story.get_absolute_url()}?all=1").content.decode())
        with CaptureQueriesContext(connection) as captured:
            response = client.post(address, {**fields, "rows": rows}, headers=HTMX)
        assert response.status_code == 200
        counted[kind] = len(captured)
    return counted


def test_an_edit_takes_as_many_queries_in_a_long_story(sign_in, lead):
    counted = []
    for made in (make_comparison(extra_points=3), make_comparison(articles=9, extra_points=30)):
        story = make_story(made, leads=[lead])
        record(actor=lead, story=story, verb="story.create", summary="Opened")
        counted.append(_queries(sign_in(lead), story))
    assert counted[0] == counted[1]
    assert all(counted[0][kind] <= most for kind, most in MOST_QUERIES.items()), counted[0]


def test_an_edit_shows_what_somebody_else_changed_in_another_row(sign_in, lead, editor):
    """What is known is not enough then."""
    story = make_story(make_comparison(extra_points=3), leads=[lead], editors=[editor])
    record(actor=lead, story=story, verb="story.create", summary="Opened")
    client, proposal = sign_in(lead), story.annotations.get(state="proposed")
    rows = _rows_shown(client.get(f"{story.get_absolute_url()}?all=1").content.decode())
    other = story.points.last()
    point_name(actor=editor, point=other, version=other.version, label="Named anew by Edith")
    accept = {"version": proposal.version, "rows": rows}
    page = client.post(f"/annotations/{proposal.pk}/accept/", accept, headers=HTMX).content.decode()
    assert "Named anew by Edith" in page


def test_what_an_edit_answers_is_what_the_page_shows(sign_in, lead):
    """Else the next edit would bring rows that are as the browser has them."""
    story = make_story(make_comparison(extra_points=3), leads=[lead])
    record(actor=lead, story=story, verb="story.create", summary="Opened")
    client, address = sign_in(lead), f"{story.get_absolute_url()}?all=1"
    here, there = story.points.all()[2:4]
    move = {"source": here.pk, "point": there.pk, "rows": _rows_shown(client.get(address).content.decode())}
    moved = client.post(f"/passages/{here.links.first().passage_id}/move/", move, headers=HTMX).content.decode()
    brought = [row.rpartition(":")[0] for row in _rows_shown(moved).split()]
    page = [row.rpartition(":")[0] for row in _rows_shown(client.get(address).content.decode()).split()]
    assert len(brought) >= 2
    assert set(brought) <= set(page)


def test_an_edit_brings_a_row_that_is_told_later_no_more(sign_in, lead):
    """What is told later than in the reference depends on the points around it."""
    story = make_story(make_comparison(extra_points=5), leads=[lead])
    record(actor=lead, story=story, verb="story.create", summary="Opened")
    facts = list(story.points.filter(label__startswith="Fact"))
    second = [fact.links.get(passage__revision__article__position=2).passage for fact in facts]
    link_remove(actor=lead, passage=second[0], point=facts[0])
    link_move(actor=lead, passage=second[4], source=facts[4], target=facts[0])
    link_remove(actor=lead, passage=second[1], point=facts[1])
    client = sign_in(lead)
    page = client.get(f"{story.get_absolute_url()}?all=1").content.decode()
    assert page.count("told later") == 1
    take_out = {"source": facts[2].pk, "rows": _rows_shown(page)}
    brought = client.post(f"/passages/{second[2].pk}/take-out/", take_out, headers=HTMX).content.decode()
    assert f'id="row-pt{facts[0].pk}"' in brought
    assert "told later" not in brought


def test_an_edit_brings_a_dismissed_note_that_somebody_else_dismissed_again(sign_in, lead, editor):
    """Whoever takes it back must name the version that it now has."""
    story = make_story(make_comparison(extra_points=3), leads=[lead], editors=[editor])
    dismissed = story.annotations.get(state="dismissed")
    client = sign_in(lead)
    page = client.get(f"{story.get_absolute_url()}?all=1").content.decode()
    annotation_dismiss(actor=editor, annotation=dismissed, version=dismissed.version)
    edit = {"version": story.points.last().version, "rows": _rows_shown(page)}
    brought = client.post(f"/points/{story.points.last().pk}/lock/", edit, headers=HTMX).content.decode()
    assert f'id="n{dismissed.pk}"' in brought
