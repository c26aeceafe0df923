"""The furniture that is planted in the demo (its README.md lists it) is found, and nothing of the report is lost."""

import pytest

from coverage_app.engine.documents import Document

from .stories import demo_story

# How each planted piece of furniture begins, in the order of the file.
PLANTED = {
    "meridian-wire.txt": [
        "By Paula Renneke", "March 11, 2026", "Residents are taken", "(Meridian Photo", "Read more:", "Advertisement",
        "Reporting by", "(Updates with", "© 2026", "All rights",
    ],
    "wenlade-courier.html": [
        "Skip to content", "The Wenlade Courier", "Wednesday 11", "World", "Politics", "Business", "Culture", "Letters",
        "World", "Harriet Quillane", "Wed 11 Mar", "The old quay", "Photograph:", "Read more", "After the flood",
        "Why a mild winter", "The Courier Briefing", "Sign up to our", "Email address", "Sign up", "Related articles",
        "Two dead as flood", "Comment: treaties", "About us", "Corrections", "Privacy policy", "© 2026", "All rights",
    ],
    "morning-flare.html": [
        "The Morning Flare", "News", "Showbiz", "Sport", "Money", "Puzzles", "Advertisement", "By Denny Marlot",
        "Share Save", "Ondaria on Wednesday tore up", "Fire crews pull", "READ MORE: The bakers", "Advertisement",
        "Additional reporting", "READ MORE: Flood insurance", "Tags:", "Most read", "Harbour Lights", "Rovers out",
        "Leave a Reply", "Your email", "Required fields", "Comment *", "Name *", "Email *", "© 2026",
    ],
    "kestvision-english.html": [
        "Kestvision English", "Live TV", "Korvenia |", "Home »", "Kestvision News Desk", "The crest of", "Photo:",
        "Read also:", "Edited by", "Translated from", "More on this story", "Timeline:", "A night of watching",
        "Subscribe to", "© 2026", "Reproduction permitted",
    ],
    "sarvel-valley-gazette.txt": [
        "By Lucan Thibery", "Thursday 12", "The packing hall at Cossane", "Photo:", "READ ALSO:", "Advertisement",
        "Additional reporting", "Source link", "Related articles", "Frost nights", "Leave a Reply", "Your email",
        "Required fields",
    ],
}  # fmt: skip
REPORT = {  # how the report begins and ends, and how many words it has
    "meridian-wire.txt": ("Ondaria suspends river accord", "control-room recordings.", 596),
    "wenlade-courier.html": ("Sellane freezes", "from the control room.", 598),
    "morning-flare.html": ("Fury as Ondaria", "control-room recordings.", 468),
    "kestvision-english.html": ("Dorvat calls", "attend in full.", 576),
    "sarvel-valley-gazette.txt": ("Valley counts", 'costs us the trees."', 587),
}


@pytest.fixture(scope="module")
def articles() -> dict[str, Document]:
    return {document.source: document for document in demo_story()}


@pytest.mark.parametrize("name", PLANTED)
def test_all_planted_furniture_is_found_and_nothing_else(articles: dict[str, Document], name: str):
    found = [passage.text for passage in articles[name].passages if passage.kind == "furniture"]
    for text, start in zip(found, PLANTED[name], strict=True):
        assert text.startswith(start)


@pytest.mark.parametrize("name", REPORT)
def test_the_report_is_whole(articles: dict[str, Document], name: str):
    start, end, count = REPORT[name]
    report = articles[name].report
    assert report[0].text.startswith(start)
    assert report[-1].text.endswith(end)
    assert sum(len(passage.text.split()) for passage in report) == count
