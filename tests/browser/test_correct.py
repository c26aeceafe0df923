"""Correcting by hand in the browser: by keys alone, by dragging, and without JavaScript. The focus is never lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from coverage_app.models import Passage
from coverage_app.services.links import link_remove
from tests.factories import make_comparison, make_story


@pytest.fixture
def full(lead, editor):
    return make_story(make_comparison(extra_points=8), leads=[lead], editors=[editor])


@pytest.fixture
def gates(full):
    return full.points.get(label="The gates")


@pytest.fixture
def dead(full):
    return full.points.get(label="The dead")


def _key(full, words):
    found = Passage.objects.filter(revision__article__story=full).select_related("revision")
    return next(p.pk for p in found if words in p.text)


@pytest.fixture
def wrong(full):
    """The passage that stands in the wrong point."""
    return _key(full, "threw open")


@pytest.fixture
def desk(full, editor, page: Page, signed_in) -> Page:
    signed_in(editor)
    page.goto(f"/stories/{full.pk}/")
    return page


def _at(page: Page, point, passage) -> Locator:
    return page.locator(f"#row-pt{point.pk}-p{passage}")


def _focus_is_kept(page: Page) -> None:
    expect(page.locator("body :focus")).to_have_count(1)


def _said(page: Page, words) -> None:
    expect(page.locator("#announcer")).to_have_text(words)


def test_a_wrong_link_is_mended_with_three_keys(desk, gates, dead, wrong):
    _at(desk, gates, wrong).focus()
    for key in ("m", "2", "Enter"):
        desk.keyboard.press(key)  # without waiting for the form: what is typed ahead goes into it
    expect(_at(desk, dead, wrong)).to_be_visible()
    expect(_at(desk, gates, wrong)).to_have_count(0)
    _said(desk, "Moved ¶1 of The Morning Flare to “The dead”.")
    expect(desk.locator(f'#strip a[href$="#row-pt{gates.pk}"] title')).to_have_text("1: The gates, 2 of 3")
    _focus_is_kept(desk)
    assert desk.evaluate(f"document.activeElement.closest('#row-pt{gates.pk}') !== null"), "the work goes on there"
    desk.keyboard.press("u")
    expect(_at(desk, gates, wrong)).to_be_visible()
    _said(desk, re.compile("Took back"))
    _focus_is_kept(desk)
    desk.keyboard.press("U")
    expect(_at(desk, dead, wrong)).to_be_visible()


def test_the_whole_correction_by_keyboard(desk, full, gates, dead, wrong, axe):
    _at(desk, gates, wrong).focus()
    desk.keyboard.press("m")
    field = desk.get_by_label("Move to point")
    expect(field).to_be_focused()
    field.press_sequentially("fact 3")
    expect(desk.locator("[data-choices] label:visible")).to_have_count(1)
    axe()
    desk.keyboard.press("Escape")
    expect(_at(desk, gates, wrong)).to_be_focused()

    desk.keyboard.press("e")
    name = desk.get_by_label("Name of point 1")
    expect(name).to_be_focused()
    axe()
    name.fill("Six gates at night")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#row-pt{gates.pk} .row-label")).to_have_text("Six gates at night")
    _focus_is_kept(desk)

    _at(desk, gates, wrong).focus()
    desk.keyboard.press("Space")
    _said(desk, "Selected. 1 passage is selected.")
    desk.keyboard.press("s")
    expect(desk.get_by_role("checkbox", checked=True)).to_have_count(1)
    axe()
    desk.get_by_label("Name of the new point").fill("Apart")
    desk.keyboard.press("Enter")
    apart = desk.locator("tbody.row", has=desk.locator(".row-label", has_text="Apart"))
    expect(apart.locator(".row-number")).to_have_text("2")
    expect(desk.locator(f"#number-pt{dead.pk}")).to_have_text("3")
    _focus_is_kept(desk)

    apart.locator("[data-passage]").focus()
    desk.keyboard.press("g")
    desk.keyboard.press("1")
    desk.keyboard.press("Enter")
    expect(_at(desk, gates, wrong)).to_be_visible()
    expect(apart).to_have_count(0)
    expect(desk.locator(f"#number-pt{dead.pk}")).to_have_text("2")
    _focus_is_kept(desk)

    _at(desk, gates, wrong).focus()
    desk.keyboard.press("S")
    text = desk.get_by_label("Press Enter where the second passage begins")
    expect(text).to_be_focused()
    axe()
    text.press("Home")
    for _ in range(4):
        text.press("Control+ArrowRight")
    text.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#row-pt{gates.pk} [data-passage]")).to_have_count(4)
    _focus_is_kept(desk)
    _at(desk, gates, wrong).focus()
    desk.keyboard.press("J")
    expect(desk.locator(f"#row-pt{gates.pk} [data-passage]")).to_have_count(3)
    _focus_is_kept(desk)

    _at(desk, gates, wrong).focus()
    desk.keyboard.press("x")
    expect(_at(desk, gates, wrong)).to_have_count(0)
    expect(desk.locator("#set-aside")).to_contain_text("2 passages of The Morning Flare")
    _focus_is_kept(desk)

    third = _key(full, "1.10am")
    _at(desk, gates, third).focus()
    desk.keyboard.press("t")
    expect(_at(desk, gates, third)).to_have_count(0)
    _focus_is_kept(desk)
    for _ in range(8):
        desk.keyboard.press("u")
        expect(desk.locator("#corrections.htmx-request")).to_have_count(0)
        desk.wait_for_timeout(250)
    expect(_at(desk, gates, wrong)).to_be_visible()
    expect(_at(desk, gates, third)).to_be_visible()
    expect(desk.locator(f"#row-pt{gates.pk} .row-label")).to_have_text("The gates")


def test_keys_are_shown_and_changed_and_conflicts_told(desk, gates, dead, wrong, axe):
    _at(desk, gates, wrong).focus()
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    axe()
    dialog.get_by_role("button", name=re.compile("Change ?: take the passage out")).click()
    desk.keyboard.press("m")
    expect(dialog.get_by_role("status")).to_contain_text("m is taken")
    desk.keyboard.press("w")
    expect(dialog.get_by_role("status")).to_contain_text("w: take the passage out")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(_at(desk, gates, wrong)).to_be_focused()
    desk.keyboard.press("t")
    desk.reload()
    _at(desk, gates, wrong).focus()
    desk.keyboard.press("w")
    expect(_at(desk, gates, wrong)).to_have_count(0)
    desk.keyboard.press("?")
    dialog.get_by_role("button", name="Reset all").click()
    expect(dialog.locator("tr", has_text="take the passage out").locator("kbd")).to_have_text("t")


def test_single_keys_can_be_switched_off_and_never_take_the_browsers_own(desk, gates, wrong):
    _at(desk, gates, wrong).focus()
    desk.keyboard.press("Control+m")
    desk.keyboard.press("Alt+x")
    desk.locator("#search").focus()
    desk.keyboard.type("mux")
    expect(desk.locator("#search")).to_have_value("mux")
    _at(desk, gates, wrong).focus()
    desk.keyboard.press("?")
    desk.get_by_label("Single keys off").check()
    desk.get_by_role("button", name="Close").click()
    desk.keyboard.press("x")
    desk.wait_for_timeout(300)
    expect(_at(desk, gates, wrong)).to_be_visible()


def test_a_passage_is_dragged_to_another_row(desk, gates, dead, wrong):
    passage = _at(desk, gates, wrong)
    passage.hover()
    passage.locator(".grip").drag_to(desk.locator(f"#row-pt{dead.pk} th"))
    expect(_at(desk, dead, wrong)).to_be_visible()
    _said(desk, "Moved ¶1 of The Morning Flare to “The dead”.")
    _focus_is_kept(desk)


def test_by_mouse_an_absence_is_checked_and_a_passage_taken_back(desk, full, dead, gates, wrong):
    cell = desk.locator(f"#row-pt{dead.pk} td.absent")
    cell.hover()
    cell.get_by_role("button", name="No longer checked").click()
    expect(cell).to_contain_text("no match found")
    expect(cell.get_by_role("button", name="Checked: not reported")).to_be_focused()
    cell.get_by_role("button", name="Checked: not reported").click()
    expect(cell).to_contain_text("checked: not reported")
    passage = _at(desk, gates, wrong)
    passage.hover()
    passage.get_by_role("link", name="Correct").click()
    desk.get_by_role("button", name="Set aside as furniture").click()
    expect(passage).to_have_count(0)
    desk.locator("#set-aside summary", has_text="The Morning Flare").click()
    desk.get_by_role("button", name=re.compile("Take back into the report ?: They threw")).click()
    expect(passage).to_be_visible()
    expect(passage).to_be_focused()
    desk.get_by_role("button", name=re.compile("^Undo: Took")).click()
    expect(passage).to_have_count(0)
    _focus_is_kept(desk)


def test_the_late_one_sees_what_happened_where_they_asked(desk, full, gates, dead, wrong, lead, axe):
    _at(desk, gates, wrong).focus()
    desk.keyboard.press("m")
    expect(desk.get_by_label("Move to point")).to_be_focused()
    passage = Passage.objects.select_related("revision__article__outlet").get(pk=wrong)
    link_remove(actor=lead, passage=passage, point=gates)
    desk.keyboard.press("2")
    desk.keyboard.press("Enter")
    notice = desk.locator(".editor .notice")
    expect(notice).to_contain_text("does not stand in “The gates” any more")
    expect(notice).to_be_focused()
    axe()


def test_nothing_to_undo_is_one_quiet_line(desk, gates, wrong, axe):
    passage = _at(desk, gates, wrong)
    passage.focus()
    desk.keyboard.press("u")
    _said(desk, "You have done nothing in this story that could be taken back.")
    line = desk.locator("#told")
    expect(line).to_have_text("You have done nothing in this story that could be taken back.")
    expect(passage).to_be_focused()
    axe()
    desk.keyboard.press("Escape")
    expect(line).to_be_empty()
    expect(passage).to_be_focused()
    desk.keyboard.press("u")
    expect(line).not_to_be_empty()
    desk.keyboard.press("t")
    expect(passage).to_have_count(0)
    expect(line).to_be_empty()


def test_escape_leads_from_a_refusal_back_to_where_the_edit_was_asked_for(desk, full, gates, dead, wrong, lead):
    _at(desk, gates, wrong).focus()
    for key in ("m", "2", "Enter"):
        desk.keyboard.press(key)
    expect(_at(desk, dead, wrong)).to_be_visible()
    _focus_is_kept(desk)
    passage = Passage.objects.select_related("revision__article__outlet").get(pk=wrong)
    link_remove(actor=lead, passage=passage, point=dead)
    place = desk.locator("tbody.row").nth(4).locator("[data-passage]").first
    place.focus()
    desk.keyboard.press("u")
    notice = desk.locator(".editor .notice")
    expect(notice).to_be_focused()
    desk.keyboard.press("Escape")
    expect(notice).to_have_count(0)
    expect(place).to_be_focused()
    desk.locator("#steps button").first.focus()  # not at a row: the answer stands above the table
    desk.keyboard.press("Enter")
    notice = desk.locator("#told .notice")
    expect(notice).to_be_focused()
    desk.keyboard.press("Escape")
    expect(notice).to_have_count(0)
    expect(desk.locator("#steps button").first).to_be_focused()


def test_a_key_pressed_twice_is_one_command(desk, gates, wrong):
    passage = _at(desk, gates, wrong)
    passage.focus()
    desk.keyboard.down("t")
    desk.keyboard.down("t")  # held: the key repeats
    desk.keyboard.up("t")
    desk.keyboard.press("t")
    expect(passage).to_have_count(0)
    _focus_is_kept(desk)
    desk.wait_for_timeout(300)
    expect(desk.locator("[role=alert]")).to_have_count(0)


def test_a_name_that_is_there_is_typed_over(desk, gates, wrong):
    passage = _at(desk, gates, wrong)
    passage.focus()
    desk.keyboard.press("e")
    expect(desk.get_by_label("Name of point 1")).to_be_focused()
    desk.keyboard.type("Six gates")
    expect(desk.get_by_label("Name of point 1")).to_have_value("Six gates")
    desk.keyboard.press("Escape")
    expect(passage).to_be_focused()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing_with_forms_and_keys_open(scheme, desk, gates, wrong, axe):
    desk.emulate_media(color_scheme=scheme)
    _at(desk, gates, wrong).focus()
    axe()
    for key, field in (("m", "Move to point"), ("g", "Merge into point"), ("N", "Name of the point")):
        desk.keyboard.press(key)
        expect(desk.get_by_label(field)).to_be_focused()
        axe()
        desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    axe()


def test_without_javascript_there_are_pages_and_forms(full, gates, dead, wrong, editor, page_of):
    page = page_of(editor, java_script_enabled=False)
    page.goto(f"/stories/{full.pk}/")
    page.locator(f"#row-pt{gates.pk}-p{wrong}").get_by_role("link", name="Correct").click()
    page.get_by_label("Move to point").fill("dead")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("radio")).to_have_count(1)
    page.get_by_role("button", name="Move here").click()
    expect(page).to_have_url(re.compile(f"#row-pt{dead.pk}$"))
    expect(page.locator(f"#row-pt{dead.pk}-p{wrong}")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Undo: Moved")).click()
    expect(page.locator(f"#row-pt{gates.pk}-p{wrong}")).to_be_visible()
    page.locator(f"#row-pt{dead.pk} th").get_by_role("link", name="Correct").click()
    page.get_by_label("Name of point").fill("Victims")
    page.get_by_role("button", name="Save the name").click()
    expect(page.locator(f"#row-pt{dead.pk} .row-label")).to_have_text("Victims")
    page.locator(f"#row-pt{dead.pk} th").get_by_role("link", name="Correct").click()
    page.get_by_role("link", name="Merge into another point").click()
    page.get_by_role("radio", name="The gates").check()
    page.get_by_role("button", name="Merge").click()
    expect(page.locator(f"#row-pt{dead.pk}")).to_have_count(0)
    cell = page.locator("td.absent", has=page.get_by_role("button")).first
    if cell.count():
        cell.get_by_role("button").click()
        expect(page).to_have_url(re.compile(f"/stories/{full.pk}/"))
