"""Which golden files there are, and what they are made from."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from coverage_app.engine.interchange import from_json
from coverage_app.export.html import render_html
from coverage_app.export.options import Options, Texts

HERE = Path(__file__).parent
COMPARISON = HERE / "demo.json"
USUAL = Options(
    title="Ondaria suspends the Sarvel Accord after the Velnok dam release",
    texts=Texts("By the standards desk", date(2026, 3, 14), "Five reports of *one night*.", "Two editors read it all."),
    made=datetime(2026, 3, 14, 9, 30, tzinfo=UTC),
    data="none",
)
CHOICES = {
    "columns": USUAL,
    "articles-german": replace(USUAL, layout="articles", language="de"),
    "ledger-quoted": replace(USUAL, layout="ledger", cap=60, roles={"Ada Lead": "lead"}),
}


def documents() -> dict[Path, str]:
    """Each golden file's path, and what the export now makes."""
    comparison = from_json(json.loads(COMPARISON.read_text(encoding="utf-8")))
    return {HERE / f"demo-{name}.html": render_html(comparison, options) for name, options in CHOICES.items()}
