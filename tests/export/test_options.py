"""How an export's file is called, and which notes go out."""

import pytest

from coverage_app.engine.documents import Annotation
from coverage_app.export.options import LEAST_PUBLISHED, Options, file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Café & co: the talks", "cafe-co-the-talks.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ('a"b\r\nSet-Cookie: x', "a-b-set-cookie-x.html"),
        ("通话 2026", "通话-2026.html"),
        ("Straße nach Łódź", "straße-nach-łódź.html"),
        ("\u202efdp.exe", "fdp-exe.html"),
        ("?!", "comparison.html"),
        ("", "comparison.html"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word.html"),
    ],
)
def test_the_name_suits_every_system(title: str, name: str) -> None:
    assert file_name(title, "html") == name


@pytest.mark.parametrize(
    ("state", "confidence", "by_default", "with_proposals"),
    [
        ("accepted", 0.1, True, True),
        ("dismissed", 0.9, False, False),
        ("proposed", LEAST_PUBLISHED, False, True),
        ("proposed", LEAST_PUBLISHED - 0.01, False, False),
        ("proposed", None, False, True),
    ],
)
def test_a_guess_that_is_most_likely_wrong_never_goes_out_unchecked(state, confidence, by_default, with_proposals):
    note = Annotation("n1", "difference", (), (), "Lorries", state=state, confidence=confidence)
    assert Options("Strike").includes(note) is by_default
    assert Options("Strike", include_proposed=True).includes(note) is with_proposals
