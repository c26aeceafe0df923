"""`manage.py compare FILE...`: compares articles in files, without touching the database."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison, Document, UnreadableSource
from coverage_app.engine.interchange import to_json
from coverage_app.engine.reading import MAX_BYTES, read
from coverage_app.services.readers import LOST, reader_find

EXCERPT = 100  # characters of a detail or quotation that the summary shows
_FORMS = {"cut_front": "cut at the front", "cut_inside": "cut inside", "cut_end": "cut at the end"}


class Command(BaseCommand):
    help = "Compares articles (.txt, .html, .docx) and prints what they share and what each adds. Uses no database."
    requires_system_checks: list[str] = []  # no model or setting is used

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--json", metavar="OUT", type=Path, help="also write the comparison format to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        documents: list[Document] = []
        for order, path in enumerate(options["files"], start=1):
            documents.append(replace(_distinct(_document(path), documents), order=order))
        reader, why = reader_find()
        if reader is None:
            self.stderr.write(f"{LOST} {why}")
        comparison = compare(documents, self._progress, reader=reader)
        self.stderr.write("")
        self._summarise(comparison)
        if out := options["json"]:
            try:
                out.write_text(json.dumps(to_json(comparison), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            except OSError as error:
                raise CommandError(f"{out} could not be written: {error.strerror}.") from error
            self.stdout.write(f"\nWritten to {out}.")

    def _progress(self, sentence: str, share: float) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{share:4.0%}  {sentence:<70}", ending="")
            self.stderr.flush()
        else:
            self.stderr.write(f"{share:4.0%}  {sentence}")

    def _summarise(self, comparison: Comparison) -> None:
        say = self.stdout.write
        outlets = {d.id: d.outlet for d in comparison.documents}
        home = {p.id: d.id for d in comparison.documents for p in d.passages}
        for document in comparison.documents:
            apart = len(document.passages) - len(document.report)
            say(f"{document.order}. {document.outlet}: {document.headline or document.source}")
            say(f"   {_count(len(document.report), 'passage')}, {apart} set aside as no part of the report")
        say(f"\n{_count(len(comparison.points), 'point')} reported by more than one:")
        for point in comparison.points:
            present = {home[link.passage] for link in point.links}
            names = ", ".join(name for identifier, name in outlets.items() if identifier in present)
            say(f"  {point.order:3d}. {point.label}  ({names})")
        say(f"\n{_count(len(comparison.annotations), 'detail')} that only one reports:")
        for annotation in comparison.annotations:
            exact = " … ".join(target.exact for target in annotation.targets)
            say(f"  {', '.join(annotation.outlets)}: {_excerpt(exact)}")
        self._summarise_quotes(comparison, outlets)
        self._summarise_origins(comparison, outlets)

    def _summarise_quotes(self, comparison: Comparison, outlets: dict[str, str]) -> None:
        say = self.stdout.write
        common = [quote for quote in comparison.quotes if len({v.quotation.article for v in quote.versions}) > 1]
        alone = len(comparison.quotes) - len(common)
        say(f"\n{_count(len(common), 'quotation')} that several articles have, {alone} that only one has:")
        for quote in common:
            longest = quote.versions[0].quotation
            say(f"  “{_excerpt(longest.text)}”" + (f"  ({longest.speaker})" if longest.speaker else ""))
            for version in quote.versions:
                forms = ", ".join(_FORMS.get(form, form) for form in version.forms)
                changed = "; ".join(
                    f"{alteration.was or 'nothing'} → {' '.join(extent.exact for extent in alteration.now)}"
                    for alteration in version.alterations
                )
                say(f"    {outlets[version.quotation.article]}: {forms}" + (f": {changed}" if changed else ""))

    def _summarise_origins(self, comparison: Comparison, outlets: dict[str, str]) -> None:
        say = self.stdout.write
        say("\nWord for word in another article, quotations aside:")
        for origin in comparison.origins:
            agency = f", credits {origin.agency}" if origin.agency else ""
            source = f", likely from {outlets[origin.source]}" if origin.source else ""
            say(f"  {outlets[origin.article]}: {origin.shared:.0%}{agency}{source}")


def _document(path: Path) -> Document:
    try:
        if path.stat().st_size > MAX_BYTES:  # before its bytes are in memory; read() words the refusal
            with path.open("rb") as file:
                return read(file.read(MAX_BYTES + 1), path.name)
        return read(path.read_bytes(), path.name)
    except UnreadableSource as error:
        raise CommandError(f"{path}: {error}") from error
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}.") from error


def _distinct(document: Document, others: list[Document]) -> Document:
    """The document under an id of its own: the same bytes given twice would else have the same one."""
    twins = sum(other.sha256 == document.sha256 for other in others)
    if not twins:
        return document
    name = f"{document.id}-{twins + 1}"
    passages = tuple(replace(p, id=f"{name}{p.id.removeprefix(document.id)}") for p in document.passages)
    return replace(document, id=name, passages=passages)


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
