"""The journal: who did what when, found again by who, what and words; one's own steps taken back and done again."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coverage_app.models import Annotation, Change
from coverage_app.services.annotations import annotation_accept, annotation_delete, annotation_dismiss
from coverage_app.services.history import step_undo
from tests.factories import make_story

HTMX = {"HX-Request": "true"}


@pytest.fixture
def full(lead, editor, viewer):
    return make_story(leads=[lead], editors=[editor], viewers=[viewer])


@pytest.fixture
def proposal(full):
    return full.annotations.get(label="Two dead or three")


@pytest.fixture
def accepted(full, proposal, editor):
    """The editor's step."""
    annotation_accept(actor=editor, annotation=proposal, version=1)
    return Change.objects.get(verb="annotation.accept")


def _url(story, change=None, act="take-back"):
    return f"/stories/{story.pk}/journal/" + (f"{change.pk}/{act}/" if change else "")


def _step(story, actor, summary, verb="x"):
    return Change.objects.create(story=story, actor=actor, verb=verb, summary=summary)


# --- the page


def test_it_names_who_did_what(story, viewer, sign_in):
    page = sign_in(viewer).get(_url(story)).content.decode()
    assert "Lena Lead" in page
    assert "Added edith as editor" in page


def test_steps_stand_under_their_day(full, lead, sign_in):
    old = _step(full, lead, "An old step")
    Change.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=400))
    _step(full, lead, "A new step")
    page = sign_in(lead).get(_url(full)).content.decode()
    assert page.count('<section class="day"') == 2
    assert page.index("A new step") < page.index("An old step")


def test_it_is_searched_by_who_what_and_words(full, accepted, lead, sign_in):
    _step(full, lead, "Removed the article of the Gazette", "article.remove")
    _step(full, None, "Compared 3 articles", "alignment.done")
    client = sign_in(lead)
    found = {
        f"who={lead.pk}": {"Removed"},
        "who=engine": {"Compared"},
        "kind=notes": {"Accepted"},
        "kind=articles": {"Removed"},
        "q=gazette removed": {"Removed"},
        f"who={accepted.actor_id}&kind=articles": set(),
        "who=999&kind=nonsense&q=%00": {"Accepted", "Removed", "Compared"},
    }
    for query, words in found.items():
        page = client.get(f"{_url(full)}?{query}").content.decode()
        steps = page[page.index('id="entries"') :]
        assert {word for word in ("Accepted", "Removed", "Compared") if word in steps} == words, query
    assert "No step is like that" in client.get(f"{_url(full)}?q=volcano").content.decode()


def test_the_search_answers_a_fragment_to_htmx(full, accepted, lead, sign_in):
    page = sign_in(lead).get(_url(full), headers=HTMX).content.decode()
    assert "<html" not in page
    assert "Accepted" in page


def test_it_has_pages(full, lead, sign_in):
    for number in range(60):
        _step(full, lead, f"Step number {number}.")
    client = sign_in(lead)
    first = client.get(f"{_url(full)}?q=number").content.decode()
    assert "Step number 59." in first
    assert "Step number 3." not in first
    assert "?q=number&amp;page=2" in first
    assert "Step number 3." in client.get(f"{_url(full)}?q=number&page=2").content.decode()


def _queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_it_takes_as_many_queries_for_fifty_steps_as_for_five(full, accepted, lead, editor, sign_in):
    client = sign_in(lead)
    few = _queries(client, _url(full))
    for number in range(50):
        _step(full, (lead, editor)[number % 2], f"Step {number}")
    assert _queries(client, _url(full)) == few


# --- to where it happened


def test_a_step_leads_to_its_note_or_its_row(full, accepted, proposal, lead, viewer, sign_in):
    place = sign_in(viewer).get(_url(full, accepted, "place")).url
    assert place.startswith(f"/stories/{full.pk}/")
    assert place.endswith(f"#n{proposal.pk}")
    annotation_delete(actor=lead, annotation=full.annotations.get(label="The closing of 1961"), version=1)
    deleted = Change.objects.get(verb="annotation.delete")
    assert "#row-" in sign_in(viewer).get(_url(full, deleted, "place")).url


def test_a_step_whose_row_is_gone_says_so(full, accepted, lead, sign_in):
    full.annotations.all().delete()
    response = sign_in(lead).get(_url(full, accepted, "place"), follow=True)
    assert response.redirect_chain[-1][0] == f"{_url(full)}#step-{accepted.pk}"
    assert "stands in no row any more" in response.content.decode()


@pytest.mark.parametrize(("verb", "place"), [("article.remove", "articles/"), ("member.add", "settings/"), ("x", "")])
def test_other_steps_lead_to_their_page(verb, place, full, lead, sign_in):
    change = _step(full, lead, "A step", verb)
    assert sign_in(lead).get(_url(full, change, "place")).url == f"/stories/{full.pk}/{place}"


