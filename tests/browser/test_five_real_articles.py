"""The main job on five real articles, from upload to export, in a real browser with a real worker."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coverage_app.models import Alignment, Annotation, Passage, Story

# Furniture of each file: where it begins. None of it may be compared; all of the rest is report.
FURNITURE = {
    "al-jazeera.txt": [
        "Chinese Foreign Minister Qin Gang\n",
        "laid out China's",
        "Advertisement",
        "Source: Al Jazeera",
    ],
    "ap-via-ns-news.txt": ["ConflictNorth", "By Associated Press", "Related Articles", "Back to top"],
    "bloomberg.txt": ["See: Blinken", "More: US-China", "(Updates with", "More stories like", "©2023"],
    "reuters.txt": ["(Writing from", "Copyright ©"],
    "wion.txt": ["China’s stimulus efforts", "Source link", "Leave a Reply", "Your email address"],
}


@pytest.fixture
def articles(shared: Path) -> list[Path]:
    return sorted((shared / "corpus" / "qin-blinken-call").glob("*.txt"))


def _passages(source: str) -> list[tuple[str, str]]:
    found = Passage.objects.filter(revision__file__name=source).select_related("revision").order_by("number")
    return [(passage.kind, passage.text) for passage in found]


def test_from_upload_to_export(articles, lead, page: Page, signed_in, start_worker, axe, tmp_path):
    start_worker()
    signed_in(lead)

    # A new story, five files.
    page.goto("/")
    page.get_by_role("link", name="New story").click()
    page.get_by_label("Event").fill("Call between the two foreign ministers")
    page.get_by_role("button", name="Open the story").click()
    page.get_by_label("Files", exact=True).set_input_files(articles)
    page.get_by_role("button", name="Read the files").click()

    # What was read, with the furniture struck through.
    expect(page.get_by_role("heading", name="What was read")).to_be_visible()
    axe()
    for source, openings in FURNITURE.items():
        read = _passages(source)
        for opening in openings:
            hits = [kind for kind, text in read if opening.strip() in text]
            assert "furniture" in hits, f"{source}: “{opening.strip()}” was taken for report"
    doubled = [text for kind, text in _passages("bloomberg.txt") if "stop hurting China’s security interests" in text]
    assert len(doubled) == 2
    assert sum(k == "furniture" for k, t in _passages("bloomberg.txt") if t in doubled) == 1
    assert ("body", "Thaw in ties") in _passages("wion.txt")  # a cross-heading that says something
    for source, opening in [
        ("al-jazeera.txt", "China also condemned an April meeting"),
        ("ap-via-ns-news.txt", "In May, U.S. Secretary of Commerce Gina Raimondo"),
        ("reuters.txt", "A visit by the US Secretary of State scheduled for February"),
        ("wion.txt", "Last month, a closed-door meeting"),
        ("bloomberg.txt", "Earlier this month, a Chinese vessel"),
    ]:
        assert any(kind == "body" and text.startswith(opening) for kind, text in _passages(source)), opening
    page.get_by_label("Outlet", exact=True).nth(1).fill("Associated Press")
    page.get_by_role("button", name="Confirm and compare").click()

    # The worker compares; the page says so and shows the rows when they are there.
    table = page.locator("#comparison table")
    expect(table).to_be_visible(timeout=30_000)
    expect(table.locator("tbody tr [data-passage]").first).to_be_visible(timeout=30_000)
    story = Story.objects.get()
    expect(page.locator("#alignment")).to_have_count(0, timeout=30_000)
    assert story.alignments.get().state == Alignment.State.DONE
    for outlet in ("Al Jazeera", "Associated Press", "Bloomberg", "Reuters", "Wion"):
        expect(page.locator("thead")).to_contain_text(outlet)
    quotation = page.locator("tbody.row", has_text="in the name of competition").first
    assert quotation.locator("td [data-passage]").count() >= 3  # several outlets, one row
    pelosi = page.locator("tbody.row", has_text="Nancy Pelosi").first
    expect(pelosi.locator("th")).to_contain_text(re.compile("only in Al Jazeera|of 5"))
    axe()

    # Decide a proposal, dismiss another, add one of one's own.
    proposal = page.locator(".card.proposed").first
    label = proposal.locator(".card-label").inner_text()
    proposal.get_by_role("button", name="Accept").click()
    expect(page.locator(".card.accepted")).to_have_count(1)
    page.locator(".card.proposed").first.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".dismissed-list")).to_have_count(1)
    passage = pelosi.locator("[data-passage]", has_text="Nancy Pelosi")
    passage.focus()
    passage.press("Shift+End")
    passage.press("Enter")
    expect(page.get_by_label("Label", exact=True)).to_be_focused()  # the form is settled
    page.get_by_label("Label", exact=True).fill("Pelosi’s visit to Taiwan")
    page.get_by_role("textbox", name="Note").fill("Background that *nobody else* gives.")
    page.get_by_role("button", name="Annotate", exact=True).click()
    expect(page.locator(".card.accepted", has_text="Pelosi’s visit")).to_be_focused()
    assert Annotation.objects.filter(state="accepted").count() == 2

    # Export, and open the file as a reader would.
    page.get_by_role("link", name="Export", exact=True).click()
    axe()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download HTML").click()
    exported = tmp_path / "export.html"
    download.value.save_as(exported)
    text = exported.read_text(encoding="utf-8")
    assert all(kind.startswith("application/") for kind in re.findall('<script type="([^"]*)"', text))  # data, no code
    assert text.count("<script") == text.count('<script type="')
    assert "only in the world" not in text
    page.goto(exported.as_uri())
    notes = page.locator("body")
    expect(notes).to_contain_text("Pelosi’s visit to Taiwan")
    expect(notes).to_contain_text("among these five articles")
    expect(notes).not_to_contain_text("Leave a Reply")
    assert page.locator("ins").count() > 10
    assert label.split(" ", 1)[-1].strip() in text.replace("&#x27;", "'").replace("&quot;", '"')
    axe()
    page.goto(f"/stories/{story.pk}/export/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Comparison JSON").click()
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert data["format"] == "crossread/comparison"
    assert len(data["articles"]) == 5
    for article in data["articles"]:
        for stands in article["passages"]:
            assert article["text"][stands["start"] : stands["end"]] == stands["text"]
    assert any(note["by"] == "Lena Lead" and note["state"] == "accepted" for note in data["annotations"])
