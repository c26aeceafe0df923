"""What others do appears without a reload, and takes neither the focus, nor the words, nor the place. The clock of the
pages is put forward where a pause between two looks would have to be waited for."""

import pytest
from playwright.sync_api import Page, expect

from coverage_app.models import Annotation, Point, Story
from coverage_app.services.annotations import annotation_accept
from coverage_app.services.history import keep, step
from tests.factories import make_comparison, make_story

SOON = 9_000  # ms: two looks and the answer
A_PAUSE = 4_100  # ms: between two looks
MUCH_LATER = 60_000  # ms


@pytest.fixture
def full(lead, editor, viewer) -> Story:
    return make_story(
        make_comparison(extra_points=12), leads=[lead], editors=[editor], viewers=[viewer], title="The night of the dam"
    )


@pytest.fixture
def desk(full, editor, page: Page, signed_in) -> Page:
    page.clock.install()
    signed_in(editor)
    with page.expect_response(lambda answer: "/changes/" in answer.url):
        page.goto(f"/stories/{full.pk}/")
    return page


def _row(page: Page, words: str):
    return page.locator("tbody.row", has_text=words).first


def _card(page: Page, words: str):
    return page.locator(".card", has_text=words).first


def _accept(actor, label: str) -> None:
    annotation = Annotation.objects.get(label=label)
    annotation_accept(actor=actor, annotation=annotation, version=annotation.version)


def _place_last(actor, story: Story, label: str) -> None:
    point = Point.objects.get(story=story, label=label)
    before = keep(point)
    Point.objects.filter(pk=point.pk).update(position=99)
    step(actor=actor, story=story, verb="point.place", summary=f"Placed “{label}” last", before=before)


def test_one_accepts_and_the_other_sees_it_within_seconds(full, lead, desk: Page, page_of):
    theirs = page_of(lead)
    theirs.goto(f"/stories/{full.pk}/")
    passage = desk.locator("[data-passage]", has_text="killed two").first
    passage.focus()
    _card(theirs, "Two dead or three").get_by_role("button", name="Accept").click()
    expect(desk.locator(".card.accepted", has_text="Two dead or three")).to_be_visible(timeout=SOON)
    expect(desk.locator("#announcer")).to_have_text("Lena Lead accepted “Two dead or three”.")
    expect(passage).to_be_focused()
    expect(passage).to_have_attribute("tabindex", "0")
    passage.press("a")  # what came in works like what was there
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()


def test_what_is_typed_stays_and_the_row_says_who_changed_it(full, lead, desk: Page, axe):
    desk.locator("[data-passage]", has_text="killed two").first.press("a")
    note = desk.get_by_role("textbox", name="Note")
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()
    note.fill("A long thought")
    _accept(lead, "Two dead or three")
    desk.clock.run_for(A_PAUSE)
    told = desk.get_by_text("Lena Lead changed this row")
    expect(told).to_be_visible(timeout=SOON)
    expect(_card(desk, "Two dead or three")).to_have_class("card proposed")
    expect(note).to_be_focused()
    expect(note).to_have_value("A long thought")
    axe()
    desk.locator("[data-show]").click()
    expect(desk.locator(".card.accepted", has_text="Two dead or three")).to_be_visible()
    expect(told).to_have_count(0)
    expect(note).to_have_value("A long thought")
    desk.get_by_role("button", name="Annotate", exact=True).click()
    expect(desk.locator(".card", has_text="A long thought")).to_be_visible()


def test_chosen_words_stay_chosen(full, lead, desk: Page):
    passage = desk.locator("[data-passage]", has_text="killed two").first
    passage.press("Shift+ArrowRight")
    passage.press("Shift+ArrowRight")
    _accept(lead, "Two dead or three")
    desk.clock.run_for(A_PAUSE)
    expect(desk.get_by_text("Lena Lead changed this row")).to_be_visible(timeout=SOON)
    assert desk.evaluate("getSelection().toString()").startswith("The")
    expect(passage).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
def test_what_one_reads_stays_where_it_is(width, full, lead, desk: Page):
    """The row above grows: by the note that comes into it."""
    desk.set_viewport_size({"width": width, "height": 500})
    passage = desk.locator("[data-passage]", has_text="Fact 9 ").first
    passage.evaluate("passage => passage.scrollIntoView({ block: 'center' })")
    before = passage.bounding_box()
    annotation = Annotation.objects.get(label="Two dead or three")
    Annotation.objects.filter(pk=annotation.pk).update(body="Long. " * 300)
    _accept(lead, "Two dead or three")
    desk.clock.run_for(A_PAUSE)
    expect(desk.locator(".card.accepted", has_text="Two dead or three")).to_have_count(1, timeout=SOON)
    desk.wait_for_timeout(100)
    assert abs(passage.bounding_box()["y"] - before["y"]) <= 1


