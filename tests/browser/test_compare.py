"""The comparison page as a person uses it: by keyboard, by mouse, and without JavaScript (by touch: test_touch.py)."""

import pytest
from playwright.sync_api import Page, expect

from coverage_app.models import Annotation
from tests.factories import make_comparison, make_story


@pytest.fixture
def full(lead, editor):
    return make_story(make_comparison(extra_points=8), leads=[lead], editors=[editor])


@pytest.fixture
def desk(full, editor, page: Page, signed_in) -> Page:
    signed_in(editor)
    page.goto(f"/stories/{full.pk}/")
    return page


def _passage(page: Page, words: str):
    return page.locator("[data-passage]", has_text=words).first


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 420])
def test_axe_finds_nothing(desk: Page, axe, scheme, width):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.emulate_media(color_scheme=scheme)
    axe()
    passage = _passage(desk, "last closed")
    passage.focus()
    passage.press("a")
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()
    axe()


def test_annotating_words_by_keyboard_alone(desk: Page):
    _passage(desk, "Dam opens six gates").focus()
    for _ in range(30):  # down the first column
        if "last closed" in desk.evaluate("document.activeElement.textContent"):
            break
        desk.keyboard.press("ArrowDown")
    for _ in range(3):
        desk.keyboard.press("Shift+ArrowRight")
    expect(desk.locator("#announcer")).to_have_text("Selected: The river was")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Words", exact=True)).to_have_value("The river was")
    label = desk.get_by_label("Label", exact=True)
    expect(label).to_be_focused()
    label.fill("The river")
    desk.keyboard.press("Enter")
    card = desk.locator(".card", has_text="The river").first
    expect(card).to_be_focused()
    expect(desk.locator("#announcer")).to_have_text("Annotated: The river.")
    expect(desk.locator("mark.accepted", has_text="The river was")).to_be_visible()
    assert Annotation.objects.get(label="The river").targets.get().exact == "The river was"


def test_words_in_the_middle_by_keyboard(desk: Page):
    passage = _passage(desk, "last closed")
    passage.focus()
    passage.press("Shift+ArrowRight")
    passage.press("Shift+ArrowRight")
    passage.press("Alt+Shift+ArrowRight")
    expect(desk.locator("#announcer")).to_have_text("Selected: river")
    passage.press("Shift+ArrowRight")
    expect(desk.locator("#announcer")).to_have_text("Selected: river was")


def test_annotating_words_by_mouse(desk: Page):
    target = _passage(desk, "The siren was started")
    box = target.locator("[data-text]").bounding_box()
    desk.mouse.dblclick(box["x"] + 45, box["y"] + 14)
    button = desk.get_by_role("button", name="Annotate these words")
    expect(button).to_be_visible()
    button.click()
    words = desk.get_by_label("Words", exact=True).input_value()
    assert words
    assert words in "The siren was started by hand."
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()  # the form is settled
    desk.get_by_label("Label", exact=True).fill("Siren")
    desk.get_by_role("button", name="Annotate", exact=True).click()
    expect(desk.locator(".card", has_text="Siren")).to_be_focused()


def test_offsets_are_right_across_marks_and_left_out_words(desk: Page):
    """The passage that is marked most: insertions, deletions and the number of a note stand inside it."""
    passage = _passage(desk, "1.10am")
    text = passage.locator("[data-text]")
    assert text.locator("ins, del").count() > 1
    passage.focus()
    passage.press("Shift+End")
    passage.press("Enter")
    expect(desk.get_by_label("Words", exact=True)).to_have_value(
        "Korvhydro opened six of the dam's eight gates at 1.10am."
    )


def test_a_proposal_is_decided_by_one_key_each(desk: Page):
    card = desk.locator(".card.proposed", has_text="Two dead or three")
    card.focus()
    card.press("y")
    expect(desk.locator(".card.accepted", has_text="Two dead or three")).to_be_focused()
    expect(desk.locator("#announcer")).to_have_text("Accepted: Two dead or three.")
    desk.keyboard.press("n")
    expect(desk.locator("#announcer")).to_have_text("Dismissed: Two dead or three.")
    expect(desk.locator(".dismissed-list").first).to_be_visible()
    assert Annotation.objects.get(label="Two dead or three").state == "dismissed"
    assert desk.evaluate("document.activeElement.closest('[data-passage]') !== null")


