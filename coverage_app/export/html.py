"""The annotated comparison as one HTML file, complete in itself: no script, nothing fetched from anywhere.

Every text in it passes through the templates' autoescaping; an address becomes a link only when it is one of the web.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from ..engine.documents import Annotation, Comparison, Document
from ..presentation import Note, RowView, Sheet
from . import phrases
from .addresses import web_address
from .articles import Articles, reading_order
from .columns import Columns
from .data import data_blocks
from .lines import Lines
from .options import Options
from .printing import Printer, anchor, printable
from .rights import Quoted, Rights, readable, relabelled, withheld
from .selection import chosen, rights
from .style import policy_text, stylesheet

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
    language: str | None  # of the text, when it is not the document's


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
    language: str | None  # of its headline, when it is not the document's
    href: str | None
    published: str
    quoted: Quoted | None  # None: it is printed in full


def render_html(comparison: Comparison, options: Options) -> str:
    """The document. Annotations go out when they are accepted; proposed ones only if the options say so,
    and the engine is sure enough of them (Options.includes)."""
    return _render("export/document.html", comparison, options)


def render_fragment(comparison: Comparison, options: Options) -> str:
    """The same without head and title, to stand in a page of a content management system: one <div> with a style
    sheet that holds for nothing outside it (CSS nesting)."""
    return _render("export/fragment.html", comparison, options)


def render_linear(comparison: Comparison, options: Options) -> str:
    """The same as headings, paragraphs and lists, for formats that know no columns (linear.py)."""
    return _render("export/linear.html", comparison, replace(options, layout="columns", data="none"))


def _render(template: str, comparison: Comparison, options: Options) -> str:
    selected = chosen(comparison, options)
    allowed = rights(selected, options)
    going = withheld(selected, allowed) if allowed else selected
    if allowed:  # words are compared in full, and cut where they are printed
        selected = relabelled(selected, allowed)
    with translation.override(options.language):
        context = {
            **_context(selected, options, allowed),
            "data": data_blocks(going, options),
        }
        html = render_to_string(template, context)
    return _EMPTY_LINES.sub("\n", printable(html)).strip() + "\n"


def _context(comparison: Comparison, options: Options, allowed: Rights | None) -> dict[str, Any]:
    sheet = Sheet(comparison, options.reference)
    order = reading_order(sheet) if options.layout == "articles" else ()
    in_order = sorted(sheet.notes, key=lambda note: order.index(note.id) if note.id in order else len(order))
    numbers = {note.id: number for number, note in enumerate(in_order, 1)}
    printer = Printer(options, allowed, numbers)
    body: dict[str, Any]
    match options.layout:
        case "columns":
            body = {"columns": Columns(sheet, printer)}
        case "articles":
            body = {"articles": Articles(sheet, printer, numbers)}
        case "ledger":
            body = {"ledger": Lines(sheet, printer, allowed, numbers)}
    homes = {p.id: column.document for column in sheet.columns for p in column.document.passages}
    notes = tuple(_note(note, sheet, printer, homes, allowed, numbers) for note in in_order)
    total = len(sheet.columns)
    points = [row for row in sheet.rows if row.point and row.present]
    labels_language = _labels_language(sheet, printer)
    notes_language = printer.written("\n".join(note.annotation.body for note in notes))
    everywhere = tuple(_point(row, labels_language) for row in points if row.in_all)
    return body | {
        "options": options,
        "policy": policy_text(options.theme),
        "style": stylesheet(options.theme),
        "fragment_style": stylesheet(options.theme, scoped=True),
        "engine": comparison.engine,
        "made": phrases.moment(options.made) if options.made else "",
        "dated": phrases.day(options.texts.dated) if options.texts.dated else "",
        "every": sheet.columns,
        "several": total > 1,
        "total": total,
        "outlets": phrases.listed([column.document.outlet for column in sheet.columns]),
        "labels_language": labels_language,
        "notes_language": notes_language,
        "introduction_language": printer.written(options.texts.introduction),
        "method_language": printer.written(options.texts.method),
        "reference": sheet.reference,
        "notes": notes,
        "summary": phrases.summary(total, len(points), len(everywhere)),
        "what_all_report": phrases.what_all_report(total),
        "in_all": everywhere,
        "alone": tuple(_alone(sheet, notes, labels_language, notes_language)),
        "sources": tuple(_sources(sheet, printer, allowed)),
        "decisions": _decisions(comparison, sheet),
        "set_aside": _set_aside(sheet),
        "in_part": allowed is not None,
    }


def _labels_language(sheet: Sheet, printer: Printer) -> str | None:
    """The language of the points' labels, which are words of the articles, when all of those have the same one."""
    languages = {column.document.language for column in sheet.columns}
    return printer.foreign(languages.pop()) if len(languages) == 1 else None


