"""The ledger of details: what each outlet reports, adds, or was found not to report."""

from dataclasses import replace

import pytest

from coverage_app.engine.documents import ENGINE, Annotation, Comparison, Link, Point
from coverage_app.ledger import LONGEST_WORDS, Choice, Ledger, Line
from coverage_app.presentation import Sheet

from .factories import make_comparison, make_document, make_target


def ledger(comparison: Comparison | None = None, **choice: str) -> Ledger:
    return Ledger(Sheet(comparison or make_comparison(), by_row=True), Choice(**choice))


def line(of: Ledger, key: str) -> Line:
    found = of.line(key)
    assert found is not None
    return found


def says(of: Ledger, key: str) -> list[str]:
    return [cell.says for cell in line(of, key).cells]


def keys(of: Ledger) -> list[str]:
    return [found.key for found in of.lines]


def with_annotation(**changes: object) -> Comparison:
    """The invented flood with its accepted detail changed."""
    comparison = make_comparison()
    first, *others = comparison.annotations
    return replace(comparison, annotations=(replace(first, **changes), *others))


def test_a_line_for_each_point_and_after_it_what_its_words_add_and_where_they_differ() -> None:
    assert keys(ledger()) == ["pt1", "pt2", "n2", "n1"]
    assert [found.kind for found in ledger().lines] == ["point", "point", "difference", "added_detail"]
    assert dict(ledger().counts) == {"point": 2, "difference": 1, "added_detail": 1}


def test_dismissed_annotations_and_plain_notes_have_no_line() -> None:
    assert ledger().line("n3") is None
    assert ledger(with_annotation(kind="note")).line("n1") is None


def test_who_reports_a_point_and_in_which_place() -> None:
    gates = line(ledger(), "pt1")
    assert [cell.says for cell in gates.cells] == ["reported"] * 3
    assert [cell.places for cell in gates.cells] == [("¶1",), ("¶1",), ("¶2",)]
    assert (gates.reporting, gates.total) == (3, 3)


def test_a_place_is_named_once_however_many_passages_stand_there() -> None:
    text = "The dam opened. It opened at night."
    whole = make_document(1, "A", "Head", [text])
    head, body = whole.passages
    first = replace(body, end=body.start + 15, text=text[:15])
    second = replace(body, id="a1.p2", start=body.start + 16, text=text[16:])
    document = replace(whole, passages=(head, first, second))
    point = Point("pt1", "dam", 1, (Link("a1.p2", 0.9), Link("a1.p1", 0.9)))
    cell = line(ledger(Comparison("0", (document,), points=(point,))), "pt1").cells[0]
    assert cell.places == ("¶1",)
    assert [words.passage.id for words in cell.words] == ["a1.p1", "a1.p2"]


def test_a_checked_absence_names_who_looked_and_an_unmatched_one_nobody() -> None:
    dead = line(ledger(), "pt2").cells[2]
    assert (dead.says, dead.by) == ("checked", "Ada Lead")
    unlooked = line(ledger(replace(make_comparison(), absences=())), "pt2").cells[2]
    assert (unlooked.says, unlooked.by) == ("unmatched", None)


def test_an_added_detail_is_added_by_the_outlet_that_is_credited() -> None:
    detail = line(ledger(), "n1")
    assert detail.cells[0].says == "added"
    assert detail.cells[0].places == ("¶3",)
    assert detail.reporting == 1
    marked = [piece.text for piece in detail.cells[0].words[0].pieces if piece.marks]
    assert marked == ["last closed in 1961"]


def test_who_has_the_words_of_a_detail_without_credit_reports_it() -> None:
    assert says(ledger(with_annotation(outlets=("The Morning Flare",))), "n1")[:2] == ["reported", "added"]


@pytest.mark.parametrize(
    ("changes", "others"),
    [
        ({}, "checked"),  # an editor accepted that only this outlet has it
        ({"among": 3}, "checked"),
        ({"among": 2}, "unmatched"),  # an article came later, and nobody has looked there
        ({"state": "proposed", "by": ENGINE}, "unmatched"),
    ],
)
def test_whether_anybody_looked_for_a_detail_in_the_others(changes: dict, others: str) -> None:
    detail = line(ledger(with_annotation(**changes)), "n1")
    assert [cell.says for cell in detail.cells[1:]] == [others, others]
    assert detail.cells[1].by == ("Ada Lead" if others == "checked" else None)


