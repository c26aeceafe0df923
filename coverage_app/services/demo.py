"""Loads the demo story through the real import: see coverage_app/demo/README.md."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Q

from ..models import Role, Story
from .imports import Facts, GivenFile, batch_confirm, files_import
from .stories import member_add, story_create

FOLDER = Path(__file__).resolve().parent.parent / "demo"


@transaction.atomic
def demo_load(*, lead: User, editor: User) -> tuple[Story, bool]:
    """The demo story, and whether it was loaded just now. It is known by its files, so a story that was renamed or
    archived is found again, and one that was deleted is loaded anew."""
    described = json.loads((FOLDER / "story.json").read_text(encoding="utf-8"))
    articles = described["articles"]
    there = _story_with([FOLDER / article["file"] for article in articles])
    if there:
        return there, False
    story = story_create(actor=lead, title=described["title"])
    member_add(actor=lead, story=story, username=editor.username, role=Role.EDITOR)
    files = [
        GivenFile.from_path(
            FOLDER / article["file"],
            Facts(
                outlet=article["outlet"],
                outlet_kind=article["kind"],
                published_at=datetime.fromisoformat(article["published"]),
            ),
        )
        for article in articles
    ]
    batch = files_import(actor=lead, story=story, files=files)
    batch_confirm(actor=lead, batch=batch)
    return story, True


def _story_with(files: list[Path]) -> Story | None:
    """A story into which all of these files were imported."""
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    found = Count("batches__files__sha256", filter=Q(batches__files__sha256__in=digests), distinct=True)
    return Story.objects.annotate(demo_files=found).filter(demo_files=len(digests)).first()
