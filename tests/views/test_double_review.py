"""Blind double review over HTTP: who sees what and when, who may do what, and that nothing leaks while it is open."""

import json
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coverage_app.models import Answer, DoubleReview, Link
from coverage_app.services import double_reviews as service
from tests.factories import make_comparison, make_story

HTMX = {"HX-Request": "true"}
MOST_QUERIES = 24


@pytest.fixture
def other(db):
    return User.objects.create_user("emil", first_name="Emil", last_name="Other")


@pytest.fixture
def full(lead, editor, other, viewer):
    return make_story(leads=[lead], editors=[editor, other], viewers=[viewer])


@pytest.fixture
def review(full, lead, editor, other):
    return service.double_review_open(actor=lead, story=full, first=editor, second=other)


@pytest.fixture
def deciding(review, lead, editor, other):
    """They differ on the first question, agree on the second, and only one answered the third."""
    for user, answers in ((editor, (True, True, True)), (other, (False, True))):
        for candidate, yes in zip(review.candidates.all(), answers, strict=False):
            service.double_review_answer(actor=user, candidate=candidate, yes=yes)
    service.double_review_end(actor=lead, double_review=review)
    return review


def _url(story, *parts):
    return f"/stories/{story.pk}/double-review/" + "".join(f"{part}/" for part in parts)


def _page(client, story, query=""):
    return client.get(_url(story) + query).content.decode()


def test_a_lead_opens_a_round_with_two_editors(full, lead, editor, other, viewer, sign_in):
    client = sign_in(lead)
    page = _page(client, full)
    assert "Ask two editors" in page
    assert "Edith Editor" in page
    assert "Victor Viewer" not in page
    response = client.post(_url(full, "start"), {"first": editor.pk, "second": other.pk})
    assert response.url == _url(full)
    assert DoubleReview.objects.get().opened_by == lead
    assert "Edith Editor: 0 of 4 answered" in _page(client, full)


@pytest.mark.parametrize("fields", [{}, {"first": "x", "second": "y"}, {"first": "9" * 30, "second": "1"}])
def test_a_round_needs_two_that_there_are(fields, full, lead, sign_in):
    response = sign_in(lead).post(_url(full, "start"), fields)
    assert response.status_code == 422
    assert not DoubleReview.objects.exists()


def test_one_person_is_not_two(full, lead, editor, viewer, sign_in):
    client = sign_in(lead)
    response = client.post(_url(full, "start"), {"first": editor.pk, "second": editor.pk})
    assert response.status_code == 422
    assert "two different people" in response.content.decode()
    assert client.post(_url(full, "start"), {"first": editor.pk, "second": viewer.pk}).status_code == 422


def test_one_question_at_a_time_and_an_answer_leads_on(full, review, editor, sign_in):
    client = sign_in(editor)
    page = _page(client, full)
    assert "Does this report the same?" in page
    assert "0 of 4 answered" in page
    assert "sure" not in page  # the engine's guess would be a hint
    first = review.candidates.first()
    response = client.post(_url(full, first.pk, "answer"), {"answer": "yes"}, headers=HTMX)
    assert Answer.objects.get().yes
    assert response.content.decode().strip().startswith('<section id="item"')
    after = json.loads(response["HX-Trigger-After-Settle"])["crossread:after"]
    assert after == {"focus": ["#item-heading"], "say": "You said yes. 1 of 4 answered."}
    assert response["HX-Push-Url"].endswith(f"?item={review.candidates.all()[1].pk}")
    assert "you said yes" in _page(client, full, f"?item={first.pk}")


def test_without_htmx_an_answer_leads_on_too(full, review, editor, sign_in):
    client = sign_in(editor)
    response = client.post(_url(full, review.candidates.first().pk, "answer"), {"answer": "no"})
    assert response.url.endswith(f"?item={review.candidates.all()[1].pk}")
    assert "You said no." in client.get(response.url).content.decode()


