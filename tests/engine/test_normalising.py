"""House style is no difference; two different words are."""

from itertools import pairwise

import pytest

from coverage_app.engine.normalising import words


def _norms(text: str) -> list[str]:
    return [word.norm for word in words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the U.S. envoy", "the US envoy"),
        ("the United States", "the U.S."),
        ("America's", "America’s"),
        ("“yes”", '"yes"'),
        ("stabilise", "stabilize"),
        ("organisations", "organizations"),
        ("labour", "labor"),
        ("defence", "defense"),
        ("centre", "center"),
        ("cancelled", "canceled"),
        ("five", "5"),
        ("5,000", "5000"),
        ("Talks", "talks"),
        ("trade – war", "trade — war"),
        ("ﬁnal", "final"),
    ],
)
def test_two_spellings_are_one_word(one: str, other: str):
    assert _norms(one) == _norms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("US", "us"),
        ("filling", "filing"),
        ("four", "for"),
        ("50", "500"),
        ("1.5", "15"),
        ("won't", "wont"),
        ("Qin", "Qing"),
    ],
)
def test_two_words_stay_two(one: str, other: str):
    assert _norms(one) != _norms(other)


@pytest.mark.parametrize(
    "text", ["Don’t – he said – go!", "港口5月关闭", "किताबें पढ़ो।", "e\u0301te\u0301", "a\u200bb 😀 x_y"]
)
def test_offsets_cover_all_but_white_space(text: str):
    found = words(text)
    assert "".join(text[w.start : w.end] for w in found) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_a_script_without_spaces_is_read_sign_by_sign():
    assert _norms("港口关闭") == ["港", "口", "关", "闭"]
