"""What a run of the engine may change, and what of an editor's work it must leave alone."""

import pytest

from coverage_app.engine import documents as engine
from coverage_app.models import Absence, Annotation, Link, Outlet, Point, Target
from coverage_app.services.proposals import annotations_write, points_write
from tests.factories import fill_story, make_comparison


@pytest.fixture
def board(story):
    """A story of three articles without points; `p` are six of its passages."""
    fill_story(story, make_comparison(extra_points=6))
    story.points.all().delete()
    story.annotations.all().delete()
    return story


@pytest.fixture
def p(board):
    from coverage_app.models import Passage

    return list(Passage.objects.filter(revision__article__story=board).order_by("pk").values_list("pk", flat=True))


def _point(story, *passages, **more):
    position = story.points.count() + 1
    point = Point.objects.create(story=story, label=f"Row {position}", position=position, **more)
    Link.objects.bulk_create(Link(point=point, passage_id=key, confidence=0.5) for key in passages)
    return point


def _decide(point, passage, state, user):
    Link.objects.filter(point=point, passage_id=passage).update(state=state, by=user)


def _propose(story, *groups):
    points_write(
        story=story,
        proposed=[
            engine.Point(f"x{n}", f"Proposed {n}", n, tuple(engine.Link(f"p{key}", 0.9) for key in group))
            for n, group in enumerate(groups, 1)
        ],
    )


def _rows(story):
    """The passages of each row, in order; rejected ones left out."""
    return [
        {link.passage_id for link in point.links.all() if link.state != "rejected"}
        for point in story.points.prefetch_related("links")
    ]


def test_a_row_keeps_its_address_where_most_of_its_passages_go(board, p):
    point = _point(board, p[0], p[1], p[2], p[3])
    _propose(board, [p[3], p[5]], [p[0], p[1], p[2]])
    assert {link.passage_id for link in point.links.all()} == {p[0], p[1], p[2]}
    assert _rows(board) == [{p[3], p[5]}, {p[0], p[1], p[2]}]


def test_a_row_with_an_accepted_link_goes_where_most_of_it_goes(board, p, lead):
    point = _point(board, p[0], p[1], p[2], p[3])
    _decide(point, p[0], "accepted", lead)
    _propose(board, [p[3], p[5]], [p[0], p[1], p[2]])
    assert {link.passage_id for link in point.links.all()} == {p[0], p[1], p[2]}
    assert board.points.count() == 2


def test_passages_that_an_editor_parted_are_not_joined_again(board, p, lead):
    point = _point(board, p[0], p[1])
    _decide(point, p[0], "rejected", lead)
    _decide(point, p[1], "rejected", lead)
    _propose(board, [p[0], p[1]])
    assert _rows(board) == [set()]
    assert board.points.get() == point


def test_a_rejected_passage_stays_out_while_others_come_in(board, p, lead):
    point = _point(board, p[0], p[1], p[2])
    _decide(point, p[1], "rejected", lead)
    _propose(board, [p[0], p[1], p[2], p[3]])
    assert _rows(board) == [{p[0], p[2], p[3]}]


def test_a_checked_absence_keeps_its_row(board, p, lead):
    point = _point(board, p[0], p[1])
    Absence.objects.create(point=point, article=board.articles.last(), by=lead)
    _propose(board, [p[2], p[3]])
    assert Absence.objects.filter(point=point).exists()
    assert board.points.count() == 2


def test_what_a_locked_row_holds_makes_no_lonely_row(board, p):
    locked = _point(board, p[0], p[1], locked=True)
    other = _point(board, p[2], p[3])
    _propose(board, [p[0], p[1], p[2]], [p[3], p[4]])
    assert {link.passage_id for link in locked.links.all()} == {p[0], p[1]}
    assert {link.passage_id for link in other.links.all()} == {p[3], p[4]}
    assert _rows(board) == [{p[0], p[1]}, {p[3], p[4]}]


def test_a_kept_row_that_is_not_proposed_stays_behind_its_neighbour(board, p, lead):
    first = _point(board, p[0], p[1])
    kept = _point(board, p[2], p[3])
    last = _point(board, p[4], p[5])
    _decide(kept, p[2], "accepted", lead)
    _propose(board, [p[4], p[5]], [p[0], p[1]])
    assert list(board.points.values_list("pk", flat=True)) == [last.pk, first.pk, kept.pk]
    assert list(board.points.values_list("position", flat=True)) == [1, 2, 3]


def test_rows_that_nobody_touched_go_when_they_are_no_longer_proposed(board, p):
    gone = _point(board, p[0], p[1])
    _propose(board, [p[2], p[3]])
    assert not Point.objects.filter(pk=gone.pk).exists()


def test_a_row_that_an_editor_touched_keeps_its_label(board, p, lead):
    point = _point(board, p[0], p[1])
    _decide(point, p[0], "accepted", lead)
    free = _point(board, p[2], p[3])
    _propose(board, [p[0], p[1]], [p[2], p[3]])
    point.refresh_from_db()
    free.refresh_from_db()
    assert (point.label, free.label) == ("Row 1", "Proposed 2")


# --- annotations


def _detail(key, start, end, label="Detail", kind="added_detail"):
    target = engine.Target(f"p{key}", start, end, "x" * (end - start))
    return engine.Annotation(id="x", kind=kind, targets=(target,), outlets=("Meridian Wire",), label=label)


def test_a_proposal_that_is_made_again_is_the_same_row(board, p):
    annotations_write(story=board, proposed=[_detail(p[0], 0, 5, "First label")])
    made = board.annotations.get()
    annotations_write(story=board, proposed=[_detail(p[0], 0, 5, "Better label")])
    assert board.annotations.get() == made
    assert board.annotations.get().label == "Better label"


def test_a_proposal_that_is_not_made_again_goes(board, p):
    annotations_write(story=board, proposed=[_detail(p[0], 0, 5)])
    annotations_write(story=board, proposed=[])
    assert not board.annotations.exists()


@pytest.mark.parametrize("state", ["accepted", "dismissed"])
def test_nothing_is_proposed_over_words_that_an_editor_decided(state, board, p, lead):
    annotations_write(story=board, proposed=[_detail(p[0], 2, 8)])
    board.annotations.update(state=state, by=lead)
    annotations_write(story=board, proposed=[_detail(p[0], 0, 6), _detail(p[0], 8, 12), _detail(p[1], 2, 8)])
    places = Target.objects.filter(annotation__state="proposed").values_list("passage", "start")
    assert sorted(places) == sorted([(p[0], 8), (p[1], 2)])


def test_a_note_on_the_same_words_is_no_reason_not_to_propose_a_detail(board, p, lead):
    note = Annotation.objects.create(story=board, kind="note", label="Mine", by=lead, state="accepted")
    note.outlets.set(Outlet.objects.all()[:1])
    Target.objects.create(annotation=note, passage_id=p[0], start=0, end=8, exact="x")
    annotations_write(story=board, proposed=[_detail(p[0], 2, 6)])
    assert board.annotations.filter(kind="added_detail").count() == 1
