"""Origins: what stands word for word elsewhere, which agency is credited, and who had it from whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from coverage_app.engine.compare import compare
from coverage_app.engine.credits import credits_of
from coverage_app.engine.documents import Document, Origin
from coverage_app.engine.origins import origins
from coverage_app.engine.reading import read
from coverage_app.engine.speakers import quotations

from .stories import report

COPIED = (
    "The ferry left the island at dawn with sixty passengers on board and ran aground two hours later on a sandbank "
    "that had been marked on every chart since the storm of last winter."
)
WIRE = f"""Ferry runs aground off Hest

HEST (Reuters) - {COPIED}

Nobody was hurt, and all passengers were brought to the mainland in fishing boats by noon.
"""
LOCAL = f"""Morning of fear for sixty on the Hest ferry

{COPIED}

Our reporter met Jon Berg, who had gone to visit his sister and spent the morning on deck in the rain.
"""
OWN = """Islanders ask for a new ferry

For years the people of Hest have asked for a better ship, and on Tuesday they asked again after the accident.
"""
NOON = datetime(2031, 5, 7, 12, 0, tzinfo=UTC)


def _origins(*documents: Document) -> list[Origin]:
    return list(origins(documents, [quotations(article) for article in documents]))


def test_what_stands_word_for_word_elsewhere_is_found_with_its_place():
    wire, local, own = report(WIRE, "wire.txt"), report(LOCAL, "local.txt"), report(OWN, "own.txt")
    found = _origins(wire, local, own)
    (reuse,) = found[1].reuses
    assert (reuse.article, reuse.words) == (wire.id, len(COPIED.split()))
    assert [extent.exact for extent in reuse.extents] == [COPIED.rstrip(".")]
    passages = {p.id: p.text for article in (wire, local) for p in article.passages}
    for extent in (*reuse.extents, *reuse.theirs):
        assert passages[extent.passage][extent.start : extent.end] == extent.exact
    assert 0.5 < found[1].shared < 0.7
    assert (found[2].shared, found[2].reuses, found[2].source) == (0.0, (), None)


def test_small_edits_part_a_copy_but_do_not_hide_it():
    edited = LOCAL.replace("two hours later", "some two hours later").replace("last winter", "this winter")
    (reuse,) = _origins(report(edited, "local.txt"), report(WIRE, "wire.txt"))[0].reuses
    assert len(reuse.extents) > 1
    assert len(COPIED.split()) - 6 <= reuse.words < len(COPIED.split())


def test_two_that_quote_one_speech_did_not_copy_each_other():
    speech = f"“{COPIED}” Ada Lind said."
    first = report(f"Mayor speaks\n\n{speech}\n\nShe spoke in the town hall.\n", "first.txt")
    second = report(f"Ferry: what we know\n\n{speech}\n\nThe coast guard has begun to ask questions.\n", "second.txt")
    for origin in _origins(first, second):
        assert origin.shared == 0.0
        assert origin.quoted > 0.5


def test_names_and_titles_are_no_copy():
    names = "Coast Guard Commander Sir Olaf Berg and Deputy Transport Minister Dame Ada Lind"
    first = report(f"One\n\n{names} came to Hest at noon to see for themselves.\n", "1.txt")
    second = report(f"Two\n\nIn the harbour stood {names}, silent.\n", "2.txt")
    assert [origin.shared for origin in _origins(first, second)] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("line", "agency", "kind"),
    [
        ("HEST (AP) — A ferry ran aground on Tuesday.", "AP", "credit"),
        ("(Nordpress) - A ferry ran aground on Tuesday.", "Nordpress", "credit"),
        ("A ferry ran aground on Tuesday, the Associated Press reported.", None, "cited"),
        ("A ferry ran aground on Tuesday, according to AFP.", None, "cited"),
    ],
)
def test_credits_in_the_report(line: str, agency: str | None, kind: str):
    found, reasons = credits_of(report(f"Title of it\n\n{line}\n", "post.txt"))
    assert (found, [reason.kind for reason in reasons]) == (agency, [kind])


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Source: The Post and news agencies", "news agencies"),
        ("Copyright © 2031 Thomson Reuters", "Reuters"),
        ("By Associated Press", "AP"),
        ("(Additional reporting by AFP)", "AFP"),
        ("The ferry [File: Ann Ure/Pool via AP]", None),
        ("By Ann Ure", None),
    ],
)
def test_lines_of_credits(line: str, agency: str | None):
    text = f"Title of it\n\nA ferry ran aground on Tuesday.\n\n{line}\n"
    assert credits_of(report(text, "post.txt", aside=line))[0] == agency


def test_words_that_only_look_like_a_credit():
    for line in ("The spa (PA) is closed.", "She saw the AP exam.", "A tass of tea from the agencies."):
        assert credits_of(report(f"Title of it\n\nA ferry ran aground.\n\n{line}\n", "post.txt")) == (None, ())


def test_an_outlet_that_is_the_agency_is_no_copy():
    agency = replace(report(WIRE, "wire.txt"), outlet="Reuters")
    local = report(LOCAL + "\nReporting by Reuters\n", "local.txt", aside="Reporting by Reuters")
    ours, its = _origins(agency, local)
    assert (ours.source, ours.agency) == (None, "Reuters")
    assert its.source == agency.id
    assert {reason.kind for reason in its.reasons} == {"credit", "agency"}


def test_the_report_of_an_agency_is_the_likelier_source():
    wire, local = report(WIRE, "wire.txt"), report(LOCAL, "local.txt")
    ours, its = _origins(wire, local)
    assert its.source == wire.id
    assert [(reason.kind, reason.detail) for reason in its.reasons] == [("agency", "Reuters")]
    assert ours.source is None


def test_the_earlier_one_is_the_likelier_source():
    early = replace(report(LOCAL, "early.txt"), published=NOON)
    late = replace(
        report(f"Ferry aground\n\n{COPIED}\n\nThe coast guard asks.\n", "l.txt"), published=NOON + timedelta(hours=1)
    )
    ours, its = _origins(early, late)
    assert (ours.source, its.source) == (None, early.id)
    assert [(reason.kind, reason.detail) for reason in its.reasons] == [("earlier", NOON.isoformat())]


def test_without_credit_or_time_no_source_is_named():
    first, second = report(LOCAL, "1.txt"), report(f"Ferry aground\n\n{COPIED}\n\nThe coast guard asks.\n", "2.txt")
    assert [origin.source for origin in _origins(first, second)] == [None, None]


def test_times_with_and_without_a_zone_are_not_compared():
    first = replace(report(LOCAL, "1.txt"), published=NOON)
    second = replace(report(f"Ferry aground\n\n{COPIED}\n", "2.txt"), published=NOON.replace(tzinfo=None))
    assert [origin.source for origin in _origins(first, second)] == [None, None]


def test_a_slip_that_both_make_is_a_reason():
    wire = report(WIRE.replace("passengers on board", "pasengers on board"), "wire.txt")
    local = report(LOCAL.replace("passengers on board", "pasengers on board"), "local.txt")
    others = [
        report(f"Report {n}\n\nSome {n} of the passengers of the ferry were seen in the port on Tuesday.\n", f"{n}.txt")
        for n in ("ten", "nine", "six")
    ]
    found = _origins(wire, local, *others)[1]
    assert ("oddity", "pasengers") in {(reason.kind, reason.detail) for reason in found.reasons}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_articles_changes_nothing(order: tuple[int, ...]):
    articles = [report(WIRE, "wire.txt"), report(LOCAL, "local.txt"), report(OWN, "own.txt")]
    assert set(compare([articles[n] for n in order]).origins) == set(compare(articles).origins)


def test_two_identical_articles_stand_in_each_other():
    first = report(LOCAL, "one.txt")
    second = replace(first, id="twin", passages=tuple(replace(p, id=f"twin-{p.id}") for p in first.passages))
    assert [origin.shared for origin in _origins(first, second)] == [1.0, 1.0]


@pytest.mark.parametrize("text", ["", "a", "word " * 20000, "磨坊" * 5000])
def test_texts_without_sense_do_no_harm(text: str):
    articles = [report(f"A headline about it\n\n{text}\n\nA ferry ran aground {n}.\n", f"{n}.txt") for n in "123"]
    assert len(_origins(*articles)) == 3


def test_the_ministers_call(shared: Path):
    """Al Jazeera names news agencies, and has two paragraphs of the AP's report with it."""
    paths = sorted((shared / "corpus" / "qin-blinken-call").glob("*.txt"))
    articles = {path.name: read(path.read_bytes(), path.name) for path in paths}
    found = dict(zip(articles, _origins(*articles.values()), strict=True))
    copy, wire = found["al-jazeera.txt"], found["ap-via-ns-news.txt"]
    assert (copy.agency, wire.agency, found["reuters.txt"].agency) == ("news agencies", "AP", "Reuters")
    assert copy.source == articles["ap-via-ns-news.txt"].id
    copied = " ".join(extent.exact for reuse in copy.reuses for extent in reuse.extents)
    assert "China has since largely rejected US attempts at official exchanges" in copied
    assert "stop interfering in China" not in copied
    assert found["wion.txt"].shared == 0.0
    assert found["bloomberg.txt"].source is None
