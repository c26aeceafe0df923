"""Differences: what two articles tell otherwise, by class, with the words of every side."""

from datetime import date

import pytest

from coverage_app.engine.contrasts import FEATURES, contrasts
from coverage_app.engine.dates import days
from coverage_app.engine.difference_classes import class_of
from coverage_app.engine.differences import differences
from coverage_app.engine.documents import Annotation, Document, Pair
from coverage_app.engine.fitted import shipped
from coverage_app.engine.phrases import Phrase, phrases
from coverage_app.engine.quantities import amounts
from coverage_app.engine.quotations import quoted_spans

from .stories import document, harbour_story


def _pair(first: str, second: str) -> tuple[list[Document], list[Pair]]:
    """Two articles of one sentence each that report the same."""
    documents = [document(first + "\n", "gazette.txt"), document(second + "\n", "herald.txt")]
    ends = [found.report[0].id for found in documents]
    return documents, [Pair(ends[0], ends[1], 0.95, 0.95)]


def _found(first: str, second: str) -> tuple[Annotation, ...]:
    documents, pairs = _pair(first, second)
    return differences(documents, pairs, shipped().differences)


def _phrases(text: str) -> dict[str, Phrase]:
    """The phrases of a sentence, by their words."""
    found = document(text + "\n")
    quoted = [span for parts in quoted_spans(found) for span in parts]
    passage = found.report[0]
    return {passage.text[p.start : p.end]: p for p in phrases(found, passage, quoted)}


def _phrase(text: str, words: str) -> Phrase:
    return _phrases(text)[words]


def _whole(words: str) -> Phrase:
    """These words as one phrase."""
    return _phrase(f"It seems so: {words}; and more.", words)


@pytest.mark.parametrize(
    ("wanted", "its_words", "other_words"),
    [
        ("number", "killed forty people", "killed 52 people"),
        ("date_or_time", "last week", "on June 3"),
        ("name_or_title", "met the minister", "met the deputy"),
        ("attribution", "a spokesman said", "the mayor said"),
        ("loaded_word", "the council claimed", "the council said"),
        ("hedge", "the dam apparently burst", "the dam burst"),
        ("contradiction", "did not burn", "did burn"),
        ("agency", "was opened", "opened the mill"),
        ("scope", "the northern bridge", "the bridge"),
    ],
)
def test_the_class_says_in_what_way_the_words_differ(wanted: str, its_words: str, other_words: str):
    assert class_of([_whole(its_words), _whole(other_words)]) == wanted


def test_a_quotation_is_cut_or_altered():
    longest = _phrase('She said: "The letter was lost in March."', "The letter was lost")
    assert class_of([longest, _phrase('"The letter is gone," she said.', "The letter is gone")]) == "quote_altered"
    assert class_of([longest, _phrase('She said it "was lost" long ago.', "was lost")]) == "quote_cut"


def test_a_difference_has_the_words_of_both_sides():
    found = _found(
        "The port of Velmar will close on Monday, two officials said.",
        "The port of Velmar will close next month, according to the mayor.",
    )
    assert found
    for annotation in found:
        assert annotation.kind == "difference"
        assert annotation.state == "proposed"
        assert set(annotation.outlets) == {"Gazette", "Herald"}
        assert "Gazette" in annotation.label
        assert "Herald" in annotation.label
        assert 0 < annotation.confidence < 1
    sides = [" / ".join(target.exact for target in annotation.targets) for annotation in found]
    assert any("Monday" in words and "next month" in words for words in sides)


def test_targets_stand_where_they_say():
    story = harbour_story()
    texts = {p.id: p.text for found in story for p in found.passages}
    ends = [found.report[1].id for found in story]
    pairs = [Pair(ends[0], ends[1], 0.9, 0.9), Pair(ends[0], ends[2], 0.8, 0.8), Pair(ends[1], ends[2], 0.8, 0.8)]
    for annotation in differences(story, pairs, shipped().differences):
        assert len({target.passage for target in annotation.targets}) == len(annotation.targets) > 1
        for target in annotation.targets:
            assert texts[target.passage][target.start : target.end] == target.exact


def test_the_same_told_in_the_house_style_of_another_is_no_difference():
    first = "The U.S. sent 5,000 soldiers to stabilise the border."
    assert _found(first, "The United States sent five thousand soldiers to stabilize the border.") == ()
    assert _found(first, first) == ()


def test_the_same_day_is_no_difference():
    monday = date(2024, 6, 17)
    assert days(["this", "sunday"], monday) == days(["june", "23"], monday)
    assert days(["yesterday"], monday) == days(["on", "sunday"], monday) == days(["16", "june"], monday)
    assert days(["last", "week"], monday) == (date(2024, 6, 10), date(2024, 6, 16))
    assert days(["in", "june", "2023"], None) == (date(2023, 6, 1), date(2023, 6, 30))
    assert days(["on", "sunday"], None) is None


@pytest.mark.parametrize("norms", [["june", "31"], ["tomorrow"], ["december"], ["0"], ["next", "year"], [""], []])
def test_days_that_no_calendar_has(norms: list[str]):
    assert days(norms, date.max) is None


def test_amounts_in_figures_and_in_words():
    assert amounts(["5000", "soldiers"]) == amounts(["5", "thousand", "soldiers"])
    assert amounts(["7.7", "billion"]) == amounts(["$", "7.7bn"])
    assert amounts(["5", "hundred", "thousand"]) == {500_000}
    assert amounts(["many"]) == frozenset()


def test_the_order_of_the_articles_makes_no_difference():
    documents, pairs = _pair(
        "The port of Velmar will close on Monday, two officials said.",
        "The port of Velmar will close next month, according to the mayor.",
    )
    turned = [Pair(pairs[0].second, pairs[0].first, 0.95, 0.95)]
    one = differences(documents, pairs, shipped().differences)
    other = differences(documents[::-1], turned, shipped().differences)
    assert {a.id for a in one} == {a.id for a in other}


@pytest.mark.parametrize(
    "text", ["", "?", "a", '"' * 50, "said " * 400, "0" * 5000, "\u202e\u0000 x", "你好。", "to to to"]
)
def test_odd_texts_hold_no_surprise(text):
    documents = [
        document("The mayor said it was 5 p.m.\n"),
        document(text + "\nNo more than that was said.\n", "b.txt"),
    ]
    pairs = [Pair(documents[0].report[0].id, p.id, 0.9, 0.9) for p in documents[1].report]
    for contrast in contrasts(documents, pairs):
        assert len(contrast.row) == len(FEATURES)
    assert isinstance(differences(documents, pairs, shipped().differences), tuple)


def test_only_english_is_compared():
    first = document(
        "Le port de la ville sera fermé lundi pour les navires, a dit le maire dans un entretien avec la presse.\n"
    )
    second = document(
        "Le port de la ville sera fermé mardi pour les navires, a dit la ministre dans une lettre.\n", "b.txt"
    )
    pairs = [Pair(first.report[0].id, second.report[0].id, 0.9, 0.9)]
    assert first.language == "fr"
    assert differences([first, second], pairs, shipped().differences) == ()
