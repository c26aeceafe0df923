"""Undo and redo over HTTP."""

import json

import pytest

from coverage_app.models import Passage
from coverage_app.services.links import link_move, link_remove
from tests.factories import make_story

HTMX = {"HX-Request": "true"}


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(leads=[lead], editors=[editor], viewers=[viewer])


@pytest.fixture
def moved(full, editor):
    """A passage that the editor moved from the gates to the dead."""
    gates, dead = full.points.get(label="The gates"), full.points.get(label="The dead")
    passage = gates.links.last().passage
    passage = Passage.objects.select_related("revision__article__outlet").get(pk=passage.pk)
    link_move(actor=editor, passage=passage, source=gates, target=dead)
    return passage


def _standing(passage):
    return [link.point.label for link in passage.links.exclude(state="rejected")]


def test_the_toolbar_names_what_would_be_undone(full, moved, editor, lead, sign_in):
    page = sign_in(editor).get(f"/stories/{full.pk}/").content.decode()
    assert "Undo: Moved ¶2 of Sarvel Valley Gazette to “The dead”" in page
    assert "Undo:" not in sign_in(lead).get(f"/stories/{full.pk}/").content.decode(), "it is not theirs"


def test_a_step_is_undone_and_done_again(full, moved, editor, sign_in):
    client = sign_in(editor)
    response = client.post(f"/stories/{full.pk}/undo/", headers=HTMX)
    assert response.status_code == 200
    assert _standing(moved) == ["The gates"]
    said = json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]["say"]
    assert said == "Took back: Moved ¶2 of Sarvel Valley Gazette to “The dead”."
    assert "Redo: Moved ¶2" in response.content.decode()
    assert client.post(f"/stories/{full.pk}/redo/").url.startswith(f"/stories/{full.pk}/#row-pt")
    assert _standing(moved) == ["The dead"]


def test_where_there_is_nothing_to_undo_that_is_said(full, editor, sign_in):
    client = sign_in(editor)
    response = client.post(f"/stories/{full.pk}/undo/", headers=HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (422, "#told")
    page = response.content.decode()
    assert "nothing in this story that could be taken back" in page
    assert 'role="alert"' not in page
    after = json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]
    assert after == {"say": "You have done nothing in this story that could be taken back."}, "the focus stays"
    assert "nothing that you took back" in client.post(f"/stories/{full.pk}/redo/").content.decode()


def test_what_somebody_changed_since_is_not_undone(full, moved, editor, lead, sign_in):
    link_remove(actor=lead, passage=moved, point=full.points.get(label="The dead"))
    response = sign_in(editor).post(f"/stories/{full.pk}/undo/", headers=HTMX)
    assert response.status_code == 409
    assert "Lena Lead has since changed" in response.content.decode()


@pytest.mark.parametrize("act", ["undo", "redo"])
def test_for_whom(act, full, viewer, stranger, editor, sign_in, client):
    address = f"/stories/{full.pk}/{act}/"
    assert sign_in(stranger).post(address).status_code == 404
    assert sign_in(viewer).post(address).status_code == 403
    assert sign_in(editor).post(f"/stories/999999/{act}/").status_code == 404
    assert sign_in(editor).get(address).status_code == 405
    assert client.post(address).url.startswith("/accounts/sign-in/")
