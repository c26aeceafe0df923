"""House colours: read from a file, refused when they cannot be read on each other."""

import json
from dataclasses import replace
from html import unescape

import pytest

from coverage_app.export import style
from coverage_app.export.html import render_fragment, render_html
from coverage_app.export.options import Options
from coverage_app.export.themes import PAPER, UnfitTheme, contrast, read_theme

from ..factories import make_comparison

COURIER = json.dumps({"name": "The Courier", "light": {"link": "#8a1538"}, "dark": {"link": "#F2A3B8"}})


def test_our_own_colours_pass_their_own_test() -> None:
    read_theme(json.dumps({"name": PAPER.name, "light": dict(PAPER.light), "dark": dict(PAPER.dark)}))


def test_what_is_left_out_is_as_usual() -> None:
    theme = read_theme(COURIER)
    assert theme.light == {**PAPER.light, "link": "#8a1538"}
    assert theme.dark["link"] == "#f2a3b8"


def test_the_document_has_them_and_its_policy_allows_them() -> None:
    theme = read_theme(COURIER)
    html = render_html(make_comparison(), Options("Dam", theme=theme))
    assert "--link: #8a1538" in html
    assert style.style_source(theme) in unescape(html)
    assert style.style_source(theme) != style.style_source()


def test_a_fragment_leaves_the_page_around_it_alone() -> None:
    html = render_fragment(make_comparison(), replace(Options("Dam"), theme=read_theme(COURIER)))
    sheet = html[html.index("<style>") + 7 : html.index("</style>")]
    outside = [line for line in sheet.splitlines() if line.startswith((":root", "html", "body", "*", "@page"))]
    depth = 0
    for line in sheet.splitlines():
        if depth == 0:
            assert line.startswith(".crossread{"), line
        depth += line.count("{") - line.count("}")
    assert depth == 0
    assert all(not line.startswith((":root", "html", "body", "@page")) for line in outside)
    assert "<html" not in html
    assert "<h1" not in html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ("[]", '"name"'),
        ('{"name": ""}', '"name"'),
        ('{"name": "X", "fonts": {}}', "no fonts"),
        ('{"name": "X", "light": []}', "object of colours"),
        ('{"name": "X", "light": {"background": "#ffffff"}}', "no colour 'background'"),
        ('{"name": "X", "light": {"link": "red; } body { display: none"}}', "#1d4f7c"),
        ('{"name": "X", "light": {"link": "#f0f0f0"}}', "contrast"),
    ],
)
def test_a_theme_that_cannot_be_used_says_why(text: str, said: str) -> None:
    with pytest.raises(UnfitTheme, match=said):
        read_theme(text)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
