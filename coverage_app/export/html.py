"""The annotated comparison as one HTML file, complete in itself: no script, nothing fetched from anywhere.

Every text in it passes through the templates' autoescaping; an address becomes a link only when it is one of the web.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.template.loader import render_to_string

from ..engine.documents import Annotation, Comparison, Document
from ..presentation import Note, RowView, Sheet
from . import phrases
from .options import HOUSE_LANGUAGE, Options
from .style import policy_text, stylesheet
from .table import Table, anchor, foreign

MOST_COLUMNS_ON_PAPER = 6  # more do not fit a page's width: they are printed as a list

# What HTML forbids in a text, escaped or not; lone surrogates cannot be written as UTF-8 either.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Place:
    """Where a note's words stand."""

    outlet: str
    exact: str
    language: str | None
    where: str  # "¶3"
    href: str | None  # None: they stand in no row (in furniture)


@dataclass(frozen=True)
class PrintedNote:
    number: int
    anchor: str
    annotation: Annotation
    kind: str
    statement: str
    decision: str
    places: tuple[Place, ...]

    @property
    def proposed(self) -> bool:
        return self.annotation.state == "proposed"


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class Alone:
    """What one outlet alone reports."""

    outlet: str
    letter: str
    links: tuple[Link, ...]
    passages: int


@dataclass(frozen=True)
class Source:
    """The credit of one article."""

    document: Document
    letter: str
    language: str | None  # of its headline, when it is not the house's
    href: str | None
    published: str


def render_html(comparison: Comparison, options: Options) -> str:
    """The document. Annotations go out when they are accepted; proposed ones only if the options say so,
    and the engine is sure enough of them (Options.includes)."""
    sheet = Sheet(_to_publish(comparison, options), options.reference)
    table = Table(sheet, options.marks)
    homes = {p.id: column.document for column in sheet.columns for p in column.document.passages}
    notes = tuple(_note(note, sheet, table, homes) for note in sheet.notes)
    total = len(sheet.columns)
    context = {
        "options": options,
        "policy": policy_text(),
        "style": stylesheet(),
        "language": HOUSE_LANGUAGE,
        "engine": comparison.engine,
        "made": phrases.moment(options.made) if options.made else "",
        "columns": sheet.columns,
        "outlets": phrases.listed([column.document.outlet for column in sheet.columns]),
        "reference": sheet.reference,
        "shape": str(total) if total <= MOST_COLUMNS_ON_PAPER else "many",
        "among": phrases.among(total),
        "bands": table.bands,
        "notes": notes,
        "summary": _summary(sheet),
        "in_all": tuple(_point(row) for row in sheet.rows if row.in_all),
        "all_of_them": "both" if total == 2 else f"all {phrases.in_words(total)}",
        "alone": tuple(_alone(sheet, notes)),
        "sources": tuple(_sources(sheet)),
        "decisions": _decisions(comparison, sheet),
        "set_aside": _set_aside(sheet),
    }
    html = render_to_string("export/document.html", context)
    return _EMPTY_LINES.sub("\n", _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", html)).strip() + "\n"


def _to_publish(comparison: Comparison, options: Options) -> Comparison:
    return replace(comparison, annotations=tuple(a for a in comparison.annotations if options.includes(a)))


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web, else None: no other scheme ever becomes a link."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.netloc else None


def _note(note: Note, sheet: Sheet, table: Table, homes: Mapping[str, Document]) -> PrintedNote:
    places = []
    for mark in sorted(note.marks, key=lambda mark: homes[mark.target.passage].order):
        home, printed = homes[mark.target.passage], table.words.get(mark.anchor)
        places.append(
            Place(
                outlet=home.outlet,
                exact=mark.target.exact,
                language=foreign(home.language),
                where=sheet.places[mark.target.passage],
                href=f"#{printed}" if printed else None,
            )
        )
    return PrintedNote(
        number=note.number,
        anchor=anchor("note", note.id),
        annotation=note.annotation,
        kind=phrases.kind(note.annotation),
        statement=phrases.statement(note.annotation, len(sheet.columns)),
        decision=phrases.decision(note.annotation),
        places=tuple(places),
    )


def _point(row: RowView) -> Link:
    return Link(row.label, f"#{anchor('point', row.key)}")


def _summary(sheet: Sheet) -> str:
    points = [row for row in sheet.rows if row.point and row.present]
    everywhere, total = sum(row.in_all for row in points), len(sheet.columns)
    sentences = [f"{phrases.counted(total, 'article')}, {phrases.counted(len(points), 'point')}."]
    if total > 1 and points:
        many = phrases.in_words(everywhere) if everywhere else "none"
        sentences.append(f"{many} of the points {'stands' if everywhere == 1 else 'stand'} in every article.")
    return " ".join(phrases.capital(sentence) for sentence in sentences)


def _alone(sheet: Sheet, notes: Iterable[PrintedNote]) -> Iterable[Alone]:
    for column in sheet.columns:
        outlet = column.document.outlet
        details = [
            Link(note.annotation.label, f"#{note.anchor}")
            for note in notes
            if note.annotation.kind == "added_detail" and note.annotation.outlets == (outlet,) and not note.proposed
        ]
        rows = [row for row in sheet.rows if column.document in row.alone]
        mine = {passage.id for passage in column.document.passages}
        passages = sum(len(row.passages & mine) for row in rows if row.point is None)
        points = [_point(row) for row in rows if row.point]
        if details or points or passages:
            yield Alone(outlet, column.letter, (*details, *points), passages)


def _sources(sheet: Sheet) -> Iterable[Source]:
    for column in sheet.columns:
        document = column.document
        yield Source(
            document=document,
            letter=column.letter,
            language=foreign(document.language),
            href=web_address(document.url),
            published=phrases.moment(document.published) if document.published else "",
        )


def _decisions(comparison: Comparison, sheet: Sheet) -> tuple[str, ...]:
    """Who decided what, a line for each."""
    links = Counter((link.by, link.state) for point in comparison.points for link in point.links)
    notes = Counter((note.annotation.by, note.annotation.state) for note in sheet.notes)
    absences = Counter(a.by for a in comparison.absences if a.state == "checked" and a.by)
    return (
        *(phrases.decided(n, "link", by=by, state=state) for (by, state), n in sorted(links.items())),
        *(phrases.decided(n, "absence", by=by, state="checked") for by, n in sorted(absences.items())),
        *(phrases.decided(n, "note", by=by, state=state) for (by, state), n in sorted(notes.items())),
    )


def _set_aside(sheet: Sheet) -> str:
    counts = [f"{phrases.in_words(len(c.furniture))} of {c.document.outlet}" for c in sheet.furniture]
    return phrases.listed(counts)
