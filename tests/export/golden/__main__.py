"""Writes the golden files anew; with --compare the comparison too, by the engine as it now is."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import django

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison
from coverage_app.engine.interchange import to_json
from coverage_app.engine.reading import read

DEMO = Path(__file__).parents[3] / "coverage_app" / "demo"
CHECKED = datetime(2026, 3, 13, 10, 0, tzinfo=UTC)
EVERY = 5  # of the proposals, one is accepted, by two editors in turn


def demo_comparison() -> Comparison:
    """The five invented articles compared by words alone, and some of what is proposed accepted."""
    story = json.loads((DEMO / "story.json").read_text(encoding="utf-8"))
    documents = []
    for number, article in enumerate(story["articles"], 1):
        document = read((DEMO / article["file"]).read_bytes(), article["file"])
        published = datetime.fromisoformat(article["published"])
        documents.append(replace(document, outlet=article["outlet"], published=published, order=number))
    compared = compare(documents)
    annotations = tuple(
        replace(
            annotation,
            state="accepted",
            by=("Ada Lead", "Ben Editor")[number // EVERY % 2],
            at=CHECKED,
            body="Checked *twice*; see [the accord](https://example.org/accord)." if number % (2 * EVERY) else "",
        )
        for number, annotation in enumerate(compared.annotations)
        if number % EVERY == 0
    )
    return replace(compared, pairs=(), annotations=annotations)


def main() -> None:
    django.setup()
    from .files import COMPARISON, documents

    if "--compare" in sys.argv:
        text = json.dumps(to_json(demo_comparison()), ensure_ascii=False, indent=1)
        COMPARISON.write_text(text + "\n", encoding="utf-8")
    for path, html in documents().items():
        path.write_text(html, encoding="utf-8")
        sys.stdout.write(f"{path.name}: {len(html.encode()) / 1000:.0f} kB\n")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main()
