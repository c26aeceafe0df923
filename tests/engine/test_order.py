"""What is told in another order: few points, and only those that really moved."""

from coverage_app.engine.documents import Link, Placement, Point
from coverage_app.engine.order import moves
from coverage_app.engine.placement import placements
from tests.factories import make_document


def told(*orders: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Articles that tell the points named by letters in these orders; what moved, with both places."""
    documents = [
        make_document(number, f"Outlet {number}", "Head", [f"Point {letter}." for letter in order])
        for number, order in enumerate(orders, 1)
    ]
    letters = sorted({letter for order in orders for letter in order})
    points = [
        Point(
            letter,
            letter,
            at,
            tuple(Link(p.id, 0.9) for d in documents for p in d.passages if p.text == f"Point {letter}."),
        )
        for at, letter in enumerate(letters, 1)
    ]
    found = moves(placements(documents, points), "a1")
    return {place: (move.there.position, move.here.position) for place, move in found.items()}


def test_the_same_order_has_no_moves() -> None:
    assert told("abcdefgh", "abcdefgh", "acegh") == {}


def test_a_point_that_went_to_the_end_has_moved_and_the_others_stayed() -> None:
    assert told("abcdefgh", "acdefghb") == {("b", "a2"): (2, 8)}


def test_a_point_that_came_to_the_front_has_moved() -> None:
    assert told("abcdefgh", "gabcdefh") == {("g", "a2"): (7, 1)}


def test_neighbours_that_change_places_are_no_other_order() -> None:
    assert told("abcdefgh", "badcfehg") == {}


def test_points_that_the_reference_does_not_tell_do_not_count() -> None:
    assert told("abcd", "xyzabcd") == {}


def test_where_the_reference_tells_nothing_nothing_moved() -> None:
    alone = Placement("a", "a2", "a2.p1", "lead", 0, 1, 0.5, 0)
    assert moves([alone], "a1") == {}
    assert moves([], "a1") == {}
