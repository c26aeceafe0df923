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
    ("language", "sentences"),
    [
        ("fr", ["Le port est fermé depuis mardi.", "M. Roos et Mme Brandt n'étaient pas prévenus."]),
        ("fr", ["«\u00a0Nous verrons.\u00a0»", "Le maire a quitté la salle à 17 h 30."]),
        ("fr", ["«\u202fOù étiez-vous\u202f?\u202f» a-t-il demandé à J.-P. Marnet.", "Personne n'a répondu."]),
        ("fr", ["Il a ajouté : « C'est faux. »", "Puis il est parti."]),
        (
            "fr",
            ["L'enquête porte sur l'art. 12 du code, etc. mais rien n'est décidé.", "Le n° 3 est fermé, cf. p. 12."],
        ),
        ("fr", ["Coût estimé : 1,5 million d'euros…", "Les assureurs attendent."]),
        ("de", ["Der Hafen ist seit dem 5. Mai geschlossen.", "Zwei Arbeiter wurden verletzt."]),
        ("de", ["Das 1. Quartal war schwach.", "Der 2. Bürgermeister bedauert das im 19. Jahrhundert Versäumte."]),
        ("de", ["Er ist 32.", "Die Frau ist 30."]),
        ("de", ["„Wir prüfen jede Schraube.“", "Danach verließ Brandt den Saal."]),
        ("de", ["„Wo waren Sie?“, fragte Dr. Weber.", "Niemand antwortete."]),
        ("de", ["»Niemand!«", "Die Behörde schwieg, d. h. Prof. Dr. Holt."]),
        ("de", ["Die Firma Torvald u. Co. ging z. B. 1985 in Konkurs.", "Nr. 4 fuhr lt. Fahrplan bzw. ab St. Orla."]),
        ("es", ["El puerto está cerrado.", "¿Quién responde?", "¡Nadie!", "Lo dijo el Sr. Roos."]),
        ("es", ["«¿Dónde estaban?», preguntó la Dra. Lind.", "Nadie contestó en EE. UU. ni en Chile."]),
        ("es", ["—Nadie nos escuchó —dijo Roos.", "—Es falso —respondió Brandt."]),
        ("es", ["La grúa núm. 4 fue construida en 1974.", "La Cía. Marnet calla, p. ej. sobre el art. 12."]),
        ("zh", ["港口周二关闭。", "两名工人受伤！", "市长说：“我们会检查。”", "渡轮照常运行……", "会议在17:30结束。"]),
        ("zh", ["“没有人听我们的！”鲁斯说。", "他要求独立调查。"]),
        ("zh", ["“谁负责？”他问道，“没有人回答。”", "损失约1.5亿元（见图）。"]),
        ("zh", ["他说：「我們不會開放。」", "記者問：『為什麼？』", "沒有回答。"]),
        ("ja", ["「誰も聞かなかった。」とロース氏は述べた。", "二人が負傷した。"]),
        ("ar", ["أُغلق الميناء يوم الثلاثاء.", "هل أصيب عاملان؟", "قال د. وليد حسن إن التحقيق بدأ."]),
        ("ar", ["قالت برانت: «لن نفتح قبل الفحص».", "ثم غادرت القاعة؛ من المسؤول؟!", "لا أحد يعرف."]),
        ("ar", ['"لم يستمع إلينا أحد!" قال روس.', "وأضاف أ. م. حداد أن العمل مستمر."]),
        ("hi", ["बंदरगाह मंगलवार को बंद हुआ।", "दो मज़दूर घायल हुए।"]),
    ],
)
def test_sentences_of_other_languages(language: str, sentences: list[str]):
    text = ("" if language in ("zh", "ja") else " ").join(sentences)
    assert [text[span.start : span.end] for span in split(text, language)] == sentences
    assert not _outside(text).strip()


def test_a_quotation_mark_that_opens_the_next_sentence_stays_with_it():
    """A quotation that nobody closed does not draw the next one's mark to itself."""
    text = 'He said "no. He left. "Yes," she said.'
    assert _texts(text)[-1] == '"Yes," she said.'
    assert _texts("Il dit « non. Elle part. « Oui », dit-elle.")[-1] == "« Oui », dit-elle."


def test_what_has_no_full_stop_is_cut_at_white_space():
    text = "word " * 2000
    spans = split(text)
    assert all(end - start <= MAX_PASSAGE for start, end, _ in spans)
    assert {word for passage in _texts(text) for word in passage.split()} == {"word"}


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\u00a0\u3000"])
def test_no_text_has_no_passages(text: str):
    assert split(text) == []


def test_any_unicode_keeps_exact_offsets():
    chance = random.Random(20310506)
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
