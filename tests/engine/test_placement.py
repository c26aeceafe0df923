"""Placement: the lead or paragraph nine, and in which order."""

from dataclasses import replace

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Document, Link, Passage, Placement, Point
from coverage_app.engine.placement import placements

from .stories import harbour_story

KINDS = ("headline", "furniture", "standfirst", "body", "body", "body", "body")
PARAGRAPHS = (0, 1, 2, 3, 3, 4, 5)


def _article(name: str = "a") -> Document:
    passages = tuple(
        Passage(f"{name}{n}", 2 * n, 2 * n + 1, paragraph, kind, "x")
        for n, (kind, paragraph) in enumerate(zip(KINDS, PARAGRAPHS, strict=True))
    )
    return Document(name, f"{name}.txt", "", "x " * len(KINDS), passages, name)


def _point(number: int, *passages: str) -> Point:
    return Point(f"pt{number}", "label", number, tuple(Link(name, 0.9) for name in passages))


def _of(article: Document, *points: Point) -> list[Placement]:
    return list(placements([article], points))


def test_headline_standfirst_lead_and_body():
    found = _of(_article(), *(_point(n, f"a{at}") for n, at in enumerate((0, 2, 3, 4, 5, 6))))
    assert [(p.part, p.paragraph) for p in found] == [
        ("headline", None),
        ("standfirst", None),
        ("lead", 0),
        ("lead", 0),
        ("body", 1),
        ("body", 2),
    ]


def test_depth_runs_from_first_to_last_passage_of_the_report():
    first, middle, last = _of(_article(), _point(1, "a0"), _point(2, "a4"), _point(3, "a6"))
    assert (first.position, first.depth) == (0, 0.0)
    assert (middle.position, middle.depth) == (3, 0.6)
    assert (last.position, last.depth) == (5, 1.0)


def test_a_point_is_where_it_is_first_told():
    (found,) = _of(_article(), _point(1, "a6", "a2"))
    assert found.passage == "a2"


def test_order_is_that_of_the_article_not_of_the_rows():
    found = _of(_article(), _point(1, "a5"), _point(2, "a0"), _point(3, "a3"))
    assert [(p.point, p.order) for p in found] == [("pt1", 2), ("pt2", 0), ("pt3", 1)]


def test_rejected_links_and_furniture_have_no_place():
    point = Point("pt1", "label", 1, (Link("a1", 0.9), replace(Link("a3", 0.9), state="rejected")))
    assert _of(_article(), point) == []


def test_articles_that_do_not_tell_it_have_no_place():
    found = placements([_article("a"), _article("b")], [_point(1, "a3", "b0"), _point(2, "b3")])
    assert [(p.point, p.article) for p in found] == [("pt1", "a"), ("pt1", "b"), ("pt2", "b")]


def test_every_link_of_a_comparison_has_a_place():
    comparison = compare(harbour_story())
    home = {p.id: d.id for d in comparison.documents for p in d.passages}
    expected = {(point.id, home[link.passage]) for point in comparison.points for link in point.links}
    assert {(p.point, p.article) for p in comparison.placements} == expected
    assert all(p.passage in {k.passage for k in point.links} for point in comparison.points
               for p in comparison.placements if p.point == point.id)  # fmt: skip


def test_the_order_of_the_articles_changes_nothing():
    documents = harbour_story()
    assert set(compare(documents[::-1]).placements) == set(compare(documents).placements)
