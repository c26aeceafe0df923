"""What an open page is told of what others do: nothing as long as nothing changed, else what changed and no more."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coverage_app.models import Annotation, Change, Point, Presence
from coverage_app.services.annotations import annotation_accept, annotation_delete
from coverage_app.services.history import keep, step, step_undo
from coverage_app.services.stories import story_rename
from tests.factories import make_comparison, make_story

HTMX = {"HX-Request": "true"}
# The session and its account; the story with one's part in it; the members with where they are.
QUERIES_OF_A_304 = 4


@pytest.fixture
def full(lead, editor, viewer):
    story = make_story(leads=[lead], editors=[editor], viewers=[viewer])
    Change.objects.create(story=story, actor=lead, verb="story.create", summary="Opened the story")
    return story


@pytest.fixture
def proposal(full):
    return full.annotations.get(label="Two dead or three")


def _url(story, since=None, **more):
    known = {"on": "compare", "since": newest(story) if since is None else since} | more
    return f"/stories/{story.pk}/changes/?" + "&".join(f"{name}={value}" for name, value in known.items())


def newest(story):
    return story.changes.first().pk


def _said(response):
    return json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]["say"]


def _rows(response):
    return set(re.findall(r'template data-row="row-([a-z0-9-]+)"', response.content.decode()))


# --- nothing new


def test_nothing_changed_is_told_in_four_queries_and_no_bytes(full, editor, sign_in):
    client, url = sign_in(editor), _url(full, row="pt1")
    first = client.get(url, headers=HTMX)
    with CaptureQueriesContext(connection) as captured:
        again = client.get(url, headers=HTMX | {"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert len(captured) == QUERIES_OF_A_304


def test_a_304_takes_as_many_queries_however_many_are_here_and_however_large_the_story(lead, editor, viewer, sign_in):
    large = make_story(make_comparison(articles=9, extra_points=20), leads=[lead], editors=[editor], viewers=[viewer])
    for number in range(60):
        Change.objects.create(story=large, actor=lead, verb="x", summary=f"Step {number}")
    for other in (lead, viewer):
        sign_in(other).get(_url(large, row="pt2"), headers=HTMX)
    client, url = sign_in(editor), _url(large)
    first = client.get(url, headers=HTMX)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, headers=HTMX | {"If-None-Match": first["ETag"]}).status_code == 304
    assert len(captured) == QUERIES_OF_A_304


def test_where_one_is_is_written_down_when_it_changes_and_else_every_ten_seconds(full, editor, sign_in):
    client = sign_in(editor)
    headers = HTMX | {"If-None-Match": client.get(_url(full, row="pt1"), headers=HTMX)["ETag"]}
    presence = Presence.objects.get()
    client.get(_url(full, row="pt1"), headers=headers)
    assert Presence.objects.get().at == presence.at
    moved = _url(full, row="pt2")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(moved, headers=headers).status_code == 304, "one's own place is no news"
    assert len(captured) == QUERIES_OF_A_304 + 1
    assert Presence.objects.get().row == "pt2"
    Presence.objects.update(at=timezone.now() - timedelta(seconds=11))
    client.get(_url(full, row="pt2"), headers=headers)
    assert timezone.now() - Presence.objects.get().at < timedelta(seconds=5)


# --- what others did


def test_the_row_that_somebody_touched_comes_with_who_and_what(full, proposal, lead, editor, sign_in):
    client = sign_in(editor)
    url = _url(full)
    etag = client.get(url, headers=HTMX)["ETag"]
    annotation_accept(actor=lead, annotation=proposal, version=1)
    response = client.get(url, headers=HTMX | {"If-None-Match": etag})
    assert response.status_code == 200
    assert _said(response) == "Lena Lead accepted “Two dead or three”."
    dead = full.points.get(label="The dead")
    assert _rows(response) == {f"pt{dead.pk}"}
    page = response.content.decode()
    assert "Lena Lead changed this row" in page
    assert 'class="card accepted"' in page
    assert 'data-place="counts"' in page
    assert f"since={newest(full)}" in page, "the next look asks for what is new since"


def test_rows_come_as_the_page_is_switched(full, proposal, lead, editor, sign_in):
    url = _url(full, marks="none")
    annotation_accept(actor=lead, annotation=proposal, version=1)
    page = sign_in(editor).get(url, headers=HTMX).content.decode()
    assert "<ins>" not in page
    assert "marks=none" in page


def test_what_one_did_oneself_is_no_news(full, proposal, editor, sign_in):
    url = _url(full)
    annotation_accept(actor=editor, annotation=proposal, version=1)
    response = sign_in(editor).get(url, headers=HTMX)
    assert "HX-Trigger-After-Settle" not in response
    assert not _rows(response)
    assert "data-news" not in response.content.decode()


def test_a_note_that_somebody_deleted_brings_its_row(full, lead, editor, sign_in):
    url = _url(full)
    annotation_delete(actor=lead, annotation=full.annotations.get(label="The closing of 1961"), version=1)
    response = sign_in(editor).get(url, headers=HTMX)
    assert len(_rows(response)) == 1
    assert "The closing of 1961" not in response.content.decode().split("<template data-news")[0]


def test_what_somebody_took_back_is_told_too(full, proposal, lead, editor, sign_in):
    annotation_accept(actor=lead, annotation=proposal, version=1)
    url = _url(full)
    step_undo(actor=lead, story=full)
    response = sign_in(editor).get(url, headers=HTMX)
    assert _said(response).startswith("Lena Lead took back: ")
    assert _rows(response)


def test_several_steps_are_told_in_one_sentence(full, lead, editor, sign_in):
    url = _url(full)
    for annotation in Annotation.objects.all():
        annotation_accept(actor=lead, annotation=annotation, version=1)
    assert _said(sign_in(editor).get(url, headers=HTMX)).endswith("; and 2 other steps.")


def test_when_the_rows_are_others_the_page_can_tell(full, lead, editor, sign_in):
    client = sign_in(editor)
    order = re.search(r'data-order="(\w+)"', client.get(f"/stories/{full.pk}/").content.decode())[1]
    url = _url(full)
    point = Point.objects.get(story=full, label="The dead")
    before = keep(point)
    Point.objects.filter(pk=point.pk).update(position=0)
    step(actor=lead, story=full, verb="point.place", summary="Placed “The dead” first", before=before)
    page = client.get(url, headers=HTMX).content.decode()
    assert "data-moved" in page
    assert re.search(r'data-order="(\w+)"', page)[1] != order
    assert "Load the table anew" in page


def test_a_decision_moves_no_row(full, proposal, lead, editor, sign_in):
    client = sign_in(editor)
    order = re.search(r'data-order="(\w+)"', client.get(f"/stories/{full.pk}/").content.decode())[1]
    url = _url(full)
    annotation_accept(actor=lead, annotation=proposal, version=1)
    page = client.get(url, headers=HTMX).content.decode()
    assert "data-moved" not in page
    assert f'data-order="{order}"' in page


def test_a_new_comparison_brings_no_rows_but_the_offer_to_load_them(full, editor, sign_in):
    url = _url(full)
    Change.objects.create(
        story=full, verb="alignment.done", summary="Compared 3 articles: 2 points", after={"points": 2}
    )
    response = sign_in(editor).get(url, headers=HTMX)
    assert _said(response) == "The engine compared 3 articles: 2 points."
    assert not _rows(response)
    assert 'data-news="always"' in response.content.decode()


def test_a_comparison_under_way_is_told_once(full, editor, sign_in):
    client = sign_in(editor)
    url = _url(full)
    etag = client.get(url, headers=HTMX)["ETag"]
    full.alignments.create(state="running", message="Reading the articles")
    response = client.get(url, headers=HTMX | {"If-None-Match": etag})
    assert "being compared anew" in response.content.decode()
    assert client.get(url, headers=HTMX | {"If-None-Match": response["ETag"]}).status_code == 304


def test_other_pages_are_told_in_a_sentence(full, proposal, lead, editor, sign_in):
    url = _url(full, on="ledger")
    annotation_accept(actor=lead, annotation=proposal, version=1)
    page = sign_in(editor).get(url, headers=HTMX).content.decode()
    assert "Lena Lead accepted" in page
    assert "<tbody" not in page


def test_a_new_title_or_member_is_no_news_of_the_comparison(full, lead, editor, sign_in):
    url = _url(full)
    story_rename(actor=lead, story=full, title="Another title")
    assert "HX-Trigger-After-Settle" not in sign_in(editor).get(url, headers=HTMX)


def test_hostile_text_stays_text(full, proposal, lead, editor, sign_in):
    evil = "<img src=x onerror=alert(1)>"
    Annotation.objects.filter(pk=proposal.pk).update(label=evil)
    lead.first_name = evil
    lead.save()
    url = _url(full)
    annotation_accept(actor=lead, annotation=Annotation.objects.get(pk=proposal.pk), version=1)
    client = sign_in(editor)
    sign_in(lead).get(_url(full), headers=HTMX)
    assert "<img" not in client.get(url, headers=HTMX).content.decode()


# --- who is where


def test_members_see_who_is_where_viewers_too(full, lead, viewer, sign_in):
    sign_in(viewer).get(_url(full, row="pt2"), headers=HTMX)
    page = sign_in(lead).get(_url(full), headers=HTMX).content.decode()
    assert "Victor Viewer" in page
    assert 'data-row="pt2"' in page
    assert f'href="/stories/{full.pk}/?at=pt2#row-pt2"' in page
    assert "Lena Lead" not in page, "one knows where one is oneself"


def test_who_was_last_seen_half_a_minute_ago_is_gone(full, lead, viewer, sign_in):
    sign_in(viewer).get(_url(full), headers=HTMX)
    client = sign_in(lead)
    etag = client.get(_url(full), headers=HTMX)["ETag"]
    Presence.objects.filter(member__user=viewer).update(at=timezone.now() - timedelta(seconds=31))
    response = client.get(_url(full), headers=HTMX | {"If-None-Match": etag})
    assert response.status_code == 200
    assert "Victor Viewer" not in response.content.decode()


def test_who_goes_to_another_row_is_told(full, lead, viewer, sign_in):
    sign_in(viewer).get(_url(full, row="pt1"), headers=HTMX)
    client = sign_in(lead)
    etag = client.get(_url(full), headers=HTMX)["ETag"]
    sign_in(viewer).get(_url(full, row="pt2"), headers=HTMX)
    assert 'data-row="pt2"' in client.get(_url(full), headers=HTMX | {"If-None-Match": etag}).content.decode()


def test_who_is_a_member_no_more_is_nowhere(full, lead, viewer, sign_in):
    sign_in(viewer).get(_url(full), headers=HTMX)
    full.members.get(user=viewer).delete()
    assert not Presence.objects.exists()
    assert "Victor Viewer" not in sign_in(lead).get(_url(full), headers=HTMX).content.decode()


# --- the usual questions


def test_a_stranger_finds_nothing_and_is_not_noted(full, stranger, sign_in):
    assert sign_in(stranger).get(_url(full), headers=HTMX).status_code == 404
    assert not Presence.objects.exists()


def test_after_the_sign_out_the_answer_leads_to_the_sign_in(full, client):
    response = client.get(_url(full), headers=HTMX)
    assert response["HX-Redirect"].startswith("/accounts/sign-in/")
    assert not response.content


def test_without_script_the_address_leads_to_the_journal(full, lead, sign_in):
    assert sign_in(lead).get(_url(full)).url == f"/stories/{full.pk}/journal/"


def test_a_story_that_is_not_there(full, lead, sign_in):
    assert sign_in(lead).get("/stories/999999/changes/", headers=HTMX).status_code == 404


@pytest.mark.parametrize("since", ["", "x", "-1", "99999999999999999999999", "%00"])
def test_a_since_that_makes_no_sense_begins_now(since, full, lead, sign_in):
    response = sign_in(lead).get(_url(full, since=since), headers=HTMX)
    assert response.status_code == 200
    assert not _rows(response)


@pytest.mark.parametrize("row", ["", "<b>", "x" * 41, "%00", "pt1;pt2"])
def test_a_row_that_makes_no_sense_is_no_row(row, full, lead, sign_in):
    assert sign_in(lead).get(_url(full, row=row), headers=HTMX).status_code == 200
    assert Presence.objects.get().row == ""


def test_posting_is_not_allowed(full, lead, sign_in):
    assert sign_in(lead).post(_url(full), headers=HTMX).status_code == 405


def test_in_the_archive_one_still_sees_who_reads(full, lead, viewer, sign_in):
    full.archived_at = timezone.now()
    full.save()
    sign_in(viewer).get(_url(full), headers=HTMX)
    assert "Victor Viewer" in sign_in(lead).get(_url(full), headers=HTMX).content.decode()
