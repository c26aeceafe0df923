"""Which questions are asked of an editor, in which order, and what is shown with them."""

from dataclasses import replace

import pytest

from coverage_app.engine.documents import Annotation, Comparison, Link, Point, Target
from coverage_app.presentation import Sheet
from coverage_app.review import Queue, Wishes, shown_annotation, shown_link
from tests.factories import make_comparison, make_document

FIRST = make_document(1, "Meridian Wire", "Head one", ["One a.", "Two a.", "Three a.", "Four a."], furniture=["Ad"])
SECOND = make_document(2, "The Morning Flare", "Head two", ["One b.", "Two b.", "Three b."])
THIRD = make_document(3, "Sarvel Valley Gazette", "Head three", ["One c.", "Two c."])


def _point(number: int, *links: Link, **more) -> Point:
    return Point(f"pt{number}", f"Point {number}", number, links, **more)


def _note(number: int, confidence: float | None, passage: str = "a1.p4", **more) -> Annotation:
    known = {"kind": "added_detail", "outlets": ("Meridian Wire",), "label": f"Note {number}"} | more
    return Annotation(id=f"n{number}", targets=(Target(passage, 0, 4, "Four"),), confidence=confidence, **known)


def _comparison(*points: Point, annotations=()) -> Comparison:
    return Comparison("1", (FIRST, SECOND, THIRD), points=points, annotations=tuple(annotations))


def _keys(comparison: Comparison, **wishes) -> list[str]:
    return [question.key for question in Queue(comparison, Wishes(**wishes)).open]


def test_doubtful_links_come_first_then_what_is_least_certain():
    links = [Link("a1.p1", 0.7), Link("a2.p1", 0.3), Link("a3.p1", 0.45)]
    notes = [_note(1, 0.9), _note(2, 0.52), _note(3, 0.2), _note(4, 0.7)]
    assert _keys(_comparison(_point(1, *links), annotations=notes)) == [
        "pt1-a2.p1",  # a link more likely wrong than right stands there for all to see
        "pt1-a3.p1",
        "n2",
        "pt1-a1.p1",  # as uncertain as the note after it
        "n4",
        "n3",
        "n1",
    ]


def test_of_two_passages_it_is_asked_once_whether_they_report_the_same():
    assert _keys(_comparison(_point(1, Link("a2.p1", 0.6), Link("a1.p1", 0.6)))) == ["pt1-a2.p1"]


def test_links_of_which_the_engine_is_sure_are_asked_about_on_request():
    comparison = _comparison(_point(1, Link("a1.p1", 0.95), Link("a2.p1", 0.95), Link("a3.p1", 0.6)))
    assert _keys(comparison) == ["pt1-a3.p1"]
    assert len(_keys(comparison, sure=True)) == 3


def test_a_decided_pair_is_not_asked_about_again():
    accepted = Link("a1.p1", 0.6, by="Lena", state="accepted")
    comparison = _comparison(_point(1, accepted, Link("a2.p1", 0.6)))
    queue = Queue(comparison, Wishes())
    assert not queue.open
    assert queue.decided == 1


def test_a_passage_that_is_left_alone_is_not_asked_about():
    rejected = Link("a1.p1", 0.6, by="Lena", state="rejected")
    gone = Link("a3.p1", 0.6, by="Lena", state="rejected")
    assert _keys(_comparison(_point(1, rejected, gone, Link("a2.p1", 0.6)))) == []


def test_locked_points_own_notes_and_furniture_are_not_asked_about():
    locked = _point(1, Link("a1.p1", 0.5), Link("a2.p1", 0.5), locked=True)
    set_aside = _point(2, Link("a1.p5", 0.5), Link("a2.p2", 0.5))
    notes = [_note(1, None, by="Lena", state="accepted"), _note(2, 0.5, passage="a1.p5")]
    assert _keys(_comparison(locked, set_aside, annotations=notes)) == []