def test_nobody_sees_anothers_answers_while_it_is_open(full, review, lead, editor, other, viewer, sign_in):
    """Wherever one looks, all is as if the first had answered the other way, but for how many they answered."""

    def seen() -> dict:
        where = [_url(full), _url(full) + f"?item={review.candidates.first().pk}", f"/stories/{full.pk}/"]
        where += [f"/stories/{full.pk}/journal/", f"/stories/{full.pk}/review/?sure=1", f"/stories/{full.pk}/review/"]
        where += [f"/stories/{full.pk}/export/json/", f"/stories/{full.pk}/export/preview/?inside=plain"]
        pages = {}
        for user in (lead, other, viewer):
            client = sign_in(user)
            for url in where:
                page = client.get(url).content.decode()
                page = re.sub(r'csrf[^>]*|X-CSRFToken[^>]*|"exported"[^,]*|\d\d:\d\d(:\d\d)?[^<",]*', "", page)
                pages[user.username, url] = page
        return pages

    before = list(Link.objects.values_list("state", flat=True))
    for candidate in review.candidates.all():
        service.double_review_answer(actor=editor, candidate=candidate, yes=True)
    when_yes = seen()
    for candidate in review.candidates.all():
        service.double_review_answer(actor=editor, candidate=candidate, yes=False)
    when_no = seen()
    for place, page in when_yes.items():
        assert page == when_no[place], place
    assert list(Link.objects.values_list("state", flat=True)) == before
    assert "4 of 4 answered" in when_no["lena", _url(full)]
    assert "4 of 4 answered" not in when_no["emil", _url(full)]


def test_when_done_one_waits_and_the_journal_tells_no_answers(full, review, editor, other, sign_in):
    client = sign_in(editor)
    client.post(_url(full, review.candidates.first().pk, "answer"), {"answer": "yes"})
    client.post(_url(full, "done"), {"sure": "1"})
    page = _page(client, full)
    assert "You are done." in page
    assert "data-key" not in page
    journal = sign_in(other).get(f"/stories/{full.pk}/journal/").content.decode()
    assert "Finished their part of the double review" in journal
    for change in full.changes.filter(verb__startswith="double_review"):
        assert not change.before
        assert not change.after


def test_with_questions_left_one_is_asked_once_more(full, review, editor, sign_in):
    client = sign_in(editor)
    client.post(_url(full, review.candidates.first().pk, "answer"), {"answer": "yes"})
    assert 'hx-confirm="3 of 4 questions are not answered. Are you done?"' in _page(client, full)
    page = client.post(_url(full, "done")).content.decode()
    assert "3 of 4 questions are not answered." in page
    assert 'name="sure"' in page
    assert not review.reviewers.exclude(done_at=None).exists()
    response = client.post(_url(full, "done"), headers=HTMX)  # the browser has asked
    assert response["HX-Redirect"] == _url(full)
    assert review.reviewers.get(user=editor).done_at


def test_with_all_answered_one_is_not_asked(full, review, editor, sign_in):
    client = sign_in(editor)
    for candidate in review.candidates.all():
        service.double_review_answer(actor=editor, candidate=candidate, yes=True)
    assert "hx-confirm" not in _page(client, full)
    assert client.post(_url(full, "done")).url == _url(full)
    assert review.reviewers.get(user=editor).done_at


def test_one_may_go_back_to_answering_until_the_other_is_done(full, review, lead, editor, other, stranger, sign_in):
    client = sign_in(editor)
    assert client.post(_url(full, "resume")).status_code == 422  # is answering
    service.double_review_done(actor=editor, double_review=review)
    assert "Go back to answering" in _page(client, full)
    assert "Go back to answering" not in _page(sign_in(other), full)
    assert client.post(_url(full, "resume")).url == _url(full)
    assert "0 of 4 answered" in _page(client, full)
    for user in (editor, other):
        service.double_review_done(actor=user, double_review=review)
    assert "Go back to answering" not in _page(client, full)
    assert client.post(_url(full, "resume")).status_code == 409
    assert sign_in(lead).post(_url(full, "resume")).status_code == 403
    assert sign_in(stranger).post(_url(full, "resume")).status_code == 404
    assert client.get(_url(full, "resume")).status_code == 405


