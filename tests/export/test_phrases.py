"""How the export words things."""

from coverage_app.export.phrases import articles, in_words, listed, statement

from ..factories import make_comparison


def test_numbers_to_twelve_are_words() -> None:
    assert [in_words(n) for n in (0, 1, 5, 12, 13, 1000)] == ["no", "one", "five", "twelve", "13", "1,000"]
    assert (articles(1), articles(2)) == ("one article", "two articles")


def test_lists_of_names() -> None:
    assert [listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A and B", "A, B and C"]


def test_what_an_annotation_claims() -> None:
    detail, difference, _ = make_comparison().annotations
    assert statement(detail, 5) == "Only in Meridian Wire among these five articles."
    assert statement(detail, 1) == "In Meridian Wire, the only article compared."
    assert statement(difference, 5) == "Differs between Meridian Wire and The Morning Flare."
