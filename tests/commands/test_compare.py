"""`manage.py compare`: files in, a summary and the comparison format out, without a database."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from coverage_app.engine.interchange import from_json
from coverage_app.engine.second_reader import NoReader
from coverage_app.services import readers
from tests.engine.stories import COURIER, HARBOUR, HERALD


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for name, text in (("gazette.txt", HARBOUR), ("herald.txt", HERALD), ("courier.txt", COURIER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in ("gazette.txt", "herald.txt", "courier.txt")]


def _run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("compare", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_summary_names_articles_points_and_details(files: list[str]):
    out, err = _run(*files)
    assert "1. Gazette: Harbour of Velmar closed after crane collapse" in out
    assert "(Gazette, Herald, Courier)" in out
    assert "Ferries to the island of Hest" in out
    assert "1 quotation that several articles have, 1 that only one has" in out
    assert "Courier: paraphrased" in out
    assert "Herald: 0%, credits Nordpress" in out
    assert "100%" in err


def test_without_the_second_reader_it_is_compared_by_words_and_said(files: list[str], monkeypatch: pytest.MonkeyPatch):
    def none() -> None:
        raise NoReader("The file is missing. Get it from the repository.")

    monkeypatch.setattr(readers, "shipped_reader", none)
    out, err = _run(*files)
    assert "(Gazette, Herald, Courier)" in out
    assert f"{readers.LOST} The file is missing. Get it from the repository." in err


def test_the_comparison_is_written_in_the_order_of_the_files(files: list[str], tmp_path: Path):
    target = tmp_path / "out.json"
    _run(*files, "--json", str(target))
    comparison = from_json(json.loads(target.read_text(encoding="utf-8")))
    assert [document.source for document in comparison.documents] == ["gazette.txt", "herald.txt", "courier.txt"]
    assert [document.order for document in comparison.documents] == [1, 2, 3]


def test_the_same_file_twice_is_two_columns(files: list[str], tmp_path: Path):
    target = tmp_path / "out.json"
    _run(files[0], files[0], "--json", str(target))
    ids = [article["id"] for article in json.loads(target.read_text(encoding="utf-8"))["articles"]]
    assert len(set(ids)) == 2


def test_one_article_is_enough(files: list[str]):
    out, _ = _run(files[0])
    assert "0 points" in out


@pytest.mark.parametrize(("name", "data", "says"), [("empty.txt", b"", "empty"), ("scan.pdf", b"%PDF-1.4", "PDF")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, data: bytes, says: str):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError, match=says) as refusal:
        _run(str(tmp_path / name))
    assert name in str(refusal.value)


def test_a_huge_file_is_refused_unread(tmp_path: Path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(30 * 1024 * 1024)
    with pytest.raises(CommandError, match="10 MB"):
        _run(str(path))


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(CommandError, match=r"nowhere\.txt cannot be opened"):
        _run(str(tmp_path / "nowhere.txt"))


def test_a_place_that_cannot_be_written_is_named(files: list[str], tmp_path: Path):
    with pytest.raises(CommandError, match="could not be written"):
        _run(*files, "--json", str(tmp_path))
