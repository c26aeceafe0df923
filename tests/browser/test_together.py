"""Several at one story: what somebody else does meanwhile is never silent, and takes nothing that one typed."""

import pytest
from playwright.sync_api import Page, expect

from coverage_app.models import Alignment, Annotation, Point, Story
from tests.factories import make_comparison, make_story

LATER = "The new comparison is ready."


@pytest.fixture
def full(lead, editor) -> Story:
    return make_story(make_comparison(extra_points=8), leads=[lead], editors=[editor])


@pytest.fixture
def desk(full, editor, page: Page, signed_in) -> Page:
    """A page that hears nothing of what others do (test_live.py has one that does): so it is out of date for sure."""
    page.route("**/changes/**", lambda route: route.fulfill(status=204))
    signed_in(editor)
    page.goto(f"/stories/{full.pk}/")
    return page


def _open_form(desk: Page) -> None:
    desk.locator("[data-passage]", has_text="last closed").first.press("a")
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()


def _card(page: Page, words: str):
    return page.locator(".card", has_text=words).first


def _compare_anew(story: Story) -> None:
    """As after a run: the same points in rows of other names."""
    for old in story.points.all():
        new = Point.objects.create(story=story, label=old.label, position=old.position)
        old.links.update(point=new)
        old.absences.update(point=new)
        old.delete()


# --- a comparison that ends


@pytest.fixture
def run(full) -> Alignment:
    return Alignment.objects.create(story=full, state="running", message="Comparing", progress=0.5)


def _end(run: Alignment) -> None:
    Alignment.objects.filter(pk=run.pk).update(state="done", progress=1)


def test_the_new_comparison_is_shown_at_once_when_nothing_is_open(run, desk: Page):
    with desk.expect_event("load"):
        _end(run)
    expect(desk.locator("#comparison")).to_be_visible()
    expect(desk.locator("#alignment")).to_have_count(0)


def test_what_was_typed_outlives_the_end_of_a_comparison(run, desk: Page):
    _open_form(desk)
    desk.get_by_role("textbox", name="Note").fill("A long thought")
    _end(run)
    expect(desk.locator("#alignment")).to_contain_text(LATER)
    expect(desk.locator("#announcer")).to_contain_text(LATER)
    expect(desk.get_by_role("textbox", name="Note")).to_have_value("A long thought")
    desk.get_by_role("button", name="Annotate", exact=True).click()
    expect(desk.locator(".card", has_text="A long thought")).to_be_visible()
    desk.get_by_role("link", name="Show it").click()
    expect(desk.locator("#alignment")).to_have_count(0)
    expect(desk.locator(".card", has_text="A long thought")).to_be_visible()


def test_whoever_reads_keeps_the_place(run, desk: Page):
    passage = desk.locator("[data-passage]", has_text="last closed").first
    passage.focus()
    _end(run)
    expect(desk.locator("#alignment")).to_contain_text(LATER)
    expect(passage).to_be_focused()


# --- rows that are other rows now


def test_annotating_on_an_outdated_page_says_so(full, desk: Page):
    _compare_anew(full)
    shared = desk.locator("[data-passage]", has_text="killed two").first
    shared.press("a")
    notice = desk.get_by_role("alert")
    expect(notice).to_contain_text("This page is out of date")
    with desk.expect_event("load"):  # from then on the page hears keys
        notice.get_by_role("link", name="Reload the page").click()
    expect(notice).to_have_count(0)
    shared.press("a")
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()


def test_what_is_accepted_on_an_outdated_page_brings_the_page_up_to_date(full, desk: Page):
    _compare_anew(full)
    _card(desk, "Two dead or three").get_by_role("button", name="Accept").click()
    expect(desk.locator(".card.accepted", has_text="Two dead or three")).to_be_focused()
    points = [f"row-pt{pk}" for pk in full.points.values_list("pk", flat=True)]
    shown = desk.locator("tbody[data-point]").evaluate_all("rows => rows.map((row) => row.id)")
    assert shown == points


def test_what_is_accepted_where_no_row_is_left_is_said_to_be_saved(full, desk: Page):
    _compare_anew(full)
    desk.evaluate("document.querySelectorAll('tbody.solo').forEach((row) => row.remove())")
    _card(desk, "Two dead or three").get_by_role("button", name="Accept").click()
    expect(desk.get_by_role("alert")).to_contain_text("This is saved, but the page is out of date")
    desk.get_by_role("link", name="Reload the page").click()
    expect(desk.locator(".card.accepted", has_text="Two dead or three")).to_be_visible()