@pytest.mark.parametrize(
    ("wishes", "keys"),
    [
        ({"kind": "link"}, ["pt1-a2.p1"]),
        ({"kind": "detail"}, ["n1"]),
        ({"kind": "difference"}, ["n2", "n3"]),
        ({"outlet": "a2"}, ["pt1-a2.p1", "n3"]),
        ({"difference_class": "hedge"}, ["n3"]),
        ({"outlet": "a2", "kind": "detail"}, []),
    ],
)
def test_one_may_ask_for_some_only(wishes, keys):
    notes = [
        _note(1, 0.5),
        _note(2, 0.6, kind="difference", difference_class="number"),
        _note(3, 0.7, passage="a2.p2", kind="difference", difference_class="hedge"),
    ]
    comparison = _comparison(_point(1, Link("a1.p1", 0.6), Link("a2.p1", 0.6)), annotations=notes)
    assert sorted(_keys(comparison, **wishes)) == sorted(keys)


def test_the_next_question_follows_the_one_that_was_decided_and_goes_round():
    notes = [_note(1, 0.5), _note(2, 0.6), _note(3, 0.7)]
    queue = Queue(_comparison(annotations=notes), Wishes())
    first, second, third = queue.questions
    assert queue.after(None) == first
    assert queue.after(first) == second
    assert queue.after(third) == first
    assert queue.after(first, back=True) == third
    decided = [notes[0], replace(notes[1], state="accepted", by="Lena"), notes[2]]
    queue = Queue(_comparison(annotations=decided), Wishes())
    assert queue.after(queue.question("n2")) == third
    assert (queue.decided, len(queue.questions)) == (1, 3)


def test_when_all_is_decided_there_is_no_next():
    queue = Queue(_comparison(annotations=[_note(1, 0.5, state="dismissed", by="Lena")]), Wishes())
    assert queue.after(queue.question("n1")) is None
    assert queue.after(None) is None


def test_a_link_stands_between_its_neighbours_beside_the_others_of_its_row():
    comparison = _comparison(_point(1, Link("a1.p2", 0.6), Link("a2.p1", 0.6), Link("a2.p2", 0.6)))
    shown = shown_link(Sheet(comparison), "pt1", "a2.p1")
    context = shown.asked[0]
    assert (context.before, context.after) == ("Head two", "Two b.")
    assert "".join(piece.text for piece in context.pieces) == "One b."
    assert [(v.column.document.outlet, len(v.passages)) for v in shown.others] == [
        ("Meridian Wire", 1),
        ("The Morning Flare", 1),
    ]


def test_a_detail_is_marked_beside_what_the_others_say_or_do_not():
    comparison = make_comparison()
    detail = replace(comparison.annotations[1], kind="added_detail", targets=comparison.annotations[1].targets[:1])
    shown = shown_annotation(Sheet(comparison), detail)
    assert [piece.text for piece in shown.asked[0].pieces if piece.marks] == ["two people"]
    assert [(v.column.document.outlet, bool(v.passages)) for v in shown.others] == [
        ("The Morning Flare", True),
        ("Sarvel Valley Gazette", False),
    ]
    assert shown.others[1].absence.state == "checked"


def test_what_stands_beside_a_detail_in_no_point_is_not_shown_as_the_same():
    comparison = make_comparison()
    shown = shown_annotation(Sheet(comparison), comparison.annotations[0])
    assert shown.row.point is None
    assert shown.others == ()


def test_a_difference_shows_its_sides_in_the_order_of_the_columns():
    difference = make_comparison().annotations[1]
    turned = replace(difference, targets=difference.targets[::-1])
    shown = shown_annotation(Sheet(make_comparison()), turned)
    assert [context.column.letter for context in shown.asked] == ["A", "B"]
    assert [[p.text for p in context.pieces if p.marks] for context in shown.asked] == [
        ["two people"],
        ["three people"],
    ]
