"""The ledger as CSV: comma, quotation marks where needed, lines that end with CR LF (RFC 4180), in UTF-8.

With a byte order mark: without one, Excel takes UTF-8 for the code page of its machine and breaks every letter that is
not English; whatever else reads CSV skips the mark (in Python: encoding "utf-8-sig").

What might be taken for a formula gets an apostrophe before it, at the beginning of a cell and behind a semicolon, where
Excel begins a cell in countries that write decimals with a comma. CSV knows no other way to say that a text is one.
"""

from __future__ import annotations

import csv
import io
import re

from ..engine.documents import Comparison
from .ledger_table import is_formula, ledger_table
from .options import Options

_PARTS = re.compile(r"(;)")


def render_csv(comparison: Comparison, options: Options) -> bytes:
    table = ledger_table(comparison, options)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows([harmless(text) for text in row] for row in (table.head, *table.rows))
    return file.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The text with an apostrophe before each part that might be taken for a formula."""
    return "".join(f"'{part}" if is_formula(part) else part for part in _PARTS.split(text))
