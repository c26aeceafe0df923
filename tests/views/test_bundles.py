"""A story bundle downloaded and imported by the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coverage_app import forms
from coverage_app.models import Story
from tests.bundles import as_json, members, packed
from tests.factories import make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(leads=[lead], editors=[editor], viewers=[viewer])


def address(story):
    return f"/stories/{story.pk}/bundle/"


def send(client, data, name="story.zip"):
    return client.post("/stories/bundle/", {"file": SimpleUploadedFile(name, data)})


def test_a_lead_takes_the_story_and_somebody_imports_it(full, lead, stranger, sign_in):
    response = sign_in(lead).get(address(full))
    assert response["Content-Type"] == "application/zip"
    assert 'filename="the-night-of-the-dam.bundle.zip"' in response["Content-Disposition"]
    client = sign_in(stranger)
    answer = send(client, response.content)
    there = Story.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/stories/{there.pk}/")
    assert as_json(there) == as_json(full)
    page = client.get(answer["Location"])
    assert b"The closing of 1961" in page.content
    assert b"you lead it" in page.content


def test_the_comparison_in_it_is_the_json_export_byte_for_byte(full, lead, sign_in):
    client = sign_in(lead)
    exported = client.get(f"/stories/{full.pk}/export/json/").content
    assert members(client.get(address(full)).content)["comparison.json"] == exported


def test_only_leads_take_the_full_originals(full, lead, editor, viewer, stranger, client, sign_in):
    assert sign_in(lead).get(address(full)).status_code == 200
    assert sign_in(editor).get(address(full)).status_code == 403
    assert sign_in(viewer).get(address(full)).status_code == 403
    assert sign_in(stranger).get(address(full)).status_code == 404
    assert client.get(address(full)).status_code == 302
    assert sign_in(lead).post(address(full)).status_code == 405
    assert client.get("/stories/bundle/").status_code == 302


def test_leads_find_it_where_others_see_nothing(full, lead, editor, sign_in):
    for page in (f"/stories/{full.pk}/export/", f"/stories/{full.pk}/settings/"):
        assert address(full).encode() in sign_in(lead).get(page).content
        assert address(full).encode() not in sign_in(editor).get(page).content
    assert b'href="/stories/bundle/"' in sign_in(editor).get("/").content


def test_an_archived_story_can_be_taken_along(full, lead, sign_in):
    Story.objects.update(archived_at=full.created_at)
    assert sign_in(lead).get(address(full)).status_code == 200


def test_what_cannot_be_imported_is_told_and_nothing_is_stored(full, stranger, sign_in, monkeypatch):
    client, data = sign_in(stranger), packed(full)
    for response, says in (
        (client.post("/stories/bundle/"), "Choose the bundle’s file."),
        (send(client, b""), "This file is empty."),
        (send(client, b"no zip at all, but long enough to be taken for one"), "This is no story bundle"),
        (send(client, data[:-30]), "Nothing was imported."),
    ):
        assert response.status_code == 422
        assert says in response.content.decode()
    monkeypatch.setattr(forms, "MOST_BYTES", 1000)
    response = send(client, data)
    assert response.status_code == 422
    assert "a bundle has at most" in response.content.decode()
    assert Story.objects.count() == 1


def test_the_journal_page_shows_who_did_what_when_and_offers_nothing_to_take_back(full, lead, stranger, sign_in):
    client = sign_in(lead)
    annotation = full.annotations.get(state="proposed")
    client.post(f"/annotations/{annotation.pk}/accept/", {"version": annotation.version})
    change = full.changes.first()
    send(sign_in(stranger), packed(full))
    there = Story.objects.latest("pk")
    page = sign_in(stranger).get(f"/stories/{there.pk}/journal/").content.decode()
    assert "Lena Lead" in page
    assert change.summary in page
    assert change.at.strftime("%H:%M") in page
    assert "Imported the story from a bundle" in page
    assert "Take back" not in page
    step = there.changes.get(summary=change.summary)
    assert sign_in(stranger).get(f"/stories/{there.pk}/journal/{step.pk}/place/").status_code == 302
