"""A passage's text cut into pieces: nothing is lost, and what is printed reads well."""

import random

import pytest

from coverage_app.engine.documents import Annotation, Passage, Target
from coverage_app.engine.wording import compare_wording
from coverage_app.marking import Mark, Piece, pieces


def passage(text: str, identifier: str = "p1") -> Passage:
    return Passage(identifier, 0, len(text), 0, "body", text)


def mark(number: int, start: int, end: int) -> Mark:
    target = Target("p1", start, end, "")
    return Mark(Annotation(f"n{number}", "note", (target,), (), "label"), number, target, 1)


def printed(cut: tuple[Piece, ...]) -> str:
    """As a reader sees it: [added], {left out}."""
    shapes = {"equal": "{}", "insert": "[{}]", "delete": "{{{}}}"}
    return "".join(piece.before + shapes[piece.op].format(piece.text) + piece.after for piece in cut)


def compared(reference: str, other: str) -> tuple[Piece, ...]:
    there, here = passage(reference, "p0"), passage(other)
    return pieces(here, compare_wording([there], [here]).runs["p1"])


def test_without_runs_and_marks_a_passage_is_one_piece() -> None:
    assert pieces(passage("The gates opened.")) == (Piece("The gates opened."),)


def test_pieces_never_change_the_text() -> None:
    generator = random.Random(7)
    words = ["gates", "dam", "the", "night,", "“six”", "of", "opened.", "1.10am", "—", "é"]
    for _ in range(300):
        reference, text = (" ".join(generator.choices(words, k=generator.randint(1, 14))) for _ in range(2))
        here = passage(text)
        marks = []
        for number in range(generator.randint(0, 4)):
            start = generator.randrange(len(text))
            marks.append(mark(number, start, generator.randint(start, len(text) + 3)))
        runs = compare_wording([passage(reference, "p0")], [here]).runs["p1"]
        cut = pieces(here, runs, marks)
        assert "".join(piece.text for piece in cut if piece.op != "delete") == text
        for one in marks:
            own = "".join(p.text for p in cut if p.op != "delete" and one in p.marks)
            assert own == text[one.target.start : one.target.end]
            begun = sum(one in piece.starts for piece in cut)
            assert begun == sum(one in piece.ends for piece in cut) == (one.target.end > one.target.start)


def test_overlapping_marks_each_keep_their_borders() -> None:
    first, second = mark(1, 0, 9), mark(2, 4, 16)
    cut = pieces(passage("The gates opened."), (), [first, second])
    assert [(piece.text, piece.annotations) for piece in cut] == [
        ("The ", ("n1",)),
        ("gates", ("n1", "n2")),
        (" opened", ("n2",)),
        (".", ()),
    ]
    assert [piece.ends for piece in cut] == [(), (first,), (second,), ()]


def test_a_mark_beyond_the_text_is_cut_off_and_one_outside_is_left_out() -> None:
    beyond, outside = mark(1, 4, 900), mark(2, 50, 60)
    cut = pieces(passage("The gates"), (), [beyond, outside])
    assert [piece.marks for piece in cut] == [(), (beyond,)]


@pytest.mark.parametrize(
    ("reference", "other", "seen"),
    [
        ("The old dam broke at night.", "The dam broke at night.", "The {old} dam broke at night."),
        ("The dam broke at night today.", "The dam broke at night.", "The dam broke at night {today}."),
        ("Today the dam broke at night.", "the dam broke at night.", "{Today} the dam broke at night."),
        ("The dam broke, it said.", "The dam broke.", "The dam broke{, it said}."),
    ],
)
def test_left_out_words_stand_between_single_spaces(reference: str, other: str, seen: str) -> None:
    assert printed(compared(reference, other)) == seen


def test_chinese_gets_no_spaces() -> None:
    class Run:
        def __init__(self, text: str, op: str) -> None:
            self.text, self.op = text, op

    cut = pieces(passage("大坝开闸"), [Run("大坝", "equal"), Run("昨夜", "delete"), Run("开闸", "equal")])
    assert printed(cut) == "大坝{昨夜}开闸"
