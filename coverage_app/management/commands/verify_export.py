"""manage.py verify_export FILE: are the words that an exported document quotes in its sources?"""

import hashlib
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ... import queries
from ...engine.documents import UnreadableSource
from ...engine.reading import read
from ...export.data import Unreadable
from ...export.verifying import comparison_in, verify

_SIGNS = {"sound": "ok  ", "differs": "NO  ", "unknown": "?   "}


class Command(BaseCommand):
    help = (
        "Checks an exported HTML document: that it prints the words of the data inside, and that those stand in the "
        "sources. Sources are the articles of this Crossread with the same SHA-256, and files that are given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the HTML file as it was exported")
        parser.add_argument("--source", action="append", default=[], help="an article's file; may be given repeatedly")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            html = Path(options["file"]).read_text(encoding="utf-8")
            documents = comparison_in(html).documents
            sources = defaultdict(list, queries.source_texts([document.sha256 for document in documents]))
            for name in options["source"]:
                content = Path(name).read_bytes()
                sources[hashlib.sha256(content).hexdigest()].append(read(content, Path(name).name).text)
            report = verify(html, sources)
        except (OSError, UnicodeDecodeError, Unreadable, UnreadableSource) as error:
            raise CommandError(str(error)) from error
        for finding in report.findings:
            self.stdout.write(_SIGNS[finding.result] + finding.text)
            for words in finding.words:
                self.stdout.write(f"      “{words}”")
        if report.differs:
            raise CommandError("This document does not say what its sources say.")
        if not report.complete:
            self.stdout.write(
                "What could be checked is right. Give the missing sources with --source to check the rest."
            )
