"""The page of a story's editions: what stands on it, what may be done there, by whom, and in how many queries."""

import io
import json
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.export.formats import FORMATS
from coverage_app.models import Edition
from coverage_app.services import editions as service
from coverage_app.services.stories import story_archive

from ..factories import make_comparison, make_story
from ..services.test_editions import QUEUE


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(leads=[lead], editors=[editor], viewers=[viewer])


@pytest.fixture
def publish(full, lead, django_capture_on_commit_callbacks):
    def publish(query: str = "") -> Edition:
        with django_capture_on_commit_callbacks(execute=True):
            edition = service.edition_publish(actor=lead, story=full, query=query)
        edition.refresh_from_db()
        return edition

    return publish


@pytest.fixture
def shown(settings):
    settings.PUBLIC_EDITIONS = True


def page(client, story) -> str:
    return client.get(f"/stories/{story.pk}/editions/").content.decode()


def test_a_lead_publishes_what_the_export_page_shows(full, lead, sign_in, django_capture_on_commit_callbacks):
    client = sign_in(lead)
    export = client.get(f"/stories/{full.pk}/export/?title=A+%26+B&marks=added").content.decode()
    assert "Publish edition 1" in export
    assert 'name="query" value="title=A+%26+B&amp;marks=added"' in export
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/stories/{full.pk}/editions/publish/", {"query": "title=A+%26+B&marks=added"})
    assert answer["Location"] == f"/stories/{full.pk}/editions/"
    shown = page(client, full)
    assert "Edition 1" in shown
    assert "A &amp; B" in shown
    assert "by Lena Lead" in shown
    assert "Mark words: Added words only" in shown
    assert "The first edition." in shown


def test_while_it_is_made_it_asks_for_itself_until_it_is_done(full, lead, sign_in, settings):
    settings.TASKS = QUEUE
    client = sign_in(lead)
    client.post(f"/stories/{full.pk}/editions/publish/")
    edition = full.editions.get()
    asks = f'hx-get="/editions/{edition.pk}/status/"'
    shown = page(client, full)
    assert asks in shown
    assert "Waiting for a worker" in shown
    assert "Look again" in shown  # without JavaScript
    status = f"/editions/{edition.pk}/status/"
    assert asks in client.get(status, headers={"HX-Request": "true"}).content.decode()
    assert client.get(status)["Location"] == f"/stories/{full.pk}/editions/"
    service.edition_make(edition_id=edition.pk)
    done = client.get(status, headers={"HX-Request": "true"})
    assert asks not in done.content.decode()
    assert f'href="/editions/{edition.pk}/files/html/"' in done.content.decode()
    assert "Edition 1 is published." in done["HX-Trigger-After-Settle"]


def test_what_failed_says_why_and_can_be_tried_again(story, lead, sign_in, django_capture_on_commit_callbacks):
    client = sign_in(lead)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/stories/{story.pk}/editions/publish/", {"query": "marks=none"})
    shown = page(client, story)
    assert "Not published" in shown
    assert "no confirmed articles" in shown
    assert 'name="query" value="marks=none"' in shown


def test_both_pages_say_what_has_changed_since(full, lead, sign_in, publish):
    client = sign_in(lead)
    publish()
    assert "Nothing in the comparison has changed since" in client.get(f"/stories/{full.pk}/export/").content.decode()
    full.points.filter(label="The gates").update(label="Six gates")
    export = client.get(f"/stories/{full.pk}/export/").content.decode()
    assert "Publish edition 2" in export
    assert "“Six gates”, before “The gates”" in export
    publish()
    shown = page(client, full)
    assert "1 point renamed" in shown
    assert shown.index("Edition 2") < shown.index("Edition 1")


def test_its_files_are_those_that_were_published(full, lead, viewer, sign_in, publish):
    edition = publish("title=The+flood")
    full.points.update(label="Other words")
    client = sign_in(viewer)
    html = client.get(f"/editions/{edition.pk}/files/html/")
    assert html.content == bytes(edition.html)
    assert html["Content-Disposition"] == 'attachment; filename="the-flood-1.html"'
    data = client.get(f"/editions/{edition.pk}/files/json/")
    assert json.loads(data.content)["points"][0]["label"] == "The gates"
    for kind in ("pdf", "zip"):
        assert client.get(f"/editions/{edition.pk}/files/{kind}/").status_code == 404
    read = client.get(f"/editions/{edition.pk}/")
    assert read.content == bytes(edition.html)
    assert "sandbox" in read["Content-Security-Policy"]
    assert "public" not in read["Cache-Control"]


def test_a_large_story_has_its_files_made_in_the_background(
    full, viewer, lead, sign_in, monkeypatch, django_capture_on_commit_callbacks
):
    client, address = sign_in(viewer), f"/stories/{full.pk}/export/"
    assert "Download HTML" in client.get(address).content.decode()
    monkeypatch.setattr("coverage_app.views.editions.LARGE", 20)
    large = client.get(f"{address}?marks=none").content.decode()
    assert "Download HTML" not in large
    assert "export/docx/" not in large
    assert "<iframe" not in large
    assert f'action="/stories/{full.pk}/editions/prepare/"' in large
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/stories/{full.pk}/editions/prepare/", {"query": "marks=none"})
    files = full.editions.get()
    assert f"/editions/{files.pk}/files/html/" in page(client, full)
    assert b"<del>" not in client.get(f"/editions/{files.pk}/files/html/").content
    zipped = ZipFile(io.BytesIO(client.get(f"/editions/{files.pk}/files/zip/").content))
    assert {name.partition(".")[2] for name in zipped.namelist()} == {format.ending for format in FORMATS.values()}
    assert b"<del>" not in zipped.read("the-night-of-the-dam.html")
    # They are nobody else's, and no edition.
    assert f"/editions/{files.pk}/" not in page(sign_in(lead), full)
    assert sign_in(lead).get(f"/editions/{files.pk}/files/html/").status_code == 404
    assert sign_in(lead).post(f"/editions/{files.pk}/public/").status_code == 404


