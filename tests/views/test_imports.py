"""The Articles page, upload, paste, remove and the download of an original."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coverage_app import access
from coverage_app.models import ImportBatch, ImportFile
from coverage_app.services.imports import batch_confirm, files_import
from coverage_app.services.stories import story_archive, story_create
from tests.given import PAGE, REPORT, given, report, zip_bomb

pytestmark = pytest.mark.django_db


def page(story) -> str:
    return reverse("imports.articles", args=[story.pk])


def upload(client, story, *files):
    sent = [SimpleUploadedFile(file.name, file.read()) for file in files]
    return client.post(reverse("imports.upload", args=[story.pk]), {"files": sent})


@pytest.fixture
def articles(editor, story):
    """Two confirmed articles and a draft."""
    batch = files_import(actor=editor, story=story, files=[given("wire.txt", REPORT), given("two.txt", report(2))])
    batch_confirm(actor=editor, batch=batch)
    files_import(actor=editor, story=story, files=[given("three.txt", report(3))])
    return list(story.articles.all())


# --- the page


def test_the_page_lists_articles_in_column_order_with_their_sources(editor, sign_in, story, articles):
    response = sign_in(editor).get(page(story))
    text = response.content.decode()
    assert [letter for letter, _ in response.context["rows"]] == ["A", "B", "C"]
    assert text.index("Dam opens six gates at night") < text.index("Flood, report 2") < text.index("Flood, report 3")
    assert articles[0].current.file.sha256[:12] in text
    assert reverse("imports.source", args=[story.pk, articles[0].pk]) in text
    assert "1 article waits to be confirmed" in text
    assert reverse("imports.review", args=[articles[2].current.file.batch_id]) in text


def test_an_empty_story_says_what_to_do(editor, sign_in, story):
    assert "No articles yet. Bring in two or more" in sign_in(editor).get(page(story)).content.decode()


def test_a_viewer_reads_the_page_without_the_ways_in(viewer, sign_in, story, articles):
    text = sign_in(viewer).get(page(story)).content.decode()
    assert "Dam opens six gates at night" in text
    assert "Upload files" not in text
    assert "Remove" not in text


def test_in_the_archive_it_is_read_only(lead, sign_in, story, articles):
    story_archive(actor=lead, story=story)
    client = sign_in(lead)
    assert "Upload files" not in client.get(page(story)).content.decode()
    assert upload(client, story, given("a.txt", REPORT)).status_code == 403


def test_the_page_takes_the_same_queries_for_more_articles(editor, sign_in, story):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(story)).status_code == 200
        return len(queries)

    client = sign_in(editor)
    files_import(actor=editor, story=story, files=[given(f"{n}.txt", report(n)) for n in range(2)])
    first = count()
    files_import(actor=editor, story=story, files=[given(f"{n}.txt", report(n, sentences=30)) for n in range(2, 6)])
    assert count() == first


# --- upload


def test_files_are_read_and_shown_each_with_its_outcome(editor, sign_in, story):
    client = sign_in(editor)
    response = upload(client, story, given("wire.txt", REPORT), given("data.bin", bytes(range(256))))
    batch = ImportBatch.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("imports.review", args=[batch.pk])
    assert (batch.story, batch.created_by) == (story, editor)
    text = client.get(response.url).content.decode()
    assert "2 files: 1 read, 1 not read" in text
    assert "Korvhydro opened six" in text


def test_every_bad_file_of_a_batch_has_its_own_line_and_the_rest_goes_through(editor, sign_in, story):
    client = sign_in(editor)
    bad = [
        given("empty.txt", b""),
        given("binary.html", bytes(range(256)) * 50),
        given("huge.txt", b"word " * (30 * 2**20 // 5)),
        given("bomb.docx", zip_bomb()),
        given("odd.docx", b"PK\x03\x04nothing"),
    ]
    good = [
        given("latin.txt", "Der Fluß stieg über die Brücke, sagte der Bürgermeister am Montag.".encode("latin-1")),
        given("wide.txt", "Der Fluß stieg über die Brücke, sagte er am Dienstag.".encode("utf-16")),
        given("page.html", PAGE),
        given("wire.txt", REPORT),
        given("again.txt", REPORT),
    ]
    response = upload(client, story, *(file for pair in zip(bad, good, strict=True) for file in pair))
    shown = client.get(response.url)
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "10 files: 5 read, 5 not read" in text
    for file in [*bad, *good]:
        assert file.name in text
    assert text.count("Der Fluß stieg über die Brücke") >= 2
    assert "Byte for byte the same" in text
    for word in ("script words", "written words", "<img src=x"):
        assert word not in text
    assert "&lt;img src=x onerror=alert(2)&gt;" in text


def test_nothing_chosen_is_said_on_the_page(editor, sign_in, story):
    response = upload(sign_in(editor), story)
    assert response.status_code == 422
    assert "Choose at least one file" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_text_in_place_of_a_file_is_said_too(editor, sign_in, story):
    response = sign_in(editor).post(reverse("imports.upload", args=[story.pk]), {"files": "not a file"})
    assert response.status_code == 422


def test_archived_while_one_was_at_it_is_said_on_the_page(editor, lead, sign_in, story, articles, monkeypatch):
    """The rights are looked at before the story is locked."""
    client = sign_in(editor)
    honest = access.rights
    monkeypatch.setattr(access, "rights", lambda role, *, archived=False: honest(role))
    story_archive(actor=lead, story=story)
    batch = articles[2].current.file.batch_id
    for address, fields in (
        (reverse("imports.paste", args=[story.pk]), {"outlet": "Wire", "text": REPORT}),
        (reverse("imports.review", args=[batch]), {"act": "confirm", **review_fields(articles[2])}),
    ):
        response = client.post(address, fields, follow=True)
        assert response.redirect_chain[-1][0] == page(story)
        assert "This story is archived. A lead can restore it." in response.content.decode()
    assert story.articles.filter(state="draft").count() == 1


def review_fields(article) -> dict:
    prefix = f"article-{article.pk}"
    passages = article.current.passages.values_list("pk", flat=True)
    outlet = {f"{prefix}-outlet": article.outlet.name, f"{prefix}-headline": article.headline}
    return {"article": article.pk, "report": list(passages), f"{prefix}-version": article.version} | outlet


# --- the outlets to choose from


def test_outlets_of_ones_own_confirmed_articles_are_offered_and_no_others(editor, stranger, sign_in, story, articles):
    """A page may call its outlet what it likes, and other people's stories are theirs."""
    files_import(actor=editor, story=story, files=[given("x.txt", report(9), outlet="Buy Cheap Pills")])
    theirs = story_create(actor=stranger, title="Another")
    files = [given("y.txt", report(8), outlet="The Secret Paper")]
    batch_confirm(actor=stranger, batch=files_import(actor=stranger, story=theirs, files=files))
    pages = [page(story), reverse("imports.review", args=[articles[0].current.file.batch_id])]
    for address in pages:
        offered = list(sign_in(editor).get(address).context["outlets"])
        assert offered == sorted({articles[0].outlet.name, articles[1].outlet.name})


