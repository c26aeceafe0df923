"""The page of quotations in a real browser: by keyboard, light and dark, and the way to a row."""

import pytest
from playwright.sync_api import Page, expect

from coverage_app.engine.documents import Comparison, Link, Point
from tests.factories import make_document, make_story

WHOLE = "We will not reopen the quays before every bolt has been checked"
ALTERED = "We will not reopen the port before every bolt is checked"


@pytest.fixture
def quoted(lead):
    documents = (
        make_document(1, "Gazette", "The quays", [f"“{WHOLE},” harbour master Ilsa Brandt said.", "She was “calm”."]),
        make_document(2, "Herald", "The port", [f"“{ALTERED},” said Pavel Roos.", "“Nobody listened to us,” he said."]),
        make_document(3, "Courier", "The crane", ["The crane was old."]),
    )
    point = Point("pt1", "The quays", 1, (Link("a1.p1", 0.9), Link("a2.p1", 0.9)))
    return make_story(Comparison("0", documents, points=(point,)), leads=[lead])


def test_reading_filtering_and_going_to_a_row_by_keyboard(quoted, lead, page: Page, signed_in, axe):
    signed_in(lead)
    page.goto(f"/stories/{quoted.pk}/quotes/")
    said = page.get_by_role("article", name="We will not reopen")
    expect(said.get_by_role("blockquote")).to_have_text(f"“{WHOLE}”")
    expect(said.get_by_role("row", name="Herald")).to_contain_text("altered")
    expect(said).to_contain_text("Herald gives these words to Pavel Roos")
    expect(said).to_contain_text("Not quoted by Courier")
    axe()
    page.emulate_media(color_scheme="dark")
    axe()
    page.emulate_media(forced_colors="active")
    axe()
    page.emulate_media(color_scheme="light", forced_colors="none")

    page.get_by_label("Speaker").focus()
    page.keyboard.press("P")  # a list jumps to what begins so
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**differing=on**")
    expect(page.get_by_label("Speaker")).to_have_value("Pavel Roos")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.locator(".minor")).to_have_count(0)

    page.get_by_role("link", name="Herald, ¶1").press("Enter")
    page.wait_for_url("**#row-pt*")
    assert page.locator(":target").get_attribute("id") == f"row-pt{quoted.points.get().pk}"


def test_it_can_be_read_on_a_phone_and_at_double_size(quoted, lead, signed_in, page: Page):
    signed_in(lead)
    for width in (360, 640):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/stories/{quoted.pk}/quotes/")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.get_by_text("Not quoted by Courier")).to_be_visible()
