"""The ledger as a person uses it: by keyboard, by mouse, without JavaScript, and on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_comparison, make_story

A4_LANDSCAPE = {"width": 1032, "height": 703}  # without its margins


@pytest.fixture
def full(lead):
    return make_story(make_comparison(articles=5, extra_points=12), leads=[lead])


@pytest.fixture
def ledger(full, lead, page: Page, signed_in) -> Page:
    signed_in(lead)
    page.goto(f"/stories/{full.pk}/ledger/")
    return page


def _cell(page: Page, label: str, column: int):
    return page.locator("tbody.line", has_text=label).first.locator("td").nth(column).locator("a")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 420])
def test_axe_finds_nothing(ledger: Page, axe, scheme, width):
    ledger.set_viewport_size({"width": width, "height": 900})
    ledger.emulate_media(color_scheme=scheme)
    axe()
    _cell(ledger, "The closing of 1961", 1).click()
    expect(ledger.locator(".words")).to_be_focused()
    axe()


def test_words_are_opened_and_closed_by_keyboard_alone(ledger: Page):
    first = _cell(ledger, "The gates", 1)
    first.focus()
    ledger.keyboard.press("l")
    expect(_cell(ledger, "The gates", 2)).to_be_focused()
    ledger.keyboard.press("j")
    expect(_cell(ledger, "The dead", 2)).to_be_focused()
    ledger.keyboard.press("Enter")
    words = ledger.locator(".words")
    expect(words).to_be_focused()
    expect(words).to_contain_text("The flood killed three people.")
    assert "open=" in ledger.url
    ledger.keyboard.press("Escape")
    expect(words).to_have_count(0)
    expect(_cell(ledger, "The dead", 2)).to_be_focused()
    assert "open=" not in ledger.url
    ledger.keyboard.press("h")
    expect(_cell(ledger, "The dead", 1)).to_be_focused()


def test_the_cells_are_one_tab_stop(ledger: Page):
    stops = ledger.locator('td a[aria-expanded][tabindex="0"]')
    expect(stops).to_have_count(1)
    _cell(ledger, "Two dead or three", 1).click()
    expect(ledger.locator(".words mark.proposed")).to_have_text("two people")
    expect(stops).to_have_count(1)


def test_sorting_and_filtering_by_mouse_stand_in_the_address(ledger: Page):
    sort = ledger.get_by_label("Sort by")
    sort.select_option(label="fewest outlets first")
    ledger.get_by_role("button", name="Show", exact=True).click()
    ledger.wait_for_url("**sort=fewest**")
    expect(ledger.locator("tbody.line .label").first).to_have_text("The closing of 1961")
    ledger.get_by_label("Search").fill("killed")
    ledger.keyboard.press("Enter")
    ledger.wait_for_url("**q=killed**")
    assert "sort=fewest" in ledger.url
    expect(ledger.locator("tbody.line .label")).to_have_text(["The dead", "Two dead or three"])


def test_the_strip_leads_to_the_line(ledger: Page):
    ledger.locator("#strip a", has_text="Fact 9").click()
    line = ledger.locator("th[scope=row]", has_text="Fact 9")
    expect(line).to_be_focused()
    expect(line).to_be_in_viewport()


def test_without_javascript_a_cell_opens_its_words_too(full, lead, page_of):
    page = page_of(lead, java_script_enabled=False)
    page.goto(f"/stories/{full.pk}/ledger/")
    _cell(page, "The dead", 2).click()
    expect(page.locator(".words")).to_contain_text("The flood killed three people.")
    page.get_by_role("link", name="Its row, side by side").click()
    expect(page.locator("tbody.row:target")).to_contain_text("The dead")


def test_on_paper_heads_are_repeated_no_line_is_cut_and_signs_have_words(ledger: Page):
    ledger.set_viewport_size(A4_LANDSCAPE)
    ledger.emulate_media(media="print")
    expect(ledger.locator("thead")).to_have_css("display", "table-header-group")
    expect(ledger.locator("tbody.line").first).to_have_css("break-inside", "avoid")
    for shown in ("As of", "nobody has looked", "added: only here", "Ledger of details: The night of the dam"):
        expect(ledger.get_by_text(shown, exact=False).first).to_be_visible()
    for pressed in ("#choices", ".overview", ".masthead"):
        expect(ledger.locator(pressed)).to_be_hidden()
    box = ledger.locator("#ledger table").bounding_box()
    assert box["x"] + box["width"] <= A4_LANDSCAPE["width"]
    assert ledger.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("size", [(390, 844), (640, 450), (960, 540), (1920, 1080)])
def test_the_page_is_as_wide_as_its_window(ledger: Page, size):
    ledger.set_viewport_size({"width": size[0], "height": size[1]})
    assert ledger.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_an_editor_looks_and_says_so_by_keyboard_alone(ledger: Page, full):
    absent = ledger.locator("tbody.line", has_text="The closing of 1961").locator("td").nth(4)
    expect(absent.locator("a")).to_have_count(0)  # of a detail nobody is asked
    cell = _cell(ledger, "The dead", 4)
    _cell(ledger, "The gates", 1).focus()
    ledger.keyboard.press("j")
    for _ in range(3):
        ledger.keyboard.press("l")
    expect(cell).to_be_focused()
    ledger.keyboard.press("Enter")
    expect(ledger.locator(".words")).to_be_focused()
    ledger.keyboard.press("Tab")
    ledger.keyboard.press("Enter")
    expect(cell).to_contain_text("Lena Lead")
    expect(cell).to_be_focused()
    expect(ledger.locator("#announcer")).to_have_text("Checked: Outlet 4 does not report “The dead”.")
    assert full.changes.first().verb == "absence.check"


def test_more_outlets_than_fit_across_a_sheet_are_all_on_paper(lead, page: Page, signed_in):
    story = make_story(make_comparison(articles=30), leads=[lead])
    signed_in(lead)
    page.set_viewport_size(A4_LANDSCAPE)
    page.goto(f"/stories/{story.pk}/ledger/")
    page.emulate_media(media="print")
    last = page.locator("tbody.line").first.locator("td").last.bounding_box()
    assert last["x"] + last["width"] <= A4_LANDSCAPE["width"]
