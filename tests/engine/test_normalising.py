"""House style is no difference; two different words are."""

from itertools import pairwise

import pytest

from coverage_app.engine.normalising import is_said, words


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
        # other languages
        ("L’ÉTÉ à Sète", "l'été à Sète"),
        ("deux", "2"),
        ("zwölf", "12"),
        ("5\u00a0000 euros", "5,000 euros"),
        ("5\u202f000\u202f000", "5000000"),
        ("Straße", "STRASSE"),
        ("Hafen\u00adbehörde", "Hafenbehörde"),
        ("５月１２日，码头：ＡＢＣ", "5月12日,码头:abc"),
        ("「好」", "“好”"),
        ("الأحد", "الاحد"),
        ("أُصيبَ عامـــلان", "اصيب عاملان"),
        ("مدرسة", "مدرسه"),
        ("٢٠١٩ - ٣٫٥", "2019 - 3.5"),
        ("متى؟ الآن، غدا", "متى? الآن, غدا"),
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
        ("1,5", "15"),  # a decimal comma
        ("12,50", "1250"),
        ("été", "ete"),
        ("schon", "schön"),
        ("año", "ano"),
        ("علم", "عالم"),
        ("neuf", "9"),  # French: also "new"
    ],
)
def test_two_words_stay_two(one: str, other: str):
    assert _norms(one) != _norms(other)


@pytest.mark.parametrize(
    "text",
    [
        "l’été d’Ana, qu’il «vit» 5\u202f000",
        "قال: «٣٫٥؟» عامـــلان،\u200f",
        "\u200f \u0640 \u064b",
        "Don’t – he said – go!",
        "港口5月关闭",
        "किताबें पढ़ो।",
        "e\u0301te\u0301",
        "a\u200bb 😀 x_y",
    ],
)
def test_offsets_cover_all_but_white_space(text: str):
    found = words(text)
    assert "".join("".join(text[w.start : w.end] for w in found).split()) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_a_script_without_spaces_is_read_sign_by_sign():
    assert _norms("港口关闭") == ["港", "口", "关", "闭"]


def test_an_elided_article_is_a_word_of_its_own():
    assert _norms("L’accord qu’Ana n'a pas lu aujourd'hui") == [
        "l'", "accord", "qu'", "ana", "n'", "a", "pas", "lu", "aujourd'hui",
    ]  # fmt: skip
    assert _norms("don't O'Brien's rock'n'roll") == ["don't", "o'brien's", "rock'n'roll"]


def test_what_is_not_seen_is_not_said():
    assert not any(is_said(word) for word in words("\u200f \u200b \ufeff"))
