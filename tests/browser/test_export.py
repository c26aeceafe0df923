"""The exported file as its reader opens it: from disk, without a server, with nothing else allowed to load."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from coverage_app.export.html import render_html
from coverage_app.export.options import LAYOUTS, Layout, Options

from ..factories import make_comparison, make_story

A4_LANDSCAPE = {"width": 1123, "height": 794}
MARGIN = 12  # mm that stay blank round every page, about
MARKED = {"columns": ("td ins", "td del", "td mark"), "articles": ("p mark", ".margin li"), "ledger": ("td q",)}
NOTED = "Two dead or three"
Save = Callable[[Layout], Path]


@pytest.fixture
def save(tmp_path: Path, context: BrowserContext) -> Save:
    """Writes the file in a layout; whatever it asks for beyond itself is refused, and the watch on console errors sees
    that."""

    def save(layout: Layout) -> Path:
        file = tmp_path / f"the-night-of-the-dam-{layout}.html"
        options = Options("The night of the dam", layout=layout, include_proposed=True)
        file.write_text(render_html(make_comparison(articles=5, extra_points=12), options), encoding="utf-8")
        context.route(
            "**/*", lambda route: route.continue_() if route.request.url.startswith(file.as_uri()) else route.abort()
        )
        return file

    return save


@pytest.fixture
def document(save: Save) -> Path:
    return save("columns")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_it_opens_from_disk_asks_for_nothing_and_is_accessible(
    save: Save, page: Page, axe: Callable[[], None], layout: Layout, scheme: str, width: int
) -> None:
    document = save(layout)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(document.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("The night of the dam")
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Charter")  # its style is allowed
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for words in {"columns": ("td ins", "td del", "td mark"), "articles": ("p mark", ".margin li")}.get(
        layout, ("td q",)
    ):
        expect(page.locator(words).first).to_be_visible()
    axe()
    assert asked == [document.as_uri()]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_no_line_is_cut_and_no_note_lost(save: Save, page: Page, layout: Layout, paper: str) -> None:
    """Printed pages as a reader would look at them: blank round the edge, upright or lying as the layout needs, and all
    notes in full."""
    page.goto(save(layout).as_uri())
    pdf = pypdfium2.PdfDocument(page.pdf(format=paper, landscape=layout != "articles"))
    text = ""
    for sheet in pdf:
        width, height = sheet.get_size()
        assert (width < height) == (layout == "articles")
        words = sheet.get_textpage()
        text += words.get_text_range()
        edge = (MARGIN - 2) / 25.4 * 72
        for at in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(at)
            assert edge <= left
            assert right <= width - edge
            assert edge <= bottom
            assert top <= height - edge
    assert len(pdf) > 1
    text = " ".join(text.split())
    for note in ("The closing of 1961", NOTED, "nobody else", "SHA-256"):
        assert note in text


def test_notes_and_words_lead_to_each_other(document: Path, page: Page) -> None:
    page.goto(document.as_uri())
    page.locator("#words-n2-2").click()
    note = page.locator("#note-n2")
    expect(note).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target').id") == "note-n2"
    note.get_by_role("link", name="Meridian Wire").click()
    expect(page.locator("#words-n2-1")).to_be_in_viewport()
    page.locator(".glance").get_by_role("link", name="The closing of 1961").click()
    expect(page.locator("#note-n1")).to_be_in_viewport()


def test_narrow_screens_name_the_outlet_of_every_text(document: Path, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(document.as_uri())
    first = page.locator("#point-pt1").locator("xpath=ancestor::tbody")
    expect(first.get_by_text("Meridian Wire")).to_be_visible()
    expect(page.locator("thead")).to_be_hidden()


def test_on_paper_the_outlets_stand_side_by_side(document: Path, page: Page) -> None:
    page.set_viewport_size(A4_LANDSCAPE)
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(document.as_uri())
    tops = (
        page.locator("#point-pt1")
        .locator("xpath=ancestor::tbody")
        .locator("td")
        .evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().top)")
    )
    assert len(tops) == 5
    assert len(set(tops)) == 1
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 27, 25)"  # dark ink on paper
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_preview_follows_the_choices(page: Page, signed_in, lead, axe: Callable[[], None], tmp_path: Path) -> None:
    story = make_story(leads=[lead])
    signed_in(lead)
    page.goto(f"/stories/{story.pk}/export/")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("The night of the dam")
    axe()
    page.get_by_label("Title", exact=True).fill("Water at night")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Water at night")
    page.get_by_label("Include notes").check()
    expect(frame.get_by_text("Two dead or three")).to_be_visible()
    expect(page.get_by_text("2 notes, 1 of them not checked")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("The preview is up to date.")
    assert "proposed=on" in page.url
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download HTML").click()
    assert saved.value.suggested_filename == "water-at-night.html"
    saved.value.save_as(tmp_path / "saved.html")
    assert "Two dead or three" in (tmp_path / "saved.html").read_text(encoding="utf-8")
