"""manage.py import_annotations: what it says of each annotation, and what is wrong."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_story

pytestmark = pytest.mark.django_db

PAGE = "https://outlet-1.example/report"


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_annotations", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_it_tells_what_became_of_each(tmp_path, lead, editor):
    story, file = make_story(leads=[lead], editors=[editor]), tmp_path / "notes.json"

    def note(number: int, exact: str) -> dict:
        selector = {"type": "TextQuoteSelector", "exact": exact}
        return {
            "id": f"n{number}",
            "user": "u",
            "uri": PAGE,
            "text": f"Note {number}",
            "target": [{"selector": selector}],
        }

    file.write_text(json.dumps({"rows": [note(1, "killed two people"), note(2, "killed nobody at all")]}))
    said = run(story.pk, file, "--by", "EDITH")
    assert "taken in   Note 1: “killed two people”" in said
    assert "no place   Note 2: its words “killed nobody at all” do not stand there" in said
    assert story.annotations.latest("pk").by == editor
    assert "is here    Note 1" in run(story.pk, file, "--by", "edith")


def test_it_says_what_is_wrong(tmp_path, lead, viewer):
    story, file = make_story(leads=[lead], viewers=[viewer]), tmp_path / "notes.txt"
    file.write_text("no JSON")
    with pytest.raises(CommandError, match="is no JSON"):
        run(story.pk, file, "--by", "lena")
    with pytest.raises(CommandError, match="no editor of this story"):
        run(story.pk, file, "--by", "victor")
    with pytest.raises(CommandError, match="no story 999"):
        run(999, file, "--by", "lena")
    with pytest.raises(CommandError, match="cannot be read"):
        run(story.pk, tmp_path / "none.json", "--by", "lena")
