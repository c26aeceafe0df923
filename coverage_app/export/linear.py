"""The document without columns: headings, paragraphs and lists in the order of reading aloud, for formats that know no
more. A template makes it as HTML, of the same parts and words as the annotated document; here it is taken apart again.

All of it is what the template wrote: texts escaped, notes sanitized. Of elements that are not known here only the text
is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from django.utils import translation

from ..engine.documents import Comparison
from . import phrases
from .html import render_linear
from .options import Options

_INLINE = frozenset({"strong", "em", "code", "ins", "del", "mark", "sup"})
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_BEGIN = frozenset({*_LEVELS, "p", "div", "article", "dl", "dt", "ul", "ol", "li", "blockquote"})
_END = _BEGIN - {"dt"} | {"dd"}  # a term and what it means are one block
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True)
class Words:
    """Words of a block under the same elements."""

    text: str  # a line break stands by itself
    within: tuple[str, ...] = ()  # of _INLINE, the outermost first
    href: str | None = None  # "#anchor", or an address of the web or of mail
    anchor: str | None = None
    language: str | None = None  # where it is not the document's


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a part of a list's item."""

    words: tuple[Words, ...]
    level: int = 0  # of a heading, 1..4
    anchor: str | None = None
    is_small: bool = False
    quotes: int = 0  # in how many quotations it stands
    depth: int = 0  # in how many lists
    marker: str = ""  # "•" or "3." where an item begins

    @property
    def text(self) -> str:
        return "".join(words.text for words in self.words)


def blocks(comparison: Comparison, options: Options) -> tuple[Block, ...]:
    html = render_linear(comparison, options)
    with translation.override(options.language):
        return read_blocks(html)


def read_blocks(html: str) -> tuple[Block, ...]:
    """The blocks of well-formed HTML, with the signs of the language that is active."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.blocks)


@dataclass
class _List:
    is_ordered: bool
    items: int = 0


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._words: list[Words] = []  # of the block that is under way
        self._open: list[tuple[str, dict[str, str]]] = []
        self._lists: list[_List] = []
        self._marker = ""  # of an item of which nothing stands yet

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BEGIN:
            self._complete()
        if tag == "br":
            self._words.append(Words("\n"))
            return
        self._open.append((tag, {name: value or "" for name, value in attrs}))
        if tag in ("ul", "ol"):
            self._lists.append(_List(tag == "ol"))
        elif tag == "li" and self._lists:
            self._lists[-1].items += 1
            self._marker = f"{self._lists[-1].items}." if self._lists[-1].is_ordered else "•"
        elif tag == "q":
            self._add(phrases.quotation_marks()[0])

    def handle_endtag(self, tag: str) -> None:
        if tag == "q":
            self._add(phrases.quotation_marks()[1])
        elif tag == "dt":
            self._add(phrases.colon() + phrases.gap())
        elif tag in _END:
            self._complete()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        text = _SPACE.sub(" ", data)
        if not self._words or self._words[-1].text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text:
            self._add(text)

    def close(self) -> None:
        super().close()
        self._complete()

    def _add(self, text: str) -> None:
        names = [name for name, _ in self._open]
        here = [(name, attributes) for name, attributes in self._open if name not in _BEGIN]
        self._words.append(
            Words(
                text=text,
                within=tuple(dict.fromkeys(name for name in names if name in _INLINE)),
                href=_last([attributes.get("href") for name, attributes in here if name == "a"]),
                anchor=_last([attributes.get("id") for _, attributes in here]),
                language=_last([attributes.get("lang") for _, attributes in self._open]),
            )
        )

    def _complete(self) -> None:
        """Whatever is under way is a block by itself."""
        words, self._words = self._words, []
        if words and words[-1].text.endswith(" "):
            words[-1] = replace(words[-1], text=words[-1].text.rstrip(" "))
        if not any(those.text.strip() for those in words):
            return
        around = [(name, attributes) for name, attributes in self._open if name in _BEGIN]
        self.blocks.append(
            Block(
                words=tuple(those for those in words if those.text),
                level=max((_LEVELS.get(name, 0) for name, _ in around), default=0),
                anchor=around[-1][1].get("id") if around else None,
                is_small=any("small" in attributes.get("class", "").split() for _, attributes in around),
                quotes=sum(name == "blockquote" for name, _ in around),
                depth=len(self._lists),
                marker=self._marker,
            )
        )
        self._marker = ""


def _last(values: list[str | None]) -> str | None:
    return next((value for value in reversed(values) if value), None)
