"""Words are marked as a careful reader would: whole words, no house style, no confetti, and text that reads well."""

import random
from itertools import permutations

import pytest

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Passage
from coverage_app.engine.layout import rows
from coverage_app.engine.passages import split
from coverage_app.engine.wording import MAX_WORDS, compare_wording

from .stories import demo_story


def _cell(text: str, name: str) -> list[Passage]:
    return [
        Passage(f"{name}{n}", start, end, paragraph, "body", text[start:end])
        for n, (start, end, paragraph) in enumerate(split(text))
    ]


def _marked(reference: str, other: str, *, house_style: bool = False) -> str:
    """The other text with {inserted}, [deleted], <moved> and ~restyled~ runs, passages joined by a space."""
    cell = _cell(other, "o")
    wording = compare_wording(_cell(reference, "r"), cell, house_style=house_style)
    signs = {"equal": "{0}", "insert": "{{{0}}}", "delete": "[{0}]", "move": "<{0}>", "style": "~{0}~"}
    return " ".join("".join(signs[run.op].format(run.text) for run in wording.runs[p.id]) for p in cell)


@pytest.mark.parametrize(
    ("reference", "other", "marked"),
    [
        ("Two dockers were hurt.", "Two dockers were hurt.", "Two dockers were hurt."),
        ("Two dockers were hurt.", "Three dockers were hurt.", "[Two ]{Three} dockers were hurt."),
        ("The old crane fell.", "The crane fell.", "The [old ]crane fell."),
        ("The crane fell.", "The crane fell on Tuesday.", "The crane fell {on Tuesday}."),
        ("The crane fell on Tuesday.", "The crane fell.", "The crane fell[ on Tuesday]."),
        ("Brandt, the harbour master, spoke.", "Brandt spoke.", "Brandt[, the harbour master,] spoke."),
        ('Brandt, he said, "spoke".', "Brandt, he said, ‘spoke’.", "Brandt, he said, ‘spoke’."),
        ("Brandt spoke", "Brandt spoke.", "Brandt spoke."),
        ("Rates rose 9.", "Rates rose 9%.", "Rates rose 9{%}."),
        ("The dam is in Dorvat, the capital.", "The dam is in Dorvat.", "The dam is in Dorvat[, the capital]."),
        ("It lost 62 (about 9) ships.", "It lost 62 ships.", "It lost 62 [(about 9) ]ships."),
        ("On Tuesday the crane fell.", "The crane fell.", "[On Tuesday ]The crane fell."),
        ("US ties stabilised, ‘he’ said.", "U.S. ties stabilized, 'he' said.", "U.S. ties stabilized, 'he' said."),
    ],
)
def test_marks(reference: str, other: str, marked: str):
    assert _marked(reference, other) == marked


@pytest.mark.parametrize(
    ("reference", "other", "marked"),
    [
        (
            "On the northern quay two cranes collapsed.",
            "Two cranes collapsed on the northern quay.",
            "<Two cranes collapsed> on the northern quay.",
        ),
        ("The crane fell, he said.", "He said the crane fell.", "{He said} the crane fell[, he said]."),
    ],
)
def test_a_phrase_that_is_told_elsewhere_is_neither_new_nor_left_out(reference: str, other: str, marked: str):
    assert _marked(reference, other) == marked


def test_house_style_is_shown_when_it_is_asked_for():
    reference, other = "The US stabilised five ‘ports’.", "The U.S. stabilized 5 'ports'."
    assert _marked(reference, other) == other
    assert _marked(reference, other, house_style=True) == "The ~U.S. stabilized 5~ 'ports'."
    assert _marked("The Crane fell.", "the crane fell.", house_style=True) == "the crane fell."


def test_a_common_quotation_survives_between_changes():
    marked = _marked(
        "The harbour master, quoted by the port's radio, has promised to keep both quays closed until further notice.",
        "Speaking to the council late on Monday Brandt vowed to keep both quays closed pending an independent inquiry.",
    )
    assert "keep both quays closed" in marked
    assert "}keep both quays closed" not in marked


