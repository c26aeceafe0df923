"""manage.py export_story --format bundle and import_bundle: a story goes from one shell to another."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coverage_app.models import Story
from tests.bundles import as_json
from tests.factories import make_story

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_story_goes_out_and_comes_in(tmp_path, lead, stranger):
    story, file = make_story(leads=[lead]), tmp_path / "story.zip"
    assert "kB" in run("export_story", story.pk, file, "--format", "bundle")
    said = run("import_bundle", file, "--lead", "STAN")
    there = Story.objects.latest("pk")
    assert f"Story {there.pk}, “The night of the dam”: /stories/{there.pk}/" in said
    assert there.members.get().user == stranger
    assert as_json(there) == as_json(story)


def test_it_says_what_is_wrong(tmp_path, lead):
    text = tmp_path / "text.txt"
    text.write_text("This is a text, and a text is not a zip, however long it is.")
    with pytest.raises(CommandError, match="no story bundle"):
        run("import_bundle", text, "--lead", "lena")
    with pytest.raises(CommandError, match="no account “nobody”"):
        run("import_bundle", text, "--lead", "nobody")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run("import_bundle", tmp_path / "missing.zip", "--lead", "lena")
    with pytest.raises(CommandError, match="could not be written"):
        run("export_story", make_story().pk, tmp_path / "no" / "folder.zip", "--format", "bundle")
