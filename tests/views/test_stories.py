"""My stories: the list, opening, members, archive and delete."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.models import Change, Member, Story
from tests.factories import make_story

HTMX = {"HX-Request": "true"}


def _queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_shows_mine_only(story, editor, stranger, sign_in):
    assert story.title in sign_in(editor).get("/").content.decode()
    page = sign_in(stranger).get("/").content.decode()
    assert story.title not in page
    assert "No stories yet" in page


def test_search_finds_title_outlet_and_headline(lead, sign_in):
    make_story(title="Flood", leads=[lead])
    Story.objects.create(title="Other").members.create(user=lead, role="lead")
    client = sign_in(lead)
    for words in ("flood", "morning flare", "wall of water", "growers flood"):
        page = client.get("/", {"q": words}).content.decode()
        assert "Flood</a>" in page, words
        assert "Other</a>" not in page
    assert "No story has “volcano”" in client.get("/", {"q": "volcano"}).content.decode()


@pytest.mark.parametrize("words", ["flood " * 1900, "x" * 60_000, "flood\0"])
def test_a_search_beyond_all_measure_is_answered(words, lead, sign_in):
    make_story(title="Flood", leads=[lead])
    page = sign_in(lead).get("/", {"q": words})
    assert page.status_code == 200
    assert ("Flood</a>" in page.content.decode()) == words.startswith("flood")


def test_search_answers_a_fragment_to_htmx(story, lead, sign_in):
    page = sign_in(lead).get("/", {"q": "call"}, headers=HTMX).content.decode()
    assert "<html" not in page
    assert story.title in page


def test_the_list_takes_as_many_queries_for_twenty_stories_as_for_two(lead, sign_in):
    client = sign_in(lead)
    for number in range(2):
        make_story(title=f"Story {number}", leads=[lead])
    few = _queries(client, "/")
    for number in range(18):
        make_story(title=f"More {number}", leads=[lead])
    assert _queries(client, "/") == few


def test_opening_a_story_makes_one_its_lead(stranger, sign_in):
    response = sign_in(stranger).post("/stories/new/", {"title": "Ferry line suspended"})
    story = Story.objects.get()
    assert response.url == f"/stories/{story.pk}/articles/"
    assert story.members.get().role == "lead"
    assert story.changes.get().verb == "story.create"


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_story_needs_a_fitting_title(title, stranger, sign_in):
    response = sign_in(stranger).post("/stories/new/", {"title": title})
    assert response.status_code == 422
    assert not Story.objects.exists()


def test_a_lead_manages_members(story, lead, stranger, sign_in):
    client = sign_in(lead)
    client.post(f"/stories/{story.pk}/members/add/", {"username": "Stan", "role": "viewer"})
    member = story.members.get(user=stranger)
    assert member.role == "viewer"
    client.post(f"/stories/{story.pk}/members/{member.pk}/", {"role": "editor"})
    member.refresh_from_db()
    assert member.role == "editor"
    client.post(f"/stories/{story.pk}/members/{member.pk}/", {"role": "none"})
    assert not story.members.filter(user=stranger).exists()
    assert set(story.changes.values_list("verb", flat=True)) >= {"member.add", "member.change", "member.remove"}


def test_an_unknown_account_is_told_at_the_field(story, lead, sign_in):
    response = sign_in(lead).post(f"/stories/{story.pk}/members/add/", {"username": "nobody", "role": "viewer"})
    assert response.status_code == 422
    assert "There is no account “nobody”" in response.content.decode()


def test_a_story_keeps_a_lead(story, lead, sign_in):
    member = story.members.get(user=lead)
    page = sign_in(lead).post(f"/stories/{story.pk}/members/{member.pk}/", {"role": "viewer"}, follow=True)
    assert "A story needs a lead" in page.content.decode()
    member.refresh_from_db()
    assert member.role == "lead"


def test_an_invented_role_is_refused(story, lead, editor, sign_in):
    member = story.members.get(user=editor)
    sign_in(lead).post(f"/stories/{story.pk}/members/{member.pk}/", {"role": "emperor"})
    member.refresh_from_db()
    assert member.role == "editor"


def test_a_member_of_another_story_is_not_reached_through_mine(story, lead, editor, stranger, sign_in):
    other = Story.objects.create(title="Other")
    member = Member.objects.create(story=other, user=stranger, role="editor")
    assert sign_in(lead).post(f"/stories/{story.pk}/members/{member.pk}/", {"role": "none"}).status_code == 404
    assert Member.objects.filter(pk=member.pk).exists()


def test_archiving_asks_first_and_can_be_taken_back(story, lead, sign_in):
    client = sign_in(lead)
    assert "Archive this story?" in client.get(f"/stories/{story.pk}/archive/").content.decode()
    story.refresh_from_db()
    assert story.archived_at is None
    client.post(f"/stories/{story.pk}/archive/")
    client.get("/")  # tells what was done
    assert story.title not in client.get("/").content.decode()
    assert story.title in client.get("/?archived=1").content.decode()
    assert client.post(f"/stories/{story.pk}/alignment/start/").status_code == 403
    client.post(f"/stories/{story.pk}/restore/")
    story.refresh_from_db()
    assert story.archived_at is None


def test_deleting_asks_for_the_title_and_is_told_in_the_log(
    story, lead, sign_in, caplog, django_capture_on_commit_callbacks
):
    client = sign_in(lead)
    response = client.post(f"/stories/{story.pk}/delete/", {"title": "something else"})
    assert response.status_code == 422
    assert "Nothing was deleted" in response.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/stories/{story.pk}/delete/", {"title": story.title})
    assert not Story.objects.filter(pk=story.pk).exists()
    told = next(line.getMessage() for line in caplog.records if line.name == "coverage_app.audit")
    assert told == f"story {story.pk} ('{story.title}') deleted by account {lead.pk}"


def test_a_story_with_everything_in_it_can_be_deleted(lead, sign_in):
    full = make_story(leads=[lead])
    Change.objects.create(story=full, verb="x", summary="x", actor=lead)
    sign_in(lead).post(f"/stories/{full.pk}/delete/", {"title": full.title})
    assert not Story.objects.exists()


@pytest.mark.parametrize("act", ["archive", "restore", "delete", "members/add", "settings"])
def test_managing_is_for_leads(act, story, editor, viewer, stranger, client, sign_in):
    url = f"/stories/{story.pk}/{act}/"
    assert sign_in(editor).post(url).status_code == 403
    assert sign_in(viewer).post(url).status_code == 403
    assert sign_in(stranger).post(url).status_code == 404
    assert client.post(url).url.startswith("/accounts/sign-in/")
    assert Story.objects.filter(pk=story.pk, archived_at=None).exists()


def test_a_viewer_sees_the_members_but_no_way_to_change_them(story, viewer, sign_in):
    page = sign_in(viewer).get(f"/stories/{story.pk}/settings/").content.decode()
    assert "Lena Lead" in page
    assert "Add a member" not in page


def test_methods_that_make_no_sense(story, lead, sign_in):
    client = sign_in(lead)
    assert client.post("/").status_code == 405
    assert client.get(f"/stories/{story.pk}/restore/").status_code == 405
    assert client.get(f"/stories/{story.pk}/members/add/").status_code == 405