def test_a_lead_makes_it_public_and_withdraws_it(full, lead, sign_in, publish, shown):
    edition, client = publish(), sign_in(lead)
    assert edition.token not in page(client, full)
    client.post(f"/editions/{edition.pk}/public/")
    assert f"http://testserver/published/{edition.token}/" in page(client, full)
    question = client.get(f"/editions/{edition.pk}/withdraw/").content.decode()
    assert "after 5 minutes" in question
    assert client.post(f"/editions/{edition.pk}/withdraw/", {"withdrawn_reason": "x" * 301}).status_code == 422
    client.post(f"/editions/{edition.pk}/withdraw/", {"withdrawn_reason": "Wrong figures"})
    after = page(client, full)
    assert "the reason: Wrong figures" in after
    assert edition.token not in after
    journal = client.get(f"/stories/{full.pk}/journal/?kind=editions").content.decode()
    assert "Withdrew edition 1: Wrong figures" in journal


def test_where_the_server_shows_none_the_page_says_so(full, lead, sign_in, publish):
    edition, client = publish(), sign_in(lead)
    assert "shows no editions to the public" in page(client, full)
    client.post(f"/editions/{edition.pk}/public/")
    edition.refresh_from_db()
    assert not edition.public


class TestRights:
    @pytest.mark.parametrize("act", ["publish", "public", "withdraw"])
    def test_only_a_lead_publishes(self, full, editor, sign_in, publish, shown, act):
        edition = publish()
        address = f"/stories/{full.pk}/editions/publish/" if act == "publish" else f"/editions/{edition.pk}/{act}/"
        assert sign_in(editor).post(address).status_code == 403
        assert Edition.objects.count() == 1

    def test_members_see_the_list_without_what_only_a_lead_does(self, full, viewer, sign_in, publish, shown):
        publish()
        seen = page(sign_in(viewer), full)
        assert "Edition 1" in seen
        assert "Make it public" not in seen
        assert "Publish edition" not in sign_in(viewer).get(f"/stories/{full.pk}/export/").content.decode()

    @pytest.mark.parametrize(
        "address",
        [
            "/stories/{story}/editions/",
            "/editions/{edition}/",
            "/editions/{edition}/status/",
            "/editions/{edition}/files/html/",
            "/editions/{edition}/withdraw/",
        ],
    )
    def test_a_stranger_sees_no_such_story(self, full, stranger, sign_in, client, publish, address):
        address = address.format(story=full.pk, edition=publish().pk)
        assert sign_in(stranger).get(address).status_code == 404
        assert client.get(address)["Location"].startswith("/accounts/sign-in/")

    def test_in_the_archive_one_reads_and_withdraws(self, full, lead, sign_in, publish, shown):
        edition, client = publish(), sign_in(lead)
        client.post(f"/editions/{edition.pk}/public/")
        story_archive(actor=lead, story=full)
        assert "can still be withdrawn" in page(client, full)
        assert client.post(f"/stories/{full.pk}/editions/publish/").status_code == 403
        assert client.get(f"/editions/{edition.pk}/withdraw/").status_code == 200

    @pytest.mark.parametrize(
        "address",
        ["/stories/{story}/editions/publish/", "/stories/{story}/editions/prepare/", "/editions/{edition}/public/"],
    )
    def test_what_writes_is_posted(self, full, lead, sign_in, publish, address):
        assert sign_in(lead).get(address.format(story=full.pk, edition=publish().pk)).status_code == 405

    @pytest.mark.parametrize("address", ["", "status/", "files/html/", "withdraw/"])
    def test_a_bad_id(self, lead, sign_in, address):
        assert sign_in(lead).get(f"/editions/99999/{address}").status_code == 404


def test_what_is_not_made_yet_is_not_there(full, lead, sign_in):
    edition = service.edition_publish(actor=lead, story=full, query="")
    for address in ("", "files/html/"):
        assert sign_in(lead).get(f"/editions/{edition.pk}/{address}").status_code == 404


def test_more_editions_take_no_more_queries_and_read_no_files(full, lead, sign_in, publish):
    client = sign_in(lead)

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            page(client, full)
        return [query["sql"] for query in seen]

    publish()
    few = queries()
    for _ in range(3):
        publish()
    many = queries()
    assert len(many) == len(few)
    assert not any('"html"' in sql for sql in many)


def test_the_export_page_of_a_larger_story_takes_no_more_queries(lead, sign_in, django_capture_on_commit_callbacks):
    def queries(comparison) -> int:
        story = make_story(comparison, leads=[lead])
        with django_capture_on_commit_callbacks(execute=True):
            service.edition_publish(actor=lead, story=story, query="")
        with CaptureQueriesContext(connection) as seen:
            sign_in(lead).get(f"/stories/{story.pk}/export/")
        return len(seen)

    assert queries(make_comparison()) == queries(make_comparison(articles=6, extra_points=10))
