"""French, German, Spanish, Chinese and Arabic are told apart, cut, aligned and compared within one language."""

from itertools import combinations, permutations

import pytest

from coverage_app.engine.clauses import NONE, borders
from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison, Passage
from coverage_app.engine.languages import language_of
from coverage_app.engine.layout import rows
from coverage_app.engine.normalising import words
from coverage_app.engine.passages import split
from coverage_app.engine.wording import compare_wording

from .stories import document, story_in

LANGUAGES = ("fr", "de", "es", "zh", "ar")


# --- which language it is


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


FRENCH = (
    "Le maire de la ville a dit que les quais sont fermés et que le port ne rouvrira pas avant la fin de la semaine."
)


@pytest.mark.parametrize(
    ("stated", "text", "code"),
    [
        ("en", FRENCH, "fr"),  # a page whose program calls everything English
        ("en", "港口周二关闭。", "zh"),
        ("fr", "Le Monde, The Times", "fr"),  # too little to say otherwise
        ("gl", "El alcalde de la ciudad dijo que los muelles están cerrados.", "gl"),  # one that we cannot tell
        (None, FRENCH, "fr"),
    ],
)
def test_what_a_page_says_counts_unless_its_text_is_surely_in_another(stated: str | None, text: str, code: str):
    assert language_of(text, stated) == code


# --- the invented stories


@pytest.fixture(scope="module", params=LANGUAGES)
def told(request) -> tuple[str, Comparison, dict[str, str]]:
    documents, facts = story_in(request.param)
    return request.param, compare(documents), facts


def test_each_article_is_in_its_language_and_cut_into_its_sentences(told):
    language, comparison, facts = told
    assert [article.language for article in comparison.documents] == [language] * 3
    assert [p.text for document in comparison.documents for p in document.passages] == list(facts)


def test_nothing_of_the_report_is_taken_for_furniture(told):
    _, comparison, _ = told
    assert all(p.is_report for document in comparison.documents for p in document.passages)
    assert [document.passages[0].kind for document in comparison.documents] == ["headline"] * 3


LEAST_RIGHT = 0.9  # share of the pairs found that report a common fact
LEAST_FOUND = 0.7  # share of the pairs with a common fact that are found


def test_what_several_report_is_found_and_the_rest_is_not(told):
    _, comparison, facts = told
    texts = {p.id: p.text for document in comparison.documents for p in document.passages}
    wanted = {
        frozenset((p.text, q.text))
        for one, other in combinations(comparison.documents, 2)
        for p in one.passages
        for q in other.passages
        if set(facts[p.text]) & set(facts[q.text])
    }
    found = {frozenset((texts[pair.first], texts[pair.second])) for pair in comparison.pairs}
    assert len(found & wanted) >= LEAST_RIGHT * len(found)
    assert len(found & wanted) >= LEAST_FOUND * len(wanted)


def test_a_point_is_called_by_whole_clauses_of_a_passage(told):
    language, comparison, _ = told
    passages = [p for document in comparison.documents for p in document.passages]
    for point in comparison.points:
        said = [word.norm for word in words(point.label) if word.is_word]
        assert any(_ends_at_border(p.text, said, language) for p in passages), point.label


def _ends_at_border(text: str, said: list[str], language: str) -> bool:
    """Whether a passage begins with these words and has a border behind them."""
    found = words(text)
    depths = borders(text, found, language)
    told = [at for at, word in enumerate(found) if word.is_word]
    last = told[len(said) - 1] if len(said) <= len(told) else -1
    return [found[at].norm for at in told[: len(said)]] == said and depths[last + 1] > NONE