def test_a_form_on_an_outdated_page_keeps_what_was_typed(full, desk: Page):
    _card(desk, "Two dead or three").get_by_role("link", name="Edit").click()
    label = desk.get_by_label("Label", exact=True)
    expect(label).to_be_focused()
    _compare_anew(full)
    Annotation.objects.filter(label="Two dead or three").update(version=2)
    label.fill("Mine")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("alert")).to_contain_text("This was not saved")
    expect(label).to_have_value("Mine")


def test_an_answer_without_its_place_is_never_silent(desk: Page, trouble):
    trouble.expect("htmx:(targetError|swapError|oobErrorNoTarget)")
    for name in ("targetError", "swapError", "oobErrorNoTarget"):
        desk.evaluate("name => htmx.trigger(document.body, `htmx:${name}`)", name)
        expect(desk.get_by_role("alert")).to_contain_text("out of date")
        desk.locator("#trouble").evaluate("notice => notice.remove()")


# --- two editors, two browsers


@pytest.fixture
def theirs(full, lead, page_of) -> Page:
    """The lead's browser on the same page."""
    page = page_of(lead)
    page.goto(f"/stories/{full.pk}/")
    return page


def test_one_accepts_while_the_other_edits(desk: Page, theirs: Page):
    _card(desk, "Two dead or three").get_by_role("link", name="Edit").click()
    label = desk.get_by_label("Label", exact=True)
    expect(label).to_be_focused()
    _card(theirs, "Two dead or three").get_by_role("button", name="Accept").click()
    expect(theirs.locator(".card.accepted", has_text="Two dead or three")).to_be_focused()
    label.fill("Three dead")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("alert")).to_contain_text("Somebody else changed this annotation")
    expect(desk.get_by_role("alert")).to_contain_text("accepted, by Lena Lead")
    expect(label).to_have_value("Three dead")
    desk.get_by_role("button", name="Use mine").click()
    expect(desk.locator(".card.accepted", has_text="Three dead")).to_be_focused()


def test_one_edits_while_the_other_accepts(desk: Page, theirs: Page):
    _card(theirs, "Two dead or three").get_by_role("link", name="Edit").click()
    expect(theirs.get_by_label("Label", exact=True)).to_be_focused()
    theirs.get_by_label("Label", exact=True).fill("Three dead")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.locator(".card.accepted", has_text="Three dead")).to_be_focused()
    _card(desk, "Two dead or three").get_by_role("button", name="Accept").click()
    conflict = desk.get_by_role("alert")
    expect(conflict).to_contain_text("Nothing was changed by you")
    expect(conflict).to_contain_text("Three dead")
    desk.get_by_role("link", name="Keep theirs").click()
    expect(desk.locator(".card.accepted", has_text="Three dead")).to_be_visible()
    expect(conflict).to_have_count(0)


def test_one_deletes_what_the_other_edits(desk: Page, theirs: Page):
    _card(desk, "The closing of 1961").get_by_role("link", name="Edit").click()
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()
    desk.get_by_role("textbox", name="Note").fill("A long thought")
    theirs.on("dialog", lambda dialog: dialog.accept())
    _card(theirs, "The closing of 1961").get_by_role("button", name="Delete").click()
    expect(theirs.locator(".card", has_text="The closing of 1961")).to_have_count(0)
    desk.get_by_role("button", name="Save").click()
    told = desk.get_by_role("alert")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Lena Lead deleted this annotation")
    expect(desk.get_by_label("What you typed")).to_have_value("The closing of 1961\n\nA long thought")
    desk.get_by_role("link", name="Show the row as it is now").click()
    expect(desk.locator(".card", has_text="The closing of 1961")).to_have_count(0)
    expect(told).to_have_count(0)


def test_who_saves_late_sees_both_versions_and_may_keep_theirs(desk: Page, theirs: Page, axe):
    for page, words in ((theirs, "Three dead"), (desk, "Two dead or four")):
        _card(page, "Two dead or three").get_by_role("link", name="Edit").click()
        label = page.get_by_label("Label", exact=True)
        expect(label).to_be_focused()
        label.fill(words)
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.locator(".card.accepted", has_text="Three dead")).to_be_focused()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("alert")).to_be_focused()
    both = desk.get_by_role("row", name="Label")
    expect(both.get_by_role("insertion").first).to_have_text("Three")
    expect(both).to_contain_text("Two dead or four")
    axe()
    desk.get_by_role("link", name="Keep theirs").press("Enter")
    expect(desk.locator(".card.accepted", has_text="Three dead")).to_be_visible()
    expect(desk.get_by_role("alert")).to_have_count(0)
    _card(desk, "Three dead").get_by_role("link", name="Edit").click()
    expect(desk.get_by_label("Label", exact=True)).to_have_value("Three dead")  # what one typed is forgotten
