"""The ledger page: details by outlets, sorted and filtered, with the words of a cell."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.models import Absence
from tests.factories import make_comparison, make_story

MOST_QUERIES = 15


@pytest.fixture
def full(lead, viewer):
    return make_story(leads=[lead], viewers=[viewer])


@pytest.fixture
def at(full):
    return f"/stories/{full.pk}/ledger/"


def labels(page: str) -> list[str]:
    return re.findall(r'<a class="label" [^>]*>([^<]*)</a>', page)


def article(story, outlet: str) -> str:
    return f"a{story.articles.get(outlet__name=outlet).pk}"


def test_a_line_for_each_point_detail_and_difference(full, at, lead, sign_in):
    full.annotations.filter(state="accepted").update(by=lead)
    page = sign_in(lead).get(at).content.decode()
    assert labels(page) == ["The gates", "The dead", "Two dead or three", "The closing of 1961"]
    assert "2 points, 1 added detail, 1 difference" in page
    assert "Not worth a note" not in page  # dismissed
    for said in ("all 3", "2 of 3", "1 of 3", "proposed, not checked", "accepted by Lena Lead"):
        assert said in page


def test_every_sign_has_its_word(full, at, lead, sign_in):
    Absence.objects.create(point=full.points.first(), article=full.articles.last(), by=lead)
    full.points.first().links.filter(passage__revision__article=full.articles.last()).delete()
    page = sign_in(lead).get(at).content.decode()
    table = page[page.index("<table") :]
    checked = "checked: not reported, by </span>Lena Lead"
    for word in ("reported </span>", "added </span>", checked, "no match found</span>"):
        assert word in table


def test_sorted_by_how_many_report_it(at, lead, sign_in):
    client = sign_in(lead)
    fewest = labels(client.get(f"{at}?sort=fewest").content.decode())
    assert fewest[0] == "The closing of 1961"
    assert fewest[-1] == "The gates"
    assert labels(client.get(f"{at}?sort=most").content.decode())[0] == "The gates"


def test_filtered_by_outlet_kind_and_what_the_outlet_says(full, at, lead, sign_in):
    client, third = sign_in(lead), article(full, "Sarvel Valley Gazette")
    assert labels(client.get(f"{at}?kind=point&where={third}").content.decode()) == ["The gates"]
    page = client.get(f"{at}?kind=point&where={third}&says=checked").content.decode()
    assert labels(page) == ["The dead"]
    assert "1 of 4 lines" in page  # on paper
    assert labels(client.get(f"{at}?state=accepted").content.decode()) == ["The closing of 1961"]


def test_the_filters_of_the_strip_hold_here_too(full, at, lead, sign_in):
    page = sign_in(lead).get(f"{at}?q=last+closed&sort=most").content.decode()
    assert labels(page) == ["The closing of 1961"]
    assert page.count('<input type="hidden" name="sort" value="most">') == 1  # carried by the form of the strip
    assert '<input type="hidden" name="q" value="last closed">' in page  # and the search by the form of the ledger


def test_nothing_that_fits_says_so_and_leads_back(at, lead, sign_in):
    page = sign_in(lead).get(f"{at}?kind=omission").content.decode()
    assert "No line is like this" in page
    assert "Show all lines" in page


def test_nonsense_in_the_address_shows_the_usual_page(at, lead, sign_in):
    response = sign_in(lead).get(f"{at}?sort=x&kind=%00&where=a0&says=?&state=1&open=x.y")
    assert response.status_code == 200
    assert len(labels(response.content.decode())) == 4


def test_a_cell_opens_the_words_with_the_target_marked(full, at, lead, sign_in):
    detail = full.annotations.get(kind="added_detail")
    page = sign_in(lead).get(f"{at}?open=n{detail.pk}.{article(full, 'Meridian Wire')}").content.decode()
    words = page[page.index('class="words"') :]
    assert 'The river was <mark class="accepted ">last closed in 1961</mark>.' in words
    assert f"/stories/{full.pk}/article/" in words
    assert 'aria-expanded="true"' in page


def test_to_htmx_a_cell_opens_in_its_line_alone(full, at, lead, sign_in):
    key = f"pt{full.points.first().pk}"
    headers = {"HX-Request": "true", "HX-Target": f"line-{key}"}
    client, opened = sign_in(lead), f"{at}?open={key}.{article(full, 'Meridian Wire')}"
    response = client.get(opened, headers=headers)
    fragment = response.content.decode()
    assert fragment.strip().startswith("<tbody")
    assert fragment.count("<tbody") == 1
    assert "at 1:10 a.m." in fragment
    assert f"#words-{key}" in response["HX-Trigger-After-Settle"]
    closed = client.get(at, headers=headers).content.decode()
    assert closed.count("<tbody") == 1
    assert 'class="words"' not in closed


def test_a_label_leads_to_its_row_in_the_comparison(full, at, lead, sign_in):
    assert f'href="/stories/{full.pk}/#row-pt{full.points.first().pk}"' in sign_in(lead).get(at).content.decode()


def test_a_viewer_reads_it(at, viewer, sign_in):
    assert labels(sign_in(viewer).get(at).content.decode())


def test_a_stranger_finds_nothing(at, stranger, sign_in):
    assert sign_in(stranger).get(at).status_code == 404


def test_nobody_is_sent_to_sign_in_and_back(at, client):
    assert client.get(at).url == f"/accounts/sign-in/?next={at}"


def test_posting_is_not_allowed(at, lead, sign_in):
    assert sign_in(lead).post(at).status_code == 405


def test_a_story_without_articles_says_what_to_do(story, lead, viewer, sign_in):
    at = f"/stories/{story.pk}/ledger/"
    assert "Add articles" in sign_in(lead).get(at).content.decode()
    assert "An editor of this story can add articles" in sign_in(viewer).get(at).content.decode()


def test_before_the_first_run_is_done_nothing_is_claimed(full, at, lead, sign_in):
    full.alignments.update(state="running", engine="")
    page = sign_in(lead).get(at).content.decode()
    assert "The articles are being compared" in page
    assert "<table" not in page


def test_many_outlets_are_letters_with_a_list_of_their_names(lead, sign_in):
    wide = make_story(make_comparison(articles=12), leads=[lead])
    page = sign_in(lead).get(f"/stories/{wide.pk}/ledger/").content.decode()
    assert "<b>L</b> Outlet 12" in page
    assert '<table class="many"' in page


def test_hostile_text_stays_text(full, at, lead, sign_in):
    evil = "<script>alert(1)</script>"
    full.points.update(label=evil)
    full.annotations.update(label=evil)
    assert "<script>alert" not in sign_in(lead).get(at).content.decode()


def _queries(client, story):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/stories/{story.pk}/ledger/").status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_articles_points_or_annotations(lead, sign_in):
    client = sign_in(lead)
    small = make_story(make_comparison(articles=5, extra_points=2), leads=[lead])
    large = make_story(make_comparison(articles=20, extra_points=30), leads=[lead])
    first = _queries(client, small)
    assert _queries(client, large) == first
    assert first <= MOST_QUERIES


# --- an editor looked, and an article does not report a point


@pytest.fixture
def unlooked(full):
    """The dead, of whom the third article says nothing, and nobody has looked."""
    Absence.objects.all().delete()
    return full.points.get(label="The dead"), full.articles.get(outlet__name="Sarvel Valley Gazette")


def _act(story, unlooked, act: str) -> str:
    point, article = unlooked
    return f"/stories/{story.pk}/ledger/{point.pk}/{article.pk}/{act}/"


def test_an_editor_who_looked_says_so_in_the_cell(full, at, unlooked, lead, sign_in):
    point, article = unlooked
    client = sign_in(lead)
    opened = client.get(f"{at}?open=pt{point.pk}.a{article.pk}").content.decode()
    assert "nobody has looked.</p>" in opened
    assert f'action="{_act(full, unlooked, "check")}"' in opened
    response = client.post(_act(full, unlooked, "check"), follow=True)
    assert response.redirect_chain[-1][0] == f"{at}#line-pt{point.pk}"
    assert "Checked: Sarvel Valley Gazette does not report “The dead”." in response.content.decode()
    assert Absence.objects.get().by == lead
    assert full.changes.first().verb == "absence.check"
    client.post(_act(full, unlooked, "uncheck"))
    assert not Absence.objects.exists()


def test_to_htmx_the_answer_is_the_line_and_it_keeps_the_focus(full, unlooked, lead, sign_in):
    point, article = unlooked
    url = f"{_act(full, unlooked, 'check')}?sort=most"
    response = sign_in(lead).post(url, headers={"HX-Request": "true"})
    fragment = response.content.decode()
    assert fragment.count("<tbody") == 1
    assert "checked: not reported, by </span>Lena Lead" in fragment
    assert "?sort=most&amp;open=" in fragment
    assert f"#cell-pt{point.pk}-a{article.pk}" in response["HX-Trigger-After-Settle"]


def test_who_is_late_is_told_and_shown_how_it_is(full, unlooked, lead, sign_in):
    client = sign_in(lead)
    client.post(_act(full, unlooked, "check"))
    response = client.post(_act(full, unlooked, "check"), headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert "Nothing was changed by you" in response["HX-Trigger-After-Settle"]
    assert Absence.objects.count() == 1


def test_a_viewer_may_not_and_is_not_asked(full, at, unlooked, viewer, sign_in):
    point, article = unlooked
    client = sign_in(viewer)
    assert client.post(_act(full, unlooked, "check")).status_code == 403
    assert client.post(_act(full, unlooked, "uncheck")).status_code == 403
    assert (
        '<form method="post" action="/stories/'
        not in client.get(f"{at}?open=pt{point.pk}.a{article.pk}").content.decode()
    )
    assert not Absence.objects.exists()


def test_a_stranger_may_not_look(full, unlooked, stranger, client, sign_in):
    assert sign_in(stranger).post(_act(full, unlooked, "check")).status_code == 404
    assert client.post(_act(full, unlooked, "check")).status_code == 302


def test_an_article_or_point_of_another_story_is_not_found(full, unlooked, lead, sign_in):
    point, article = unlooked
    other = make_story(leads=[lead])
    client = sign_in(lead)
    assert client.post(_act(full, (point, other.articles.first()), "check")).status_code == 404
    assert client.post(_act(full, (other.points.first(), article), "check")).status_code == 404


def test_looking_is_no_get(full, unlooked, lead, sign_in):
    assert sign_in(lead).get(_act(full, unlooked, "check")).status_code == 405