def test_what_is_proposed_as_a_detail_ends_at_marks_and_is_no_repetition(told):
    _, comparison, facts = told
    texts = {p.id: p.text for document in comparison.documents for p in document.passages}
    for annotation in comparison.annotations:
        (target,) = annotation.targets
        text = texts[target.passage]
        before, after = text[: target.start].rstrip(), text[target.end :].lstrip()
        assert not before or not before[-1].isalnum(), target.exact
        assert not after or not after[0].isalnum(), target.exact
        shared_by = [other for other in facts if other != text and set(facts[other]) & set(facts[text])]
        assert not any(target.exact in other for other in shared_by), target.exact


def test_an_article_alone_in_its_language_is_said_to_add_nothing():
    documents, _ = story_in("fr")
    english = document("Fourteen hurt\n\nThe train derailed near the tunnel. Two of them are in hospital.", "daily.txt")
    credited = {outlet for annotation in compare([*documents, english]).annotations for outlet in annotation.outlets}
    assert credited == {article.outlet for article in documents}


# --- marks


def _marked(reference: str, other: str) -> str:
    """The other text with {inserted} and [deleted] runs."""
    cell = _cell(other, "o")
    wording = compare_wording(_cell(reference, "r"), cell)
    signs = {"equal": "{0}", "insert": "{{{0}}}", "delete": "[{0}]"}
    return "".join(signs[run.op].format(run.text) for passage in cell for run in wording.runs[passage.id])


def _cell(text: str, name: str) -> list[Passage]:
    return [
        Passage(f"{name}{n}", start, end, paragraph, "body", text[start:end])
        for n, (start, end, paragraph) in enumerate(split(text))
    ]


@pytest.mark.parametrize(
    ("reference", "other", "marked"),
    [
        # words only, whatever the quotation marks and apostrophes
        ("La ligne est fermée jusqu'au 12 mai.", "La ligne reste fermée jusqu’au 12 mai.", "La ligne [est ]{reste} "
         "fermée jusqu’au 12 mai."),
        ("L'accord est signé.", "Un accord est signé.", "[L']{Un} accord est signé."),
        ("« Personne n’a écouté », dit-il.", "“Personne n'a écouté”, dit-il.", "“Personne n'a écouté”, dit-il."),
        ("„Wir prüfen das“, sagte Roos.", "»Wir prüfen das«, sagte Brandt.", "»Wir prüfen das«, sagte [Roos]{Brandt}."),
        ("Zwei Arbeiter starben.", "2 Arbeiter starben.", "2 Arbeiter starben."),
        ("«Nadie nos escuchó», dijo.", "“Nadie nos escuchó”, lamentó.", "“Nadie nos escuchó”, [dijo]{lamentó}."),
        # a sign or some, not the sentence; full-width forms are house style
        ("港口周二关闭。", "港口周三关闭。", "港口周[二]{三}关闭。"),
        ("渡轮５月１２日恢复。", "渡轮将于5月12日恢复。", "渡轮{将于}5月12日恢复。"),
        ("他说：「我們會檢查。」", "他说:“我們會檢查。”", "他说:“我們會檢查。”"),
        # points, stretching, hamza and the digits of the east are spelling
        ("أُصيب عاملان في ٢٠١٩.", "اصيب عامـــلان في 2019.", "اصيب عامـــلان في 2019."),
        ("قدّرت الخسائر بنحو ٣٫٥ مليون.", "قدرت الخسائر بـ 3.5 مليون.", "قدرت الخسائر [بنحو ]{بـ} 3.5 مليون."),
    ],
)  # fmt: skip
def test_marks(reference: str, other: str, marked: str):
    assert _marked(reference, other) == marked


def test_no_mark_splits_a_word(told):
    _, comparison, _ = told
    for row in (row for row in rows(comparison) if row.point):
        for reference, cell in permutations(row.cells.values(), 2):
            runs = compare_wording(reference, cell).runs
            for passage in cell:
                found = words(passage.text)
                starts, ends = {word.start for word in found}, {word.end for word in found}
                for run in (run for run in runs[passage.id] if run.op == "insert"):
                    assert run.start in starts, run.text
                    assert run.start + len(run.text) in ends, run.text
