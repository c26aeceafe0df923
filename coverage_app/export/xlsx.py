"""The ledger as a workbook (Office Open XML): a title sheet with the articles and their hashes, and the lines.

Every text is written as a text, never as a formula or an address, and its cell is marked as such (quote prefix), so
that it stays one when somebody edits it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # it has no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it has no types

from ..engine.documents import Comparison
from ..engine.layout import column_letter
from . import phrases
from .addresses import web_address
from .ledger_table import LedgerTable, ledger_table, plain
from .options import Options

LINE_WIDTHS, ARTICLE_WIDTH = (18, 36, 12), 44  # characters
SOURCES = {"": 4, "Outlet": 24, "Headline": 44, "Byline": 24, "Published": 28, "Address": 44, "File": 28, "SHA-256": 70}
MOST_IN_A_CELL = 16_000  # characters; a cell holds 32,767 UTF-16 units, and nobody reads so much in one
LONGEST_ADDRESS = 2_000  # characters; a cell's link holds 2,079
A4 = 9  # as Excel numbers paper


def render_xlsx(comparison: Comparison, options: Options) -> bytes:
    table = ledger_table(comparison, options)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        created = {"created": options.made.astimezone(UTC)} if options.made else {}
        book.set_properties({"title": plain(options.title), "comments": "Made by Crossread.", **created})
        pen = _Pen(book)
        _title_sheet(book.add_worksheet("Articles"), pen, table, options)
        lines = book.add_worksheet("Ledger")
        _ledger_sheet(lines, pen, table)
        lines.activate()
    return file.getvalue()


class _Pen:
    """Writes texts into a workbook's cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        text = {"quote_prefix": True, "num_format": "@", "valign": "top"}
        self.title: Format = book.add_format({**text, "bold": True, "font_size": 16})
        self.line: Format = book.add_format(text)
        self.head: Format = book.add_format(
            {**text, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#f3f1ea"}
        )
        self.text: Format = book.add_format({**text, "text_wrap": True})
        self._link: Format = book.add_format({**text, "text_wrap": True, "font_color": "#1d4f7c", "underline": 1})

    def write(self, sheet: Worksheet, row: int, texts: Sequence[str], form: Format | None = None) -> None:
        for column, text in enumerate(map(plain, texts)):
            short = text if len(text) <= MOST_IN_A_CELL else f"{text[:MOST_IN_A_CELL]} …"
            sheet.write_string(row, column, short, form or self.text)

    def write_address(self, sheet: Worksheet, row: int, column: int, address: str) -> None:
        """Over the text that stands there: the same text as a link, if it is one of the web."""
        href = web_address(plain(address))
        if href and len(href) <= LONGEST_ADDRESS:
            sheet.write_url(row, column, href, self._link, plain(address))


def _title_sheet(sheet: Worksheet, pen: _Pen, table: LedgerTable, options: Options) -> None:
    _on_paper(sheet)
    documents = table.comparison.documents
    pen.write(sheet, 0, [options.title], pen.title)
    made = f" Exported {phrases.moment(options.made)}." if options.made else ""
    pen.write(sheet, 1, [f"What each of these articles reports stands on the sheet Ledger.{made}"], pen.line)
    pen.write(
        sheet, 2, ["The SHA-256 is that of the file as it was given: whoever has the same file can check it."], pen.line
    )
    pen.write(sheet, 4, list(SOURCES), pen.head)
    for column, width in enumerate(SOURCES.values()):
        sheet.set_column(column, column, width)
    for row, document in enumerate(documents, 5):
        texts = [
            column_letter(row - 5),
            document.outlet,
            document.headline,
            document.byline or "",
            phrases.moment(document.published) if document.published else "",
            document.url or "",
            document.source,
            document.sha256,
        ]
        pen.write(sheet, row, texts)
        pen.write_address(sheet, row, list(SOURCES).index("Address"), document.url or "")


def _ledger_sheet(sheet: Worksheet, pen: _Pen, table: LedgerTable) -> None:
    _on_paper(sheet)
    pen.write(sheet, 0, table.head, pen.head)
    for row, texts in enumerate(table.rows, 1):
        pen.write(sheet, row, texts)
    for column in range(len(table.head)):
        sheet.set_column(column, column, LINE_WIDTHS[column] if column < len(LINE_WIDTHS) else ARTICLE_WIDTH)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table.rows), len(table.head) - 1)
    sheet.repeat_rows(0)


def _on_paper(sheet: Worksheet) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
