"""Which pairs of passage and point two reviewers are asked about."""

from coverage_app.engine.candidates import MOST_CLOSE, Candidate, candidates
from coverage_app.engine.documents import Comparison, Link, Pair, Point
from tests.factories import make_document

FIRST = make_document(1, "A", "Head one", ["One a.", "Two a.", "Three a."], furniture=["Ad"])
SECOND = make_document(2, "B", "Head two", ["One b.", "Two b."])
THIRD = make_document(3, "C", "Head three", ["One c.", "Two c."])


def _asked(*links: Link, pairs=()) -> list[tuple[str, bool]]:
    comparison = Comparison("1", (FIRST, SECOND, THIRD), pairs=pairs, points=(Point("pt1", "P", 1, links),))
    return [(candidate.passage, candidate.linked) for candidate in candidates(comparison)]


def test_every_link_of_the_engine_is_asked_about_in_the_order_of_the_columns():
    links = [Link("a3.p1", 0.9), Link("a1.p1", 0.9), Link("a2.p1", 0.4)]
    assert _asked(*links) == [("a1.p1", True), ("a2.p1", True), ("a3.p1", True)]


def test_of_two_passages_only_the_later_one():
    assert _asked(Link("a2.p1", 0.9), Link("a1.p1", 0.9)) == [("a2.p1", True)]


def test_what_an_editor_decided_is_not_asked_about():
    links = [Link("a1.p1", 0.9), Link("a2.p1", 0.9, by="Lena", state="accepted"), Link("a3.p1", 0.9)]
    rejected = Link("a3.p2", 0.9, by="Lena", state="rejected")
    pairs = [Pair("a1.p1", "a3.p2", 0.7)]
    assert _asked(*links, rejected, pairs=pairs) == [("a1.p1", True), ("a3.p1", True)]


def test_passages_that_come_close_are_asked_about_the_likest_ones():
    links = [Link("a1.p1", 0.9), Link("a2.p1", 0.9)]
    pairs = [
        Pair("a1.p1", "a3.p1", 0.4),
        Pair("a2.p1", "a3.p1", 0.6),
        Pair("a3.p2", "a2.p1", 0.5),
        Pair("a2.p1", "a1.p2", 0.3),
        Pair("a1.p3", "a2.p2", 0.9),  # neither stands in the point
        Pair("a1.p4", "a2.p1", 0.9),  # furniture
    ]
    assert MOST_CLOSE == 2
    assert _asked(*links, pairs=pairs) == [("a2.p1", True), ("a3.p1", False), ("a3.p2", False)]


def test_a_passage_alone_in_its_point_is_no_question():
    assert _asked(Link("a1.p1", 0.9), pairs=[Pair("a1.p1", "a2.p1", 0.5)]) == []


def test_a_passage_may_be_asked_about_for_two_points():
    points = (
        Point("pt1", "P", 1, (Link("a1.p1", 0.9), Link("a2.p1", 0.9))),
        Point("pt2", "Q", 2, (Link("a1.p2", 0.9), Link("a2.p2", 0.9))),
    )
    pairs = (Pair("a1.p1", "a2.p2", 0.5),)
    found = candidates(Comparison("1", (FIRST, SECOND), pairs=pairs, points=points))
    assert Candidate("pt1", "a2.p2", False) in found
    assert Candidate("pt2", "a2.p2", True) in found