def test_what_an_editor_says_is_left_out_is_checked() -> None:
    omission = ledger(with_annotation(kind="omission", outlets=("Sarvel Valley Gazette",)))
    assert says(omission, "n1") == ["reported", "unmatched", "checked"]


def test_a_difference_shows_how_each_puts_it() -> None:
    difference = line(ledger(), "n2")
    assert [cell.exact for cell in difference.cells] == ["two people", "three people", ""]
    assert difference.cells[2].says == "checked"  # of the point it stands in
    assert difference.state == "proposed"


def test_long_words_are_cut_between_words() -> None:
    document = make_document(
        1, "A", "Head", ["one two three four five six seven eight nine ten eleven twelve thirteen"]
    )
    note = Annotation("n1", "difference", (make_target(document, document.passages[1].text),), ("A",), "x")
    cell = line(ledger(Comparison("0", (document,), annotations=(note,))), "n1").cells[0]
    assert cell.brief.endswith("ten eleven …")
    assert len(cell.brief) <= LONGEST_WORDS


def test_of_two_articles_of_an_outlet_the_one_with_the_words_is_credited() -> None:
    comparison = make_comparison()
    first, second, third = comparison.documents
    same = replace(comparison, documents=(first, replace(second, outlet=first.outlet), third))
    assert says(ledger(same), "n1") == ["added", "checked", "checked"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("order", ["pt1", "pt2", "n2", "n1"]),
        ("most", ["pt1", "pt2", "n2", "n1"]),
        ("fewest", ["n1", "pt2", "n2", "pt1"]),
        ("kind", ["pt1", "pt2", "n1", "n2"]),
    ],
)
def test_sorted(sort: str, expected: list[str]) -> None:
    assert keys(ledger(sort=sort)) == expected


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"kind": "added_detail"}, ["n1"]),
        ({"state": "accepted"}, ["n1"]),
        ({"where": "a3"}, ["pt1"]),
        ({"where": "a3", "says": "checked"}, ["pt2", "n2", "n1"]),
        ({"where": "a3", "says": "unmatched"}, []),
        ({"where": "a1", "says": "added"}, ["n1"]),
        ({"says": "absent"}, ["pt2", "n2", "n1"]),
        ({"kind": "point", "says": "checked"}, ["pt2"]),
    ],
)
def test_filtered(choice: dict, expected: list[str]) -> None:
    assert keys(ledger(**choice)) == expected


def test_differences_that_are_most_likely_none_are_left_out_until_asked_for() -> None:
    comparison = make_comparison()
    doubtful = [replace(a, confidence=0.2) if a.kind == "difference" else a for a in comparison.annotations]
    sheet = Sheet(replace(comparison, annotations=tuple(doubtful)), by_row=True)
    usual = Ledger(sheet)
    assert "n2" not in keys(usual)
    assert usual.unlikely == 1
    for choice in (Choice(state="any"), Choice(kind="difference"), Choice(state="proposed")):
        assert "n2" in keys(Ledger(sheet, choice))


def test_a_choice_that_makes_no_sense_is_as_usual() -> None:
    sheet = Sheet(make_comparison())
    assert Choice.wished({"sort": "x", "where": "a9", "says": "", "kind": "note"}, sheet) == Choice()
    wished = Choice.wished({"sort": "most", "where": "a2"}, sheet)
    assert wished.unusual == {"sort": "most", "where": "a2"}
    assert not Choice(sort="most").filters


def test_a_point_is_decided_when_people_accepted_all_its_links() -> None:
    comparison = make_comparison()
    gates, *rest = comparison.points
    accepted = replace(gates, links=tuple(replace(link, state="accepted", by="Ada Lead") for link in gates.links))
    decided = ledger(replace(comparison, points=(accepted, *rest)))
    assert line(decided, "pt1").state == "accepted"
    assert line(decided, "pt2").state == "proposed"


def test_columns_that_are_not_shown_count_all_the_same() -> None:
    narrow = Ledger(Sheet(make_comparison(), shown=("a1",)))
    assert line(narrow, "pt1").reporting == 3


def test_what_stands_in_no_point_is_counted() -> None:
    assert ledger().in_no_point == 5  # three headlines, the river, the siren


def test_no_articles_no_lines() -> None:
    assert ledger(Comparison("0", ())).lines == ()
