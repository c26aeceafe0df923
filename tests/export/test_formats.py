"""The other formats of the export: they say what the ledger and the document say, and hostile texts stay texts."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import mammoth
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coverage_app.engine.documents import Comparison
from coverage_app.export.addresses import web_address
from coverage_app.export.csv import harmless
from coverage_app.export.formats import FORMATS
from coverage_app.export.ledger_table import is_formula, ledger_table
from coverage_app.export.markdown import escaped
from coverage_app.export.options import Options
from coverage_app.export.printing import printable
from coverage_app.export.rights import WITHHELD
from coverage_app.export.selection import published
from coverage_app.export.web_annotations import collection, schema_org, source_of
from coverage_app.ledger import Choice, Ledger
from coverage_app.presentation import Sheet

from ..factories import make_comparison, make_document, make_target
from .hostile import hostile
from .payloads import MARKDOWN, MUTATIONS, PAYLOADS
from .test_html import Elements
from .test_rights import a_long_story

ALL = Options("The night of the dam", include_proposed=True, made=datetime(2026, 3, 12, tzinfo=UTC))
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    "\u200b=1",
    "x;=1",
    "a; +1",
]
# Of each way out of a text some, what notes may be written in, and what cannot be written as UTF-8.
SOME = (*PAYLOADS[::9], *MARKDOWN, *MUTATIONS[-3:])
WORD = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=9)
EASY = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def flood_of(words: str) -> Comparison:
    """The invented flood with these words wherever people write."""
    made = make_comparison()
    return replace(
        made,
        documents=tuple(
            replace(
                d, outlet=f"{words}{d.order}", headline=words, byline=words, url=f"javascript:{words}", source=words
            )
            for d in made.documents
        ),
        points=tuple(replace(point, label=words) for point in made.points),
        annotations=tuple(replace(a, label=words, body=words, by=words, outlets=(words,)) for a in made.annotations),
    )


def squeezed(text: str) -> str:
    return " ".join(printable(text).split())


def cells(comparison: Comparison) -> list[list[str]]:
    return list(csv.reader(io.StringIO(FORMATS["csv"].write(comparison, ALL).decode("utf-8-sig"), newline="")))


def test_csv_and_workbook_have_the_lines_of_the_ledger_in_its_order() -> None:
    read = cells(make_comparison())
    assert read[0] == ["Kind", "Detail", "State", "A Meridian Wire", "B The Morning Flare", "C Sarvel Valley Gazette"]
    lines = Ledger(Sheet(ledger_table(make_comparison(), ALL).comparison), Choice(state="any")).lines
    assert [row[1] for row in read[1:]] == [line.label for line in lines]
    assert read[2][3:] == [
        "reported, ¶2: The flood killed two people, the flood service said.",
        "reported, ¶2: The flood killed three people.",
        "checked: not reported, by Ada Lead",
    ]
    assert read[4][3] == "added, ¶3: last closed in 1961"
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(make_comparison(), ALL)))
    assert [[cell.value for cell in row] for row in book["Ledger"].iter_rows()] == read
    assert book["Ledger"].freeze_panes == "C2"
    assert book["Ledger"].auto_filter.ref == "A1:F5"
    sources = [cell.value for row in book["Articles"].iter_rows() for cell in row]
    assert all(d.sha256 in sources for d in make_comparison().documents)
    assert [cell.hyperlink.target for row in book["Articles"].iter_rows() for cell in row if cell.hyperlink] == [
        d.url for d in make_comparison().documents
    ]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_is_a_formula(words: str) -> None:
    for row in cells(flood_of(words)):
        for cell in row:
            assert not any(part.lstrip(" \u200b")[:1] in tuple("=+-@＝＋－＠") for part in cell.split(";"))
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(flood_of(words), ALL)))
    written = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in written} == {"s"}
    assert all(cell.quotePrefix for cell in written)
    assert not any(cell.hyperlink for cell in written)


def test_what_is_no_formula_stays_as_it_is() -> None:
    assert harmless("Two dead – or 3 + 1; nobody knows = sure") == "Two dead – or 3 + 1; nobody knows = sure"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("words", ["a\x00\x0b\x1bb", "a\ud800b\uffff", "x" * 40_000, "_x0041_ \u202e"])
def test_what_cannot_be_written_breaks_no_file(kind: str, words: str) -> None:
    assert FORMATS[kind].write(flood_of(words), ALL)


MARKUP = [
    "<b>",
    "# ",
    "- ",
    "1. ",
    "> ",
    "*a*",
    "_a_",
    "[a](http://x.example)",
    "![a](b)",
    "`",
    "&amp;",
    "|",
    "~~",
    "\\",
]
MARKUP += [
    "\n",
    "    ",
    "===",
    "---",
    "<http://x.example>",
    "www.x.example",
    "[a]: /b",
    "+ ",
    "a@b.example",
    "\u2028",
    "a",
]


@EASY
@given(st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=5)), max_size=8).map("".join))
def test_an_escaped_text_is_text_in_markdown(text: str) -> None:
    line = " ".join(text.replace("\0", "").split())
    (opened, inline, closed) = MarkdownIt("commonmark").parse(escaped(line)) if line else (None, None, None)
    if inline:
        assert (opened.type, closed.type) == ("paragraph_open", "paragraph_close")
        assert {token.type for token in inline.children} <= {"text", "text_special"}
        assert "".join(token.content for token in inline.children) == line


@pytest.mark.parametrize("preset", ["commonmark", "js-default"])  # the second with tables and strikethrough
def test_hostile_texts_are_text_in_markdown(preset: str) -> None:
    markdown = FORMATS["md"].write(hostile(SOME), ALL).decode()
    found = Elements(MarkdownIt(preset, {"html": True, "linkify": False}).render(markdown))
    assert found.tags() <= {*"h1 h2 h3 p ul ol li strong em code a blockquote".split()}
    assert {name for _, attributes in found.found for name in attributes} == {"href"}
    assert all(web_address(href) for href in found.values("href"))
    shown = squeezed("".join(found.text))
    for payload in SOME:
        assert squeezed(f"Note {payload}") in shown


def test_hostile_texts_are_text_in_a_word_document() -> None:
    document = docx.Document(io.BytesIO(FORMATS["docx"].write(hostile(SOME), ALL)))
    assert all(web_address(part.target_ref) for part in document.part.rels.values() if part.is_external)
    names = document.element.xpath("//w:bookmarkStart/@w:name")
    assert len(set(names)) == len(names)
    assert set(document.element.xpath("//w:hyperlink/@w:anchor")) <= set(names)
    heads = {squeezed(paragraph.text) for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"}
    for number, payload in enumerate(SOME, 1):
        assert squeezed(f"{number} Point {payload}") in heads


def test_hostile_texts_are_text_in_the_ledger() -> None:
    rows = cells(hostile(SOME))
    assert {len(row) for row in rows} == {5}
    assert len(rows) == 1 + 2 * len(SOME)  # a point and a detail of each
    assert not any(is_formula(part) for row in rows for cell in row for part in cell.split(";"))
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(hostile(SOME), ALL)))
    assert {cell.data_type for row in book["Ledger"].iter_rows() for cell in row} == {"s"}
    links = [cell.hyperlink.target for row in book["Articles"].iter_rows() for cell in row if cell.hyperlink]
    assert all(map(web_address, links))


@pytest.mark.parametrize("kind", FORMATS)
def test_no_hostile_text_breaks_a_file(kind: str) -> None:
    assert FORMATS[kind].write(hostile(SOME), ALL)


def test_the_word_document_is_read_back_with_its_headings_notes_and_links() -> None:
    data = FORMATS["docx"].write(make_comparison(), ALL)
    document = docx.Document(io.BytesIO(data))
    heads = [p.text for p in document.paragraphs if p.style.name in ("Title", "Heading 1", "Heading 2")]
    assert heads[0] == "The night of the dam"
    assert {"1 The gates", "1 Two dead or three", "A Meridian Wire"} <= set(heads)
    assert round(document.sections[0].page_width.mm) == 210
    assert document.core_properties.language == "en"
    xml = document.element.xml
    for anchor in document.element.xpath("//w:hyperlink/@w:anchor"):
        assert f'w:name="{anchor}"' in xml
    html = mammoth.convert_to_html(io.BytesIO(data)).value
    assert "Left out: “two”" in html
    assert all(d.sha256 in html for d in make_comparison().documents)


def read(data: bytes) -> str:
    """All that is in a file, packed or not."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith((".xml", ".rels")))


