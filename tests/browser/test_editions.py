"""An edition from the button to its readers: made by a worker, made public, read without an account, withdrawn."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ..factories import make_story
from .conftest import Trouble


def test_an_edition_is_published_read_by_anybody_and_withdrawn(
    page: Page,
    browser: Browser,
    live_server,
    signed_in,
    start_worker,
    settings,
    lead,
    axe: Callable[..., None],
    trouble: Trouble,
) -> None:
    settings.PUBLIC_EDITIONS = True
    story = make_story(leads=[lead])
    signed_in(lead)
    page.goto(f"/stories/{story.pk}/export/?title=Water+at+night")
    axe()
    page.get_by_role("button", name="Publish edition 1").click()
    expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
    axe()
    start_worker()
    expect(page.get_by_role("heading", name="Edition 1")).to_be_visible(timeout=30_000)
    expect(page.locator("#announcer")).to_have_text("Edition 1 is published.")
    page.get_by_role("button", name="Make it public").click()
    address = page.locator(".address a").first.get_attribute("href")
    axe()

    readers = browser.new_context(viewport={"width": 1280, "height": 900})
    trouble.watch(readers, live_server.url)
    try:
        reader = readers.new_page()
        reader.goto(address)
        expect(reader.get_by_role("heading", level=1)).to_have_text("Water at night")
        font = reader.locator("body").evaluate("body => getComputedStyle(body).fontFamily")
        assert font.startswith("Charter")  # its style is allowed; axe cannot run in the sandbox: see test_export.py
        assert readers.cookies() == []

        page.get_by_role("link", name="Withdraw").click()
        page.get_by_label("Reason").fill("The figures were wrong.")
        page.get_by_role("button", name="Withdraw it").click()
        expect(page.get_by_text("Edition 1 is withdrawn.")).to_be_visible()
        axe()
        trouble.expect("status of 410")
        reader.goto(f"{address}?fresh")
        expect(reader.get_by_role("heading", level=1)).to_have_text("This was withdrawn")
        expect(reader.get_by_text("The figures were wrong.")).to_be_visible()
        assert readers.cookies() == []
        assert not Axe().run(reader).response["violations"]
    finally:
        readers.close()
