"""manage.py import_articles."""

import pytest
from django.core.management import CommandError, call_command

from coverage_app.models import ImportBatch, Story
from coverage_app.services.stories import story_archive
from tests.given import REPORT, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / "meridian-wire.txt", tmp_path / "two.txt"]
    for number, path in enumerate(paths):
        path.write_text(report(number))
    return [str(path) for path in paths]


def test_files_are_imported_confirmed_and_compared(story, lead, files, capsys):
    call_command("import_articles", str(story.pk), *files)
    printed = capsys.readouterr().out
    assert "confirmed  meridian-wire.txt: Meridian Wire, “Flood, report 0”" in printed
    assert set(story.articles.values_list("state", flat=True)) == {"confirmed"}
    assert story.alignments.count() == 1
    assert ImportBatch.objects.get().created_by == lead  # who leads the story, when nobody is named


def test_a_story_is_found_by_its_title(story, files):
    call_command("import_articles", story.title.upper(), *files)
    assert story.articles.count() == 2


def test_as_drafts_in_the_name_of_an_editor(story, editor, files, capsys):
    call_command("import_articles", story.title, *files, draft=True, user="Edith")
    batch = ImportBatch.objects.get()
    assert set(story.articles.values_list("state", flat=True)) == {"draft"}
    assert batch.created_by == editor
    assert f"/imports/{batch.pk}/" in capsys.readouterr().out


def test_a_new_story_is_led_by_whom_one_says(editor, files):
    call_command("import_articles", "A new event", *files, create=True, user="edith")
    story = Story.objects.get(title="A new event")
    assert story.members.get().user == editor
    assert story.articles.count() == 2


def test_the_outlet_of_one_file_can_be_said(story, files):
    call_command("import_articles", story.title, files[0], outlet="The Wenlade Courier")
    assert story.articles.get().outlet.name == "The Wenlade Courier"


def test_one_bad_file_does_not_stop_the_others(story, files, tmp_path, capsys):
    bad = tmp_path / "data.html"
    bad.write_bytes(bytes(range(256)))
    missing = tmp_path / "missing.txt"
    with pytest.raises(CommandError, match="2 of 4 files") as caught:
        call_command("import_articles", story.title, files[0], str(bad), str(missing), files[1])
    assert caught.value.returncode == 1
    errors = capsys.readouterr().err
    assert "not read   data.html: This file holds binary data" in errors
    assert f"{missing}: No such file" in errors
    assert story.articles.filter(state="confirmed").count() == 2


def test_the_same_file_again_is_told(story, tmp_path, capsys):
    file = tmp_path / "wire.txt"
    file.write_text(REPORT)
    call_command("import_articles", story.title, str(file))
    call_command("import_articles", story.title, str(file))
    assert "Byte for byte the same as article A" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        (["999999", "x.txt"], {}, "There is no story 999999"),
        (["9" * 30, "x.txt"], {}, "There is no story 999999"),
        (["²", "x.txt"], {}, "There is no story “²”"),
        (["Unheard of", "x.txt"], {}, "Add --create"),
        (["Unheard of", "x.txt"], {"create": True}, "Say with --user"),
        (["Call between the two ministers", "x.txt"], {"user": "nobody"}, "There is no account “nobody”"),
        (["Call between the two ministers", "a.txt", "b.txt"], {"outlet": "Wire"}, "--outlet goes with one file"),
        (["Call between the two ministers", "gone.txt"], {}, "No file could be opened"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_imported(story, arguments, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_articles", *arguments, **options)
    assert not ImportBatch.objects.exists()
    assert Story.objects.count() == 1


def test_a_title_that_is_not_unique_asks_for_the_number(story, files):
    Story.objects.create(title=story.title)
    with pytest.raises(CommandError, match=f"by its number: .*{story.pk}"):
        call_command("import_articles", story.title, *files)


def test_an_archived_story_takes_nothing_in(story, lead, files):
    story_archive(actor=lead, story=story)
    with pytest.raises(CommandError, match="archived"):
        call_command("import_articles", str(story.pk), *files)
    assert not story.articles.exists()
