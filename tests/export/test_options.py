"""How an export's file is called."""

import pytest

from coverage_app.export.options import file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Café & co: the talks", "cafe-co-the-talks.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ('a"b\r\nSet-Cookie: x', "a-b-set-cookie-x.html"),
        ("通话", "comparison.html"),
        ("", "comparison.html"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word.html"),
    ],
)
def test_the_name_suits_every_system(title: str, name: str) -> None:
    assert file_name(title, "html") == name
