"""The formats in which a comparison goes out: what each is for, how its file is called, and what writes it.

One table for the export page, the downloads and the command line.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile

from ..engine.derived import with_derived
from ..engine.documents import Comparison, Progress
from ..engine.interchange import dumps
from .csv import render_csv
from .docx import render_docx
from .html import render_fragment, render_html
from .markdown import render_markdown
from .options import Options, file_name
from .picture import overview_png, overview_svg
from .selection import published
from .web_annotations import MEDIA_TYPE, collection
from .xlsx import render_xlsx


@dataclass(frozen=True)
class Format:
    kind: str  # in addresses, and on the command line
    label: str
    use: str  # what it is for, in a line
    ending: str  # of the file's name
    content_type: str
    write: Callable[[Comparison, Options], bytes]  # the file of a comparison as it was read: the options choose from it
    is_text: bool = True  # in UTF-8


def _html(comparison: Comparison, options: Options) -> bytes:
    return render_html(comparison, options).encode()


def _fragment(comparison: Comparison, options: Options) -> bytes:
    return render_fragment(comparison, options).encode()


def _svg(comparison: Comparison, options: Options) -> bytes:
    return overview_svg(comparison, options).encode()


def _json(comparison: Comparison, options: Options) -> bytes:
    """All of it, with every decision: what the options leave out of a document is in it too. Unless words are
    withheld: then what was chosen, and nothing that is derived from words that may not go out."""
    whole = with_derived(comparison) if options.cap is None else published(comparison, options)
    return _encoded(dumps(whole))


def _annotations(comparison: Comparison, options: Options) -> bytes:
    return _encoded(json.dumps(collection(published(comparison, options), options), ensure_ascii=False, indent=2))


def _encoded(data: str) -> bytes:
    # A lone surrogate cannot be written as UTF-8; with a backslash it is what JSON knows it by.
    return f"{data}\n".encode("utf-8", "backslashreplace")


_ALL = (
    Format(
        "html",
        "HTML",
        "The annotated document, complete in itself, to publish, print and check.",
        "html",
        "text/html; charset=utf-8",
        _html,
    ),
    Format(
        "fragment",
        "HTML fragment",
        "The same to paste into a page of a content management system: its styles hold for nothing else there.",
        "fragment.html",
        "text/html; charset=utf-8",
        _fragment,
    ),
    Format(
        "docx",
        "Word document",
        "The comparison point by point with its notes, to edit or to send to somebody who works in Word.",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        render_docx,
        is_text=False,
    ),
    Format(
        "md",
        "Markdown",
        "The same as plain text with simple marks, for a wiki or a repository.",
        "md",
        "text/markdown; charset=utf-8",
        render_markdown,
    ),
    Format(
        "xlsx",
        "Excel workbook",
        "The ledger of details, a line for each and a column for each outlet, to sort and filter.",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        render_xlsx,
        is_text=False,
    ),
    Format(
        "csv",
        "CSV",
        "The same ledger for any spreadsheet or program.",
        "csv",
        "text/csv; charset=utf-8; header=present",
        render_csv,
    ),
    Format(
        "svg",
        "Picture, SVG",
        "Which outlet reports which point, for a teaser: sharp at any size.",
        "svg",
        "image/svg+xml",
        _svg,
    ),
    Format(
        "png",
        "Picture, PNG",
        "The same for a social post, 2400 × 1260 pixels.",
        "png",
        "image/png",
        overview_png,
        is_text=False,
    ),
    Format(
        "annotations",
        "Web Annotations",
        "Notes and points in JSON-LD after the W3C’s model, for tools that annotate web pages.",
        "jsonld",
        MEDIA_TYPE,
        _annotations,
    ),
    Format(
        "json",
        "Comparison JSON",
        "The whole comparison with every decision, for machines and for checking, whatever is chosen above; only what "
        "is chosen where texts are quoted in part.",
        "json",
        "application/json",
        _json,
    ),
)
FORMATS: Mapping[str, Format] = {format.kind: format for format in _ALL}


def archive(comparison: Comparison, options: Options, progress: Progress) -> bytes:
    """A zip with a file of each format."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        for done, format in enumerate(FORMATS.values()):
            progress(f"Writing the {format.label}", done / len(FORMATS))
            zipped.writestr(file_name(options.title, format.ending), format.write(comparison, options))
    return file.getvalue()
