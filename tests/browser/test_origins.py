"""The page of origins in a real browser: from a stretch to its counterpart by keyboard; light, dark, small."""

import pytest
from playwright.sync_api import Page, expect

from coverage_app.engine.documents import Comparison
from tests.factories import make_document, make_story

COPIED = (
    "The ferry left the island at dawn with sixty passengers on board and ran aground two hours later on a sandbank"
)


@pytest.fixture
def copied(lead):
    wire = ["HEST (Reuters) - The sea was calm.", *(f"Line {n} tells what else was seen." for n in range(40))]
    documents = (
        make_document(1, "Wire", "Ferry aground", [*wire, f"{COPIED}."]),
        make_document(2, "Local", "Morning of fear", [f"{COPIED}.", "A man sat on deck in the rain all morning."]),
    )
    return make_story(Comparison("0", documents), leads=[lead])


def test_reading_an_article_minus_its_origin_by_keyboard(copied, lead, page: Page, signed_in, axe):
    signed_in(lead)
    page.goto(f"/stories/{copied.pk}/origins/")
    expect(page.locator(".lede")).to_have_text("Wire looks like the origin of Local.")
    for media in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        page.emulate_media(**media)
        axe()
    page.emulate_media(color_scheme="light", forced_colors="none")

    # From a stretch to its counterpart, far below in the other article, which comes into sight beside it.
    stretch, counterpart = page.locator("#left-1"), page.locator("#right-1")
    expect(counterpart).not_to_be_in_viewport()
    stretch.press("Enter")
    expect(counterpart).to_be_in_viewport()
    expect(page.locator(":target")).to_have_id("right-1")
    counterpart.press("Enter")
    expect(page.locator(":target")).to_have_id("left-1")
    expect(stretch).to_be_in_viewport()

    # Folded, it is opened by who wants to read it.
    page.get_by_label("fold what is not its own").press("Space")
    page.get_by_role("form", name="Reading").get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**minus=1**")
    expect(page.locator("#left-1")).not_to_be_visible()
    expect(page.get_by_text("A man sat on deck")).to_be_visible()
    page.locator(".folded summary").press("Enter")
    expect(page.locator("#left-1")).to_be_visible()
    axe()


def test_it_can_be_read_on_a_phone_and_at_double_size(copied, lead, signed_in, page: Page, axe):
    signed_in(lead)
    for width in (360, 720):
        page.set_viewport_size({"width": width, "height": 500})
        page.goto(f"/stories/{copied.pk}/origins/")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.get_by_text("A man sat on deck")).to_be_visible()
    axe()