def test_who_decides_by_keys_goes_on_to_the_next_proposal(desk: Page):
    Annotation.objects.exclude(state="dismissed").update(state="proposed", by=None)
    desk.reload()
    first, second = desk.locator(".card.proposed").evaluate_all("cards => cards.slice(0, 2).map((card) => card.id)")
    desk.locator(f"#{first}").press("y")
    expect(desk.locator(f"#{second}")).to_be_focused()
    expect(desk.locator("#announcer")).to_contain_text("Accepted")
    expect(desk.locator(f"#{first}")).to_have_class("card accepted")


def test_escape_closes_the_form_and_gives_the_focus_back(desk: Page):
    passage = _passage(desk, "last closed")
    passage.focus()
    passage.press("Enter")
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()
    desk.keyboard.press("Escape")
    expect(passage).to_be_focused()
    expect(desk.get_by_label("Label", exact=True)).to_have_count(0)


def test_a_mistake_is_told_at_the_field(desk: Page):
    passage = _passage(desk, "last closed")
    passage.focus()
    passage.press("Enter")
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()  # the form is settled
    desk.get_by_label("Words", exact=True).fill("words that are not there")
    desk.get_by_role("button", name="Annotate", exact=True).click()
    words = desk.get_by_label("Words", exact=True)
    expect(words).to_be_focused()
    expect(words).to_have_attribute("aria-invalid", "true")
    expect(words).to_have_accessible_description(
        "These words do not stand in the passage. Copy them as they are printed there."
    )


def test_a_conflict_shows_both_and_lets_one_go_on(desk: Page, lead):
    card = desk.locator(".card", has_text="Two dead or three")
    card.get_by_role("link", name="Edit").click()
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()
    Annotation.objects.filter(label="Two dead or three").update(label="Theirs", version=2, by=lead, state="accepted")
    desk.get_by_label("Label", exact=True).fill("Mine")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("alert")).to_contain_text("Somebody else changed this annotation")
    expect(desk.get_by_role("alert")).to_contain_text("Theirs")
    expect(desk.get_by_label("Label", exact=True)).to_have_value("Mine")
    desk.get_by_role("button", name="Use mine").click()
    expect(desk.locator(".card", has_text="Mine")).to_be_focused()


def test_an_expired_session_leads_to_signing_in_and_back(desk: Page, editor):
    passage = _passage(desk, "last closed")
    passage.press("Enter")
    expect(desk.get_by_label("Label", exact=True)).to_be_focused()  # the form is settled
    desk.get_by_label("Label", exact=True).fill("The year it was closed")
    desk.get_by_role("textbox", name="Note").fill("Half a thought")
    desk.context.clear_cookies()
    desk.get_by_role("button", name="Annotate", exact=True).click()
    desk.wait_for_url("**/accounts/sign-in/**")
    editor.set_password("a long enough phrase")
    editor.save()
    desk.get_by_label("Username").fill(editor.username)
    desk.get_by_label("Password").fill("a long enough phrase")
    desk.keyboard.press("Enter")
    expect(desk.locator("#comparison")).to_be_visible()
    passage.press("Enter")
    expect(desk.get_by_role("textbox", name="Note")).to_have_value("Half a thought")  # nothing typed is lost
    desk.get_by_role("button", name="Annotate", exact=True).click()
    expect(desk.locator(".card", has_text="The year it was closed")).to_be_focused()
    passage.press("Enter")
    expect(desk.get_by_role("textbox", name="Note")).to_have_value("")


def test_switching_the_reference_shows_in_the_address(desk: Page, full):
    desk.locator("#comparison").evaluate("e => { e.scrollTop = e.scrollHeight / 2; }")
    desk.get_by_label("Compare with").select_option(label="B The Morning Flare")
    desk.get_by_role("button", name="Show").click()
    desk.wait_for_url("**reference=**#row-**")  # and it comes back at the same row
    expect(desk.locator("thead th.reference")).to_contain_text("The Morning Flare")


