"""The annotated comparison as a document for word processors (Office Open XML): A4, headings that make a contents list,
numbered notes that are linked both ways, its language declared."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ..engine.documents import Comparison
from .linear import Block, Words, blocks
from .options import Options

WIDTH, HEIGHT, MARGIN = Mm(210), Mm(297), Mm(25)  # A4
INDENT = Mm(7)
INK, SOFT, LINK = RGBColor(0x1C, 0x1B, 0x19), RGBColor(0x5A, 0x56, 0x4E), RGBColor(0x1D, 0x4F, 0x7C)
LONGEST_PROPERTY = 255  # characters, by the format

_HEADINGS = {1: "Title", 2: "Heading 1", 3: "Heading 2", 4: "Heading 3"}
_SMALL = "Small print"
_FONT = {"strong": "bold", "em": "italic", "ins": "underline", "del": "strike", "sup": "superscript"}
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]")
_LONGEST_NAME = 40  # characters of a bookmark's name, which Word cuts
_TAGS = {"zh-hans": "zh-CN", "zh": "zh-CN"}  # as Word names languages, where its names differ
_EAST_ASIAN = ("zh", "ja", "ko")


def render_docx(comparison: Comparison, options: Options) -> bytes:
    document = docx.Document()
    _set_up(document, options)
    printer = _Printer(document)
    for block in blocks(comparison, options):
        printer.add(block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Document, options: Options) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    properties = document.core_properties
    properties.title, properties.language = options.title[:LONGEST_PROPERTY], options.language
    properties.author, properties.comments = options.texts.byline[:LONGEST_PROPERTY], "Made by Crossread."
    if options.made:
        properties.created = properties.modified = options.made.astimezone(UTC)
    _declare(document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"), options.language)
    for name in _HEADINGS.values():
        document.styles[name].font.color.rgb = INK
    small = document.styles.add_style(_SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = document.styles["Normal"]
    small.font.size, small.font.color.rgb = Pt(9), SOFT


def _declare(properties: BaseOxmlElement, language: str) -> None:
    """Says in which language words are, for who hears them and for the spelling checker."""
    tag = _TAGS.get(language, language)
    element = properties.find(qn("w:lang"))
    if element is None:
        element = OxmlElement("w:lang")
        properties.append(element)
    element.set(qn("w:eastAsia" if language.startswith(_EAST_ASIAN) else "w:val"), tag)


class _Printer:
    """Prints blocks, one after the other; links lead to bookmarks, wherever those stand."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._style_ids = {
            style.name: style.style_id for style in document.styles
        }  # asked for one by one they are slow
        self._names: dict[str, str] = {}  # of bookmarks, by anchor
        self._bookmarks = 0

    def add(self, block: Block) -> None:
        paragraph = self._document.add_paragraph()
        paragraph._p.style = self._style_ids[_style(block)]
        if block.depth and block.marker != "•":
            paragraph.paragraph_format.left_indent = INDENT * block.depth
        if block.marker and block.marker != "•":
            paragraph.paragraph_format.first_line_indent = -INDENT
            paragraph.add_run(f"{block.marker}\t")
        with self._bookmark(paragraph, block.anchor):
            pass
        last = None
        for words in block.words:
            with self._bookmark(paragraph, words.anchor if words.anchor != last else None):
                self._print(paragraph, words)
            last = words.anchor

    def _print(self, paragraph: Paragraph, words: Words) -> None:
        run = paragraph.add_run()
        if words.text == "\n":
            run.add_break()
            return
        run.text = words.text
        _format(run, words)
        if words.href:
            link = OxmlElement("w:hyperlink")
            if words.href.startswith("#"):
                link.set(qn("w:anchor"), self._name(words.href[1:]))
            else:
                target = paragraph.part.relate_to(words.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                link.set(qn("r:id"), target)
                run.font.color.rgb, run.font.underline = LINK, True
            paragraph._p.append(link)
            link.append(run._r)

    @contextmanager
    def _bookmark(self, paragraph: Paragraph, anchor: str | None) -> Iterator[None]:
        """What is printed within is where links to the anchor lead."""
        if anchor is None:
            yield
            return
        self._bookmarks += 1
        begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (begin, end):
            element.set(qn("w:id"), str(self._bookmarks))
        begin.set(qn("w:name"), self._name(anchor))
        paragraph._p.append(begin)
        yield
        paragraph._p.append(end)

    def _name(self, anchor: str) -> str:
        """Of a bookmark: letters and digits only; the number keeps two anchors apart."""
        if anchor not in self._names:
            number = f"_{len(self._names) + 1}"
            self._names[anchor] = _NOT_IN_A_NAME.sub("_", anchor)[: _LONGEST_NAME - len(number)] + number
        return self._names[anchor]


def _style(block: Block) -> str:
    if block.level:
        return _HEADINGS[block.level]
    if block.marker == "•":
        return "List Bullet" if block.depth == 1 else f"List Bullet {min(block.depth, 3)}"
    if block.quotes:
        return "Quote"
    return _SMALL if block.is_small else "Normal"


def _format(run: Run, words: Words) -> None:
    font, within = run.font, words.within
    for element, style in _FONT.items():
        if element in within:
            setattr(font, style, True)
    if "mark" in within:
        font.highlight_color = WD_COLOR_INDEX.YELLOW
    if "code" in within:
        font.name = "Courier New"
    if words.language:
        _declare(run._r.get_or_add_rPr(), words.language)
