"""The annotated comparison as Markdown (CommonMark 0.31): text in which nothing but what is written here is markup.

Whatever comes from an article, an outlet or a label is escaped; notes were sanitized, and are written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from ..engine.documents import Comparison
from .linear import Block, Words, blocks
from .options import Options

# CommonMark's own, and of what is often added: tables, formulas, mentions. "!" makes a picture of a link behind it.
_SIGNS = re.compile(r"[\\`*_\[\]<>&~|#{}$@]|!$")
_ADDRESS = re.compile(r"(?<=[A-Za-z0-9])(:)(?=/)|(?i:(?<=www)\.)")  # readers that make links of what looks like one
_AT_THE_START = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)]))")  # of a line: a list, a heading's underline
_IN_ADDRESS = re.compile(r"[\s<>\\^`{|}]")
_MARKS = {"strong": "**", "em": "*"}
_INDENT = 4  # columns of an item's text


def render_markdown(comparison: Comparison, options: Options) -> bytes:
    parts = []
    for block in blocks(comparison, options):
        first, others = _prefixes(block)
        lines = [
            _line_start(line) if not block.level else line for line in _inline(_as_it_reads(block.words)).split("\n")
        ]
        parts.append(first + f"\\\n{others}".join(lines))
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """A text in which no sign means anything, wherever in a line it stands."""
    return _line_start(_anywhere(text))


def _anywhere(text: str) -> str:
    return _ADDRESS.sub(lambda match: f"\\{match[0]}", _SIGNS.sub(lambda match: f"\\{match[0]}", text))


def _line_start(line: str) -> str:
    match = _AT_THE_START.match(line)
    if not match:
        return line
    return f"{match[0]}\\{line[match.end() :]}" if match[0].isdecimal() else f"\\{line}"


def _prefixes(block: Block) -> tuple[str, str]:
    """What stands before the first line of a block, and before its others."""
    quoted = "> " * block.quotes
    if block.level:
        return f"{quoted}{'#' * block.level} ", quoted
    outer = " " * _INDENT * max(0, block.depth - 1)
    within = quoted + outer + (" " * _INDENT if block.depth else "")
    if not block.marker:
        return within, within
    marker = "-" if block.marker == "•" else f"{min(int(block.marker[:-1]), 99)}."  # only the first number counts
    return quoted + outer + marker.ljust(_INDENT), within


def _as_it_reads(words: tuple[Words, ...]) -> tuple[Words, ...]:
    """The article's own words: those that it leaves out are listed below them, and nothing here could strike them."""
    read: list[Words] = []
    for those in words:
        if "del" in those.within:
            continue
        text = those.text.lstrip(" ") if read and read[-1].text.endswith(" ") else those.text
        read.append(replace(those, text=text))
    return tuple(read)


def _inline(words: tuple[Words, ...]) -> str:
    """The words with their markup; a line break is a line break."""
    parts: list[str] = []
    under: list[str] = []
    for within, group in groupby(words, key=lambda those: tuple(tag for tag in those.within if tag in _MARKS)):
        kept = next((n for n, pair in enumerate(zip(under, within, strict=False)) if pair[0] != pair[1]), None)
        kept = min(len(under), len(within)) if kept is None else kept
        parts += [_MARKS[tag] for tag in reversed(under[kept:])]
        parts += [_MARKS[tag] for tag in within[kept:]]
        under = list(within)
        parts += _linked(list(group))
    return "".join([*parts, *(_MARKS[tag] for tag in reversed(under))])


def _linked(words: list[Words]) -> Iterator[str]:
    for href, group in groupby(words, key=lambda those: those.href):
        text = "".join(_text(those) for those in group)
        # there are no anchors in CommonMark: what leads to a place in the document is text
        yield text if not href or href.startswith("#") else f"[{text}](<{_address(href)}>)"


def _text(words: Words) -> str:
    if "code" in words.within and words.text.strip():
        return _code(words.text)
    if "sup" in words.within:
        return f"\\[{_anywhere(words.text.strip())}\\]" if words.text.strip() else ""
    return words.text if words.text == "\n" else _anywhere(words.text)


def _code(text: str) -> str:
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return (
        f"{fence} {text} {fence}" if text.startswith(("`", " ")) or text.endswith(("`", " ")) else fence + text + fence
    )


def _address(href: str) -> str:
    return _IN_ADDRESS.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), href).replace("&", "&amp;")
