"""The administration's "Upload articles", and what it shows of an import."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coverage_app.models import ImportBatch, ImportFile
from coverage_app.services.imports import files_import
from coverage_app.services.stories import story_archive
from tests.given import PAGE, REPORT, given, report, too_large

pytestmark = pytest.mark.django_db

ADD = "/admin/coverage_app/importbatch/add/"


def send(client, story, /, *files, **fields):
    sent = [SimpleUploadedFile(file.name, file.read()) for file in files]
    data = {"story": story.pk, "outlet": "", "headline": "", "text": ""} | fields
    return client.post(ADD, data | ({"files": sent} if sent else {}))


def change(batch) -> str:
    return reverse("admin:coverage_app_importbatch_change", args=[batch.pk])


def test_the_way_to_it_is_on_the_front_page_and_on_the_story(administrator, sign_in, story):
    client = sign_in(administrator)
    assert f'href="{ADD}"' in client.get("/admin/").content.decode()
    page = client.get(reverse("admin:coverage_app_story_change", args=[story.pk])).content.decode()
    assert f'href="{ADD}?story={story.pk}"' in page
    assert f'<option value="{story.pk}" selected>' in client.get(f"{ADD}?story={story.pk}").content.decode()


def test_files_go_into_a_story_one_is_no_member_of_and_each_has_its_outcome(administrator, sign_in, story):
    client = sign_in(administrator)
    response = send(client, story, given("wire.txt", REPORT), given("empty.txt", b""), given("flare.html", PAGE))
    batch = ImportBatch.objects.get()
    assert (batch.story, batch.created_by) == (story, administrator)
    assert response.url == change(batch)
    text = client.get(response.url).content.decode()
    assert "wire.txt" in text
    assert "The file is empty" in text
    assert "The Morning Flare: Wall of water" in text
    assert story.articles.filter(state="draft").count() == 2


def test_text_can_be_pasted(administrator, sign_in, story):
    assert send(sign_in(administrator), story, text=REPORT, outlet="Meridian Wire").status_code == 302
    assert story.articles.get().outlet.name == "Meridian Wire"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose at least one file"),
        ({"text": REPORT}, "Say who published the pasted text"),
        ({"story": 999999, "text": REPORT, "outlet": "Wire"}, "valid choice"),
        ({"story": "", "text": REPORT, "outlet": "Wire"}, "required"),
    ],
)
def test_what_is_missing_is_said(administrator, sign_in, story, fields, sentence):
    response = send(sign_in(administrator), story, **fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.fixture
def batch(administrator, story):
    return files_import(
        actor=administrator, story=story, files=[given("wire.txt", REPORT), given("data.bin", bytes(256)), too_large()]
    )


def test_the_page_of_an_import_takes_the_same_queries_for_more_files(administrator, sign_in, story):
    def count(number):
        files = [given(f"{n}.txt", report(100 * number + n)) for n in range(number)]
        batch = files_import(actor=administrator, story=story, files=files)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(change(batch)).status_code == 200
        return len(queries)

    client = sign_in(administrator)
    assert count(2) == count(6)


def test_confirming_makes_them_articles_of_the_comparison(administrator, sign_in, story, batch):
    client = sign_in(administrator)
    assert "Confirm and compare" in client.get(change(batch)).content.decode()
    response = client.post(f"/admin/coverage_app/importbatch/{batch.pk}/confirm/")
    assert response.url == change(batch)
    assert story.articles.get().state == "confirmed"
    assert story.alignments.count() == 1
    text = client.get(response.url).content.decode()
    assert "1 article confirmed" in text
    assert "Confirm and compare" not in text


def test_an_archived_story_takes_nothing_in_and_says_so(administrator, sign_in, story, batch):
    client = sign_in(administrator)
    story_archive(actor=administrator, story=story)
    response = send(client, story, given("two.txt", REPORT))
    assert response.status_code == 422
    assert "This story is archived. A lead can restore it." in response.content.decode()
    assert "Confirm and compare" not in client.get(change(batch)).content.decode()
    confirmed = client.post(f"/admin/coverage_app/importbatch/{batch.pk}/confirm/", follow=True)
    assert "This story is archived. A lead can restore it." in confirmed.content.decode()
    assert list(story.articles.values_list("state", flat=True)) == ["draft"]


def test_originals_are_downloaded_byte_for_byte(administrator, sign_in, batch):
    client = sign_in(administrator)
    file = batch.files.get(name="data.bin")
    response = client.get(reverse("admin:coverage_app_importfile_download", args=[file.pk]))
    assert response.content == bytes(256)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_what_was_not_kept_cannot_be_downloaded(administrator, sign_in, batch):
    client = sign_in(administrator)
    file = batch.files.get(name="huge.html")
    assert client.get(reverse("admin:coverage_app_importfile_download", args=[file.pk])).status_code == 404
    page = client.get(reverse("admin:coverage_app_importfile_change", args=[file.pk])).content.decode()
    assert "not kept" in page


def test_imports_and_files_are_not_changed_here(administrator, sign_in, batch):
    client = sign_in(administrator)
    file = batch.files.get(name="wire.txt")
    client.post(reverse("admin:coverage_app_importfile_change", args=[file.pk]), {"name": "forged.txt"})
    assert (
        client.post(reverse("admin:coverage_app_importfile_delete", args=[file.pk]), {"post": "yes"}).status_code == 403
    )
    assert ImportFile.objects.get(pk=file.pk).name == "wire.txt"


def test_staff_without_the_right_to_change_stories_may_not(stranger, sign_in, story, batch):
    stranger.is_staff = True
    stranger.save()
    stranger.user_permissions.add(Permission.objects.get(codename="view_importbatch"))
    client = sign_in(stranger)
    assert ADD not in client.get("/admin/").content.decode()
    assert client.get(ADD).status_code == 403
    assert send(client, story, given("x.txt", REPORT)).status_code == 403
    assert "Confirm and compare" not in client.get(change(batch)).content.decode()
    assert client.post(f"/admin/coverage_app/importbatch/{batch.pk}/confirm/").status_code == 403
    file = batch.files.first()
    assert client.get(reverse("admin:coverage_app_importfile_download", args=[file.pk])).status_code == 403


def test_wrong_methods_and_no_such_import(administrator, sign_in, batch):
    client = sign_in(administrator)
    assert client.get(f"/admin/coverage_app/importbatch/{batch.pk}/confirm/").status_code == 405
    assert client.post("/admin/coverage_app/importbatch/999999/confirm/").status_code == 404
    assert client.get("/admin/coverage_app/importfile/999999/download/").status_code == 404


@pytest.mark.parametrize("person", ["editor", "lead"])
def test_editors_are_led_away(person, request, sign_in, story):
    response = sign_in(request.getfixturevalue(person)).get(ADD)
    assert response.status_code == 302
    assert "/admin/login/" in response.url
