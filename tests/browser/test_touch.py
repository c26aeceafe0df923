"""The comparison page by touch, on a telephone: no hover, no keys, a narrow screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_comparison, make_story

TELEPHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True, "device_scale_factor": 3}
# As a long press does, whose handles were drawn over two words.
SELECT = """(passage) => {
    const text = document.createTreeWalker(passage.querySelector("[data-text]"), NodeFilter.SHOW_TEXT).nextNode();
    const from = text.data.indexOf("river was");
    document.getSelection().setBaseAndExtent(text, from, text, from + "river was".length);
}"""


@pytest.fixture
def desk(lead, editor, page_of) -> Page:
    story = make_story(make_comparison(extra_points=4), leads=[lead], editors=[editor])
    page = page_of(editor, **TELEPHONE)
    page.goto(f"/stories/{story.pk}/")
    return page


@pytest.fixture
def passage(desk: Page):
    return desk.locator("[data-passage]", has_text="The river was").first


def test_every_passage_shows_its_link_where_there_is_no_hover(desk: Page, passage):
    assert desk.evaluate("matchMedia('(hover: none)').matches")
    link = passage.get_by_role("link", name="Annotate")
    expect(link).to_have_css("opacity", "1")
    link.tap()
    expect(desk.get_by_label("Words", exact=True)).to_have_value("The river was last closed in 1961.")


def test_selected_words_are_annotated_by_two_taps(desk: Page, passage):
    passage.scroll_into_view_if_needed()
    passage.evaluate(SELECT)
    button = desk.get_by_role("button", name="Annotate these words")
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    expect(desk.get_by_label("Words", exact=True)).to_have_value("river was")
    expect(button).to_be_hidden()
    label = desk.get_by_label("Label", exact=True)
    expect(label).to_be_in_viewport()
    label.fill("The last time")
    desk.get_by_role("button", name="Annotate", exact=True).tap()
    expect(desk.locator("mark.accepted", has_text="river was")).to_be_visible()


def test_the_words_outlive_a_tap_that_drops_the_selection(desk: Page, passage):
    passage.evaluate(SELECT)
    button = desk.get_by_role("button", name="Annotate these words")
    expect(button).to_be_visible()
    button.evaluate("b => b.addEventListener('pointerup', () => document.getSelection().removeAllRanges())")
    button.tap()
    expect(desk.get_by_label("Words", exact=True)).to_have_value("river was")


def test_a_proposal_is_decided_by_a_tap(desk: Page):
    desk.locator(".card.proposed", has_text="Two dead or three").get_by_role("button", name="Accept").tap()
    expect(desk.locator(".card.accepted", has_text="Two dead or three")).to_be_focused()


def test_trouble_is_seen_wherever_one_has_scrolled_to(desk: Page, passage, trouble):
    trouble.expect("404")
    desk.locator("tfoot").scroll_into_view_if_needed()
    desk.evaluate("htmx.ajax('GET', '/stories/1/rows/none/', {target: '#main'})")
    expect(desk.get_by_role("alert")).to_be_in_viewport()
    expect(desk.get_by_role("link", name="Reload the page")).to_be_visible()
