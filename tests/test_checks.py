"""What an operator hears about at start-up."""

import pytest

from coverage_app import checks
from coverage_app.engine.second_reader import NoReader


def _ids(found):
    return [message.id for message in found]


def test_a_second_reader_that_is_missing_is_said(monkeypatch):
    def none():
        raise NoReader("The file is missing. Get it from the repository.")

    monkeypatch.setattr(checks, "checked", none)
    (warning,) = checks.second_reader_is_whole()
    assert warning.id == "crossread.W002"
    assert "less often" in warning.msg
    assert warning.hint == "The file is missing. Get it from the repository."


def test_a_second_reader_that_works_is_not(monkeypatch):
    monkeypatch.setattr(checks, "checked", object)
    assert checks.second_reader_is_whole() == []


@pytest.mark.parametrize(
    ("url", "model", "found"),
    [
        ("", "", []),
        ("https://models.example/v1", "small", []),
        ("https://models.example/v1", "", ["crossread.E002"]),
        ("", "small", ["crossread.E002"]),
    ],
)
def test_an_address_needs_a_model_and_a_model_an_address(settings, url, model, found):
    settings.READER_URL, settings.READER_MODEL = url, model
    assert _ids(checks.adviser_is_set_up()) == found


@pytest.mark.parametrize(("seconds", "found"), [(59, []), (60, ["crossread.E003"]), (0, ["crossread.E003"])])
def test_a_worker_must_not_seem_dead_while_it_waits(settings, seconds, found):
    settings.ALIGNMENT_LEASE_SECONDS, settings.READER_SECONDS = 60, seconds
    assert _ids(checks.adviser_is_set_up()) == found


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", []),
        ("https://models.example/v1", []),
        ("http://127.0.0.1:8080/v1", []),
        ("http://localhost/v1", []),
        ("http://models.example/v1", ["crossread.W003"]),
    ],
)
def test_passages_that_travel_in_the_open_are_warned_of(settings, url, found):
    settings.READER_URL = url
    assert _ids(checks.passages_leave_over_https()) == found
