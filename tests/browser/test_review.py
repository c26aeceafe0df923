"""The review as a person does it: by keyboard alone, without JavaScript, and when somebody else is faster."""

import pytest
from playwright.sync_api import Page, expect

from coverage_app.models import Annotation, Link
from coverage_app.services.links import link_reject
from tests.factories import make_comparison, make_story


@pytest.fixture
def full(lead, editor):
    story = make_story(make_comparison(extra_points=1), leads=[lead], editors=[editor])
    Link.objects.filter(point__story=story).update(confidence=0.6)
    return story


@pytest.fixture
def review(full, editor, page: Page, signed_in) -> Page:
    signed_in(editor)
    page.goto(f"/stories/{full.pk}/review/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(full, review: Page, axe, scheme, width):
    review.set_viewport_size({"width": width, "height": 900})
    review.emulate_media(color_scheme=scheme)
    axe()
    review.goto(f"/stories/{full.pk}/review/?kind=difference")
    axe()
    review.keyboard.press("e")
    expect(review.get_by_label("Label", exact=True)).to_be_focused()
    axe()
    assert review.evaluate("document.documentElement.scrollWidth") <= width


def test_the_whole_review_by_keyboard_alone(review: Page):
    """Every answer leads to the next question, which has the focus, until nothing is left."""
    heading, announcer = review.locator("#item-heading"), review.locator("#announcer")
    total = int(review.locator("#progress").inner_text().split()[2])
    for number in range(1, total + 1):
        review.keyboard.press("y" if number % 3 else "n")
        expect(announcer).to_contain_text(f"{number} of {total} decided")
        expect(heading).to_be_focused()
        if number == total or "All of these are decided" in heading.inner_text():
            break
    expect(heading).to_have_text("All of these are decided.")
    review.get_by_role("link", name="Read the comparison").press("Enter")
    expect(review.locator("#comparison")).to_be_visible()
    assert not Annotation.objects.filter(state="proposed").exists()


def test_a_wrong_link_is_mended_by_one_key(review: Page):
    before = Link.objects.filter(state="rejected").count()
    review.keyboard.press("n")
    expect(review.locator("#announcer")).to_contain_text("Rejected:")
    assert Link.objects.filter(state="rejected").count() == before + 1


def test_a_row_is_split_from_the_question_and_what_is_missing_is_said(full, review: Page, trouble):
    trouble.expect("422")
    points = full.points.count()
    review.keyboard.press("s")
    review.get_by_role("button", name="Split").click()
    expect(review.get_by_role("alert")).to_contain_text("Choose")
    review.get_by_role("checkbox").first.check()
    review.get_by_role("button", name="Split").click()
    expect(review.get_by_role("button", name="Undo: Split")).to_be_visible()  # on the comparison
    assert full.points.count() == points + 1


def test_a_slip_is_taken_back_and_done_again_by_key(review: Page):
    heading, announcer, kicker = (review.locator(f"#{name}") for name in ("item-heading", "announcer", "item-kicker"))
    review.keyboard.press("y")
    expect(announcer).to_contain_text("Accepted:")
    second, address = kicker.inner_text(), review.locator('[data-key="n"]').get_attribute("formaction")
    review.keyboard.press("n")
    expect(announcer).to_contain_text("2 of")
    review.keyboard.press("u")
    expect(announcer).to_contain_text("Took back: Rejected")
    expect(heading).to_be_focused()
    expect(kicker).to_have_text(second)
    expect(review.locator('[data-key="n"]')).to_have_attribute("formaction", address)
    assert not Link.objects.filter(state="rejected", by__username="edith").exists()
    review.keyboard.press("Shift+U")
    expect(announcer).to_contain_text("Did again: Rejected")
    expect(heading).to_be_focused()


def test_with_nothing_to_take_back_it_says_so_in_place(review: Page):
    kicker = review.locator("#item-kicker").inner_text()
    review.keyboard.press("u")
    expect(review.get_by_role("alert")).to_contain_text("You have done nothing in this story")
    expect(review.locator("#item-kicker")).to_have_text(kicker)
    expect(review.locator("#item-heading")).to_be_focused()


def test_on_a_low_window_the_answers_cover_no_heading(full, review: Page):
    """As at 200 % zoom: the strip scrolls away, the question and its answers are both in sight."""

    def is_clear() -> bool:
        kicker, heading, acts = (
            review.locator(f"#{i}").bounding_box() for i in ("item-kicker", "item-heading", "item > .acts")
        )
        return kicker["y"] >= 0 and heading["y"] + heading["height"] <= acts["y"] and acts["y"] + acts["height"] <= 450

    review.set_viewport_size({"width": 720, "height": 450})
    review.reload()
    assert is_clear()
    review.keyboard.press("n")
    expect(review.locator("#announcer")).to_contain_text("Rejected:")
    expect(review.locator("#item-heading")).to_be_focused()
    assert is_clear()


def test_skipping_and_going_back_keep_the_address(review: Page):
    heading = review.locator("#item-heading")
    first = review.locator("#item-kicker").inner_text()
    review.keyboard.press("j")
    expect(heading).to_be_focused()
    assert "item=" in review.url
    review.keyboard.press("k")
    expect(review.locator("#item-kicker")).to_have_text(first)
    expect(heading).to_be_focused()
    review.reload()
    expect(review.locator("#item-kicker")).to_have_text(first)


def test_the_kind_of_a_difference_is_changed_by_keyboard(full, review: Page):
    review.goto(f"/stories/{full.pk}/review/?kind=difference")
    review.keyboard.press("c")
    kind = review.get_by_role("combobox", name="Kind", exact=True)
    expect(kind).to_be_focused()
    kind.press("H")  # typing in the list chooses, and answers nothing
    expect(kind).to_have_value("hedge")
    review.keyboard.press("Escape")
    expect(review.locator("#item-heading")).to_be_focused()
    review.keyboard.press("y")
    expect(review.locator("#announcer")).to_contain_text("Accepted as hedge")
    assert Annotation.objects.get(label="Two dead or three").difference_class == "hedge"


def test_editing_by_keyboard(full, review: Page):
    review.goto(f"/stories/{full.pk}/review/?kind=difference")
    review.keyboard.press("e")
    label = review.get_by_label("Label", exact=True)
    expect(label).to_be_focused()
    review.keyboard.press("Escape")
    expect(review.locator("#item-heading")).to_be_focused()
    expect(label).to_have_count(0)
    review.keyboard.press("e")
    label.fill("y n j k are letters here")
    label.press("Enter")
    expect(review.locator("#item-heading")).to_be_focused()
    expect(review.locator("#announcer")).to_contain_text("Saved: y n j k are letters here.")
    assert Annotation.objects.get(label="y n j k are letters here").state == "accepted"


def test_a_mistake_is_told_at_the_field(full, review: Page):
    review.goto(f"/stories/{full.pk}/review/?kind=difference")
    review.keyboard.press("e")
    label = review.get_by_label("Label", exact=True)
    expect(label).to_be_focused()
    label.fill(" ")
    label.press("Enter")
    expect(label).to_have_attribute("aria-invalid", "true")
    expect(label).to_be_focused()


def test_when_somebody_was_faster_it_says_who_and_goes_on(review: Page, lead):
    point, passage = review.locator('[data-key="y"]').get_attribute("formaction").split("/")[-3].split("-")
    link = Link.objects.get(point=point[2:], passage=passage[1:])
    link_reject(actor=lead, link=link, state="proposed")
    review.keyboard.press("y")
    expect(review.get_by_role("alert")).to_contain_text("Lena Lead rejected")
    expect(review.locator("#item-heading")).to_be_focused()
    assert Link.objects.get(pk=link.pk).state == "rejected"


def test_without_javascript_each_answer_leads_to_the_next(full, editor, browser, live_server, signed_in, context):
    signed_in(editor)
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(f"/stories/{full.pk}/review/")
    page.get_by_role("button", name="Yes, the same").click()
    expect(page.get_by_role("status").first).to_contain_text("Accepted:")
    page.goto(f"/stories/{full.pk}/review/?kind=difference")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Label", exact=True).fill("Two, or three")
    page.get_by_role("button", name="Save and accept").click()
    expect(page.get_by_role("heading", name="All of these are decided.")).to_be_visible()
    plain.close()


def test_the_answers_stay_where_they_are(review: Page):
    """Whoever answers by mouse need not look for the button."""
    before = review.locator('[data-key="y"]').bounding_box()
    review.keyboard.press("j")
    expect(review.locator("#item-heading")).to_be_focused()
    after = review.locator('[data-key="y"]').bounding_box()
    assert abs(before["y"] - after["y"]) < 2
