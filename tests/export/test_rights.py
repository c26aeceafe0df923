"""Which words go out where full texts may not."""

from dataclasses import replace

import pytest

from coverage_app.engine.documents import Comparison
from coverage_app.export.html import render_html
from coverage_app.export.options import LAYOUTS, Options
from coverage_app.export.rights import EXCERPT, LEFT_OUT, WITHHELD, Rights, readable
from coverage_app.export.selection import published

from ..factories import make_comparison, make_document, make_target
from .test_html import words

LONG = " ".join(f"word{n}" for n in range(1, 61)) + "."


def a_long_story() -> Comparison:
    """One point in two articles of sixty words and one, with a note on six words of the first."""
    plain = make_comparison(articles=2)
    first, second = (make_document(n, f"Outlet {n}", "Head", [LONG, "Alone here."]) for n in (1, 2))
    point = replace(
        plain.points[0],
        links=tuple(replace(link, passage=f"a{n}.p1") for n, link in enumerate(plain.points[0].links, 1)),
    )
    target = make_target(first, "word30 word31 word32 word33 word34 word35")
    note = replace(plain.annotations[0], targets=(target,), outlets=(first.outlet,))
    return Comparison("0", (first, second), (), (point,), (), (note,))


def test_notes_come_first_and_points_say_something() -> None:
    allowed = Rights(a_long_story(), 100)
    first, second = (document.report[1] for document in a_long_story().documents)
    assert [first.text[s:e] for s, e in allowed.spans[first.id]] == ["word30 word31 word32 word33 word34 word35"]
    shown = [second.text[s:e] for s, e in allowed.spans[second.id]]
    assert shown == [" ".join(f"word{n}" for n in range(1, EXCERPT + 1))]
    assert allowed.spans[a_long_story().documents[0].report[2].id] == ()


@pytest.mark.parametrize("cap", [0, 1, 4, 6, 13, 14, 100])
def test_no_more_words_than_the_cap(cap) -> None:
    comparison = a_long_story()
    going = published(comparison, Options("Long", cap=cap))
    for document, whole in zip(going.documents, comparison.documents, strict=True):
        shown = [w for w in document.text.replace(WITHHELD, " ").split() if w]
        assert len(shown) == Rights(comparison, cap).counts[document.id].words <= cap
        assert len(document.text) == len(whole.text)
        assert all(document.text[p.start : p.end] == p.text for p in document.passages)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_rest_stands_nowhere_in_the_document(layout) -> None:
    html = render_html(a_long_story(), Options("Long", layout=layout, cap=8, data="plain"))
    for withheld in ("word40", "word60", "Alone"):
        assert withheld not in html
    assert LEFT_OUT in html
    text = words(html)
    assert "6 of 63 words quoted; at most 8 are." in text or "six of 63 words" in text
    assert "Articles are quoted in part" in text


def test_left_out_words_of_the_reference_are_not_quoted_in_another_column() -> None:
    assert "<del>" in render_html(make_comparison(), Options("Dam"))
    assert "<del>" not in render_html(make_comparison(), Options("Dam", cap=100))


def test_what_is_withheld_reads_as_left_out() -> None:
    w = WITHHELD
    assert readable(f"{w * 4} six gates{w}{w} {w}") == f"{LEFT_OUT} six gates {LEFT_OUT}"
    assert readable("in full") == "in full"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_labels_quote_no_more_than_the_cap_either(layout) -> None:
    comparison = a_long_story()
    point = replace(comparison.points[0], label="“word41 word42 word43 word44 word45 word46…”")
    note = replace(comparison.annotations[0], label="Outlet 1: “word50 word51 word52 word53 word54”")
    comparison = replace(comparison, points=(point,), annotations=(note,))
    html = render_html(comparison, Options("Long", layout=layout, cap=6, data="plain"))
    for withheld in ("word41", "word46", "word50"):
        assert withheld not in html
    assert "Outlet 1: […]" in html
    enough = render_html(comparison, Options("Long", layout=layout, cap=100))
    assert "word41 word42" in enough
    assert "Outlet 1: “word50 word51" in enough


def test_a_label_of_an_editors_own_words_is_nobodys() -> None:
    allowed = Rights(a_long_story(), 0)
    assert allowed.label("Where the two begin otherwise") == "Where the two begin otherwise"
    assert sum(count.words for count in allowed.counts.values()) == 0


def test_where_no_space_parts_words_each_sign_counts() -> None:
    text = "两国外长周三通了电话，讨论了双边关系以及地区局势。"
    document = make_document(1, "早报", "通话", [text])
    point = replace(make_comparison().points[0], label=text[:12])
    point = replace(point, links=(replace(make_comparison().points[0].links[0], passage="a1.p1"),))
    comparison = Comparison("0", (replace(document, language="zh"),), (), (point,))
    for cap in (0, 5, 14):
        going = published(comparison, Options("通话", cap=cap))
        shown = [sign for sign in going.documents[0].text if sign not in f"{WITHHELD}\n"]
        assert len(shown) <= cap
        html = render_html(comparison, Options("通话", cap=cap, data="plain"))
        assert text[: cap + 1] not in html
