"""The exported document: complete in itself, valid, honest about what was compared, deaf to hostile input."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from bleach._vendor import html5lib

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison
from coverage_app.engine.reading import read
from coverage_app.export import style
from coverage_app.export.html import render_html
from coverage_app.export.options import Options

from ..factories import make_comparison, make_document, make_target

FIVE_REAL_ARTICLES = 150_000  # bytes, without fonts
TITLE = Options(title="The night of the dam")


class Elements(HTMLParser):
    """All elements with their attributes, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.found if attribute in attributes]

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.found}


def words(html: str) -> str:
    """The text as it is read, without the sheet."""
    return " ".join("".join(Elements(re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)).text).split())


def test_it_is_valid_html_with_a_good_order_of_headings() -> None:
    html = render_html(make_comparison(), replace(TITLE, include_proposed=True))
    html5lib.HTMLParser(strict=True).parse(html)  # raises on the first error
    found = Elements(html)
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    for href in found.values("href"):
        assert not href.startswith("#") or href[1:] in ids
    for references in found.values("aria-labelledby"):
        assert references in ids
    levels = [int(tag[1]) for tag, _ in found.found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_it_is_complete_in_itself() -> None:
    html = render_html(make_comparison(), TITLE)
    found = Elements(html)
    scripts = [attributes for tag, attributes in found.found if tag == "script"]
    assert all(attributes["type"].startswith("application/") for attributes in scripts)  # data, which nothing runs
    assert not found.tags() & {"link", "img", "iframe", "object", "embed", "form", "base", "video", "audio"}
    assert not {"src", "srcset", "style", "background"} & {name for _, a in found.found for name in a}
    assert not any(name.startswith("on") for _, attributes in found.found for name in attributes)
    assert "url(" not in html
    assert "@import" not in html


def test_its_policy_allows_its_own_style_and_nothing_else() -> None:
    html = render_html(make_comparison(), TITLE)
    policy = next(a["content"] for _, a in Elements(html).found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1] == style.stylesheet()
    assert style.style_source() in policy


def test_only_accepted_notes_go_out_unless_asked() -> None:
    usual = render_html(make_comparison(), TITLE)
    assert "The closing of 1961" in usual
    assert "Two dead or three" not in usual
    asked = render_html(make_comparison(), replace(TITLE, include_proposed=True))
    assert "Two dead or three" in asked
    assert "Proposed, not checked." in asked
    assert 'class="proposed"' in asked
    assert "Not worth a note" not in asked  # dismissed


def test_only_is_said_of_the_articles_compared() -> None:
    assert "Only in Meridian Wire among these three articles." in words(render_html(make_comparison(), TITLE))
    twelve = words(render_html(make_comparison(articles=12), TITLE))
    assert "Only in Meridian Wire among these twelve articles." in twelve
    assert "among these 13 articles" in words(render_html(make_comparison(articles=13), TITLE))


def test_notes_and_words_lead_to_each_other() -> None:
    html = render_html(make_comparison(), replace(TITLE, include_proposed=True))
    assert '<li id="note-n2" value="1"' in html
    for target in ("words-n2-1", "words-n2-2"):  # a difference has two places
        assert f'<sup><a href="#note-n2" id="{target}">' in html
        assert f'<a href="#{target}">' in html


def test_anchors_are_the_same_again_and_with_other_options() -> None:
    comparison = make_comparison()
    first = set(Elements(render_html(comparison, TITLE)).values("id"))
    other = Options("Another title", reference="a3", include_proposed=True, marks="none")
    assert first <= set(Elements(render_html(comparison, other)).values("id"))
    assert {"point-pt1", "point-pt2", "passage-a1.p1", "note-n1"} <= first


def test_words_are_marked_as_chosen() -> None:
    def marks(choice: str) -> tuple[bool, bool]:
        html = render_html(make_comparison(), replace(TITLE, marks=choice))
        table = html[html.index("<table") : html.index("</table>")]
        return "<ins>" in table, "<del>" in table

    assert marks("both") == (True, True)
    assert marks("added") == (True, False)
    assert marks("none") == (False, False)


def test_every_word_of_the_report_is_there_and_no_furniture() -> None:
    comparison = make_comparison()
    html = render_html(comparison, replace(TITLE, marks="none"))
    text = words(re.sub(r"<sup.*?</sup>", "", html))
    for document in comparison.documents:
        for passage in document.report:
            assert passage.text in text
    assert "Advertisement" not in text
    assert "not printed: one of Meridian Wire, one of The Morning Flare and one of Sarvel Valley Gazette" in text


def test_absence_says_whether_somebody_looked() -> None:
    comparison = make_comparison()
    assert "Not reported (checked by Ada Lead)" in words(render_html(comparison, TITLE))
    unlooked = words(render_html(replace(comparison, absences=()), TITLE))
    assert "Not found" in unlooked
    assert "Not reported (checked" not in unlooked


def test_credits_let_a_reader_check_the_sources() -> None:
    document = make_comparison().documents[0]
    html = render_html(make_comparison(), replace(TITLE, made=datetime(2026, 3, 12, 9, 30, tzinfo=UTC)))
    text = words(html)
    for credit in (document.headline, document.byline, document.source, document.sha256, "11 March 2026, 15:01 UTC"):
        assert credit in text
    assert 'href="https://outlet-1.example/report"' in html
    assert "Exported 12 March 2026, 09:30 UTC." in text
    assert "version 0.1.0 of the Crossread engine" in text


def test_who_decided_what_is_said_by_name() -> None:
    text = words(render_html(make_comparison(), TITLE))
    assert "five links proposed by the engine and not checked" in text
    assert "one note accepted by Ada Lead" in text
    assert "one absence checked by Ada Lead" in text


def test_other_languages_say_so() -> None:
    english, french = make_comparison().documents[0], make_document(2, "Le Matin", "La nuit", ["Six vannes."])
    html = render_html(Comparison("0", (english, replace(french, language="fr"))), TITLE)
    assert '<span lang="fr" dir="auto">Six vannes.</span>' in html
    assert html.count('lang="en"') == 1  # the document itself


@pytest.mark.parametrize("articles", [1, 2, 7, 20])
def test_any_number_of_articles_makes_a_document(articles: int) -> None:
    html = render_html(make_comparison(articles=articles, extra_points=2), replace(TITLE, include_proposed=True))
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count('<th scope="col">') == articles


def test_nothing_to_compare_is_a_document_too() -> None:
    html5lib.HTMLParser(strict=True).parse(render_html(Comparison("", ()), TITLE))


def test_a_passage_in_two_points_has_one_anchor() -> None:
    comparison = make_comparison()
    first, second = comparison.points
    both = replace(second, links=(*second.links, first.links[0]))
    note = replace(comparison.annotations[0], targets=(make_target(comparison.documents[0], "six of the dam"),))
    html = render_html(replace(comparison, points=(first, both), annotations=(note,)), TITLE)
    ids = Elements(html).values("id")
    assert len(ids) == len(set(ids))
    assert html.count('<a href="#note-n1"') == 4  # at both places of the words, in the summary, and its own


def test_a_note_on_furniture_is_printed_with_its_words_and_without_a_link() -> None:
    comparison = make_comparison()
    note = replace(comparison.annotations[0], targets=(make_target(comparison.documents[0], "Advertisement"),))
    html = render_html(replace(comparison, annotations=(note,)), TITLE)
    assert "Meridian Wire, set aside: <q>Advertisement</q>" in html
    assert "#words-" not in html


def test_points_without_any_passage_left_are_not_printed() -> None:
    comparison = make_comparison()
    point = comparison.points[1]
    rejected = replace(point, links=tuple(replace(link, state="rejected") for link in point.links))
    assert "point-pt2" not in render_html(replace(comparison, points=(comparison.points[0], rejected)), TITLE)


HOSTILE = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' style='position:fixed",
    '"><a href="javascript:alert(1)">x</a>',
    "<!--",
    "]]>",
    "&lt;script&gt;",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "\x00\x0b\ud800\ufffe",
    "\u202etxet",
]


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_input_adds_no_element_attribute_or_address(payload: str) -> None:
    comparison = make_comparison()

    def document(text: str) -> str:
        first = comparison.documents[0]
        bad = make_document(
            1,
            f"Outlet {text}",
            f"Headline {text}",
            [p.text + text for p in first.report[1:]],
            byline=f"By {text}",
            url=f"https://example.org/{text}",
            source=f"file {text}",
            language=text,
        )
        points = tuple(replace(p, label=f"{p.label} {text}") for p in comparison.points)
        notes = tuple(
            replace(a, label=f"{a.label} {text}", outlets=(bad.outlet,), by=f"Ada {text}", state="accepted", body="x")
            for a in comparison.annotations
        )
        absences = tuple(replace(a, by=f"Ada {text}") for a in comparison.absences)
        made = replace(
            comparison,
            engine=f"0 {text}",
            documents=(bad, *comparison.documents[1:]),
            points=points,
            annotations=notes,
            absences=absences,
        )
        return render_html(made, Options(title=f"Title {text}"))

    hostile, harmless = Elements(document(payload)), Elements(document("harmless"))
    html5lib.HTMLParser(strict=True).parse(document(payload))
    document(payload).encode("utf-8")
    assert [tag for tag, _ in hostile.found] == [tag for tag, _ in harmless.found]
    assert [list(a) for _, a in hostile.found] == [list(a) for _, a in harmless.found]
    shown = [h for h in hostile.values("href") if not h.startswith(("#", "https://"))]
    assert shown == []


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "file:///etc/passwd", "https:", "http://[", "x"],
)
def test_an_address_that_is_not_of_the_web_is_text(url: str) -> None:
    comparison = make_comparison()
    bad = replace(comparison.documents[0], url=url)
    html = render_html(replace(comparison, documents=(bad, *comparison.documents[1:])), TITLE)
    assert url in words(html)
    assert all(href.startswith(("#", "https://outlet-")) for href in Elements(html).values("href"))


def test_odd_ids_make_good_anchors() -> None:
    comparison = make_comparison()
    point = replace(comparison.points[0], id='pt "1" ü')
    html = render_html(replace(comparison, points=(point, *comparison.points[1:])), TITLE)
    assert "point-pt_20__22_1_22__20__fc_" in Elements(html).values("id")


def test_five_real_articles_stay_small(shared) -> None:
    files = sorted((shared / "corpus" / "qin-blinken-call").glob("*.txt"))
    documents = [replace(read(f.read_bytes(), f.name), order=n) for n, f in enumerate(files, 1)]
    html = render_html(compare(documents), replace(TITLE, include_proposed=True))
    html5lib.HTMLParser(strict=True).parse(html)
    assert len(html.encode()) <= FIVE_REAL_ARTICLES
    assert "among these five articles" in html


def test_a_mark_says_in_words_who_added_what_stands_under_it() -> None:
    html = render_html(make_comparison(), TITLE)
    assert '<span class="vh">added by Meridian Wire, note </span>1</a></sup>' in html
