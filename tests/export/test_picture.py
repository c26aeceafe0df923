"""The overview as a picture: well formed, of a fixed size, and showing what the comparison says."""

import struct
from xml.etree import ElementTree

import pytest

from coverage_app.engine.documents import Comparison
from coverage_app.export.options import Options
from coverage_app.export.picture import HEIGHT, WIDTH, overview_png, overview_svg

from ..factories import make_comparison
from .test_html import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def test_a_square_for_each_point_and_outlet() -> None:
    comparison = make_comparison(articles=3, extra_points=2)
    drawn = ElementTree.fromstring(overview_svg(comparison, Options("The night of the dam")))  # noqa: S314  our own
    squares = drawn.findall(f"{SVG}rect")[1:]
    assert len(squares) == 3 * 4
    assert sum(square.get("fill") != "none" for square in squares) == sum(len(p.links) for p in comparison.points)
    assert sum(square.get("stroke-dasharray") is not None for square in squares) == 1  # the absence that was checked
    assert drawn.findtext(f"{SVG}title") == "The night of the dam"
    assert "Meridian Wire" in (drawn.findtext(f"{SVG}desc") or "")


@pytest.mark.parametrize("articles", [1, 12, 60])
@pytest.mark.parametrize("title", ["Dam", "A long title " * 15, "两国外长通话" * 12, "Unbroken" * 25])
def test_all_of_it_is_inside_the_picture(articles: int, title: str) -> None:
    drawn = ElementTree.fromstring(  # noqa: S314  our own
        overview_svg(make_comparison(articles=articles, extra_points=80), Options(title))
    )
    for shape in (*drawn.iter(f"{SVG}rect"), *drawn.iter(f"{SVG}text")):
        right = float(shape.get("x", 0)) + float(shape.get("width", 0))
        lower = float(shape.get("y", 0)) + float(shape.get("height", 0))
        assert 0 <= right <= WIDTH
        assert 0 <= lower <= HEIGHT


def test_the_png_is_twice_as_large() -> None:
    png = overview_png(make_comparison(), Options("The night of the dam"))
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (2 * WIDTH, 2 * HEIGHT)


def test_nothing_to_compare_is_a_picture_too() -> None:
    ElementTree.fromstring(overview_svg(Comparison("", ()), Options("")))  # noqa: S314  our own


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_input_adds_no_element(payload: str) -> None:
    def elements(title: str) -> list[str]:
        return [e.tag for e in ElementTree.fromstring(overview_svg(make_comparison(), Options(title))).iter()]  # noqa: S314

    assert elements(payload) == elements("harmless")
