"""The ledger of details as a table of plain texts, for spreadsheets: what CSV and XLSX hold alike.

A line for each point and, after it, for each annotation whose words stand there first, in the order of the ledger's
page; a column for each article.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from ..engine.documents import Comparison
from ..ledger import SAYS, Cell, Choice, Ledger, Line, Words
from ..presentation import Column, Sheet
from . import phrases
from .options import Options
from .rights import readable
from .selection import published

# What XML 1.0 (section 2.2) does not allow in a text, and no spreadsheet shows; lone surrogates cannot be written.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"[\t\n\r\x85\u2028\u2029 ]+")


@dataclass(frozen=True)
class LedgerTable:
    """`rows` have as many texts as `head`. All are of one line, and hold nothing that cannot be written."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    comparison: Comparison  # as it goes out: its articles are the sources


def ledger_table(comparison: Comparison, options: Options) -> LedgerTable:
    selected = published(comparison, options)
    sheet = Sheet(selected, options.reference)
    head = ("Kind", "Detail", "State", *(_head(column) for column in sheet.every))
    lines = Ledger(sheet, Choice(state="any")).lines
    return LedgerTable(tuple(map(plain, head)), tuple(tuple(map(plain, _row(line))) for line in lines), selected)


def plain(text: str) -> str:
    """A text as one line, without what cannot be written."""
    return _UNWRITABLE.sub("", _SPACE.sub(" ", text)).strip()


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take a cell with this text for a formula: it begins, after whatever is not seen, with
    one of = + - @ in any of their widths (OWASP, "CSV Injection")."""
    for sign in text:
        if unicodedata.category(sign)[0] not in "ZC":
            return unicodedata.normalize("NFKC", sign)[:1] in tuple("=+-@\N{MINUS SIGN}")
    return False


def _head(column: Column) -> str:
    """With its letter, since one outlet may have several articles."""
    return f"{column.letter} {column.document.outlet}"


def _row(line: Line) -> tuple[str, ...]:
    kind = phrases.kind(line.annotation) if line.annotation else "Point"
    return (kind, line.label, line.state, *map(_said, line.cells))


def _said(cell: Cell) -> str:
    """ "reported, ¶3: its words", "checked: not reported, by Ada Lead"."""
    if cell.says == "checked":
        return SAYS["checked"] + (f", by {cell.by}" if cell.by else "")
    if cell.says == "unmatched" or not cell.words:
        return SAYS[cell.says]
    return f"{SAYS[cell.says]}, {'; '.join(f'{words.place}: {_words(words)}' for words in cell.words)}"


def _words(words: Words) -> str:
    """Those that an annotation is about; of a point, the whole passage."""
    noted = ["".join(p.text for p in group) for marked, group in groupby(words.pieces, _is_marked) if marked]
    return readable(" … ".join(noted) if noted else words.passage.text)


def _is_marked(piece: object) -> bool:
    return bool(getattr(piece, "marks", ()))
