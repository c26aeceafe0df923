"""An article as a person reads it: by keyboard, by mouse, in windows of all sizes, and on paper."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_comparison, make_document, make_story

LONGEST_LINE = 75  # characters
LONG = (
    "The company said that it had opened six of the eight gates of the dam a little after one o'clock in the morning, "
    "when the level of the lake had risen by four metres in less than two days, and that nobody below had answered "
    "the calls which its engineers made from the control room before the first of the gates was lifted."
)


@pytest.fixture
def full(lead):
    return make_story(make_comparison(articles=5, extra_points=6), leads=[lead])


@pytest.fixture
def article(full, lead, page: Page, signed_in) -> Page:
    signed_in(lead)
    page.goto(f"/stories/{full.pk}/article/?notes=all")
    return page


def _passage(page: Page, words: str):
    return page.locator("[data-passage]", has_text=words).first


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1000, 420])
def test_axe_finds_nothing(article: Page, axe, scheme, width):
    article.set_viewport_size({"width": width, "height": 900})
    article.emulate_media(color_scheme=scheme)
    axe()
    _passage(article, "last closed").focus()
    axe()


def test_from_passage_to_passage_to_its_row_and_back_by_keyboard_alone(article: Page):
    article.keyboard.press("j")
    expect(_passage(article, "Dam opens six gates")).to_be_focused()
    article.keyboard.press("j")
    article.keyboard.press("j")
    article.keyboard.press("k")
    gates = _passage(article, "at 1:10 a.m.")
    expect(gates).to_be_focused()
    expect(gates.locator(".names")).to_have_text("also The Morning Flare, Sarvel Valley Gazette")
    article.keyboard.press("Enter")
    article.wait_for_url("**#row-pt*")
    row = article.locator("tbody.row:target")
    expect(row).to_contain_text("The gates")
    row.get_by_role("link", name="¶1 in the article of The Morning Flare").click()
    article.wait_for_url("**/article/**")
    expect(_passage(article, "They threw open")).to_be_focused()


def test_the_names_of_the_others_show_on_hover(article: Page):
    who = _passage(article, "killed two people").locator(".who")
    assert who.locator(".names").bounding_box()["width"] <= 1
    who.hover()
    assert who.locator(".names").bounding_box()["width"] > 50


def test_a_number_leads_to_its_note(article: Page):
    article.get_by_role("link", name="Note 2").click()
    note = article.locator(".note", has_text="The closing of 1961")
    expect(note).to_be_focused()
    expect(note).to_be_in_viewport()


def test_notes_stand_beside_their_words_or_below_where_there_is_no_room(article: Page):
    def boxes():
        passage, note = _passage(article, "last closed"), article.locator(".note", has_text="The closing of 1961")
        return passage.bounding_box(), note.bounding_box()

    article.set_viewport_size({"width": 1440, "height": 900})
    words, note = boxes()
    assert note["x"] > words["x"] + words["width"]
    assert abs(note["y"] - words["y"]) < 40
    article.set_viewport_size({"width": 600, "height": 900})
    words, note = boxes()
    assert note["y"] >= words["y"] + words["height"]
    assert note["x"] < words["x"] + words["width"]


def test_the_strip_leads_to_the_passage_of_this_article(article: Page):
    article.locator("#strip a", has_text="Fact 5").click()
    passage = _passage(article, "Fact 5 stands in report 1")
    expect(passage).to_be_focused()
    expect(passage).to_be_in_viewport()


def test_one_goes_from_article_to_article(article: Page):
    article.get_by_role("navigation", name="Articles of this story").get_by_role("link", name="Outlet 4").click()
    expect(article.get_by_role("heading", level=1)).to_have_text("Flood, report 4")
    assert "notes=all" in article.url


def test_lines_are_short_enough_to_read(lead, page: Page, signed_in):
    comparison = make_comparison(articles=2)
    long = make_document(1, "Meridian Wire", "A headline", [LONG])
    story = make_story(replace(comparison, documents=(long,), points=(), absences=(), annotations=()), leads=[lead])
    signed_in(lead)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"/stories/{story.pk}/article/")
    longest = page.evaluate("""() => {
        const text = document.querySelector(".body .passage").lastChild;
        const lines = new Map();
        for (let i = 0; i < text.length; i += 1) {
            const range = document.createRange();
            range.setStart(text, i);
            range.setEnd(text, i + 1);
            const top = Math.round(range.getBoundingClientRect().top);
            lines.set(top, (lines.get(top) ?? 0) + 1);
        }
        return Math.max(...lines.values());
    }""")
    assert 50 < longest <= LONGEST_LINE


@pytest.mark.parametrize("size", [(390, 844), (640, 450), (960, 540), (1920, 1080)])
def test_the_page_is_as_wide_as_its_window(article: Page, size):
    article.set_viewport_size({"width": size[0], "height": size[1]})
    assert article.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_without_javascript_every_way_is_a_link(full, lead, page_of):
    page = page_of(lead, java_script_enabled=False)
    page.goto(f"/stories/{full.pk}/article/")
    _passage(page, "killed two people").locator(".who").click()
    expect(page.locator("tbody.row:target")).to_contain_text("The dead")


def test_on_paper_figures_and_notes_stand_in_the_margins(article: Page):
    article.set_viewport_size({"width": 688, "height": 1000})  # A4 without its margins
    article.emulate_media(media="print")
    passage = _passage(article, "last closed")
    words, figure = passage.bounding_box(), passage.locator(".who").bounding_box()
    text = article.locator(".body", has_text="last closed").bounding_box()
    note = article.locator(".note", has_text="The closing of 1961").bounding_box()
    assert figure["x"] >= 0
    assert figure["x"] + figure["width"] <= text["x"]
    assert note["x"] >= text["x"] + text["width"]
    assert abs(note["y"] - words["y"]) < 40
    for pressed in ("#choices", ".overview", ".keys"):
        expect(article.locator(pressed)).to_be_hidden()
