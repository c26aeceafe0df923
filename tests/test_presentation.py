"""A comparison laid out for readers: rows, cells, places, numbered notes."""

from dataclasses import replace

import pytest

from coverage_app import presentation
from coverage_app.engine.documents import Annotation, Comparison, Link, Point
from coverage_app.presentation import Sheet

from .factories import make_comparison, make_document, make_target


def row(sheet: Sheet, key: str) -> presentation.RowView:
    found = sheet.row(key)
    assert found is not None
    return found


def test_a_cell_for_each_document_in_column_order() -> None:
    gates = row(Sheet(make_comparison()), "pt1")
    assert [cell.document.id for cell in gates.cells] == ["a1", "a2", "a3"]
    assert gates.reporting == gates.total == 3
    assert gates.in_all
    assert (gates.number, gates.label) == (1, "The gates")


def test_who_is_absent_and_whether_somebody_looked() -> None:
    comparison = make_comparison()
    dead = row(Sheet(comparison), "pt2")
    assert [bool(cell.passages) for cell in dead.cells] == [True, True, False]
    assert dead.cells[2].checked
    assert dead.cells[2].absence.by == "Ada Lead"
    unlooked = row(Sheet(replace(comparison, absences=())), "pt2").cells[2]
    assert not unlooked.checked
    assert unlooked.absence.state == "unmatched"


def test_a_row_of_one_document_says_so_and_is_compared_with_nobody() -> None:
    sheet = Sheet(make_comparison())
    alone = next(
        row for row in sheet.rows if any(p.text.startswith("The river") for c in row.cells for p in c.passages)
    )
    assert alone.point is None
    assert alone.number is None
    assert [document.outlet for document in alone.alone] == ["Meridian Wire"]
    assert alone.compared_with is None
    assert all(piece.op == "equal" for cell in alone.cells for p in cell.passages for piece in p.pieces)


def test_the_reference_is_the_first_document_unless_another_is_chosen() -> None:
    comparison = make_comparison()
    assert Sheet(comparison).reference.id == "a1"
    assert Sheet(comparison, "a3").reference.id == "a3"
    assert Sheet(comparison, "gone").reference.id == "a1"
    assert [column.is_reference for column in Sheet(comparison, "a2").columns] == [False, True, False]


def test_where_the_reference_is_absent_the_first_that_reports_stands_in() -> None:
    dead = row(Sheet(make_comparison(), "a3"), "pt2")
    assert dead.compared_with.id == "a1"
    assert [cell.is_reference for cell in dead.cells] == [True, False, False]


def test_words_are_marked_against_the_reference() -> None:
    third = row(Sheet(make_comparison()), "pt1").cells[2]
    added = "".join(piece.text for piece in third.passages[0].pieces if piece.op == "insert")
    assert "1.10am" in added
    assert "Korvhydro" not in added
    assert 0.5 < third.shared < 1


def test_a_text_in_its_own_words_is_not_marked_word_by_word() -> None:
    first = make_document(1, "A", "One", ["The dam opened at night."])
    second = make_document(2, "B", "Two", ["Korvenia let loose a torrent upon sleeping valleys."])
    point = Point("pt1", "dam", 1, (Link("a1.p1", 0.6), Link("a2.p1", 0.6)))
    cell = row(Sheet(Comparison("0", (first, second), points=(point,))), "pt1").cells[1]
    assert cell.reworded
    assert {piece.op for piece in cell.passages[0].pieces} == {"equal"}


def test_places_are_counted_in_the_body() -> None:
    first = Sheet(make_comparison()).places
    assert (first["a1.p0"], first["a1.p1"], first["a1.p3"], first["a1.p4"]) == ("headline", "¶1", "¶3", "set aside")


def test_furniture_stands_in_its_column_and_in_no_row() -> None:
    sheet = Sheet(make_comparison())
    assert [p.text for p in sheet.columns[0].furniture] == ["Advertisement"]
    assert all(p.passage.kind != "furniture" for row in sheet.rows for cell in row.cells for p in cell.passages)


def test_notes_are_numbered_as_they_are_read() -> None:
    document = make_document(1, "A", "Head", ["One two three.", "Four five."])

    def note(identifier: str, *words: str) -> Annotation:
        return Annotation(identifier, "note", tuple(make_target(document, w) for w in words), ("A",), identifier)

    late, early, second = note("n1", "Four"), note("n2", "One"), note("n3", "five", "three")
    sheet = Sheet(Comparison("0", (document,), annotations=(late, early, second)))
    assert [(n.number, n.id) for n in sheet.notes] == [(1, "n2"), (2, "n3"), (3, "n1")]
    assert [mark.anchor for mark in sheet.notes[1].marks] == ["n3-1", "n3-2"]


def _numbered(*, by_row: bool) -> Sheet:
    """Of A's ¶1, which stands in both rows, and of the other passages of the second row."""
    first = make_document(1, "A", "One", ["Early words here."])
    second = make_document(2, "B", "Two", ["Other words there.", "Later words there."])
    points = (
        Point("pt1", "first", 1, (Link("a1.p1", 0.9), Link("a2.p1", 0.9))),
        Point("pt2", "second", 2, (Link("a1.p1", 0.9), Link("a2.p2", 0.9))),
    )

    def note(identifier: str, document: object, words: str) -> Annotation:
        return Annotation(identifier, "note", (make_target(document, words),), (document.outlet,), identifier)

    notes = (note("n1", first, "Early"), note("n2", first, "here"), note("n3", second, "Other"))
    notes += (note("n4", second, "Later"), note("n5", second, "Two"))
    return Sheet(Comparison("0", (first, second), points=points, annotations=notes), by_row=by_row)


