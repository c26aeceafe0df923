"""A story and its annotations come from elsewhere, by keyboard and mouse, light and dark."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_story

QUOTE = {"type": "TextQuoteSelector", "exact": "killed two people"}
LOST = {"type": "TextQuoteSelector", "exact": "killed nobody at all"}


def note(text: str, selector: dict) -> dict:
    page = "https://outlet-1.example/report"
    return {"id": text, "user": "acct:ada@x", "uri": page, "text": text, "target": [{"selector": [selector]}]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_story_goes_out_and_comes_in_and_so_do_notes(scheme, lead, page: Page, signed_in, axe, tmp_path):
    story = make_story(leads=[lead])
    signed_in(lead)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/stories/{story.pk}/settings/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the story bundle").click()
    bundle = tmp_path / "story.zip"
    download.value.save_as(bundle)

    page.goto("/")
    page.get_by_role("link", name="Import a bundle").click()
    axe()
    page.get_by_label("Bundle").set_input_files(__file__)
    page.get_by_role("button", name="Import the story").click()
    expect(page.get_by_text("This is no story bundle")).to_be_visible()
    axe()
    page.get_by_label("Bundle").set_input_files(bundle)
    page.get_by_role("button", name="Import the story").click()
    expect(page.get_by_text("The story is here as it was")).to_be_visible()
    expect(page.get_by_text("The closing of 1961").first).to_be_visible()

    page.get_by_role("link", name="Articles", exact=True).click()
    page.get_by_role("link", name="Take in annotations made elsewhere").click()
    axe()
    notes = tmp_path / "notes.json"
    notes.write_text(json.dumps([note("Is that so?", QUOTE), note("Nowhere", LOST)]))
    page.get_by_label("File").set_input_files(notes)
    page.get_by_role("button", name="Look where they go").click()
    expect(page.get_by_text("1 would be taken in, 1 has no place.")).to_be_visible()
    axe()
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Take them in").press("Enter")
    expect(page.get_by_text("Took in 1 annotation.")).to_be_visible()
    expect(page.get_by_text("Is that so?").first).to_be_visible()
