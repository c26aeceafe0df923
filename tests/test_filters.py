"""Which rows match, and the strip that shows all of them."""

from dataclasses import replace

import pytest

from coverage_app.filters import Filters, classes
from coverage_app.presentation import Sheet, pages
from coverage_app.strip import Strip

from .factories import make_comparison


def matching(filters: Filters, **more) -> list[str]:
    sheet = Sheet(make_comparison(**more), words=filters.words)
    return [row.label or row.key for row in sheet.rows if filters.match(row)]


def test_without_a_filter_every_row_matches() -> None:
    sheet = Sheet(make_comparison())
    assert not Filters()
    assert all(Filters().match(row) for row in sheet.rows)


def test_only_differences_and_only_those_of_a_class() -> None:
    assert matching(Filters(only=("differences",))) == ["The dead"]
    assert matching(Filters(difference="number")) == ["The dead"]
    assert matching(Filters(difference="hedge")) == []
    assert classes(Sheet(make_comparison()).rows) == {"number": 1}


def test_what_was_dismissed_is_no_difference() -> None:
    comparison = make_comparison()
    dismissed = replace(
        comparison, annotations=tuple(replace(annotation, state="dismissed") for annotation in comparison.annotations)
    )
    sheet = Sheet(dismissed)
    assert not any(Filters(only=("differences",)).match(row) for row in sheet.rows)
    assert classes(sheet.rows) == {}


def test_only_what_waits_to_be_decided() -> None:
    assert matching(Filters(only=("open",))) == ["The dead"]


def test_only_what_one_outlet_alone_has() -> None:
    sheet = Sheet(make_comparison())
    alone = [row for row in sheet.rows if Filters(only=("single",)).match(row)]
    assert alone
    assert all(row.alone for row in alone)
    assert "The gates" not in [row.label for row in alone]


def test_by_outlet_and_all_filters_together() -> None:
    assert "The dead" not in matching(Filters(reports="a3"))
    assert "The gates" in matching(Filters(reports="a3"))
    assert matching(Filters(only=("differences", "single"))) == []


@pytest.mark.parametrize("words", ["KILLED two", "dam's eight", "dam’s   eight"])
def test_a_search_minds_neither_case_nor_spaces_nor_the_shape_of_quotation_marks(words) -> None:
    assert len(matching(Filters(words=words))) == 1


def test_a_search_takes_signs_for_themselves() -> None:
    assert matching(Filters(words="a.m.")) == ["The gates"]
    assert matching(Filters(words="(.*")) == []


def test_hits_are_marked_word_for_word_and_add_up_to_the_text() -> None:
    sheet = Sheet(make_comparison(), words="gates")
    cell = sheet.row("pt1").cells[1]
    assert [piece.text for piece in cell.passages[0].pieces if piece.is_hit] == ["gates"]
    assert "".join(p.text for p in cell.passages[0].pieces if p.op != "delete") == cell.passages[0].text
    assert sheet.row("pt1").hit_count == 3


def test_hits_in_columns_that_are_not_shown_do_not_count() -> None:
    assert Sheet(make_comparison(), words="gates", shown=("a3",)).row("pt1").hit_count == 1


# --- the strip


def test_the_strip_keeps_every_row_and_says_which_match() -> None:
    sheet = Sheet(make_comparison())
    strip = Strip(sheet, Filters(only=("open",)))
    assert [stop.key for stop in strip.stops] == [row.key for row in sheet.rows]
    assert [row.label for row in strip.matching] == ["The dead"]
    assert "left out" in strip.stops[0].name
    dead = next(stop for stop in strip.stops if stop.matches)
    assert dead.name == "2: The dead, 2 of 3, to decide"
    assert dead.kind == "some"
    assert dead.drawing.count("M") == 2


def test_the_strip_has_a_line_for_outlets_whose_columns_are_not_shown() -> None:
    strip = Strip(Sheet(make_comparison(), shown=("a3",)), Filters())
    assert len(strip.columns) == 3
    assert all("a3" in row.present for row in strip.matching)


def test_the_strip_counts_hits() -> None:
    strip = Strip(Sheet(make_comparison(), words="gates"), Filters(words="gates"))
    assert strip.hits == sum(row.hit_count for row in strip.matching) > 2
    assert any(stop.name.endswith("3 hits") for stop in strip.stops)


# --- pages


def test_pages_hold_every_row_once_in_order() -> None:
    rows = Sheet(make_comparison(articles=10, extra_points=40)).rows
    cut = pages(rows)
    assert len(cut) > 2
    assert [row for page in cut for row in page] == list(rows)


def test_no_rows_no_pages() -> None:
    assert pages(()) == []