def test_a_lone_little_word_is_no_island():
    marked = _marked(
        "Rusty bolts broke in the storm and nobody saw it.", "Old chains tore in the gale but everyone knew."
    )
    assert "in the" in marked
    assert "} in the {" not in marked


def test_a_sentence_that_moved_is_not_marked():
    first, second = "Two dockers were hurt.", "The crane was built in 1974."
    assert _marked(f"{first} {second}", f"{second} {first}") == f"{second} {first}"


def test_words_left_out_stand_in_the_passage_that_corresponds():
    assert _marked("Crane falls. VELMAR (Nordpress) - A crane fell on both quays.", "Crane falls. A crane fell.") == (
        "Crane falls. [VELMAR (Nordpress) ]A crane fell[ on both quays]."
    )


def test_a_sentence_that_only_the_reference_tells_is_no_mark_in_another():
    assert _marked("Two dockers were hurt. The weather was fine.", "Two dockers were hurt.") == "Two dockers were hurt."


def test_a_sentence_that_was_split_is_compared_whole():
    marked = _marked(
        "Two dockers were hurt and the quays of Velmar were closed.",
        "Two dockers were hurt. The quays of Velmar were closed.",
    )
    assert (
        marked.replace("[and ]", "").replace("[ and]", "") == "Two dockers were hurt. The quays of Velmar were closed."
    )


def test_no_mark_begins_or_ends_with_stray_punctuation():
    for row in rows(compare(demo_story())):
        for reference, other in permutations(row.cells.values(), 2):
            runs = (run for found in compare_wording(reference, other).runs.values() for run in found)
            for run in (run for run in runs if run.op != "equal"):
                assert any(ch.isalnum() or ch in "%$" for ch in run.text)
                assert run.text.strip()[0] not in (".;:!?)" if run.op == "delete" else ",.;:!?)")
                assert run.text.strip()[-1] not in ";:(" if run.text[0] == "," else ",;:("


def test_shared_is_the_share_of_common_words():
    wording = compare_wording(_cell("Two dockers were hurt.", "r"), _cell("Three dockers were hurt badly.", "o"))
    assert wording.shared == pytest.approx(3 / 5)


def test_nothing_to_compare_with_marks_nothing():
    wording = compare_wording([], _cell("Two dockers were hurt.", "o"))
    assert [run.op for run in wording.runs["o0"]] == ["equal"]
    assert wording.shared == 0
    assert compare_wording(_cell("Two dockers.", "r"), []).runs == {}


def test_any_cell_is_given_back_whole():
    chance = random.Random(7)
    pieces = ["a", "b", "the", "Cat", "dog", ".", ",", "“", "”", "U.S.", "US", " ", "\u00a0", "x-y", "don’t", "港", "।"]
    for _ in range(1500):
        reference = " ".join(chance.choice(pieces) for _ in range(chance.randrange(12)))
        other = "".join(chance.choice(pieces) + chance.choice(["", " "]) for _ in range(chance.randrange(14)))
        cell = _cell(other, "o")
        wording = compare_wording(_cell(reference, "r"), cell)
        assert 0 <= wording.shared <= 1
        for passage in cell:
            place = 0
            for run in wording.runs[passage.id]:
                assert run.start == place, (reference, other)
                place += len(run.text) if run.op != "delete" else 0
            assert "".join(run.text for run in wording.runs[passage.id] if run.op != "delete") == passage.text


def test_of_two_endless_cells_only_the_beginnings_are_compared():
    """An unlimited diff of unrelated words takes time with the square of them."""
    chance = random.Random(8)
    texts = [" ".join(f"w{chance.randrange(10**6)}" for _ in range(20_000)) for _ in range(2)]
    found = compare_wording(_cell(texts[0], "r"), _cell(texts[1], "o")).runs
    runs = [run for passage in _cell(texts[1], "o") for run in found[passage.id]]
    marked = sum(len(run.text.split()) for run in runs if run.op == "insert")
    assert 0 < marked <= MAX_WORDS
    assert "".join(run.text for run in runs if run.op != "delete").replace(" ", "") == texts[1].replace(" ", "")