def test_the_page_offers_to_load_rows_that_are_others_at_the_row_in_sight(full, lead, desk: Page, axe):
    passage = desk.locator("[data-passage]", has_text="Fact 9 ").first
    passage.focus()
    _place_last(lead, full, "The dead")
    desk.clock.run_for(A_PAUSE)
    news = desk.get_by_role("complementary", name="What others did")
    expect(news).to_contain_text(
        "Lena Lead placed “The dead” last. The rows here are as they were before.", timeout=SOON
    )
    expect(passage).to_be_focused()
    axe()
    before = passage.bounding_box()
    with desk.expect_event("load"):
        news.get_by_role("link", name="Load the table anew").click()
    expect(news).to_be_hidden()
    expect(passage).to_be_focused()
    assert abs(passage.bounding_box()["y"] - before["y"]) <= 1
    assert desk.locator("tbody.row .row-label").last.inner_text() == "The dead"


def test_who_is_here_is_named_in_the_head_and_at_the_row(full, viewer, desk: Page, page_of, axe):
    before = desk.locator("#comparison").bounding_box()
    height = _row(desk, "The dead").bounding_box()["height"]
    theirs = page_of(viewer)
    theirs.goto(f"/stories/{full.pk}/")
    theirs.locator("[data-passage]", has_text="killed two").first.focus()
    expect(_row(desk, "The dead").locator(".with")).to_have_text("Victor Viewer", timeout=2 * SOON)
    expect(desk.get_by_role("list", name="Also here")).to_contain_text("Victor Viewer")
    assert desk.locator("#comparison").bounding_box() == before, "nobody's coming moves the page"
    assert _row(desk, "The dead").bounding_box()["height"] == height
    axe()
    desk.get_by_role("list", name="Also here").get_by_role("link", name="Victor Viewer").click()
    expect(_row(desk, "The dead")).to_be_in_viewport()


def test_a_hidden_page_does_not_ask(full, desk: Page):
    asked, held = [], []
    desk.route("**/changes/**", lambda route: held.append(route))
    with desk.expect_request("**/changes/**"):  # one is under way when the page is hidden
        desk.clock.run_for(A_PAUSE)
    desk.evaluate(
        "() => { Object.defineProperty(document, 'hidden', { get: () => window.away ?? true });"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    desk.on("request", lambda request: asked.append(request.url) if "/changes/" in request.url else None)
    held.pop().continue_()
    desk.unroute("**/changes/**")
    for _ in range(2):
        expect(desk.locator("#live.htmx-request")).to_have_count(0)
        desk.clock.run_for(MUCH_LATER)
    with desk.expect_request("**/changes/**"):
        desk.evaluate("() => { window.away = false; document.dispatchEvent(new Event('visibilitychange')); }")
    assert len(asked) == 1, "it asks as soon as one is back, and did not before"


def test_after_the_sign_out_it_asks_no_more_and_takes_nothing(full, desk: Page, context):
    desk.locator("[data-passage]", has_text="killed two").first.press("a")
    note = desk.get_by_role("textbox", name="Note")
    note.fill("A long thought")
    context.clear_cookies()
    desk.clock.run_for(A_PAUSE)
    news = desk.get_by_role("complementary", name="What others did")
    expect(news).to_contain_text("You are signed out. What you typed is still here.", timeout=SOON)
    expect(note).to_have_value("A long thought")
    asked = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.clock.run_for(MUCH_LATER)
    with desk.expect_navigation():
        news.get_by_role("link", name="Sign in again").click()
    assert "/accounts/sign-in/?next=" in desk.url
    assert "/accounts/sign-in/" in asked[0], "and nothing was asked for before"


def test_trouble_with_a_look_is_quiet_and_more_seldom(full, desk: Page, trouble):
    trouble.expect("Failed to load resource|/changes/")
    asked = []
    desk.route("**/changes/**", lambda route: (asked.append(1), route.fulfill(status=503)))
    with desk.expect_response("**/changes/**"):
        desk.clock.pause_at((desk.evaluate("Date.now()") + A_PAUSE) / 1000)
    for number, pause in enumerate((8_000, 16_000), 1):
        expect(desk.locator("#live.htmx-request")).to_have_count(0)
        desk.clock.run_for(pause - 100)
        assert len(asked) == number
        with desk.expect_response("**/changes/**"):
            desk.clock.run_for(200)
    expect(desk.get_by_role("alert")).to_have_count(0)


def test_a_step_is_taken_back_in_the_journal_by_keyboard(full, editor, page: Page, signed_in, axe):
    signed_in(editor)
    _accept(editor, "Two dead or three")
    page.goto(f"/stories/{full.pk}/journal/")
    axe()
    page.get_by_role("button", name="Take back").press("Enter")
    again = page.get_by_role("button", name="Do again")
    expect(again).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("Taken back: Accepted “Two dead or three”")
    assert Annotation.objects.get(label="Two dead or three").state == "proposed"
    axe()
    again.press("Enter")
    expect(page.get_by_role("button", name="Take back")).to_be_focused()


def test_a_step_that_cannot_be_taken_back_says_why_and_what_is_there_now(full, lead, editor, page, signed_in, axe):
    signed_in(editor)
    _accept(editor, "Two dead or three")
    page.goto(f"/stories/{full.pk}/journal/")
    _accept(lead, "Two dead or three")
    Annotation.objects.filter(label="Two dead or three").update(state="dismissed")
    page.get_by_role("button", name="Take back").press("Enter")
    told = page.get_by_role("alert")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Lena Lead has since changed what this changed")
    expect(told).to_contain_text("It is dismissed now, by Lena Lead")
    axe()
