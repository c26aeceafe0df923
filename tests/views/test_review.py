"""The review over HTTP: one question at a time, for whom, and what happens to the one who is late."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.models import Annotation, Link
from tests.factories import make_comparison, make_story

HTMX = {"HX-Request": "true"}
MOST_QUERIES = 15


@pytest.fixture
def full(lead, editor, viewer):
    story = make_story(leads=[lead], editors=[editor], viewers=[viewer])
    Link.objects.filter(point__story=story).update(confidence=0.6)
    return story


@pytest.fixture
def difference(full):
    return full.annotations.get(label="Two dead or three")


@pytest.fixture
def link(full):
    outlet = "passage__revision__article__outlet__name"
    return full.points.get(label="The gates").links.get(**{outlet: "Meridian Wire"})


def _of(link):
    return f"pt{link.point_id}-p{link.passage_id}"


def _url(story, item="", act=""):
    return f"/stories/{story.pk}/review/" + (f"{item}/{act}/" if item else "")


def _after(response):
    return json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]


def test_a_link_is_asked_about_with_its_neighbours_and_the_others(full, link, editor, sign_in):
    page = sign_in(editor).get(f"{_url(full)}?item={_of(link)}").content.decode().replace("&#x27;", "'")
    assert "Does this report the same?" in page
    assert "Dam opens six gates at night" in page  # the sentence before
    assert "The flood killed two people" in page  # and after
    assert "They threw open 6 of the dam’s 8 gates" in page
    assert "0 of 5 decided" in page


def test_what_neither_yes_nor_no_mends_is_corrected_by_hand(full, link, difference, editor, viewer, sign_in):
    client = sign_in(editor)
    page = client.get(f"{_url(full)}?item={_of(link)}").content.decode()
    point = f"points/{link.point_id}"
    for key, act in ("m", f"passages/{link.passage_id}/move"), ("g", f"{point}/merge"), ("s", f"{point}/split"):
        address = f"/{act}/?row=pt{link.point_id}"
        assert f'<a href="{address}" data-key="{key}">' in page
        assert client.get(address).status_code == 200
    assert "/split/" not in client.get(f"{_url(full)}?item=n{difference.pk}").content.decode()
    assert "/move/" not in sign_in(viewer).get(f"{_url(full)}?item={_of(link)}").content.decode()


def test_a_difference_shows_its_sides_and_its_class(full, difference, editor, sign_in):
    page = sign_in(editor).get(f"{_url(full)}?item=n{difference.pk}").content.decode()
    assert '<mark class="proposed">two people</mark>' in page
    assert '<mark class="proposed">three people</mark>' in page
    assert '<option value="number" selected>' in page


def test_accepting_a_link_leads_to_the_next_question(full, link, editor, sign_in):
    url = _url(full, _of(link), "accept")
    response = sign_in(editor).post(url, {"state": "proposed"}, headers=HTMX)
    link.refresh_from_db()
    assert (link.state, link.by) == ("accepted", editor)
    page = response.content.decode()
    assert page.strip().startswith('<section id="item"')
    assert _of(link) not in page
    assert "1 of 5 decided" in page
    assert 'id="counts" hx-swap-oob="true"' in page
    assert "item=" in response["HX-Push-Url"]
    after = _after(response)
    assert after["say"] == "Accepted: Meridian Wire in “The gates”. 1 of 5 decided."
    assert after["focus"][0] == "#item-heading"


def test_without_htmx_the_answer_leads_there_too_and_is_told(full, link, editor, sign_in):
    client = sign_in(editor)
    response = client.post(_url(full, _of(link), "reject"), {"state": "proposed"})
    assert response.status_code == 302
    assert "item=" in response.url
    page = client.get(response.url).content.decode()
    assert "Rejected: Meridian Wire in “The gates”." in page
    assert Link.objects.get(pk=link.pk).state == "rejected"


def test_a_difference_is_accepted_as_another_kind(full, difference, editor, sign_in):
    client = sign_in(editor)
    fields = {"version": 1, "difference_class": "hedge"}
    response = client.post(_url(full, f"n{difference.pk}", "accept"), fields, headers=HTMX)
    difference.refresh_from_db()
    assert (difference.state, difference.difference_class, difference.by) == ("accepted", "hedge", editor)
    assert "Accepted as hedge" in _after(response)["say"]
    assert difference.outlets.count() == 2


def test_a_proposal_is_dismissed(full, difference, editor, sign_in):
    sign_in(editor).post(_url(full, f"n{difference.pk}", "reject"), {"version": 1}, headers=HTMX)
    difference.refresh_from_db()
    assert difference.state == "dismissed"


def test_the_form_stands_in_the_question_and_saving_leads_on(full, difference, editor, sign_in):
    client, url = sign_in(editor), _url(full, f"n{difference.pk}", "edit")
    page = client.get(url, headers=HTMX)
    assert 'value="Two dead or three"' in page.content.decode()
    assert page["HX-Push-Url"] == url
    outlets = [outlet.pk for outlet in difference.outlets.all()]
    fields = {"version": 1, "label": "2 or 3", "outlets": outlets, "difference_class": "number"}
    wrong = client.post(url, fields | {"label": ""}, headers=HTMX)
    assert wrong.status_code == 422
    assert "Say in a few words" in wrong.content.decode()
    response = client.post(url, fields, headers=HTMX)
    assert _after(response)["say"].startswith("Saved: 2 or 3.")
    difference.refresh_from_db()
    assert (difference.label, difference.state) == ("2 or 3", "accepted")
    assert "<html" in client.get(url).content.decode()


def test_the_late_one_hears_who_decided_what_and_goes_on(full, link, difference, lead, editor, sign_in):
    sign_in(lead).post(_url(full, _of(link), "reject"), {"state": "proposed"})
    client = sign_in(editor)
    response = client.post(_url(full, _of(link), "accept"), {"state": "proposed"}, headers=HTMX)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Lena Lead rejected “The gates” in the meantime." in page
    assert "item-heading" in page
    assert Link.objects.get(pk=link.pk).state == "rejected"
    sign_in(lead).post(_url(full, f"n{difference.pk}", "accept"), {"version": 1})
    response = client.post(_url(full, f"n{difference.pk}", "reject"), {"version": 1})
    assert response.status_code == 409
    assert "Lena Lead accepted “Two dead or three” in the meantime." in response.content.decode()


def test_typing_over_what_was_deleted_meanwhile_loses_nothing(full, difference, lead, editor, sign_in):
    Annotation.objects.filter(pk=difference.pk).update(confidence=None)
    sign_in(lead).post(f"/annotations/{difference.pk}/delete/", {"version": 1, "sure": "1"})
    url = _url(full, f"n{difference.pk}", "edit")
    response = sign_in(editor).post(url, {"version": 1, "label": "My own words"}, headers=HTMX)
    assert response.status_code == 409
    assert "Lena Lead deleted “Two dead or three”" in response.content.decode()
    assert "My own words" in response.content.decode()


def test_a_link_that_is_gone_says_so_and_goes_on(full, link, editor, sign_in):
    Link.objects.filter(pk=link.pk).delete()
    response = sign_in(editor).post(_url(full, _of(link), "accept"), {"state": "proposed"}, headers=HTMX)
    assert response.status_code == 409
    assert "no longer there" in response.content.decode()


def test_the_last_step_is_taken_back_and_asked_again(full, link, difference, editor, sign_in):
    client = sign_in(editor)
    client.post(_url(full, f"n{difference.pk}", "accept"), {"version": 1}, headers=HTMX)
    client.post(_url(full, _of(link), "reject"), {"state": "proposed"}, headers=HTMX)
    response = client.post(f"{_url(full)}undo/?item=n{difference.pk}", headers=HTMX)
    link.refresh_from_db()
    assert link.state == "proposed"
    assert f"{_of(link)}/accept/" in response.content.decode()
    assert 'id="counts" hx-swap-oob="true"' in response.content.decode()
    assert response["HX-Push-Url"] == f"{_url(full)}?item={_of(link)}"
    after = _after(response)
    assert after["focus"][0] == "#item-heading"
    assert after["say"].startswith("Took back: Rejected ")
    assert after["say"].endswith("1 of 5 decided.")
    response = client.post(f"{_url(full)}redo/?item={_of(link)}", headers=HTMX)
    link.refresh_from_db()
    assert link.state == "rejected"
    assert _after(response)["say"].startswith("Did again: Rejected ")


def test_without_htmx_taking_back_leads_to_the_review_and_is_told(full, difference, editor, sign_in):
    client = sign_in(editor)
    client.post(_url(full, f"n{difference.pk}", "reject"), {"version": 1})
    response = client.post(f"{_url(full)}undo/?kind=difference")
    assert response.url == f"{_url(full)}?kind=difference&item=n{difference.pk}"
    page = client.get(response.url).content.decode()
    assert "Took back: Dismissed" in page
    assert "0 of 1 decided" in page
    difference.refresh_from_db()
    assert difference.state == "proposed"


def test_with_nothing_to_take_back_the_question_stays(full, link, editor, sign_in):
    client = sign_in(editor)
    for verb, said in (
        ("undo", "You have done nothing in this story"),
        ("redo", "There is nothing that you took back"),
    ):
        response = client.post(f"{_url(full)}{verb}/?item={_of(link)}", headers=HTMX)
        assert response.status_code == 422
        assert said in response.content.decode()
        assert response["HX-Push-Url"] == f"{_url(full)}?item={_of(link)}"


def test_what_somebody_changed_since_is_not_taken_back(full, link, difference, lead, editor, sign_in):
    client = sign_in(editor)
    client.post(_url(full, f"n{difference.pk}", "accept"), {"version": 1})
    difference.refresh_from_db()
    sign_in(lead).post(_url(full, f"n{difference.pk}", "reject"), {"version": difference.version})
    response = client.post(f"{_url(full)}undo/?item={_of(link)}", headers=HTMX)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Lena Lead has since changed what this changed" in page
    assert "here is the next question" not in page
    assert f"{_of(link)}/accept/" in page
    difference.refresh_from_db()
    assert difference.state == "dismissed"


def test_taking_back_needs_the_right_and_a_post(full, editor, viewer, stranger, client, sign_in):
    for verb in ("undo", "redo"):
        url = f"{_url(full)}{verb}/"
        assert sign_in(viewer).post(url).status_code == 403
        assert sign_in(stranger).post(url).status_code == 404
        assert sign_in(editor).get(url).status_code == 405
        assert client.post(url).url.startswith("/accounts/sign-in/")
        assert url not in sign_in(viewer).get(_url(full)).content.decode()


def test_the_filters_stay_in_every_address(full, difference, editor, sign_in):
    client = sign_in(editor)
    url = f"{_url(full)}?kind=difference&class=number"
    page = client.get(url).content.decode()
    assert "0 of 1 decided" in page
    assert f"n{difference.pk}/accept/?class=number&amp;kind=difference" in page
    response = client.post(f"{_url(full, f'n{difference.pk}', 'accept')}?kind=difference", {"version": 1}, headers=HTMX)
    page = response.content.decode()
    assert "All of these are decided." in page
    assert "4 others wait" in page
    assert response["HX-Push-Url"] == f"{_url(full)}?kind=difference"


def test_the_filters_of_the_strip_choose_among_the_questions(full, difference, editor, sign_in):
    client, flare = sign_in(editor), full.articles.get(outlet__name="The Morning Flare")
    assert "0 of 3 decided" in client.get(f"{_url(full)}?reports=a{flare.pk}").content.decode()
    page = client.get(f"{_url(full)}?q=at+night&kind=link").content.decode()
    assert "0 of 3 decided" in page
    assert 'name="kind" value="link"' in page  # the search keeps what one asked about
    assert "0 of 1 decided" in client.get(f"{_url(full)}?only=differences&kind=difference").content.decode()


def test_the_strip_shows_the_row_that_is_asked_about(full, link, editor, sign_in):
    page = sign_in(editor).get(f"{_url(full)}?item={_of(link)}").content.decode()
    current = page[page.index("sighted") :]
    assert "The gates" in current[: current.index("</title>")]


def test_however_the_desk_is_switched_all_outlets_are_shown(full, link, editor, sign_in):
    flare = full.articles.get(outlet__name="The Morning Flare")
    page = sign_in(editor).get(f"{_url(full)}?item={_of(link)}&outlet=a{flare.pk}").content.decode()
    assert "Sarvel Valley Gazette" in page[page.index("The others in this row") :]


def test_nonsense_in_the_address_shows_the_usual_page(full, editor, sign_in):
    response = sign_in(editor).get(f"{_url(full)}?kind=x&outlet=%00&class=y&item=zzz&sure=no")
    assert "0 of 5 decided" in response.content.decode()


def test_a_story_without_a_comparison_says_so(story, editor, sign_in):
    assert "There is nothing to decide here." in sign_in(editor).get(_url(story)).content.decode()


def test_a_viewer_reads_and_is_offered_no_answers(full, link, viewer, sign_in):
    client = sign_in(viewer)
    page = client.get(f"{_url(full)}?item={_of(link)}").content.decode()
    assert "Does this report the same?" in page
    assert "/accept/" not in page
    for act in ("accept", "reject", "edit"):
        assert client.post(_url(full, _of(link), act), {"state": "proposed"}).status_code == 403
    assert Link.objects.get(pk=link.pk).state == "proposed"


def test_a_stranger_finds_nothing_and_nobody_signs_in_first(full, link, stranger, client, sign_in):
    assert sign_in(stranger).get(_url(full)).status_code == 404
    assert sign_in(stranger).post(_url(full, _of(link), "accept"), {"state": "proposed"}).status_code == 404
    assert client.get(_url(full)).url.startswith("/accounts/sign-in/")
    response = client.post(_url(full, _of(link), "accept"), {"state": "proposed"}, headers=HTMX)
    assert response["HX-Redirect"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("item", ["x", "n", "pt1", "n99999999999999999999", "n999999"])
def test_what_is_no_question_is_not_found(item, full, editor, sign_in):
    fields = {"version": 1, "state": "proposed"}
    assert sign_in(editor).post(_url(full, item, "accept"), fields).status_code == 404
    assert sign_in(editor).get(_url(full, item, "edit")).status_code == 404


def test_a_note_of_another_story_is_not_decided_here(full, difference, editor, sign_in):
    other = make_story(editors=[editor])
    assert sign_in(editor).post(_url(other, f"n{difference.pk}", "accept"), {"version": 1}).status_code == 404
    assert Annotation.objects.get(pk=difference.pk).state == "proposed"


def test_deciding_needs_what_the_page_was_given_and_a_post(full, link, difference, editor, sign_in):
    client = sign_in(editor)
    assert client.post(_url(full, _of(link), "accept")).status_code == 400
    assert client.post(_url(full, _of(link), "accept"), {"state": "x"}).status_code == 400
    assert client.post(_url(full, f"n{difference.pk}", "accept"), {"version": "x"}).status_code == 400
    wrong = {"version": 1, "difference_class": "nonsense"}
    assert client.post(_url(full, f"n{difference.pk}", "accept"), wrong).status_code == 400
    assert client.get(_url(full, _of(link), "accept")).status_code == 405
    assert client.post(_url(full)).status_code == 405


def _queries(client, story):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(_url(story)).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_articles_points_or_annotations(lead, sign_in):
    client = sign_in(lead)
    small = make_story(make_comparison(articles=5, extra_points=2), leads=[lead])
    large = make_story(make_comparison(articles=20, extra_points=30), leads=[lead])
    first = _queries(client, small)
    assert _queries(client, large) == first
    assert first <= MOST_QUERIES