def _note(
    note: Note,
    sheet: Sheet,
    printer: Printer,
    homes: Mapping[str, Document],
    allowed: Rights | None,
    numbers: Mapping[str, int],
) -> PrintedNote:
    places = []
    for mark in sorted(note.marks, key=lambda mark: homes[mark.target.passage].order):
        target, printed = mark.target, printer.words.get(mark.anchor)
        home = homes[target.passage]
        exact = readable(allowed.masked(target.passage, target.exact, target.start)) if allowed else target.exact
        places.append(
            Place(
                outlet=home.outlet,
                exact=exact,
                language=printer.foreign(home.language),
                where=phrases.place(sheet.places[target.passage]),
                href=f"#{printed}" if printed else None,
            )
        )
    return PrintedNote(
        number=numbers[note.id],
        anchor=anchor("note", note.id),
        annotation=note.annotation,
        kind=phrases.kind(note.annotation),
        statement=phrases.statement(note.annotation, len(sheet.columns)),
        decision=phrases.decision(note.annotation),
        places=tuple(places),
    )


def _point(row: RowView, language: str | None) -> Link:
    return Link(row.label, f"#{anchor('point', row.key)}", language)


def _alone(
    sheet: Sheet, notes: Iterable[PrintedNote], labels_language: str | None, notes_language: str | None
) -> Iterable[Alone]:
    for column in sheet.columns:
        outlet = column.document.outlet
        details = [
            Link(note.annotation.label, f"#{note.anchor}", notes_language)
            for note in notes
            if note.annotation.kind == "added_detail" and note.annotation.outlets == (outlet,) and not note.proposed
        ]
        rows = [row for row in sheet.rows if column.document in row.alone]
        mine = {passage.id for passage in column.document.passages}
        passages = sum(len(row.passages & mine) for row in rows if row.point is None)
        points = [_point(row, labels_language) for row in rows if row.point]
        if details or points or passages:
            yield Alone(outlet, column.letter, (*details, *points), passages)


def _sources(sheet: Sheet, printer: Printer, allowed: Rights | None) -> Iterable[Source]:
    for column in sheet.columns:
        document = column.document
        yield Source(
            document=document,
            letter=column.letter,
            language=printer.foreign(document.language),
            href=web_address(document.url),
            published=phrases.moment(document.published) if document.published else "",
            quoted=allowed.counts[document.id] if allowed else None,
        )


def _decisions(comparison: Comparison, sheet: Sheet) -> tuple[str, ...]:
    """Who decided what, a line for each."""
    links = Counter((link.by, link.state) for point in comparison.points for link in point.links)
    notes = Counter((note.annotation.by, note.annotation.state) for note in sheet.notes)
    absences = Counter(a.by for a in comparison.absences if a.state == "checked" and a.by)
    return (
        *(phrases.decided_links(n, by=by, state=state) for (by, state), n in sorted(links.items())),
        *(phrases.decided_absences(n, by=by) for by, n in sorted(absences.items())),
        *(phrases.decided_notes(n, by=by, state=state) for (by, state), n in sorted(notes.items())),
    )


def _set_aside(sheet: Sheet) -> str:
    return phrases.listed([phrases.set_aside(len(c.furniture), c.document.outlet) for c in sheet.furniture])