def test_the_lead_sees_the_figures_and_who_said_what(full, deciding, lead, sign_in):
    page = _page(sign_in(lead), full)
    assert "Cohen’s kappa" in page
    assert "50%" in page  # one of the two that both answered
    assert "Edith Editor: <strong>yes</strong>" in page
    assert "Emil Other: <strong>no</strong>" in page
    assert "<span>2 to decide · " in page  # one run of text: the line sets its parts apart
    assert "Write what both agreed on (1)" in page


def test_until_it_is_closed_only_the_lead_reads_that(full, deciding, editor, viewer, sign_in):
    for user in (editor, viewer):
        page = _page(sign_in(user), full)
        assert "Both have answered." in page
        assert "kappa" not in page
        assert "<strong>no</strong>" not in page


def test_deciding_all_closes_the_round_for_everybody_to_read(full, deciding, lead, editor, viewer, sign_in):
    client = sign_in(lead)
    first, _, third = deciding.candidates.all()[:3]
    response = client.post(_url(full, first.pk, "decide"), {"answer": "no"}, headers=HTMX)
    assert "Emil Other: <strong>not answered</strong>" in response.content.decode()
    client.post(_url(full, third.pk, "decide"), {"answer": "yes"})
    client.post(_url(full, "agreed"))
    deciding.refresh_from_db()
    assert deciding.state == "closed"
    page = _page(sign_in(viewer), full)
    assert "is closed." in page
    assert "Cohen’s kappa" in page
    assert "by Lena Lead" in page
    assert page.count("<strong>yes</strong>") == 2
    assert Link.objects.get(point=first.point_id, passage=first.passage_id).state == "rejected"


def test_where_all_say_yes_kappa_is_told_in_words(full, review, lead, editor, other, sign_in):
    for user in (editor, other):
        for candidate in review.candidates.all():
            service.double_review_answer(actor=user, candidate=candidate, yes=True)
    service.double_review_end(actor=lead, double_review=review)
    page = _page(sign_in(lead), full)
    assert "not defined: both said yes to everything" in page
    assert "No disagreement is left." in page


def test_earlier_rounds_can_be_read(full, deciding, lead, editor, other, sign_in):
    service.double_review_close(actor=lead, double_review=deciding)
    service.double_review_open(actor=lead, story=full, first=editor, second=other)
    page = _page(sign_in(editor), full)
    assert f"?round={deciding.pk}" in page
    page = _page(sign_in(editor), full, f"?round={deciding.pk}")
    assert "Cohen’s kappa" in page


def test_the_late_lead_hears_who_decided(full, deciding, lead, other, sign_in):
    full.members.filter(user=other).update(role="lead")
    first = deciding.candidates.first()
    sign_in(other).post(_url(full, first.pk, "decide"), {"answer": "no"})
    response = sign_in(lead).post(_url(full, first.pk, "decide"), {"answer": "yes"}, headers=HTMX)
    assert response.status_code == 409
    assert "Emil Other decided this in the meantime: no." in response.content.decode()
    first.refresh_from_db()
    assert first.verdict == "no"


def test_an_answer_after_the_end_says_so(full, deciding, editor, sign_in):
    response = sign_in(editor).post(_url(full, deciding.candidates.last().pk, "answer"), {"answer": "yes"})
    assert response.status_code == 409
    assert "moved on in the meantime" in response.content.decode()


def test_a_step_that_does_not_fit_says_so(full, review, lead, sign_in):
    client = sign_in(lead)
    assert client.post(_url(full, "close")).status_code == 409
    assert client.post(_url(full, "agreed")).status_code == 409