# --- paste


def paste(client, story, **fields):
    return client.post(reverse("imports.paste", args=[story.pk]), fields)


def test_pasted_text_is_read_like_a_file(editor, sign_in, story):
    response = paste(sign_in(editor), story, outlet="Meridian Wire", headline="", text=REPORT)
    assert response.status_code == 302
    article = story.articles.get()
    assert (article.outlet.name, article.headline) == ("Meridian Wire", "Dam opens six gates at night")
    assert response.url == reverse("imports.review", args=[article.current.file.batch_id])


@pytest.mark.parametrize(
    ("missing", "sentence"), [("outlet", "Say who published"), ("text", "Paste the article’s text here")]
)
def test_what_is_missing_is_said_and_what_was_typed_stays(editor, sign_in, story, missing, sentence):
    fields = {"outlet": "Meridian Wire", "headline": "Six gates", "text": REPORT} | {missing: ""}
    response = paste(sign_in(editor), story, **fields)
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "Six gates" in text
    assert not ImportBatch.objects.exists()


def test_more_text_than_the_server_takes_is_refused_with_a_page(editor, sign_in, story):
    response = paste(sign_in(editor), story, outlet="Wire", text="word " * (13 * 2**20 // 5))
    assert response.status_code == 400
    assert "Nothing was changed" in response.content.decode()


# --- remove


def test_removing_asks_first_and_then_does_it(editor, sign_in, story, articles):
    client = sign_in(editor)
    address = reverse("imports.remove", args=[story.pk, articles[0].pk])
    asked = client.get(address)
    assert "Remove article A?" in asked.content.decode()
    assert story.articles.count() == 3
    assert client.post(address).url == page(story)
    assert [a.position for a in story.articles.all()] == [1, 2]
    assert ImportFile.objects.get(name="wire.txt").state == "discarded"
    assert client.post(address).status_code == 404


def test_an_article_of_another_story_is_not_removed_through_mine(stranger, sign_in, story, articles):
    other = story_create(actor=stranger, title="Another")
    response = sign_in(stranger).post(reverse("imports.remove", args=[other.pk, articles[0].pk]))
    assert response.status_code == 404
    assert story.articles.count() == 3


# --- source


def test_the_original_is_given_back_byte_for_byte_and_never_shown(viewer, sign_in, story, editor):
    content = PAGE.encode()
    files_import(actor=editor, story=story, files=[given('fla"re\u2028é.html', content)])
    response = sign_in(viewer).get(reverse("imports.source", args=[story.pk, story.articles.get().pk]))
    assert response.content == content
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


# --- who may, for all of them

WRITES = ("upload", "paste", "remove")
ALL = ("articles", *WRITES, "source")


def address(name, story, articles) -> str:
    with_article = name in ("remove", "source")
    return reverse(f"imports.{name}", args=[story.pk, articles[0].pk] if with_article else [story.pk])


@pytest.mark.parametrize("name", ALL)
def test_a_stranger_finds_nothing(name, stranger, sign_in, story, articles):
    client = sign_in(stranger)
    method = client.post if name in WRITES else client.get
    assert method(address(name, story, articles)).status_code == 404


@pytest.mark.parametrize("name", WRITES)
def test_a_viewer_may_not(name, viewer, sign_in, story, articles):
    response = sign_in(viewer).post(address(name, story, articles))
    assert response.status_code == 403
    assert "role" in response.content.decode()
    assert story.articles.count() == 3


@pytest.mark.parametrize("name", ["articles", "upload", "paste"])
def test_no_such_story(name, editor, sign_in):
    client = sign_in(editor)
    method = client.post if name in WRITES else client.get
    assert method(reverse(f"imports.{name}", args=[999999])).status_code == 404


@pytest.mark.parametrize("name", ["remove", "source"])
def test_no_such_article(name, editor, sign_in, story):
    assert sign_in(editor).get(reverse(f"imports.{name}", args=[story.pk, 999999])).status_code == 404


@pytest.mark.parametrize(
    ("name", "method"),
    [("articles", "post"), ("source", "post"), ("upload", "get"), ("paste", "get"), ("remove", "put")],
)
def test_wrong_methods(name, method, editor, sign_in, story, articles):
    assert getattr(sign_in(editor), method)(address(name, story, articles)).status_code == 405


@pytest.mark.parametrize("name", ALL)
def test_nobody_signed_in_is_led_to_the_sign_in_page(name, story, articles):
    there = address(name, story, articles)
    response = Client().get(there)
    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts.sign_in"))


def test_a_fragment_request_after_the_session_ended_is_led_there_by_htmx(story):
    response = Client().get(
        page(story), headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page(story)}"}
    )
    assert response.headers["HX-Redirect"].startswith(reverse("accounts.sign_in"))
    assert b"<form" not in response.content
