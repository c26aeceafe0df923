"""Passages are sentences, and their offsets are exact in every script."""

import random

import pytest

from coverage_app.engine.passages import MAX_PASSAGE, split


def _texts(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in split(text)]


def _outside(text: str) -> str:
    """What lies outside all passages; also checks that they come in order and do not overlap."""
    left, last = "", 0
    for start, end, _ in split(text):
        assert last <= start < end
        left, last = left + text[last:start], end
    return left + text[last:]


def test_sentences_with_initials_quotes_and_contractions():
    text = "The U.S. envoy, J. R. Hale, didn't answer. \"We'll see,\" he said. He left at 5 p.m. on Friday."
    assert _texts(text) == [
        "The U.S. envoy, J. R. Hale, didn't answer.",
        '"We\'ll see," he said.',
        "He left at 5 p.m. on Friday.",
    ]


def test_a_line_is_a_paragraph():
    assert [(span.paragraph) for span in split("One. Two.\n\n\nThree.\nFour.")] == [0, 0, 1, 2]


def test_a_dateline_stays_with_its_sentence():
    assert _texts("PORT ANSEL, Va. — The mayor spoke. He left.") == ["PORT ANSEL, Va. — The mayor spoke.", "He left."]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("港口周二关闭。两名工人受伤！市长说：“我们会检查。”渡轮照常运行。", 4),
        ("港は火曜日に閉鎖された。二人が負傷した。", 2),
        ("أُغلق الميناء يوم الثلاثاء. هل أصيب عاملان؟ قال المدير إن التحقيق بدأ.", 3),
        ("बंदरगाह मंगलवार को बंद हुआ। दो मज़दूर घायल हुए।", 2),
        ("Le port est fermé. Deux dockers ont été blessés. « Nous verrons », a dit M. Roos.", 3),
        ("Der Hafen ist seit dem 5. Mai geschlossen. Zwei Arbeiter wurden verletzt.", 2),
        ("El puerto está cerrado. ¿Quién responde? Nadie.", 3),
    ],
)
def test_other_languages_end_sentences_too(text: str, count: int):
    assert len(split(text)) == count
    assert not _outside(text).strip()


def test_what_has_no_full_stop_is_cut_at_white_space():
    text = "word " * 2000
    spans = split(text)
    assert all(end - start <= MAX_PASSAGE for start, end, _ in spans)
    assert {word for passage in _texts(text) for word in passage.split()} == {"word"}


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\u00a0\u3000"])
def test_no_text_has_no_passages(text: str):
    assert split(text) == []


def test_any_unicode_keeps_exact_offsets():
    chance = random.Random(20310506)  # noqa: S311 - seeded on purpose
    for _ in range(600):
        text = "".join(_any_character(chance) for _ in range(chance.randrange(120)))
        assert not _outside(text).strip(), repr(text)


def _any_character(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(" .!?\n\"'“”«»…—،؟。a B1\u00a0\u200b\u0301")
    code = chance.randrange(0x20, 0x10F800)
    return chr(code if code < 0xD800 else code + 0x800)


@pytest.mark.parametrize("unit", ["word ", "a", "a.", "1,", "(“", "Mr. ", "http://", "。", "- ", "?!"])
def test_hostile_texts_lose_nothing_and_make_no_endless_passage(unit: str):
    text = unit * (200_000 // len(unit))
    found = split(text)
    assert max(span.end - span.start for span in found) <= MAX_PASSAGE
    assert "".join(text[s.start : s.end] for s in found).replace(" ", "") == text.replace(" ", "")


def test_a_semicolon_does_not_end_a_sentence():
    text = "Sellane says it had 25 minutes' notice; Dorvat says its warning went out early. Talks go on."
    assert [text[s.start : s.end] for s in split(text)] == [text[:79], "Talks go on."]


def test_a_title_ends_no_sentence_and_a_time_of_day_may():
    text = 'He met former Rep. Debra Moss at 5 a.m. "The siren went," said Sen. Ada Lind.'
    assert [text[span.start : span.end] for span in split(text)] == [
        "He met former Rep. Debra Moss at 5 a.m.",
        '"The siren went," said Sen. Ada Lind.',
    ]
