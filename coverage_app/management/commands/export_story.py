"""manage.py export_story STORY OUT: the story's comparison as a file, as the export page makes it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ... import queries
from ...bundling import bundle
from ...engine.bundle import UnfitBundle
from ...engine.bundle_zip import pack
from ...engine.derived import with_derived
from ...engine.documents import Comparison
from ...engine.interchange import dumps
from ...export.html import render_html
from ...export.options import MARKS, Options
from ...models import Story


class Command(BaseCommand):
    help = "Writes a story to a file: as one HTML document, as the comparison in JSON, or all of it as a bundle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("story", help="number of the story (as in its address), or its exact title")
        parser.add_argument("out", help="the file to write, or - for the standard output")
        parser.add_argument("--format", choices=("html", "json", "bundle"), default="html")
        parser.add_argument("--title", help="heading of the document; else the story's title")
        parser.add_argument("--reference", help="outlet whose wording the others are compared with; else the first")
        parser.add_argument("--marks", choices=MARKS, default="both", help="which words are marked")
        parser.add_argument("--include-proposed", action="store_true", help="also notes that nobody has checked")
        parser.add_argument("--force", action="store_true", help="overwrite a file that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        out = options["out"]
        if out != "-" and Path(out).exists() and not options["force"]:
            raise CommandError(f"{out} is there already. Give another name, or --force to overwrite it.")
        story = self._story(options["story"])
        if options["format"] == "bundle":
            self._write_bundle(out, story)
            return
        comparison = queries.exported(story)
        if not comparison.documents:
            raise CommandError(f"“{story}” has no confirmed articles yet: there is nothing to export.")
        if options["format"] == "json":
            text = dumps(with_derived(comparison)) + "\n"
        else:
            chosen = Options(
                title=options["title"] or story.title,
                reference=self._reference(comparison, options["reference"]),
                include_proposed=options["include_proposed"],
                marks=options["marks"],
                made=timezone.now(),
            )
            text = render_html(comparison, chosen)
        if out == "-":
            self.stdout.write(text, ending="")
            return
        try:
            Path(out).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{out} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{out}: {len(text.encode('utf-8')) / 1000:.0f} kB")

    def _write_bundle(self, out: str, story: Story) -> None:
        """All of the story: no other choice applies."""
        try:
            packed = pack(bundle(story))
            if out == "-":
                sys.stdout.buffer.write(packed)
                return
            Path(out).write_bytes(packed)
        except UnfitBundle as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{out} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{out}: {len(packed) / 1000:.0f} kB")

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
