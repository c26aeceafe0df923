"""One article as it reads: paragraphs, who else reports each passage, notes in the margin."""

from dataclasses import replace

import pytest

from coverage_app.article import Reading
from coverage_app.engine.documents import Annotation, Comparison, Link, Point
from coverage_app.presentation import Sheet

from .factories import make_comparison, make_document, make_target


def reading(comparison: Comparison | None = None, article: int = 0, choice: str = "all") -> Reading:
    sheet = Sheet(comparison or make_comparison(), by_row=True, choice=choice)
    return Reading(sheet, sheet.every[article])


def test_the_blocks_are_those_of_the_article_without_its_furniture() -> None:
    blocks = reading().blocks
    assert [block.kind for block in blocks] == ["headline", "body", "body", "body"]
    assert [block.place for block in blocks] == ["headline", "¶1", "¶2", "¶3"]


def test_passages_of_one_paragraph_stand_together_and_read_as_in_the_text() -> None:
    text = "The dam opened. 水库开闸。没有警告。"
    whole = make_document(1, "A", "Head", [text])
    head, body = whole.passages
    cuts = [(0, 15), (16, 21), (21, 26)]
    parts = [
        replace(body, id=f"a1.p{n}", start=body.start + a, end=body.start + b, text=text[a:b])
        for n, (a, b) in enumerate(cuts, 1)
    ]
    paragraph = reading(Comparison("0", (replace(whole, passages=(head, *parts)),))).blocks[1]
    assert [read.spaced for read in paragraph.passages] == [True, False, False]


def test_who_else_reports_a_passage() -> None:
    _, gates, dead, river = reading().blocks
    assert gates.passages[0].in_all
    assert [column.letter for column in dead.passages[0].others] == ["B"]
    assert (dead.passages[0].reporting, dead.passages[0].total) == (2, 3)
    assert not dead.passages[0].in_all
    assert river.passages[0].others == ()
    assert river.passages[0].reporting == 1


def test_a_passage_in_two_points_names_the_outlets_of_both_and_leads_to_the_first() -> None:
    comparison = make_comparison()
    gates, dead = comparison.points
    both = replace(dead, links=(Link("a3.p2", 0.9), Link("a2.p1", 0.9)))
    alone = replace(gates, links=(Link("a1.p1", 0.9), Link("a2.p1", 0.9)))
    read = reading(replace(comparison, points=(alone, both)), article=1).blocks[1].passages[0]
    assert [column.letter for column in read.others] == ["A", "C"]
    assert [row.key for row in read.rows] == ["pt1", "pt2"]
    assert read.row.key == "pt1"


def test_a_rejected_link_reports_nothing() -> None:
    comparison = make_comparison()
    gates, dead = comparison.points
    rejected = replace(dead, links=tuple(replace(link, state="rejected") for link in dead.links))
    assert reading(replace(comparison, points=(gates, rejected))).blocks[2].passages[0].others == ()


def test_notes_are_numbered_as_this_article_is_read() -> None:
    assert [(note.number, note.id) for note in reading().notes] == [(1, "n2"), (2, "n1")]
    assert [(note.number, note.id) for note in reading(article=1).notes] == [(1, "n2")]
    marks = [mark.number for block in reading().blocks for p in block.passages for e in p.pieces for mark in e.ends]
    assert marks == [1, 2]


def test_a_note_stands_once_beside_the_paragraph_where_its_words_begin() -> None:
    document = make_document(1, "A", "Head", ["One two.", "Three four."])
    note = Annotation("n1", "note", (make_target(document, "four"), make_target(document, "One")), ("A",), "x")
    blocks = reading(Comparison("0", (document,), annotations=(note,))).blocks
    assert [[n.id for n in block.notes] for block in blocks] == [[], ["n1"], []]
    assert any(piece.marks for piece in blocks[2].passages[0].pieces)


@pytest.mark.parametrize(
    ("choice", "expected"), [("all", ["n2", "n1"]), ("likely", ["n2", "n1"]), ("decided", ["n1"]), ("none", [])]
)
def test_which_notes_stand_in_the_margin(choice: str, expected: list[str]) -> None:
    assert [note.id for note in reading(choice=choice).notes] == expected


def test_a_difference_that_is_most_likely_none_stands_only_when_all_are_asked_for() -> None:
    comparison = make_comparison()
    doubtful = tuple(replace(a, confidence=0.2) if a.state == "proposed" else a for a in comparison.annotations)
    doubtful_story = replace(comparison, annotations=doubtful)
    assert [note.id for note in reading(doubtful_story, choice="likely").notes] == ["n1"]
    assert [(note.number, note.id) for note in reading(doubtful_story).notes] == [(1, "n2"), (2, "n1")]


def test_a_proposed_detail_stands_unless_only_decided_ones_are_wanted() -> None:
    comparison = make_comparison()
    first, *rest = comparison.annotations
    proposed = replace(comparison, annotations=(replace(first, state="proposed"), *rest))
    assert "n1" in [note.id for note in reading(proposed, choice="likely").notes]
    assert reading(proposed, choice="decided").notes == ()


def test_notes_may_run_on_beside_paragraphs_without_notes() -> None:
    document = make_document(1, "A", "Head", ["One.", "Two.", "Three.", "Four."])
    notes = tuple(
        Annotation(f"n{n}", "note", (make_target(document, words),), ("A",), "x")
        for n, words in enumerate(["One", "Four"], 1)
    )
    blocks = reading(Comparison("0", (document,), annotations=notes)).blocks
    assert [(len(block.notes), block.room) for block in blocks if block.notes] == [(1, 3), (1, 1)]


def test_what_is_searched_for_is_found_in_the_words() -> None:
    sheet = Sheet(make_comparison(), words="last closed")
    hits = [e.text for b in Reading(sheet, sheet.every[0]).blocks for p in b.passages for e in p.pieces if e.is_hit]
    assert hits == ["last closed"]


def test_an_article_without_points_is_read_all_the_same() -> None:
    document = make_document(1, "A", "Head", ["One."])
    blocks = reading(Comparison("0", (document,), points=(Point("pt1", "x", 1, ()),))).blocks
    assert [read.passage.text for block in blocks for read in block.passages] == ["Head", "One."]
