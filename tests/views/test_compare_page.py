"""The comparison page: what it shows, to whom, and in how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.models import Passage
from tests.factories import fill_story, make_comparison, make_story

MOST_QUERIES = 15


@pytest.fixture
def full(lead, viewer):
    return make_story(leads=[lead], viewers=[viewer])


def test_rows_columns_and_marks_are_there(full, lead, sign_in):
    page = sign_in(lead).get(f"/stories/{full.pk}/").content.decode()
    for outlet in ("Meridian Wire", "The Morning Flare", "Sarvel Valley Gazette"):
        assert outlet in page
    assert "The gates" in page  # a point's label
    assert "<ins>" in page
    assert "only in Meridian Wire" in page
    assert "Advertisement" in page[page.index("<tfoot") :]  # set aside, but there
    assert "Advertisement" not in page[: page.index("<tfoot")]
    assert "Two dead or three" in page
    assert "checked: not reported" in page


def test_the_reference_is_switchable_by_address(full, lead, sign_in):
    second = full.articles.get(outlet__name="The Morning Flare")
    page = sign_in(lead).get(f"/stories/{full.pk}/?reference=a{second.pk}").content.decode()
    assert f'<option value="a{second.pk}" selected>' in page
    assert "Words are compared with The Morning Flare" in page


def test_nonsense_in_the_address_shows_the_usual_page(full, lead, sign_in):
    response = sign_in(lead).get(f"/stories/{full.pk}/?reference=xyz&marks=%00")
    assert response.status_code == 200
    assert "Words are compared with Meridian Wire" in response.content.decode()


def test_marks_can_be_switched_off(full, lead, sign_in):
    page = sign_in(lead).get(f"/stories/{full.pk}/?marks=none").content.decode()
    table = page[page.index("<table") :]
    assert "<ins>" not in table
    assert "<del>" not in table


def test_a_story_without_articles_says_what_to_do(story, lead, viewer, sign_in):
    assert "Add articles" in sign_in(lead).get(f"/stories/{story.pk}/").content.decode()
    assert "An editor of this story can add them" in sign_in(viewer).get(f"/stories/{story.pk}/").content.decode()


def test_a_single_article_is_shown_and_says_that_there_is_nothing_to_compare(story, lead, sign_in):
    fill_story(story, make_comparison(articles=1))
    page = sign_in(lead).get(f"/stories/{story.pk}/").content.decode()
    assert "nothing to compare it with" in page
    assert "last closed in 1961" in page


def test_a_viewer_reads_but_is_offered_no_edits(full, viewer, sign_in):
    page = sign_in(viewer).get(f"/stories/{full.pk}/").content.decode()
    assert "Two dead or three" in page
    assert "data-accept" not in page
    assert "/annotate/" not in page


def test_a_stranger_finds_nothing(full, stranger, sign_in):
    assert sign_in(stranger).get(f"/stories/{full.pk}/").status_code == 404
    assert sign_in(stranger).get(f"/stories/{full.pk}/rows/pt1/").status_code == 404


def test_nobody_is_sent_to_sign_in_and_back(full, client):
    response = client.get(f"/stories/{full.pk}/?marks=none")
    assert response.status_code == 302
    assert response.url == f"/accounts/sign-in/?next=/stories/{full.pk}/%3Fmarks%3Dnone"


def test_an_expired_session_never_lands_in_a_row(full, client):
    url = f"http://testserver/stories/{full.pk}/?marks=none"
    response = client.get(f"/stories/{full.pk}/rows/pt1/", headers={"HX-Request": "true", "HX-Current-URL": url})
    assert response["HX-Redirect"] == f"/accounts/sign-in/?next=%2Fstories%2F{full.pk}%2F%3Fmarks%3Dnone"
    assert not response.content


def test_the_way_back_never_leads_to_another_site(full, client):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/stories/1/"}
    response = client.get(f"/stories/{full.pk}/rows/pt1/", headers=headers)
    assert "evil" not in response["HX-Redirect"]


def test_a_row_by_itself_is_a_fragment_and_without_htmx_the_page(full, lead, sign_in):
    key = f"pt{full.points.first().pk}"
    client = sign_in(lead)
    fragment = client.get(f"/stories/{full.pk}/rows/{key}/", headers={"HX-Request": "true"}).content.decode()
    assert fragment.strip().startswith("<tbody")
    assert client.get(f"/stories/{full.pk}/rows/{key}/").url == f"/stories/{full.pk}/#row-{key}"
    assert client.get(f"/stories/{full.pk}/rows/pt999999/").status_code == 404


def test_posting_to_the_page_is_not_allowed(full, lead, sign_in):
    assert sign_in(lead).post(f"/stories/{full.pk}/").status_code == 405


def test_hostile_text_stays_text(lead, sign_in, story):
    made = make_comparison()
    fill_story(story, made)
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    story.points.update(label=evil)
    story.annotations.update(label=evil, body=evil)
    page = sign_in(lead).get(f"/stories/{story.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def _queries(client, story):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/stories/{story.pk}/").status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_articles_points_or_annotations(lead, sign_in):
    client = sign_in(lead)
    small = make_story(make_comparison(articles=5, extra_points=2), leads=[lead])
    large = make_story(make_comparison(articles=20, extra_points=30), leads=[lead])
    first = _queries(client, small)
    assert _queries(client, large) == first
    assert first <= MOST_QUERIES


def test_the_page_obeys_its_own_security_policy(full, lead, sign_in):
    response = sign_in(lead).get(f"/stories/{full.pk}/")
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    page = response.content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_before_the_first_run_is_done_nothing_is_claimed(full, lead, sign_in):
    full.points.all().delete()
    full.alignments.update(state="running", engine="", message="Reading the articles")
    page = sign_in(lead).get(f"/stories/{full.pk}/").content.decode()
    assert "Reading the articles" in page
    assert "only in" not in page


def test_during_a_later_run_the_old_comparison_says_so(full, lead, sign_in):
    full.alignments.create(state="running", message="Reading the articles")
    page = sign_in(lead).get(f"/stories/{full.pk}/").content.decode()
    assert "Below is the comparison as it was before" in page
    assert "The gates" in page


def test_articles_with_nothing_in_common_say_so(full, lead, sign_in):
    client = sign_in(lead)
    assert "Nothing was found" not in client.get(f"/stories/{full.pk}/").content.decode()
    full.points.all().delete()
    assert "Nothing was found that two of these articles report" in client.get(f"/stories/{full.pk}/").content.decode()


def test_where_nothing_was_set_aside_there_is_no_row_for_it(full, lead, sign_in):
    Passage.objects.filter(revision__article__story=full, kind="furniture").update(kind="body")
    assert '<tfoot id="set-aside"></tfoot>' in sign_in(lead).get(f"/stories/{full.pk}/").content.decode()
