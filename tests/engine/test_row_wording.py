"""What only one cell of a row says, against all others at once."""

from coverage_app.engine.documents import Passage
from coverage_app.engine.passages import split
from coverage_app.engine.row_wording import only_here


def _cell(text: str, name: str) -> list[Passage]:
    return [
        Passage(f"{name}{n}", start, end, paragraph, "body", text[start:end])
        for n, (start, end, paragraph) in enumerate(split(text))
    ]


def _marked(*texts: str) -> list[str]:
    """Each text with {the words that only it has}."""
    cells = [_cell(text, f"c{n}.") for n, text in enumerate(texts)]
    runs = only_here(cells)
    signs = {"equal": "{0}", "insert": "{{{0}}}"}
    return [" ".join("".join(signs[run.op].format(run.text) for run in runs[p.id]) for p in cell) for cell in cells]


def test_words_that_no_other_cell_has():
    assert _marked("Two rusty cranes fell.", "Two cranes fell on Tuesday.", "On Tuesday a crane fell.") == [
        "Two {rusty} cranes fell.",
        "Two cranes fell on Tuesday.",
        "On Tuesday a crane fell.",
    ]


def test_house_style_is_nothing_of_its_own():
    assert _marked("The U.S. sent five ships.", "The United States sent 5 ships.") == [
        "The U.S. sent five ships.",
        "The United States sent 5 ships.",
    ]


def test_words_of_one_phrase_are_one_mark():
    assert _marked("It fell on the roof of the market.", "It fell.") == [
        "It fell on the {roof of the market}.",
        "It fell.",
    ]


def test_a_cell_alone_and_cells_without_words():
    assert _marked("It fell.") == ["It fell."]
    assert _marked("It fell.", "", "?!") == ["It {fell}.", "", "?!"]


def test_the_order_of_the_cells_makes_no_difference():
    one, other = _marked("A rusty crane fell.", "The crane fell at dawn.")
    assert _marked("The crane fell at dawn.", "A rusty crane fell.") == [other, one]
