"""Words that another program told are found where they stand, or it is said why not."""

import random

import pytest

from coverage_app.engine.anchors import Found, Lost, Quoted, find
from tests.factories import make_document

SENTENCES = (
    "Officials said “six of the dam’s eight gates” were opened at 1:10 a.m.",
    "The flood killed two people, the flood service said.",
    "Two people are missing, the flood service said on Monday — and the river has not gone down.",
    "The minister told reporters: “We had no warning.”",
)
DOCUMENT = make_document(1, "Meridian Wire", "Dam opens six gates", SENTENCES)


def words(found) -> str | None:
    return " | ".join(extent.exact for extent in found.extents) if isinstance(found, Found) else None


@pytest.mark.parametrize(
    ("quoted", "there"),
    [
        (Quoted("killed two people"), "killed two people"),
        (Quoted("“six of the dam’s eight gates”"), "“six of the dam’s eight gates”"),
        (Quoted('"six of the dam\'s eight gates"'), "“six of the dam’s eight gates”"),
        (Quoted("  killed \n two\u00a0 people "), "killed two people"),
        (Quoted("kil\u00adled two peo\u200bple"), "killed two people"),
        (Quoted("on Monday - and the river"), "on Monday — and the river"),
        (Quoted("two people", prefix="The flood killed "), "two people"),
        (Quoted("service said", suffix=" on Monday"), "service said"),
        (Quoted("people", start=DOCUMENT.text.index("people are")), "people"),
        (Quoted("people", within="Two people are missing"), "people"),
    ],
)
def test_the_words_as_they_are_but_for_typography(quoted, there):
    found = find(DOCUMENT, quoted)
    assert words(found) == there
    assert found.same


def test_the_place_is_the_one_that_its_neighbours_tell():
    first = find(DOCUMENT, Quoted("the flood service said", prefix="killed two people, "))
    second = find(DOCUMENT, Quoted("the flood service said", prefix="are missing, "))
    assert [extent.passage for extent in (*first.extents, *second.extents)] == ["a1.p2", "a1.p3"]


def test_words_that_run_over_passages_are_several_targets():
    found = find(DOCUMENT, Quoted("the flood service said.\n\nTwo people are missing"))
    assert words(found) == "the flood service said. | Two people are missing"
    for extent in found.extents:
        passage = next(p for p in DOCUMENT.passages if p.id == extent.passage)
        assert passage.text[extent.start : extent.end] == extent.exact


def test_words_that_were_changed_are_found_where_nothing_else_is_like_them():
    found = find(DOCUMENT, Quoted("The Minister told the reporters: We had no warnings"))
    assert isinstance(found, Found)
    assert not found.same
    assert words(found).startswith("The minister told reporters: “We had no warning")


@pytest.mark.parametrize(
    ("quoted", "why"),
    [
        (Quoted("flood service"), "stand there 2 times"),
        (Quoted("people", prefix="a good many ", suffix=" in the valley"), "stand there"),
        (Quoted("said", prefix="the president ", suffix=" yesterday"), "stand there"),
        (Quoted("gates", prefix="zzz", suffix="zzz"), "stand there 2 times"),
        (Quoted("nothing of this kind was ever reported anywhere"), "do not stand there"),
        (Quoted("two persons"), "do not stand there"),
        (Quoted(""), "not told"),
        (Quoted("", start=5, end=5), "not told"),
        (Quoted("x" * 30_000), "too long"),
    ],
)
def test_what_has_no_clear_place_says_why(quoted, why):
    found = find(DOCUMENT, quoted)
    assert isinstance(found, Lost)
    assert why in found.why


def test_words_that_were_changed_and_are_like_two_places_have_none():
    twins = make_document(
        1, "A", "Head", ["The river rose by four metres in the night.", "The river rose by nine metres in the night."]
    )
    found = find(twins, Quoted("The river rose by five metres in the night"))
    assert isinstance(found, Lost)
    assert "several places" in found.why


@pytest.mark.parametrize("seed", range(40))
def test_any_words_of_a_text_are_found_where_they_were_taken_from(seed):
    dice = random.Random(seed)
    text = DOCUMENT.text
    start = dice.randrange(len(text) - 1)
    end = dice.randint(start + 1, min(len(text), start + 90))
    exact = text[start:end]
    found = find(DOCUMENT, Quoted(exact, text[max(0, start - 32) : start], text[end : end + 32], start, end))
    if not exact.strip():
        assert isinstance(found, Lost)
        return
    taken = [(p.id, max(start, p.start) - p.start, min(end, p.end) - p.start) for p in DOCUMENT.passages]
    taken = [(key, first, last) for key, first, last in taken if first < last]
    there = {p.id: p.text for p in DOCUMENT.passages}
    taken = [(key, there[key][first:last].strip()) for key, first, last in taken if there[key][first:last].strip()]
    assert [(extent.passage, extent.exact) for extent in found.extents] == taken
