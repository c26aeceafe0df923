"""A whole round of blind double review, each in their own browser, by keyboard."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from coverage_app.models import Answer, Link
from coverage_app.services import double_reviews as service
from tests.factories import make_story


@pytest.fixture
def other(transactional_db) -> User:
    return User.objects.create_user("emil", first_name="Emil", last_name="Other")


@pytest.fixture
def full(lead, editor, other):
    return make_story(leads=[lead], editors=[editor, other])


def _answer(page: Page, keys: str) -> None:
    total = len(keys)
    for number, key in enumerate(keys, 1):
        page.keyboard.press(key)
        expect(page.locator("#announcer")).to_contain_text(f"{number} of {total} answered.")
        expect(page.locator("#item-heading")).to_be_focused()
    expect(page.locator("#item-heading")).to_have_text("You have answered every question.")
    page.get_by_role("button", name="I am done").click()
    expect(page.locator("#item-heading")).not_to_have_text("You have answered every question.")


def test_two_answer_alone_and_the_lead_decides(full, lead, editor, other, page_of: Callable[..., Page]):
    url = f"/stories/{full.pk}/double-review/"
    chief, first, second = page_of(lead), page_of(editor), page_of(other)
    chief.goto(url)
    chief.get_by_label("First reviewer").select_option(label="Edith Editor")
    chief.get_by_label("Second reviewer").select_option(label="Emil Other")
    chief.get_by_role("button", name="Open the round").click()
    expect(chief.get_by_text("Edith Editor: 0 of 4 answered")).to_be_visible()
    first.goto(url)
    _answer(first, "yyny")
    expect(first.locator("#item-heading")).to_have_text("You are done.")
    second.goto(url)
    expect(second.locator("#progress")).to_contain_text("0 of 4 answered")
    _answer(second, "ynny")
    chief.reload()
    expect(chief.get_by_text("Raw agreement")).to_be_visible()
    expect(chief.get_by_text("Edith Editor: yes")).to_be_visible()
    chief.keyboard.press("n")
    expect(chief.locator("#announcer")).to_contain_text("Decided: it does not report the same.")
    expect(chief.locator("#item-heading")).to_be_focused()
    chief.reload()
    chief.get_by_role("button", name="Write what both agreed on (3)").click()
    expect(chief.locator("#item-heading")).to_contain_text("is closed")
    second.reload()
    expect(second.get_by_role("heading", name="What was decided")).to_be_visible()
    assert sorted(Link.objects.values_list("state", flat=True)) == ["accepted"] * 3 + ["rejected"] * 2


@pytest.fixture
def review(full, lead, editor, other):
    return service.double_review_open(actor=lead, story=full, first=editor, second=other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(full, review, lead, editor, other, page: Page, signed_in, axe, scheme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    url = f"/stories/{full.pk}/double-review/"
    signed_in(editor)
    page.goto(url)
    axe()
    for user, answers in ((editor, (True, True, True)), (other, (True, False, True))):
        for candidate, yes in zip(review.candidates.all(), answers, strict=False):
            service.double_review_answer(actor=user, candidate=candidate, yes=yes)
    service.double_review_end(actor=lead, double_review=review)
    page.context.clear_cookies()
    signed_in(lead)
    page.goto(url)
    page.get_by_text("Point by point").click()
    axe()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    service.double_review_close(actor=lead, double_review=review)
    page.reload()
    axe()


def test_going_back_to_think_again(full, review, editor, page: Page, signed_in):
    signed_in(editor)
    page.goto(f"/stories/{full.pk}/double-review/")
    page.keyboard.press("y")
    expect(page.locator("#announcer")).to_contain_text("1 of 4")
    page.keyboard.press("k")
    expect(page.locator("#item-kicker")).to_contain_text("you said yes")
    page.keyboard.press("n")
    expect(page.locator("#announcer")).to_contain_text("You said no. 1 of 4 answered.")
    assert Answer.objects.get().yes is False


def test_without_javascript_an_answer_leads_on(full, review, editor, browser, live_server, signed_in, context):
    signed_in(editor)
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(f"/stories/{full.pk}/double-review/")
    page.get_by_role("button", name="Yes, the same").click()
    expect(page.locator("#progress")).to_contain_text("1 of 4 answered")
    plain.close()
