"""Acting on an annotation that somebody deleted meanwhile."""

import json

import pytest

from coverage_app.engine.web_annotations import read_annotations
from coverage_app.models import Passage
from coverage_app.services.history import step_undo
from coverage_app.services.web_annotations import annotations_import
from tests.factories import make_story

HTMX = {"HX-Request": "true"}
MINE = {"version": 1, "label": "Mine", "body": "A long thought"}


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(leads=[lead], editors=[editor], viewers=[viewer])


@pytest.fixture
def gone(full, lead, sign_in):
    """The address of an annotation that the lead deleted."""
    own = full.annotations.get(label="The closing of 1961")
    url = f"/annotations/{own.pk}"
    sign_in(lead).post(f"{url}/delete/", {"version": 1}, headers=HTMX)
    assert not full.annotations.filter(pk=own.pk).exists()
    return url


@pytest.mark.parametrize("act", ["accept", "dismiss", "delete", "edit"])
def test_one_is_told_who_deleted_it_and_what_it_said(act, gone, editor, sign_in):
    response = sign_in(editor).post(f"{gone}/{act}/", MINE, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 409
    assert response["HX-Retarget"].startswith("#editor-")
    assert "Lena Lead deleted this annotation in the meantime." in page
    assert "The closing of 1961" in page
    assert "Show the row as it is now" in page
    assert "<html" not in page


def test_so_is_who_took_back_that_it_was_taken_in_from_elsewhere(full, lead, editor, sign_in):
    selector = {"type": "TextQuoteSelector", "exact": "killed two people"}
    note = {"id": "urn:x:1", "target": {"source": "https://outlet-1.example/report", "selector": selector}}
    statements = read_annotations(json.dumps(note | {"bodyValue": "Is that so?"}).encode())
    annotations_import(actor=lead, story=full, statements=statements)
    url = f"/annotations/{full.annotations.latest('pk').pk}"
    step_undo(actor=lead, story=full)
    page = sign_in(editor).post(f"{url}/accept/", MINE, headers=HTMX).content.decode()
    assert "Lena Lead deleted this annotation in the meantime." in page
    assert "Is that so?" in page


def test_the_form_is_not_opened_any_more(gone, editor, sign_in):
    response = sign_in(editor).get(f"{gone}/edit/", headers=HTMX)
    assert response.status_code == 409
    assert "Lena Lead deleted this annotation" in response.content.decode()


def test_what_was_typed_is_given_back(gone, editor, sign_in):
    page = sign_in(editor).post(f"{gone}/edit/", MINE, headers=HTMX).content.decode()
    assert "Mine\n\nA long thought</textarea>" in page


def test_without_htmx_the_page_says_it_and_leads_back_to_the_row(gone, full, editor, sign_in):
    response = sign_in(editor).post(f"{gone}/accept/", MINE)
    page = response.content.decode()
    assert response.status_code == 404
    assert "Lena Lead deleted this annotation" in page
    assert f'href="/stories/{full.pk}/#row-' in page


def test_where_its_words_were_set_aside_the_comparison_is_offered(gone, full, editor, sign_in):
    Passage.objects.filter(revision__article__story=full, kind="body").update(kind="furniture")
    page = sign_in(editor).post(f"{gone}/accept/", MINE, headers=HTMX).content.decode()
    assert "Show the comparison as it is now" in page


def test_a_stranger_learns_nothing_and_a_viewer_may_not(gone, viewer, stranger, client, sign_in):
    for headers in ({}, HTMX):
        told = sign_in(stranger).post(f"{gone}/accept/", MINE, headers=headers)
        never = sign_in(stranger).post("/annotations/999999/accept/", MINE, headers=headers)
        assert told.status_code == never.status_code == 404
        assert "deleted" not in told.content.decode()
        assert "HX-Retarget" not in told
    assert sign_in(viewer).post(f"{gone}/accept/", MINE).status_code == 403
    assert client.post(f"{gone}/accept/", MINE).url.startswith("/accounts/sign-in/")
