"""The comparison page in windows of all sizes, in the system's own colours, and on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_comparison, make_story

ZOOMED = {"width": 960, "height": 540}  # 1920 x 1080 at 200 %
A4_LANDSCAPE = {"width": 1032, "height": 703}  # without its margins


@pytest.fixture
def desk(lead, page: Page, signed_in) -> Page:
    story = make_story(make_comparison(articles=5, extra_points=12), leads=[lead])
    signed_in(lead)
    page.goto(f"/stories/{story.pk}/")
    return page


@pytest.mark.parametrize("size", [(640, 450), (768, 1024), (960, 540), (1280, 900), (1920, 1080)])
def test_the_page_is_as_wide_as_its_window(size, desk: Page):
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    desk.locator("[data-passage]").nth(3).press("a")
    expect(desk.get_by_label("Label", exact=True)).to_be_in_viewport()
    assert desk.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", [ZOOMED, {"width": 1280, "height": 900}])
def test_the_form_covers_neither_the_heads_nor_the_passage(size, desk: Page):
    desk.set_viewport_size(size)
    passage = desk.locator("[data-passage]", has_text="Fact 7 stands in report 1").first
    passage.press("a")
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()
    form = desk.locator(".editor:not(:empty)").bounding_box()
    head = desk.locator("thead th").nth(1).bounding_box()
    words = passage.locator("[data-text]").bounding_box()
    assert head["y"] > -0.5  # less than a pixel is rounding
    assert head["y"] + head["height"] <= words["y"]
    assert words["y"] + words["height"] <= form["y"]
    inside = desk.locator("#comparison").evaluate("e => e.clientWidth")
    assert abs(form["width"] - inside) < 1  # nothing of the table beside it


def test_where_the_system_chooses_the_colours_every_meaning_has_its_line(desk: Page):
    desk.emulate_media(forced_colors="active")
    proposed, accepted = desk.locator("mark.proposed").first, desk.locator("mark.accepted").first
    expect(proposed).to_have_css("border-bottom-style", "dashed")
    expect(accepted).to_have_css("border-bottom-style", "solid")
    line = "e => getComputedStyle(e).borderBottomColor"
    here = desk.locator(".story-nav [aria-current]").evaluate(line)
    assert here != desk.locator(".story-nav a:not([aria-current])").first.evaluate(line)


def test_on_paper_the_whole_table_is_there_and_nothing_to_press(desk: Page):
    desk.set_viewport_size(A4_LANDSCAPE)
    desk.emulate_media(media="print")
    sizes = desk.evaluate("""() => ["#comparison", "#comparison table"].map((selector) => {
        const box = document.querySelector(selector).getBoundingClientRect();
        return [box.width, box.height, box.right];
    })""")
    assert sizes[0][1] >= sizes[1][1] > A4_LANDSCAPE["height"]
    assert sizes[1][2] <= A4_LANDSCAPE["width"]
    for pressed in (".toolbar", ".annotate", ".card-acts", "tfoot"):
        expect(desk.locator(pressed).first).to_be_hidden()
    pages = desk.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert 1 < pages <= 5  # of five short articles; a row that may not break leaves most of a page empty
