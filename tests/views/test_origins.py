"""The page of origins: what it shows, to whom, and in how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.engine.documents import Comparison
from tests.factories import make_comparison, make_document, make_story

MOST_QUERIES = 15
COPIED = (
    "The ferry left the island at dawn with sixty passengers on board and ran aground two hours later on a sandbank"
)


def _comparison(articles: int = 3) -> Comparison:
    texts = [[f"HEST (Reuters) - {COPIED}.", "Nobody was hurt, and the sea was calm."]]
    texts += [[f"{COPIED}.", f"Man{n} alone was on deck{n}."] for n in range(2, articles + 1)]
    return Comparison(
        "0",
        tuple(
            make_document(n, "Wire" if n == 1 else f"Outlet {n}", f"Ferry aground, {n}", sentences)
            for n, sentences in enumerate(texts, 1)
        ),
    )


@pytest.fixture
def copied(lead, viewer):
    return make_story(_comparison(), leads=[lead], viewers=[viewer])


def _page(client, story, query=""):
    response = client.get(f"/stories/{story.pk}/origins/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_shares_origin_and_an_article_minus_it(copied, lead, sign_in):
    page = _page(sign_in(lead), copied)
    assert "Wire looks like the origin of Outlet 2 and Outlet 3." in page
    assert "Wire carries Reuters’s report" in page
    assert "Outlet 2, minus Wire" in page
    assert 'id="left-1" href="#right-1"' in page
    assert "Man2 alone was" in page
    assert 'aria-current="page">Origins' in page


def test_what_is_read_stands_in_the_address(copied, lead, sign_in):
    third = copied.articles.last()
    second = copied.articles.get(outlet__name="Outlet 2")
    page = _page(sign_in(lead), copied, f"?article=a{third.pk}&against=a{second.pk}&minus=1")
    assert "Outlet 3, minus Outlet 2" in page
    assert '<details class="folded">' in page
    assert f'<input type="hidden" name="article" value="a{third.pk}">' in page  # for the overview's form
    assert "Man3 alone was" in page


def test_without_folding_all_words_are_there(copied, lead, sign_in):
    page = _page(sign_in(lead), copied)
    assert '<details class="folded">' not in page
    assert page.count(COPIED) == 2


def test_nonsense_in_the_address_shows_the_usual_page(copied, lead, sign_in):
    assert "Outlet 2, minus Wire" in _page(sign_in(lead), copied, "?article=xyz&against=%00&minus=no")


def test_an_article_that_is_all_its_own_says_so(lead, sign_in):
    documents = tuple(make_document(n, f"Outlet {n}", f"Ferry {n}", [f"It was all calm on sea{n}."]) for n in (1, 2))
    story = make_story(Comparison("0", documents), leads=[lead])
    client = sign_in(lead)
    assert "No article has words of another" in _page(client, story)
    article = story.articles.last()
    assert "all of it is its own" in _page(client, story, f"?article=a{article.pk}")


def test_one_article_and_none_say_what_to_do(lead, sign_in, story):
    client = sign_in(lead)
    assert "Add articles" in _page(client, story)
    assert "One article so far" in _page(client, make_story(make_comparison(articles=1), leads=[lead]))


def test_a_viewer_reads(copied, viewer, sign_in):
    assert "Outlet 2, minus Wire" in _page(sign_in(viewer), copied)


def test_a_stranger_finds_nothing(copied, stranger, sign_in):
    assert sign_in(stranger).get(f"/stories/{copied.pk}/origins/").status_code == 404


def test_a_story_that_is_not_there(lead, sign_in):
    assert sign_in(lead).get("/stories/999999/origins/").status_code == 404


def test_nobody_is_sent_to_sign_in_and_back(copied, client):
    response = client.get(f"/stories/{copied.pk}/origins/?minus=1")
    assert response.url == f"/accounts/sign-in/?next=/stories/{copied.pk}/origins/%3Fminus%3D1"


def test_posting_is_not_allowed(copied, lead, sign_in):
    assert sign_in(lead).post(f"/stories/{copied.pk}/origins/").status_code == 405


def test_hostile_words_stay_words(lead, sign_in):
    evil = f"<script>alert(1)</script> {COPIED} <img src=x onerror=alert(1)>"
    documents = tuple(make_document(n, f"Outlet {n}", f"Ferry {n}", [evil, f"No {n}."]) for n in (1, 2))
    page = _page(sign_in(lead), make_story(Comparison("0", documents), leads=[lead]))
    assert "minus" in page
    assert "<script>alert" not in page
    assert "<img" not in page


def _queries(client, story):
    with CaptureQueriesContext(connection) as captured:
        _page(client, story)
    return len(captured)


def test_queries_do_not_grow_with_articles(lead, sign_in):
    client = sign_in(lead)
    first = _queries(client, make_story(_comparison(3), leads=[lead]))
    assert _queries(client, make_story(_comparison(15), leads=[lead])) == first
    assert first <= MOST_QUERIES


def test_nothing_is_written_into_the_page_that_its_policy_forbids(copied, lead, sign_in):
    page = _page(sign_in(lead), copied)
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