def test_heads_and_row_names_stay_in_sight(desk: Page):
    scroller = desk.locator("#comparison")
    scroller.evaluate("e => { e.scrollTop = 400; e.scrollLeft = 200; }")
    head = desk.locator("thead th").nth(1).bounding_box()
    name = desk.locator("tbody th[scope=row]").nth(5).bounding_box()
    frame = scroller.bounding_box()
    assert abs(head["y"] - frame["y"]) < 2
    assert abs(name["x"] - frame["x"]) < 2


def test_the_strip_leads_to_a_row(desk: Page):
    stop = desk.locator("#strip a").last
    desk.locator("#strip a").first.focus()
    for _ in range(desk.locator("#strip a").count() - 1):
        desk.keyboard.press("ArrowRight")
    expect(stop).to_be_focused()
    desk.keyboard.press("Enter")
    row = stop.get_attribute("href").removeprefix("#")
    assert desk.evaluate("document.activeElement.closest('tbody').id") == row


def test_without_javascript_it_reads_and_annotates(full, editor, browser, live_server, signed_in, context, page):
    signed_in(editor)
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(f"/stories/{full.pk}/")
    passage = page.locator("[data-passage]", has_text="last closed")
    passage.get_by_role("link", name="Annotate").click()
    page.get_by_label("Words", exact=True).fill("in 1961")
    page.get_by_label("Label", exact=True).fill("The year")
    page.get_by_role("button", name="Annotate").click()
    expect(page.locator("mark.accepted", has_text="in 1961").first).to_be_visible()
    page.locator(".card", has_text="Two dead or three").get_by_role("button", name="Accept").click()
    expect(page.locator(".card.accepted", has_text="Two dead or three")).to_be_visible()
    page.get_by_label("Mark words").select_option("none")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("table ins")).to_have_count(0)
    plain.close()


def test_nothing_overflows_when_narrow(desk: Page):
    desk.set_viewport_size({"width": 360, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    expect(desk.locator("td .outlet:visible").first).to_be_visible()


def test_tab_leads_through_the_page_in_a_few_steps(desk: Page):
    """Hundreds of links and buttons stand in the table; only those of the current passage or note are tab stops."""
    inside = desk.evaluate("""() => Array.from(document.querySelectorAll("#comparison a, #comparison button"))
        .filter((control) => control.tabIndex === 0 && control.checkVisibility()).length""")
    assert inside <= 3


def test_the_arrow_keys_stop_at_notes_and_tab_reaches_their_buttons(desk: Page):
    _passage(desk, "killed two").focus()
    desk.keyboard.press("ArrowDown")
    expect(desk.locator(".card", has_text="Two dead or three")).to_be_focused()
    desk.keyboard.press("Tab")
    expect(desk.locator(".card.proposed [data-accept]")).to_be_focused()


def test_the_first_key_that_moves_enters_the_table(desk: Page):
    first = desk.locator("[data-passage]").first
    assert desk.evaluate("document.activeElement === document.body")
    desk.keyboard.press("j")
    expect(first).to_be_focused()
    desk.keyboard.press("j")
    expect(first).not_to_be_focused()
    expect(desk.locator("[data-passage]:focus")).to_have_count(1)


def test_p_goes_to_the_next_proposal(desk: Page):
    _passage(desk, "Dam opens six gates").focus()
    desk.keyboard.press("p")
    expect(desk.locator(".card.proposed", has_text="Two dead or three")).to_be_focused()
    desk.keyboard.press("p")
    expect(desk.locator("#announcer")).to_have_text("No proposal after this one.")


def test_the_page_itself_does_not_scroll(desk: Page):
    assert desk.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    desk.locator("#strip a").last.click()
    assert desk.evaluate("window.scrollY") == 0


def test_an_empty_story_has_no_error(story, editor, page: Page, signed_in):
    signed_in(editor)
    page.goto(f"/stories/{story.pk}/")
    expect(page.get_by_text("No articles yet")).to_be_visible()
