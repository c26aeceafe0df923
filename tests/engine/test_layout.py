"""Rows as a reader meets them."""

from dataclasses import replace

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison, Document, Link, Passage, Point
from coverage_app.engine.layout import Row, column_letter, rows


def _document(name: str, count: int, furniture: frozenset[int] = frozenset()) -> Document:
    text = "\n".join(f"{name}{n}" for n in range(count))
    places = [(n, text.index(f"{name}{n}")) for n in range(count)]
    passages = tuple(
        Passage(f"{name}{n}", at, at + 2, n, "furniture" if n in furniture else "body", f"{name}{n}")
        for n, at in places
    )
    return Document(name, f"{name}.txt", name, text, passages, name)


def _point(order: int, *passages: str) -> Point:
    return Point(f"pt{order}", f"Point {order}", order, tuple(Link(p, 0.9) for p in passages))


def _shown(found: tuple[Row, ...]) -> list[tuple[str, dict[str, str]]]:
    return [(row.key, {d: "".join(p.text for p in cell) for d, cell in row.cells.items()}) for row in found]


def test_what_stands_in_no_point_follows_what_it_follows_in_its_article():
    a, b = _document("a", 5), _document("b", 4)
    comparison = Comparison("0", (a, b), points=(_point(1, "a1", "b0"), _point(2, "a3", "b2")))
    assert _shown(rows(comparison)) == [
        ("solo-a0", {"a": "a0"}),
        ("pt1", {"a": "a1", "b": "b0"}),
        ("solo-a2", {"a": "a2", "b": "b1"}),
        ("pt2", {"a": "a3", "b": "b2"}),
        ("solo-a4", {"a": "a4", "b": "b3"}),
    ]


def test_neighbours_without_a_point_share_a_row():
    a, b = _document("a", 4), _document("b", 1)
    comparison = Comparison("0", (a, b), points=(_point(1, "a0", "b0"),))
    assert ("solo-a1", {"a": "a1a2a3"}) in _shown(rows(comparison))


def test_furniture_is_in_no_row_and_does_not_part_neighbours():
    a, b = _document("a", 4, frozenset({2})), _document("b", 1)
    comparison = Comparison("0", (a, b), points=(_point(1, "a0", "b0"),))
    assert _shown(rows(comparison))[1] == ("solo-a1", {"a": "a1a3"})


def test_passages_without_a_point_after_the_same_point_share_a_cell():
    a, b = _document("a", 4), _document("b", 1)
    comparison = Comparison("0", (a, b), points=(_point(1, "a0", "a2", "b0"),))
    assert _shown(rows(comparison)) == [("pt1", {"a": "a0a2", "b": "b0"}), ("solo-a1", {"a": "a1a3"})]


def test_a_rejected_link_counts_for_nothing():
    a, b = _document("a", 2), _document("b", 1)
    point = _point(1, "a0", "a1", "b0")
    point = replace(point, links=(point.links[0], replace(point.links[1], state="rejected"), point.links[2]))
    comparison = Comparison("0", (a, b), points=(point,))
    assert _shown(rows(comparison)) == [("pt1", {"a": "a0", "b": "b0"}), ("solo-a1", {"a": "a1"})]


def test_a_passage_may_stand_in_two_points():
    a, b = _document("a", 2), _document("b", 2)
    comparison = Comparison("0", (a, b), points=(_point(1, "a0", "b0"), _point(2, "a0", "b1")))
    assert _shown(rows(comparison)) == [
        ("pt1", {"a": "a0", "b": "b0"}),
        ("solo-a1", {"a": "a1"}),
        ("pt2", {"a": "a0", "b": "b1"}),
    ]


def test_points_are_shown_by_their_order_not_by_their_place_in_the_list():
    a, b = _document("a", 2), _document("b", 2)
    comparison = Comparison("0", (a, b), points=(_point(2, "a1", "b1"), _point(1, "a0", "b0")))
    assert [row.key for row in rows(comparison)] == ["pt1", "pt2"]


def test_an_article_alone_is_one_row():
    assert _shown(rows(compare([_document("a", 3)]))) == [("solo-a0", {"a": "a0a1a2"})]


def test_columns_are_lettered_beyond_z():
    assert [column_letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