@pytest.mark.parametrize("kind", sorted({*FORMATS} - {"svg", "png"}))  # no words of an article stand in a picture
def test_words_that_may_not_go_out_are_in_no_format(kind: str) -> None:
    free, in_part = (
        read(FORMATS[kind].write(a_long_story(), replace(ALL, cap=cap, data="plain"))) for cap in (None, 8)
    )
    assert "word30" in free
    assert "word30" in in_part
    assert "word60" in free
    for withheld in ("word40", "word60", "Alone"):
        assert withheld not in in_part
    assert WITHHELD not in in_part or kind in ("html", "fragment", "json")  # people read […]; data keeps its offsets


@EASY
@given(st.lists(st.lists(WORD, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=4), st.data())
def test_selectors_point_to_the_words_in_the_article(texts: list[str], data: st.DataObject) -> None:
    article = make_document(1, "Wire", "Head", texts)
    words = data.draw(st.sampled_from(data.draw(st.sampled_from(texts)).split()))
    note = replace(make_comparison().annotations[0], targets=(make_target(article, words),), outlets=("Wire",))
    made = collection(published(Comparison("1", (article,), annotations=(note,)), ALL), ALL)
    (target,) = made["first"]["items"][0]["target"]
    quote, place = target["selector"]
    assert target["source"] == article.url
    assert article.text[place["start"] : place["end"]] == quote["exact"] == words
    assert article.text[: place["start"]].endswith(quote.get("prefix", ""))
    assert article.text[place["end"] :].startswith(quote.get("suffix", ""))


def test_web_annotations_say_who_says_what_of_what() -> None:
    made = json.loads(FORMATS["annotations"].write(make_comparison(), ALL))
    assert made["total"] == len(made["first"]["items"]) == 4
    by_id = {item["crossread:id"]: item for item in made["first"]["items"]}
    assert by_id["pt1"]["motivation"] == "linking"
    assert by_id["n1"]["creator"] == {"type": "Person", "name": "Ada Lead"}
    assert by_id["n1"]["created"] == "2026-03-12T09:00:00Z"
    assert by_id["n2"]["creator"]["type"] == "Software"
    assert by_id["n2"]["crossread:confidence"] == 0.8
    assert ("number", "tagging") in [(body["value"], body["purpose"]) for body in by_id["n2"]["body"]]
    assert len(by_id["n2"]["target"]) == 2
    first = replace(make_comparison().documents[0], url="javascript:alert(1)")
    assert source_of(first) == f"urn:sha256:{first.sha256}"
    assert schema_org(make_comparison())[0]["encoding"]["sha256"] == first.sha256


def test_a_link_that_was_rejected_is_not_part_of_a_point() -> None:
    made = make_comparison()
    first, *others = made.points[0].links
    links = (replace(first, state="rejected"), *(replace(link, state="accepted") for link in others))
    changed = replace(made, points=(replace(made.points[0], links=links), *made.points[1:]))
    point = collection(published(changed, ALL), ALL)["first"]["items"][0]
    assert point["crossread:state"] == "accepted"
    assert len(point["target"]) == len(others)
