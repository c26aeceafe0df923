"""The export page, its preview and its downloads: what they answer, to whom, and in how many queries."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.engine.interchange import from_json
from coverage_app.export import style
from coverage_app.services.stories import story_archive

from ..factories import fill_story, make_comparison, make_story

MOST_QUERIES = 16
ADDRESSES = ("", "preview/", "html/", "json/")


@pytest.fixture
def full(lead, viewer):
    return make_story(leads=[lead], viewers=[viewer])


def test_the_page_offers_choices_preview_and_files(full, lead, sign_in):
    page = sign_in(lead).get(f"/stories/{full.pk}/export/").content.decode()
    assert f'sandbox="" src="/stories/{full.pk}/export/preview/"' in page
    assert f'href="/stories/{full.pk}/export/html/"' in page
    assert f'href="/stories/{full.pk}/export/json/"' in page
    assert "1 proposed by the engine" in page
    assert "3 articles, 2 points, 1 note." in page


def test_choices_stand_in_the_address_and_reach_preview_and_files(full, lead, sign_in):
    client = sign_in(lead)
    second = full.articles.get(outlet__name="The Morning Flare")
    query = f"title=The+flood+%26+after&reference=a{second.pk}&marks=added&proposed=on"
    page = client.get(f"/stories/{full.pk}/export/?{query}").content.decode()
    escaped = query.replace("&", "&amp;")
    assert f"export/preview/?{escaped}" in page
    assert f"export/html/?{escaped}" in page
    assert "2 notes, 1 of them not checked" in page
    document = client.get(f"/stories/{full.pk}/export/html/?{query}").content.decode()
    assert "<h1>The flood &amp; after</h1>" in document
    assert "Wording is compared with The Morning Flare" in document
    assert "Two dead or three" in document
    assert "<del>" not in document


def test_the_page_counts_what_goes_out(full, lead, sign_in):
    client = sign_in(lead)
    left_out = "&".join(f"no_article=a{article.pk}" for article in full.articles.all())
    page = client.get(f"/stories/{full.pk}/export/?proposed=on&{left_out}").content.decode()
    assert "0 articles, 0 points, 0 notes." in page
    page = client.get(
        f"/stories/{full.pk}/export/?proposed=on&no_note=added_detail&no_note=difference"
    ).content.decode()
    assert "3 articles, 2 points, 0 notes." in page


def test_a_change_of_choices_swaps_the_preview_only(full, lead, sign_in):
    answer = sign_in(lead).get(f"/stories/{full.pk}/export/?title=Other", headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<section id="result"')
    assert "“Other”" in answer.content.decode()


@pytest.mark.parametrize("query", ["reference=a999999", "reference=", "marks=all", "title=%00", f"title={'x' * 201}"])
def test_nonsense_in_the_address_is_as_if_it_were_not_there(full, lead, sign_in, query):
    client = sign_in(lead)
    assert client.get(f"/stories/{full.pk}/export/?{query}").status_code == 200
    assert "<h1>The night of the dam</h1>" in client.get(f"/stories/{full.pk}/export/html/?{query}").content.decode()


def test_the_preview_may_be_framed_by_us_and_load_nothing(full, lead, sign_in):
    answer = sign_in(lead).get(f"/stories/{full.pk}/export/preview/")
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == style.style_source()
    assert policy["frame-ancestors"] == "'self'"
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert style.stylesheet() in answer.content.decode()


def test_no_other_view_may_be_framed(full, lead, sign_in):
    for address in ("", "html/"):
        answer = sign_in(lead).get(f"/stories/{full.pk}/export/{address}")
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_files_are_named_for_their_title(full, lead, sign_in):
    client = sign_in(lead)
    html = client.get(f"/stories/{full.pk}/export/html/")
    assert html["Content-Type"] == "text/html; charset=utf-8"
    assert html["Content-Disposition"] == 'attachment; filename="the-night-of-the-dam.html"'
    named = client.get(f"/stories/{full.pk}/export/json/", {"title": 'a"\r\nX: y'})
    assert named["Content-Disposition"] == 'attachment; filename="a-x-y.json"'


def test_the_json_is_the_comparison_with_every_decision(full, lead, sign_in):
    answer = sign_in(lead).get(f"/stories/{full.pk}/export/json/")
    assert answer["Content-Type"] == "application/json"
    comparison = from_json(json.loads(answer.content))
    assert comparison.documents[0].outlet == "Meridian Wire"
    assert sorted(annotation.state for annotation in comparison.annotations) == ["accepted", "dismissed", "proposed"]
    assert any(absence.state == "checked" for absence in comparison.absences)
    assert [origin.article for origin in comparison.origins] == [document.id for document in comparison.documents]
    assert {placement.point for placement in comparison.placements} == {point.id for point in comparison.points}


def test_an_empty_story_says_what_is_missing(story, lead, sign_in):
    client = sign_in(lead)
    page = client.get(f"/stories/{story.pk}/export/").content.decode()
    assert "nothing to export yet" in page
    assert "<iframe" not in page
    for address in ("preview/", "html/", "json/"):
        assert client.get(f"/stories/{story.pk}/export/{address}").status_code == 200


def test_articles_that_are_not_compared_yet_can_go_out(story, lead, sign_in):
    comparison = make_comparison()
    fill_story(story, type(comparison)("", comparison.documents))
    assert "not compared yet" in sign_in(lead).get(f"/stories/{story.pk}/export/").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
class TestRights:
    def test_a_viewer_may_export(self, full, viewer, sign_in, address):
        assert sign_in(viewer).get(f"/stories/{full.pk}/export/{address}").status_code == 200

    def test_an_archived_story_may_be_exported(self, full, lead, sign_in, address):
        story_archive(actor=lead, story=full)
        assert sign_in(lead).get(f"/stories/{full.pk}/export/{address}").status_code == 200

    def test_a_stranger_sees_no_such_story(self, full, stranger, sign_in, address):
        assert sign_in(stranger).get(f"/stories/{full.pk}/export/{address}").status_code == 404

    def test_a_bad_id(self, full, lead, sign_in, address):
        assert sign_in(lead).get(f"/stories/{full.pk + 999}/export/{address}").status_code == 404

    def test_anonymous_is_sent_to_sign_in(self, full, client, address):
        answer = client.get(f"/stories/{full.pk}/export/{address}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/sign-in/")

    def test_nothing_is_posted(self, full, lead, sign_in, address):
        assert sign_in(lead).post(f"/stories/{full.pk}/export/{address}").status_code == 405


def test_an_unknown_kind_is_not_there(full, lead, sign_in):
    assert sign_in(lead).get(f"/stories/{full.pk}/export/pdf/").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_more_articles_and_points_take_no_more_queries(lead, sign_in, address):
    client = sign_in(lead)

    def queries(comparison) -> int:
        story = make_story(comparison, leads=[lead])
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/stories/{story.pk}/export/{address}?proposed=on").status_code == 200
        return len(seen)

    small = queries(make_comparison())
    assert queries(make_comparison(articles=6, extra_points=10)) == small <= MOST_QUERIES


@pytest.mark.parametrize(
    ("kind", "ending", "content_type"),
    [
        ("fragment", "fragment.html", "text/html; charset=utf-8"),
        ("svg", "svg", "image/svg+xml"),
        ("png", "png", "image/png"),
        ("docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("md", "md", "text/markdown; charset=utf-8"),
        ("xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("csv", "csv", "text/csv; charset=utf-8; header=present"),
        ("annotations", "jsonld", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'),
    ],
)
def test_every_other_format_is_offered_and_sent(full, viewer, stranger, sign_in, kind, ending, content_type):
    client = sign_in(viewer)
    assert f'href="/stories/{full.pk}/export/{kind}/"' in client.get(f"/stories/{full.pk}/export/").content.decode()
    answer = client.get(f"/stories/{full.pk}/export/{kind}/", {"title": "通话"})
    assert (answer.status_code, answer["Content-Type"]) == (200, content_type)
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''%E9%80%9A%E8%AF%9D.{ending}"
    assert sign_in(stranger).get(f"/stories/{full.pk}/export/{kind}/").status_code == 404


class TestTexts:
    """Byline, date, introduction and note on method, which every export of a story has."""

    GIVEN = {"byline": "By the desk", "dated": "2026-03-14", "introduction": "*Five* reports.", "method": "Read twice."}

    def test_they_stand_in_every_export_from_then_on(self, editor, sign_in):
        full, client = make_story(editors=[editor]), sign_in(editor)
        answer = client.post(f"/stories/{full.pk}/export/texts/?marks=none", self.GIVEN)
        assert answer["Location"] == f"/stories/{full.pk}/export/?marks=none"
        html = client.get(f"/stories/{full.pk}/export/html/").content.decode()
        for words in ("By the desk", "14 March 2026", "<em>Five</em> reports.", "Read twice."):
            assert words in html
        assert "By the desk" in client.get(f"/stories/{full.pk}/export/texts/").content.decode()
        change = full.changes.first()
        assert (change.verb, change.after["byline"]) == ("export.texts", "By the desk")

    def test_a_text_that_is_too_long_is_not_lost(self, full, lead, sign_in):
        answer = sign_in(lead).post(f"/stories/{full.pk}/export/texts/", {**self.GIVEN, "introduction": "long " * 1001})
        assert answer.status_code == 422
        assert "long long" in answer.content.decode()
        assert not full.changes.filter(verb="export.texts").exists()

    def test_a_viewer_reads_them_and_changes_none(self, full, viewer, sign_in):
        client = sign_in(viewer)
        page = client.get(f"/stories/{full.pk}/export/texts/")
        assert page.status_code == 200
        assert "<form method" not in page.content.decode().partition("<main")[2]
        assert client.post(f"/stories/{full.pk}/export/texts/", self.GIVEN).status_code == 403

    def test_an_archived_story_keeps_its_own(self, full, lead, sign_in):
        story_archive(actor=lead, story=full)
        assert sign_in(lead).post(f"/stories/{full.pk}/export/texts/", self.GIVEN).status_code == 403


def test_every_choice_reaches_the_document(full, lead, sign_in):
    client = sign_in(lead)
    first = full.articles.get(outlet__name="Meridian Wire")
    point = full.points.get(label="The dead")

    def document(query: str) -> str:
        return client.get(f"/stories/{full.pk}/export/preview/?inside=none&{query}").content.decode()

    assert 'class="crossread layout-articles"' in document("layout=articles")
    assert 'class="ledger"' in document("layout=ledger")
    assert '<html lang="de">' in document("language=de")
    assert "The dead" not in document(f"no_point=pt{point.pk}")
    assert "Meridian Wire" not in document(f"no_article=a{first.pk}")
    assert "The closing of 1961" not in document("no_note=added_detail")
    note = full.annotations.get(label="The closing of 1961")
    assert "The closing of 1961" not in document(f"no_single=n{note.pk}")
    assert "at most 4 are." in document("rights=quotes&cap=4")
    assert "words quoted" in document("rights=quoted")  # what is mistyped gives away no more
    full.annotations.filter(state="accepted").update(by=lead)
    assert "Accepted by Lena Lead" in document("")
    assert "Lena Lead" not in document("names=roles")
    assert "crossread-pack" in client.get(f"/stories/{full.pk}/export/preview/").content.decode()
    assert "crossread-comparison" in client.get(f"/stories/{full.pk}/export/preview/?inside=plain").content.decode()


def test_when_every_article_is_left_out_nothing_is_offered(full, lead, sign_in):
    query = "&".join(f"no_article=a{article.pk}" for article in full.articles.all())
    page = sign_in(lead).get(f"/stories/{full.pk}/export/?{query}").content.decode()
    assert "nothing is left to export" in page
    assert "Download HTML" not in page
    assert "Publish edition" not in page
