"""Labels say what the articles say: their words, in their order, with what turns their sense."""

from pathlib import Path

import pytest

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison, Passage
from coverage_app.engine.normalising import words
from coverage_app.engine.wordlists import HANGING, TURNING

from .stories import demo_story, real_stories, words_of


def _starts(part: list[str], whole: list[str]) -> list[int]:
    """Where the words of a label stand in a passage."""
    return [at for at in range(len(whole) - len(part) + 1) if whole[at : at + len(part)] == part]


def _before(passage: Passage, number: int) -> str:
    """The word before word `number` of a passage, if no mark parts the two."""
    found = words(passage.text)
    at = [n for n, word in enumerate(found) if word.is_word][number]
    return found[at - 1].norm if at else ""


def _is_true(label: str, passages: list[Passage]) -> bool:
    part = words_of(label)
    return any(
        _before(passage, at) not in TURNING for passage in passages for at in _starts(part, words_of(passage.text))
    )


def _untrue(comparison: Comparison) -> list[str]:
    passages = {p.id: p for document in comparison.documents for p in document.passages}
    found = [
        point.label
        for point in comparison.points
        if not _is_true(point.label, [passages[link.passage] for link in point.links])
    ]
    found += [
        note.label
        for note in comparison.annotations
        if note.kind == "added_detail"  # a difference quotes both sides between marks, each to the letter
        and not _is_true(note.label, [passages[target.passage] for target in note.targets])
    ]
    return found


def _hanging(comparison: Comparison) -> list[str]:
    return [
        point.label for point in comparison.points if point.label.endswith("…") and words_of(point.label)[-1] in HANGING
    ]


def test_the_labels_of_the_demo_are_true():
    comparison = compare(demo_story())
    assert _untrue(comparison) == []
    assert _hanging(comparison) == []


def test_the_labels_of_real_stories_are_true(shared: Path):
    for documents in real_stories(shared):
        comparison = compare(documents)
        assert _untrue(comparison) == []
        assert _hanging(comparison) == []


@pytest.mark.parametrize(
    "words",
    [
        "if Korvenia handed over the control-room recordings",
        "is believed to have been swept",
        "allegedly put off smaller releases",
    ],
)
def test_the_labels_of_the_demo_keep_conditions_and_hedges(words: str):
    labels = [point.label for point in compare(demo_story()).points]
    last = words.split()[-1]
    assert any(words in label for label in labels)
    assert all(words.split()[0] in label for label in labels if f" {last}" in label and words.split()[-2] in label)
