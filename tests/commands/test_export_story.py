"""manage.py export_story: the file, and what it says when it cannot be made."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ..factories import make_story

pytestmark = pytest.mark.django_db


def export(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("export_story", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_writes_the_document(tmp_path):
    story, file = make_story(), tmp_path / "out.html"
    assert "out.html" in export(story.pk, file)
    document = file.read_text(encoding="utf-8")
    assert document.startswith("<!doctype html>")
    assert "The closing of 1961" in document
    assert "Two dead or three" not in document


def test_takes_the_choices_of_the_page():
    story = make_story()
    document = export(
        story.title,
        "-",
        "--include-proposed",
        "--reference",
        "the morning flare",
        "--title",
        "Other",
        "--marks",
        "none",
    )
    assert "<h1>Other</h1>" in document
    assert "Two dead or three" in document
    assert "reference" in document[document.index("The Morning Flare</span>") :][:60]


def test_takes_an_address_of_the_page():
    story = make_story()
    address = f"https://crossread.example/stories/{story.pk}/export/?rights=quotes&cap=5&language=de&title=Other"
    document = export(story.pk, "-", "--choices", address, "--title", "Mine")
    assert '<html lang="de"' in document
    assert "<h1>Mine</h1>" in document
    assert "siren was started" in export(story.pk, "-")
    assert "siren was started" not in document
    with pytest.raises(CommandError, match=r"language: .*colour: there is no such choice"):
        export(story.pk, "-", "--choices", "language=xx&colour=red")


def test_json_to_the_standard_output():
    data = json.loads(export(make_story().pk, "-", "--format", "json"))
    assert data["format"] == "crossread/comparison"
    assert len(data["origins"]) == len(data["articles"])


def test_never_overwrites_unasked(tmp_path):
    story, file = make_story(), tmp_path / "out.html"
    file.write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        export(story.pk, file)
    assert file.read_text() == "mine"
    export(story.pk, file, "--force")
    assert file.read_text() != "mine"


def test_a_title_of_digits_is_found_by_title():
    make_story(title="20260311")
    assert "<h1>20260311</h1>" in export("20260311", "-")


def test_says_what_is_wrong(tmp_path):
    one, _two = make_story(title="Twice"), make_story(title="Twice")
    with pytest.raises(CommandError, match="no story “Nowhere”"):
        export("Nowhere", "-")
    with pytest.raises(CommandError, match=f"Several stories .*{one.pk}"):
        export("Twice", "-")
    with pytest.raises(CommandError, match="Its outlets: Meridian Wire, The Morning Flare"):
        export(one.pk, "-", "--reference", "The Moon")
    with pytest.raises(CommandError, match="could not be written"):
        export(one.pk, tmp_path / "no" / "such" / "folder.html")


def test_an_empty_story(story):
    with pytest.raises(CommandError, match="nothing to export"):
        export(story.pk, "-")


def test_the_format_is_that_of_the_files_ending_or_the_one_asked_for(tmp_path):
    story = make_story()
    export(story.pk, tmp_path / "out.XLSX")
    assert (tmp_path / "out.XLSX").read_bytes().startswith(b"PK")
    export(story.pk, tmp_path / "out.txt", "--format", "md")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").startswith("# The night of the dam")
    export(story.pk, tmp_path / "out.fragment.html")
    assert (tmp_path / "out.fragment.html").read_text(encoding="utf-8").startswith('<div class="crossread')
    assert export(story.pk, "-", "--format", "csv").startswith("\ufeffKind,Detail,State")
    with pytest.raises(CommandError, match=r"Let it end in \.html, .*\.docx.*or give --format"):
        export(story.pk, tmp_path / "out.pdf")
    with pytest.raises(CommandError, match="invalid choice"):
        export(story.pk, tmp_path / "out.pdf", "--format", "pdf")
