"""A long comparison: its strip, its search, its rows that come as one scrolls, and one outlet at a time on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_comparison, make_story

NARROW = {"width": 390, "height": 800}
SHIFTS = """() => {
    window.shifted = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        window.shifted += entry.value;
    })).observe({ type: "layout-shift", buffered: false });
}"""


@pytest.fixture
def story(lead):
    return make_story(make_comparison(articles=4, extra_points=60), leads=[lead])


@pytest.fixture
def desk(story, lead, page: Page, signed_in) -> Page:
    signed_in(lead)
    page.goto(f"/stories/{story.pk}/")
    return page


def _is_at(page: Page, row: str) -> None:
    expect(page.locator(f"#{row} :focus")).to_have_count(1)
    expect(page.locator(f"#{row}")).to_be_in_viewport()


def _rows(page: Page) -> int:
    return page.locator("tbody.row").count()


def test_rows_come_as_one_scrolls_and_nothing_else_moves(desk: Page):
    whole = desk.locator("#strip a").count()
    assert _rows(desk) < whole
    desk.evaluate("document.fonts.ready.then(() => null)")
    desk.evaluate(SHIFTS)
    while desk.locator("#later").count():
        before = _rows(desk)
        desk.locator("tbody.row").last.scroll_into_view_if_needed()
        expect(desk.locator("tbody.row").nth(before)).to_be_attached()
    assert _rows(desk) == whole
    expect(desk.locator("tfoot")).to_be_visible()
    assert desk.evaluate("window.shifted") < 0.01
    row = desk.locator("tbody.row").last
    row.locator("[data-passage]").first.press("a")  # what came later works like the rest
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()


def test_the_strip_leads_by_keys_to_a_row_that_has_not_come_yet(desk: Page):
    desk.locator("#strip a").first.focus()
    desk.keyboard.press("End")
    expect(desk.locator("#strip a").last).to_be_focused()
    desk.keyboard.press("ArrowLeft")
    stop = desk.locator("#strip a").nth(-2)
    expect(stop).to_be_focused()
    assert desk.locator("#strip a[tabindex='0']").count() == 1
    key = stop.get_attribute("href").partition("#")[2]
    assert desk.locator(f"#{key}").count() == 0
    desk.keyboard.press("Enter")
    _is_at(desk, key)
    before = _rows(desk)
    first = desk.locator("tbody.row").first.get_attribute("id")
    desk.locator("#earlier").scroll_into_view_if_needed()
    expect(desk.locator("tbody.row").nth(before)).to_be_attached()  # earlier rows have come in above,
    expect(desk.locator(f"#{first}")).to_be_in_viewport()  # and what one reads stays in sight


def test_a_link_to_a_row_on_a_later_page_leads_there(story, desk: Page):
    key = f"row-pt{story.points.last().pk}"
    desk.goto("about:blank")
    desk.goto(f"/stories/{story.pk}/?marks=added#{key}")
    _is_at(desk, key)
    expect(desk).to_have_url(re.compile(rf"marks=added.*#{key}$"))


def test_searching_by_keyboard(desk: Page):
    desk.locator("[data-passage]").first.focus()
    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox", name="Search")).to_be_focused()
    desk.keyboard.type("Fact 41 stands")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"\?q=Fact\+41\+stands$"))  # what is not filtered for is not in it
    expect(desk.locator("#rows-shown")).to_contain_text("1 of")
    expect(desk.locator("#rows-shown")).to_contain_text("4 hits")
    expect(desk.locator("mark.hit")).to_have_count(4)
    assert _rows(desk) == 1
    desk.get_by_role("link", name="next hit").press("Enter")
    _is_at(desk, desk.locator("tbody.row").get_attribute("id"))
    desk.get_by_role("link", name="show all").click()
    expect(desk.locator("mark.hit")).to_have_count(0)


def test_typing_a_slash_in_a_field_is_typing(desk: Page):
    search = desk.get_by_role("searchbox", name="Search")
    search.press_sequentially("and/or")
    expect(search).to_have_value("and/or")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_search_with_its_menus_open(desk: Page, story, axe, scheme):
    desk.emulate_media(color_scheme=scheme)
    desk.goto(f"/stories/{story.pk}/?q=Fact+4&style=on&columns=a{story.articles.first().pk}")
    desk.locator("summary", has_text="Filter").click()
    axe()
    desk.locator("summary", has_text="Columns").click()
    axe()
    desk.set_viewport_size(NARROW)
    axe()


def test_columns_are_chosen_by_a_form_whose_address_is_short(desk: Page):
    desk.locator("summary", has_text="Columns").click()
    menu = desk.locator("#columns")
    menu.get_by_role("checkbox").nth(1).uncheck()
    menu.get_by_role("button", name="Show these").click()
    expect(desk).to_have_url(re.compile(r"\?columns=a\d+(%2C|,)a\d+(%2C|,)a\d+$"))
    expect(desk.locator("thead .column-outlet")).to_have_count(3)
    desk.locator("summary", has_text="Columns").click()
    desk.get_by_role("link", name="Move Meridian Wire to the right").click()
    expect(desk.locator("thead .column-outlet").nth(1)).to_contain_text("Meridian Wire")


def test_paper_has_all_rows(desk: Page):
    whole = desk.locator("#strip a").count()
    assert _rows(desk) < whole
    desk.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert _rows(desk) == whole
    ids = desk.evaluate("Array.from(document.querySelectorAll('tbody.row'), (row) => row.id)")
    assert len(set(ids)) == whole


def test_one_outlet_at_a_time_on_a_phone(desk: Page):
    desk.set_viewport_size(NARROW)
    switch = desk.get_by_role("navigation", name="One outlet at a time")
    expect(switch).to_be_in_viewport()
    third = desk.locator("tbody.row").nth(5)
    third.evaluate("row => row.scrollIntoView()")
    switch.get_by_role("link", name="Outlet 4").click()
    expect(desk).to_have_url(re.compile(r"outlet=a\d+#row-"))
    shown = desk.evaluate("Array.from(document.querySelectorAll('td[data-article]'), (cell) => cell.dataset.article)")
    assert len(set(shown)) == 1
    expect(switch.locator("[aria-current]")).to_contain_text("Outlet 4")
    assert desk.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    switch.get_by_role("link", name="All", exact=True).click()
    expect(desk).not_to_have_url(re.compile("outlet="))


def test_without_javascript_there_are_pages(story, lead, browser, live_server, signed_in, context):
    signed_in(lead)
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(f"/stories/{story.pk}/")
    first = page.locator("tbody.row").first.get_attribute("id")
    page.get_by_role("link", name=re.compile(r"^Rows \d+ to \d+")).click()
    expect(page.locator("tbody.row").first).not_to_have_id(first)
    page.get_by_role("link", name=re.compile(r"^Rows 1 to \d+")).click()
    expect(page.locator("tbody.row").first).to_have_id(first)
    page.get_by_role("link", name="all rows on one page").click()
    expect(page.locator("tbody.row")).to_have_count(page.locator("#strip a").count())
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("with something to decide").check()
    page.get_by_role("button", name="Find").click()
    expect(page.locator("tbody.row")).to_have_count(1)
    plain.close()
