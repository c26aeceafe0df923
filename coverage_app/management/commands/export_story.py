"""manage.py export_story STORY OUT: the story's comparison as a file, as the export page makes it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils import timezone

from ... import queries
from ...bundling import bundle
from ...engine.bundle import UnfitBundle
from ...engine.bundle_zip import pack
from ...engine.documents import Comparison
from ...export.form import ExportForm
from ...export.formats import FORMATS, Format
from ...export.options import MARKS
from ...exporting import texts_of
from ...models import Story

BUNDLE = "bundle"


class Command(BaseCommand):
    help = "Writes a story to a file: its annotated comparison in any format of the export page, or all as a bundle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("story", help="number of the story (as in its address), or its exact title")
        parser.add_argument("out", help="the file to write, or - for the standard output")
        parser.add_argument("--format", choices=[*FORMATS, BUNDLE], help="else by the file's ending; html for -")
        parser.add_argument("--title", help="heading of the document; else the story's title")
        parser.add_argument("--reference", help="outlet whose wording the others are compared with; else the first")
        parser.add_argument("--marks", choices=MARKS, help="which words are marked; else both")
        parser.add_argument("--include-proposed", action="store_true", help="also notes that nobody has checked")
        parser.add_argument(
            "--choices", default="", help="all others: the address of the export page, or what stands in it behind ?"
        )
        parser.add_argument("--force", action="store_true", help="overwrite a file that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        out = options["out"]
        if out != "-" and Path(out).exists() and not options["force"]:
            raise CommandError(f"{out} is there already. Give another name, or --force to overwrite it.")
        kind = options["format"] or self._kind(out)
        story = self._story(options["story"])
        if kind == BUNDLE:  # all of the story: no other choice applies
            self._write(out, self._bundle(story), is_text=False)
        else:
            self._write(out, self._export(story, FORMATS[kind], options), is_text=FORMATS[kind].is_text)

    def _kind(self, out: str) -> str:
        """Which format a file's name asks for."""
        if out == "-":
            return "html"
        kinds = {f.ending: f.kind for f in FORMATS.values()} | {"zip": BUNDLE}
        fitting = [ending for ending in kinds if Path(out).name.lower().endswith(f".{ending}")]
        if not fitting:
            raise CommandError(
                f"{out} does not say what it is to be. Let it end in .{', .'.join(kinds)}, or give --format."
            )
        return kinds[max(fitting, key=len)]  # .fragment.html is .html too

    def _write(self, out: str, content: bytes, *, is_text: bool) -> None:
        if out == "-" and is_text:
            self.stdout.write(content.decode(), ending="")
            return
        try:
            if out == "-":
                sys.stdout.buffer.write(content)
                return
            Path(out).write_bytes(content)
        except OSError as error:
            raise CommandError(f"{out} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{out}: {len(content) / 1000:.0f} kB")

    def _bundle(self, story: Story) -> bytes:
        try:
            return pack(bundle(story))
        except UnfitBundle as error:
            raise CommandError(str(error)) from error

    def _export(self, story: Story, format: Format, options: dict[str, Any]) -> bytes:
        comparison = queries.exported(story)
        if not comparison.documents:
            raise CommandError(f"“{story}” has no confirmed articles yet: there is nothing to export.")
        form = ExportForm(
            self._query(comparison, options),
            story.title,
            comparison,
            texts_of(queries.front_matter(story)),
            queries.roles(story),
        )
        chosen = form.options(timezone.now())
        wrong = [f"{name}: {' '.join(errors)}" for name, errors in form.errors.items()]
        wrong += [f"{name}: there is no such choice." for name in form.data if name not in form.fields]
        if wrong:
            raise CommandError(f"Not every choice can be kept. {' '.join(wrong)}")
        return format.write(comparison, chosen)

    def _query(self, comparison: Comparison, options: dict[str, Any]) -> QueryDict:
        """The choices as they stand in the address of the export page."""
        query = QueryDict(options["choices"].rpartition("?")[2], mutable=True)
        reference = self._reference(comparison, options["reference"])
        own = {"title": options["title"], "reference": reference, "marks": options["marks"]}
        for name, value in own.items():
            if value is not None:
                query[name] = value
        if options["include_proposed"]:
            query["proposed"] = "on"
        return query

    def _story(self, wanted: str) -> Story:
        """By number first, since that is never shared; a title may be digits too."""
        found = list(Story.objects.filter(pk=int(wanted)) if wanted.isdecimal() else Story.objects.filter(title=wanted))
        if not found and wanted.isdecimal():
            found = list(Story.objects.filter(title=wanted))
        if not found:
            raise CommandError(f"There is no story “{wanted}”. Give its number or its exact title.")
        if len(found) > 1:
            numbers = ", ".join(str(story.pk) for story in found)
            raise CommandError(f"Several stories are called “{wanted}”. Give one of their numbers: {numbers}.")
        return found[0]

    def _reference(self, comparison: Comparison, outlet: str | None) -> str | None:
        if outlet is None:
            return None
        for document in comparison.documents:
            if document.outlet.casefold() == outlet.casefold():
                return document.id
        names = ", ".join(document.outlet for document in comparison.documents)
        raise CommandError(f"“{outlet}” has no article in this story. Its outlets: {names}.")