def test_rights(full, review, lead, editor, other, viewer, stranger, client, sign_in):
    first = review.candidates.first()
    for part in ("start", "end", "agreed", "close"):
        assert sign_in(editor).post(_url(full, part)).status_code == 403
        assert sign_in(stranger).post(_url(full, part)).status_code == 404
        assert sign_in(lead).get(_url(full, part)).status_code == 405
    assert sign_in(editor).post(_url(full, first.pk, "decide"), {"answer": "yes"}).status_code == 403
    assert sign_in(lead).post(_url(full, first.pk, "answer"), {"answer": "yes"}).status_code == 403
    assert sign_in(lead).post(_url(full, "done")).status_code == 403
    assert sign_in(viewer).post(_url(full, first.pk, "answer"), {"answer": "yes"}).status_code == 403
    assert sign_in(stranger).post(_url(full, first.pk, "answer"), {"answer": "yes"}).status_code == 404
    assert sign_in(stranger).get(_url(full)).status_code == 404
    assert client.get(_url(full)).url.startswith("/accounts/sign-in/")
    assert sign_in(editor).get(_url(full, first.pk, "answer")).status_code == 405
    assert not Answer.objects.exists()


def test_a_question_of_another_story_is_not_answered_here(full, review, editor, sign_in):
    elsewhere = make_story(editors=[editor])
    client = sign_in(editor)
    assert client.post(_url(elsewhere, review.candidates.first().pk, "answer"), {"answer": "yes"}).status_code == 404
    assert client.post(_url(full, 999999, "answer"), {"answer": "yes"}).status_code == 404
    assert client.post(_url(elsewhere, "done")).status_code == 404


def test_an_answer_is_yes_or_no(full, review, editor, sign_in):
    client, url = sign_in(editor), _url(full, review.candidates.first().pk, "answer")
    assert client.post(url).status_code == 400
    assert client.post(url, {"answer": "maybe"}).status_code == 400


def test_nonsense_in_the_address_shows_the_usual_page(full, review, editor, sign_in):
    page = _page(sign_in(editor), full, "?item=x&round=%00")
    assert "0 of 4 answered" in page
    assert "0 of 4 answered" in _page(sign_in(editor), full, "?item=999999999999999999999&round=²")


def test_who_is_done_with_all_may_look_again(full, review, editor, sign_in):
    client = sign_in(editor)
    for candidate in review.candidates.all():
        client.post(_url(full, candidate.pk, "answer"), {"answer": "yes"})
    page = _page(client, full)
    assert "You have answered every question." in page
    assert f"?item={review.candidates.last().pk}" in page


def test_it_is_reached_from_the_review(full, editor, sign_in):
    assert _url(full) in sign_in(editor).get(f"/stories/{full.pk}/review/").content.decode()


def _queries(client, story, user, other):
    review = service.double_review_open(actor=user, story=story, first=user, second=other)
    with CaptureQueriesContext(connection) as open_page:
        assert client.get(_url(story)).status_code == 200
    for candidate in review.candidates.all():
        for number, one in enumerate((user, other)):
            service.double_review_answer(actor=one, candidate=candidate, yes=bool((candidate.number + number) % 3))
    service.double_review_end(actor=user, double_review=review)
    with CaptureQueriesContext(connection) as deciding:
        assert client.get(_url(story)).status_code == 200
    return len(open_page), len(deciding)


def test_queries_do_not_grow_with_articles_or_points(lead, editor, sign_in):
    client = sign_in(lead)
    small = make_story(make_comparison(articles=4, extra_points=1), leads=[lead], editors=[editor])
    large = make_story(make_comparison(articles=8, extra_points=8), leads=[lead], editors=[editor])
    first = _queries(client, small, lead, editor)
    assert _queries(client, large, lead, editor) == first
    assert max(first) <= MOST_QUERIES
