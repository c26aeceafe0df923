"""The language of a text is told by its script or its little words, or not at all."""

import pytest

from coverage_app.engine.languages import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The mayor of the town said that it was closed.", "en"),
        ("Le maire de la ville a dit que les quais sont fermés.", "fr"),
        ("Der Bürgermeister hat gesagt, dass die Kais nicht offen sind und das ist so.", "de"),
        ("El alcalde de la ciudad dijo que los muelles están cerrados por la grúa.", "es"),
        ("港口周二关闭。", "zh"),
        ("港は火曜日に閉鎖された。", "ja"),
        ("أغلق الميناء يوم الثلاثاء", "ar"),
        ("Порт закрыли во вторник", "ru"),
        ("xyzzy 42", None),
        ("", None),
    ],
)
def test_language(text: str, code: str | None):
    assert language_of(text) == code


def test_two_languages_give_the_one_with_more():
    text = "The mayor of the town said that it was closed. " * 5 + "Der Bürgermeister sagt das nicht."
    assert language_of(text) == "en"
