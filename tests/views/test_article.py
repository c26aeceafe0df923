"""The article page: one article as it reads, who else reports each passage, and its notes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.models import Article, Passage
from tests.factories import make_comparison, make_story

MOST_QUERIES = 15


@pytest.fixture
def full(lead, viewer):
    return make_story(leads=[lead], viewers=[viewer])


@pytest.fixture
def first(full):
    return full.articles.get(outlet__name="Meridian Wire")


@pytest.fixture
def at(full, first):
    return f"/stories/{full.pk}/article/{first.pk}/"


def body(page: str) -> str:
    return page[page.index("<article") : page.index("</article>")]


def test_headline_paragraphs_and_who_else_reports_them(at, lead, sign_in):
    page = body(sign_in(lead).get(at).content.decode())
    assert "<h1>Dam opens six gates at night</h1>" in page
    assert "By Reporter 1" in page
    assert "11 March 2026, 15:01 UTC" in page
    assert page.index("six of the dam") < page.index("The flood killed") < page.index("last closed")
    for figure in (
        "all 3",
        "2 of 3",
        "only here",
        "also The Morning Flare",
        "no other article was found to report this",
    ):
        assert figure in page


def test_without_a_number_it_is_the_first_article(full, lead, sign_in):
    page = sign_in(lead).get(f"/stories/{full.pk}/article/").content.decode()
    assert "<h1>Dam opens six gates at night</h1>" in page


def test_the_other_articles_are_one_step_away(full, at, lead, sign_in):
    page = sign_in(lead).get(f"{at}?notes=all").content.decode()
    for other in full.articles.all():
        assert f'href="/stories/{full.pk}/article/{other.pk}/?notes=all"' in page


def test_from_a_passage_to_its_row_and_back(full, at, first, lead, sign_in):
    client = sign_in(lead)
    page = client.get(f"{at}?reference=a{full.articles.last().pk}").content.decode()
    row = f"/stories/{full.pk}/?reference=a{full.articles.last().pk}#row-pt{full.points.first().pk}"
    assert f'href="{row}"' in page
    passage = Passage.objects.get(revision__article=first, paragraph=1)
    assert f'id="p{passage.pk}"' in page
    assert f'href="{at}#p{passage.pk}"' in client.get(f"/stories/{full.pk}/").content.decode()


def test_decided_and_likely_notes_stand_beside_their_words_the_rest_when_asked_for(full, at, lead, sign_in):
    client = sign_in(lead)
    full.annotations.filter(label="Two dead or three").update(confidence=0.2)
    usual = body(client.get(at).content.decode())
    assert "The closing of 1961" in usual
    assert '<mark class="accepted ">last closed in 1961</mark>' in usual
    assert "<strong>nobody else</strong>" in usual
    assert "Two dead or three" not in usual
    assert "Two dead or three" in body(client.get(f"{at}?notes=all").content.decode())
    assert "The closing of 1961" not in body(client.get(f"{at}?notes=none").content.decode())
    assert "Not worth a note" not in body(client.get(f"{at}?notes=all").content.decode())


def test_more_than_three_proposed_notes_on_a_paragraph_are_folded(full, first, at, lead, sign_in):
    detail = full.annotations.get(kind="added_detail")
    target = detail.targets.get()
    for n in range(5):
        detail.pk = target.pk = None
        detail.state, detail.label = "proposed", f"Proposed {n}"
        detail.save()
        target.annotation = detail
        target.save()
    page = body(sign_in(lead).get(at).content.decode())
    assert "3 more proposed" in page


def test_what_was_set_aside_is_folded_at_the_foot(at, lead, sign_in):
    page = body(sign_in(lead).get(at).content.decode())
    foot = page[page.index("<details") :]
    assert "1 passage set aside" in foot
    assert "Advertisement" in foot
    assert "Advertisement" not in page[: page.index("<details")]


def test_an_article_without_a_headline_among_its_passages_has_a_heading(first, at, lead, sign_in):
    Passage.objects.filter(revision__article=first, kind="headline").delete()
    assert '<h1 class="block headline">Dam opens six gates at night</h1>' in sign_in(lead).get(at).content.decode()


def test_only_an_address_of_the_web_becomes_a_link(first, at, lead, sign_in):
    client = sign_in(lead)
    assert 'href="https://outlet-1.example/report"' in client.get(at).content.decode()
    Article.objects.filter(pk=first.pk).update(url="javascript:alert(1)")
    assert "javascript:" not in client.get(at).content.decode()


def test_a_viewer_reads_it(at, viewer, sign_in):
    assert sign_in(viewer).get(at).status_code == 200


def test_a_stranger_finds_nothing(full, at, stranger, sign_in):
    client = sign_in(stranger)
    assert client.get(at).status_code == 404
    assert client.get(f"/stories/{full.pk}/article/").status_code == 404


def test_an_article_of_another_story_or_one_that_is_not_confirmed_is_not_found(full, first, at, lead, sign_in):
    client = sign_in(lead)
    other = make_story(leads=[lead])
    assert client.get(f"/stories/{full.pk}/article/{other.articles.first().pk}/").status_code == 404
    assert client.get(f"/stories/{full.pk}/article/999999/").status_code == 404
    Article.objects.filter(pk=first.pk).update(state="draft")
    assert client.get(at).status_code == 404


def test_nobody_is_sent_to_sign_in_and_back(at, client):
    assert client.get(at).url == f"/accounts/sign-in/?next={at}"


def test_posting_is_not_allowed(at, lead, sign_in):
    assert sign_in(lead).post(at).status_code == 405


def test_nonsense_in_the_address_shows_the_usual_page(at, lead, sign_in):
    assert sign_in(lead).get(f"{at}?notes=%00&reference=x").status_code == 200


def test_a_story_without_articles_says_what_to_do(story, lead, viewer, sign_in):
    at = f"/stories/{story.pk}/article/"
    assert "Add articles" in sign_in(lead).get(at).content.decode()
    assert "An editor of this story can add them" in sign_in(viewer).get(at).content.decode()


def test_before_the_first_run_is_done_nothing_is_claimed(full, at, lead, sign_in):
    full.points.all().delete()
    full.alignments.update(state="running", engine="")
    page = sign_in(lead).get(at).content.decode()
    assert "last closed" in page
    assert 'class="who' not in page


def test_hostile_text_stays_text(full, at, lead, sign_in):
    evil = "<script>alert(1)</script>"
    full.annotations.update(label=evil, body=evil)
    full.articles.update(byline=evil)
    assert "<script>alert" not in sign_in(lead).get(f"{at}?notes=all").content.decode()


def _queries(client, story):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/stories/{story.pk}/article/").status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_articles_points_or_annotations(lead, sign_in):
    client = sign_in(lead)
    small = make_story(make_comparison(articles=5, extra_points=2), leads=[lead])
    large = make_story(make_comparison(articles=20, extra_points=30), leads=[lead])
    first = _queries(client, small)
    assert _queries(client, large) == first
    assert first <= MOST_QUERIES