def test_no_two_notes_in_one_row_have_the_same_number() -> None:
    sheet = _numbered(by_row=True)
    rows = {view.key: [(note.number, note.id) for note in view.notes] for view in sheet.rows if view.notes}
    assert rows["pt1"] == [(1, "n1"), (2, "n2"), (3, "n3")]
    assert rows["pt2"] == [(1, "n1"), (2, "n2"), (3, "n4")]
    assert [found for key, found in rows.items() if key not in ("pt1", "pt2")] == [[(1, "n5")]]
    assert {mark.number for mark in sheet.marks["a1.p1"]} == {1, 2}


def test_numbered_through_every_note_has_its_own_number() -> None:
    assert sorted(note.number for note in _numbered(by_row=False).notes) == [1, 2, 3, 4, 5]


def test_dismissed_annotations_leave_no_mark() -> None:
    sheet = Sheet(make_comparison())
    assert [note.id for note in sheet.notes] == ["n2", "n1"]
    assert all(m.annotation.id != "n3" for marks in sheet.marks.values() for m in marks)


def test_a_note_on_furniture_has_a_number_and_no_row() -> None:
    document = make_document(1, "A", "Head", ["One two three."], furniture=["Advertisement"])
    annotation = Annotation("n1", "note", (make_target(document, "Advert"),), ("A",), "x")
    sheet = Sheet(Comparison("0", (document,), annotations=(annotation,)))
    assert [note.number for note in sheet.notes] == [1]
    assert all(not row.notes for row in sheet.rows)


def test_only_the_rows_that_are_shown_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def compare(reference: tuple, other: tuple, house_style: bool) -> object:
        asked.append(other[0].id)
        return presentation.wording.compare_wording(reference, other)

    monkeypatch.setattr(presentation, "compared_wording", compare)
    comparison = make_comparison(extra_points=5)
    sheet = Sheet(comparison)
    assert [view.presence[0][1] for view in sheet.rows]
    assert asked == []
    assert row(sheet, "pt2").cells[1].shared
    assert asked == ["a2.p2"]


def test_columns_are_those_that_are_chosen_in_their_order() -> None:
    sheet = Sheet(make_comparison(), shown=("a3", "gone", "a1", "a3"))
    gates = row(sheet, "pt1")
    assert [cell.document.id for cell in gates.cells] == ["a3", "a1"]
    assert [column.letter for column in sheet.columns] == ["C", "A"]
    assert (gates.width, gates.total, gates.in_all) == (2, 3, True)
    assert len(Sheet(make_comparison(), shown=("gone",)).columns) == 3


def test_words_are_compared_with_a_reference_whose_column_is_not_shown() -> None:
    gates = row(Sheet(make_comparison(), "a1", shown=("a2", "a3")), "pt1")
    assert gates.compared_with.id == "a1"
    assert not any(cell.is_reference for cell in gates.cells)


def test_where_the_reference_is_absent_a_shown_column_stands_in_first() -> None:
    assert row(Sheet(make_comparison(), "a3", shown=("a2",)), "pt2").compared_with.id == "a2"


def test_only_what_no_other_says_is_marked_against_all_others() -> None:
    gates = row(Sheet(make_comparison(), against="others"), "pt1")
    assert gates.compared_with is None
    marked = [" ".join(piece.text for piece in cell.passages[0].pieces if piece.op == "insert") for cell in gates.cells]
    assert "threw" in marked[1]
    assert not any("gates" in words for words in marked)


def test_house_style_is_marked_only_when_asked_for() -> None:
    def styled(*, house_style: bool) -> bool:
        cell = row(Sheet(make_comparison(), house_style=house_style), "pt1").cells[1]
        return any(piece.op == "style" for piece in cell.passages[0].pieces)

    assert styled(house_style=True)
    assert not styled(house_style=False)


def test_what_is_told_elsewhere_than_in_the_reference_says_where() -> None:
    sentences = [f"Point {letter} was told." for letter in "abcdefgh"]
    first = make_document(1, "A", "Head", sentences)
    second = make_document(2, "B", "Head", [*sentences[:1], *sentences[2:], sentences[1]])
    points = tuple(
        Point(
            f"pt{n}",
            text,
            n,
            tuple(Link(p.id, 0.9) for d in (first, second) for p in d.passages if p.text == text),
        )
        for n, text in enumerate(sentences, 1)
    )
    sheet = Sheet(Comparison("0", (first, second), points=points))
    moved = {view.key: view.cells[1].move for view in sheet.rows if view.point and view.cells[1].move}
    assert list(moved) == ["pt2"]
    assert (moved["pt2"].here, moved["pt2"].there, moved["pt2"].is_earlier) == ("¶8", "¶2", False)
    assert Sheet(Comparison("0", (first, second), points=points), against="others").moves == {}


def test_no_articles_no_rows() -> None:
    sheet = Sheet(Comparison("0", ()))
    assert (sheet.reference, sheet.columns, sheet.rows, sheet.notes) == (None, (), (), ())
