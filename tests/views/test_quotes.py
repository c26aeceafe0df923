"""The page of quotations: what it shows, to whom, and in how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.engine.documents import Comparison, Link, Point
from tests.factories import make_comparison, make_document, make_story

MOST_QUERIES = 15
WHOLE = "We will not reopen the quays before every bolt has been checked"
ALTERED = "We will not reopen the port before every bolt is checked"


def _comparison(articles: int = 3) -> Comparison:
    documents = tuple(
        make_document(
            number,
            f"Outlet {number}",
            f"The quays of Velmar, {number}",
            [
                f"“{ALTERED if number == 2 else WHOLE},” harbour master Ilsa Brandt said.",
                f"“Dock{number} and crane{number} and house{number} heard nothing,” Jon Berg said.",
            ],
        )
        for number in range(1, articles + 1)
    )
    links = tuple(Link(f"a{number}.p1", 0.9) for number in range(1, articles + 1))
    return Comparison("0", documents, points=(Point("pt1", "The quays", 1, links),))


@pytest.fixture
def quoted(lead, viewer):
    return make_story(_comparison(), leads=[lead], viewers=[viewer])


def _page(client, story, query=""):
    response = client.get(f"/stories/{story.pk}/quotes/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_quotation_with_its_versions(quoted, lead, sign_in):
    page = _page(sign_in(lead), quoted)
    assert page.count(f"“{WHOLE}”") == 1
    assert "harbour master Ilsa Brandt said" in page
    assert "<del>quays</del>" in page
    assert "<ins>port</ins>" in page
    assert f"/stories/{quoted.pk}/?at=pt{quoted.points.get().pk}#row-pt{quoted.points.get().pk}" in page
    assert 'aria-current="page">Quotes' in page


def test_filters_stand_in_the_address(quoted, lead, sign_in):
    client = sign_in(lead)
    article = quoted.articles.last()
    page = _page(client, quoted, f"?speaker=Ilsa+Brandt&quotes=a{article.pk}&differing=on")
    assert WHOLE in page
    assert "heard nothing" not in page
    assert '<option value="Ilsa Brandt" selected>' in page
    assert f'<option value="a{article.pk}" selected>' in page
    assert "No quotation is like that" in _page(client, quoted, "?speaker=Jon+Berg&differing=on")


def test_the_filters_of_the_overview_hold_here_and_keep_ours(quoted, lead, sign_in):
    page = _page(sign_in(lead), quoted, "?q=bolt&speaker=Ilsa+Brandt")
    assert '<mark class="hit">bolt</mark>' in page
    assert "heard nothing" not in page
    assert '<input type="hidden" name="speaker" value="Ilsa Brandt">' in page


def test_nonsense_in_the_address_shows_the_usual_page(quoted, lead, sign_in):
    page = _page(sign_in(lead), quoted, "?speaker=%00&quotes=xyz&differing=maybe")
    assert WHOLE in page
    assert "heard nothing" in page


def test_articles_without_quotations_and_a_story_without_articles_say_so(lead, sign_in, story):
    client = sign_in(lead)
    assert "quote nobody" in _page(client, make_story(make_comparison(), leads=[lead]))
    assert "Add articles" in _page(client, story)


def test_a_viewer_reads(quoted, viewer, sign_in):
    assert WHOLE in _page(sign_in(viewer), quoted)


def test_a_stranger_finds_nothing(quoted, stranger, sign_in):
    assert sign_in(stranger).get(f"/stories/{quoted.pk}/quotes/").status_code == 404


def test_a_story_that_is_not_there(lead, sign_in):
    assert sign_in(lead).get("/stories/999999/quotes/").status_code == 404


def test_nobody_is_sent_to_sign_in_and_back(quoted, client):
    response = client.get(f"/stories/{quoted.pk}/quotes/?differing=on")
    assert response.url == f"/accounts/sign-in/?next=/stories/{quoted.pk}/quotes/%3Fdiffering%3Don"


def test_posting_is_not_allowed(quoted, lead, sign_in):
    assert sign_in(lead).post(f"/stories/{quoted.pk}/quotes/").status_code == 405


def test_hostile_words_stay_words(lead, sign_in):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> is all that we know of it"
    comparison = Comparison("0", (make_document(1, "Gazette", "The quays", [f"“{evil},” said <b>Ilsa Brandt</b>."]),))
    page = _page(sign_in(lead), make_story(comparison, leads=[lead]))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>Ilsa" not in page


def _queries(client, story):
    with CaptureQueriesContext(connection) as captured:
        _page(client, story)
    return len(captured)


def test_queries_do_not_grow_with_articles_or_quotations(lead, sign_in):
    client = sign_in(lead)
    first = _queries(client, make_story(_comparison(3), leads=[lead]))
    assert _queries(client, make_story(_comparison(15), leads=[lead])) == first
    assert first <= MOST_QUERIES


def test_nothing_is_written_into_the_page_that_its_policy_forbids(quoted, lead, sign_in):
    page = _page(sign_in(lead), quoted)
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