# --- take back, do again


def test_ones_own_step_is_taken_back_and_done_again(full, accepted, proposal, editor, sign_in):
    client = sign_in(editor)
    assert "Take back" in client.get(_url(full)).content.decode()
    response = client.post(_url(full, accepted), headers=HTMX)
    page = response.content.decode()
    assert Annotation.objects.get(pk=proposal.pk).state == "proposed"
    assert "<html" not in page
    assert "taken back</span>" in page
    assert "Do again" in page
    after = json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]
    assert after["say"] == "Taken back: Accepted “Two dead or three”"
    assert after["focus"][0] == f"#step-{accepted.pk} button"
    page = client.post(_url(full, accepted, "do-again"), headers=HTMX).content.decode()
    assert Annotation.objects.get(pk=proposal.pk).state == "accepted"
    assert "taken back</span>" not in page


def test_without_htmx_one_comes_back_to_the_step_as_it_was_searched(full, accepted, proposal, editor, sign_in):
    response = sign_in(editor).post(f"{_url(full, accepted)}?kind=notes", follow=True)
    assert response.redirect_chain[-1][0] == f"{_url(full)}?kind=notes#step-{accepted.pk}"
    assert "Taken back: Accepted" in response.content.decode()
    assert Annotation.objects.get(pk=proposal.pk).state == "proposed"


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_what_somebody_changed_since_stays_and_is_shown(headers, full, accepted, proposal, lead, editor, sign_in):
    annotation_dismiss(actor=lead, annotation=Annotation.objects.get(pk=proposal.pk), version=2)
    response = sign_in(editor).post(_url(full, accepted), headers=headers, follow=True)
    page = response.content.decode()
    assert response.status_code == (409 if headers else 200)
    assert "Lena Lead has since changed what this changed" in page
    assert "It is dismissed now, by Lena Lead: “Two dead or three”." in page
    assert Annotation.objects.get(pk=proposal.pk).state == "dismissed"


def test_what_is_gone_cannot_be_taken_back_and_says_so(full, accepted, proposal, editor, sign_in):
    Annotation.objects.filter(pk=proposal.pk).delete()
    response = sign_in(editor).post(_url(full, accepted), headers=HTMX)
    assert response.status_code == 409
    assert "has since deleted what this changed" in response.content.decode()


def test_what_was_taken_back_already_says_so(full, accepted, editor, sign_in):
    step_undo(actor=editor, story=full)
    response = sign_in(editor).post(_url(full, accepted), headers=HTMX)
    assert response.status_code == 422
    assert "taken back already" in response.content.decode()


def test_nobody_is_offered_or_takes_back_what_others_did(full, accepted, proposal, lead, sign_in):
    client = sign_in(lead)
    assert "Take back" not in client.get(_url(full)).content.decode()
    response = client.post(_url(full, accepted), headers=HTMX)
    assert response.status_code == 422
    assert "somebody else&#x27;s" in response.content.decode()
    assert Annotation.objects.get(pk=proposal.pk).state == "accepted"


# --- the usual questions


@pytest.mark.parametrize("act", ["take-back", "do-again"])
def test_for_whom(act, full, accepted, viewer, stranger, client, sign_in):
    url = _url(full, accepted, act)
    assert sign_in(stranger).post(url).status_code == 404
    assert sign_in(viewer).post(url).status_code == 403
    assert client.post(url).url.startswith("/accounts/sign-in/")
    assert sign_in(viewer).get(url).status_code == 405


@pytest.mark.parametrize("act", ["take-back", "do-again", "place"])
def test_a_step_of_another_story_is_not_reached_through_mine(act, full, accepted, editor, sign_in):
    other = make_story(editors=[editor])
    client = sign_in(editor)
    ask = client.get if act == "place" else client.post
    assert ask(_url(other, accepted, act)).status_code == 404
    assert ask(f"/stories/{full.pk}/journal/999999/{act}/").status_code == 404


def test_in_the_archive_nothing_is_taken_back(full, accepted, editor, sign_in):
    full.archived_at = timezone.now()
    full.save()
    client = sign_in(editor)
    assert "Take back" not in client.get(_url(full)).content.decode()
    assert client.post(_url(full, accepted)).status_code == 403


def test_strangers_and_methods(full, accepted, lead, stranger, client, sign_in):
    assert sign_in(stranger).get(_url(full)).status_code == 404
    assert sign_in(stranger).get(_url(full, accepted, "place")).status_code == 404
    assert sign_in(lead).post(_url(full)).status_code == 405
    assert sign_in(lead).post(_url(full, accepted, "place")).status_code == 405
    assert client.get(_url(full)).url.startswith("/accounts/sign-in/")
