"""Settings from the environment: nonsense stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from coverage_app import env


@pytest.mark.parametrize("value", ["https://models.example/v1", "http://[::1]:8080/v1/", "http://10.0.0.7:11434/v1"])
def test_an_address_is_taken_as_it_is(monkeypatch, value):
    monkeypatch.setenv("ADDRESS", f" {value} ")
    assert env.address("ADDRESS") == value


@pytest.mark.parametrize("value", ["", "  "])
def test_no_address_is_none(monkeypatch, value):
    monkeypatch.setenv("ADDRESS", value)
    assert env.address("ADDRESS") == ""
    monkeypatch.delenv("ADDRESS")
    assert env.address("ADDRESS") == ""


@pytest.mark.parametrize(
    "value",
    [
        "models.example",
        "file:///etc/passwd",
        "https://",
        "https://host:99999/v1",
        "https://host/v1?a=b",
        "https://[::1/",
    ],
)
def test_what_is_no_address_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("ADDRESS", value)
    with pytest.raises(ImproperlyConfigured, match="ADDRESS"):
        env.address("ADDRESS")


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("sesame\n")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    assert env.given_secret("KEY") == "sesame"
    assert env.secret("KEY", tmp_path / "unused") == "sesame"
    assert not (tmp_path / "unused").exists()


def test_a_secret_that_is_not_given_is_none_or_made_once(monkeypatch, tmp_path):
    assert env.given_secret("KEY") == ""
    made = env.secret("KEY", tmp_path / "made")
    assert len(made) > 40
    assert env.secret("KEY", tmp_path / "made") == made


def test_a_file_of_a_secret_that_is_not_there_stops_the_start(monkeypatch, tmp_path):
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE"):
        env.given_secret("KEY")


def test_origins_are_listed_by_commas(monkeypatch):
    assert env.origins("ORIGINS") == []
    monkeypatch.setenv("ORIGINS", "https://news.example, http://localhost:8080")
    assert env.origins("ORIGINS") == ["https://news.example", "http://localhost:8080"]


@pytest.mark.parametrize(
    "value", ["news.example", "https://news.example/page", "*", "'self'; script-src *", "https://a b"]
)
def test_what_is_no_origin_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("ORIGINS", value)
    with pytest.raises(ImproperlyConfigured, match="ORIGINS"):
        env.origins("ORIGINS")
