"""manage.py verify_export: what it says, and how it ends."""

import io

import pytest
from django.core.management import CommandError, call_command

from coverage_app.engine.compare import compare
from coverage_app.engine.reading import read
from coverage_app.export.html import render_html
from coverage_app.export.options import Options

TEXTS = {
    "wire.txt": "Dam opens six gates\n\nKorvhydro opened six of the eight gates at night.\n\nTwo people died.\n",
    "flare.txt": "Wall of water\n\nThey threw open 6 of the 8 gates at night.\n\nThree people died.\n",
}


@pytest.fixture
def files(tmp_path):
    documents = []
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        documents.append(read(text.encode(), name))
    html = render_html(compare(documents), Options("Dam", marks="none"))
    (tmp_path / "dam.html").write_text(html, encoding="utf-8")
    return tmp_path


def run(*arguments) -> str:
    out = io.StringIO()
    call_command("verify_export", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_given_sources_are_enough(files, db):
    said = run(files / "dam.html", "--source", files / "wire.txt", "--source", files / "flare.txt")
    assert said.count("ok ") == 4


def test_what_is_missing_is_said(files, db):
    assert "its source is not here" in run(files / "dam.html", "--source", files / "wire.txt")


def test_a_forged_document_fails(files, db):
    html = (files / "dam.html").read_text(encoding="utf-8")
    (files / "dam.html").write_text(html.replace("Three people died.", "Thirty people died.", 1), encoding="utf-8")
    with pytest.raises(CommandError, match="does not say what its sources say"):
        run(files / "dam.html")


@pytest.mark.parametrize("name", ["wire.txt", "none.html"])
def test_another_file_is_refused(files, db, name):
    with pytest.raises(CommandError):
        run(files / name)
