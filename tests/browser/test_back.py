"""Back and Forward show whole pages, also where htmx fetched a part of one from the same address."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_story


@pytest.fixture
def stories(lead):
    return [make_story(leads=[lead], title=title) for title in ("The night of the dam", "A bridge is closed")]


@pytest.fixture
def found(stories, lead, page: Page, signed_in) -> Page:
    """The list of stories after a search."""
    signed_in(lead)
    page.goto("/")
    page.get_by_label("Search").press_sequentially("bridge")
    expect(page).to_have_url(re.compile(r"q=bridge"))
    expect(page.get_by_role("link", name="The night of the dam")).to_have_count(0)
    return page


def _is_whole(page: Page) -> None:
    expect(page.get_by_role("link", name="Crossread")).to_have_count(1)


def test_back_from_a_search_is_the_list_before_it(found: Page):
    found.go_back()
    expect(found.get_by_role("link", name="The night of the dam")).to_be_visible()
    _is_whole(found)
    expect(found.get_by_label("Search")).to_have_value("")
    found.get_by_label("Search").fill("bridge")  # the page that came back works
    expect(found.get_by_role("link", name="The night of the dam")).to_have_count(0)


def test_back_from_a_story_is_the_search(found: Page):
    found.get_by_role("link", name="A bridge is closed").click()
    expect(found.locator("#comparison")).to_be_visible()
    found.go_back()
    _is_whole(found)
    expect(found.get_by_label("Search")).to_have_value("bridge")
    expect(found.get_by_role("link", name="The night of the dam")).to_have_count(0)
    found.go_forward()
    expect(found.locator("#comparison")).to_be_visible()


def test_back_to_the_export_is_the_page_with_its_choices(stories, lead, page: Page, signed_in):
    signed_in(lead)
    page.goto(f"/stories/{stories[0].pk}/export/")
    page.get_by_label("Include notes").check()
    expect(page).to_have_url(re.compile(r"proposed=on"))
    page.get_by_role("link", name="Journal").click()
    expect(page).to_have_url(re.compile(r"/journal/"))
    page.go_back()
    _is_whole(page)
    expect(page.get_by_label("Include notes")).to_be_checked()
