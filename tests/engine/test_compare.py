"""The whole run on invented stories: what it finds, and that it is the same whatever the order of the articles."""

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Comparison, Document, UnfitDocuments
from coverage_app.engine.interchange import to_json
from coverage_app.engine.layout import rows
from coverage_app.engine.reading import read

from .stories import HARBOUR, document, harbour_story


def _points(comparison: Comparison) -> list[set[str]]:
    texts = {p.id: p.text for d in comparison.documents for p in d.passages}
    return [{texts[link.passage] for link in point.links} for point in comparison.points]


def _check_rules(comparison: Comparison) -> None:
    """What holds for every comparison."""
    passages = {p.id: p for d in comparison.documents for p in d.passages}
    home = {p.id: d for d in comparison.documents for p in d.passages}
    assert all(d.text[p.start : p.end] == p.text for d in comparison.documents for p in d.passages)
    for pair in comparison.pairs:
        assert home[pair.first] is not home[pair.second]
        assert 0 <= pair.confidence <= 1
    for point in comparison.points:
        assert len({link.passage for link in point.links}) == len(point.links)
        assert all(passages[link.passage].is_report for link in point.links)
    assert [point.order for point in comparison.points] == list(range(1, len(comparison.points) + 1))
    for point in comparison.points:
        assert point.label
        present = {home[link.passage].id for link in point.links}
        assert len(present) > 1
        absent = {a.article for a in comparison.absences if a.point == point.id}
        assert present | absent == {d.id for d in comparison.documents}
        assert not present & absent
    for annotation in comparison.annotations:
        for target in annotation.targets:
            passage, article = passages[target.passage], home[target.passage]
            assert passage.text[target.start : target.end] == target.exact
            assert passage.is_report
            at = passage.start + target.start
            assert article.text[:at].endswith(target.prefix)
            assert article.text[at + len(target.exact) :].startswith(target.suffix)
            assert article.outlet in annotation.outlets
        assert len(annotation.outlets) == 1 or annotation.kind == "difference"
    ids = [point.id for point in comparison.points] + [a.id for a in comparison.annotations]
    assert len(ids) == len(set(ids))
    shown = [p.id for row in rows(comparison) for cell in row.cells.values() for p in cell]
    assert set(shown) == {p.id for d in comparison.documents for p in d.report}


def test_what_several_report_becomes_points():
    comparison = compare(harbour_story())
    _check_rules(comparison)
    together = _points(comparison)
    quote = [members for members in together if any("every bolt has been checked" in text for text in members)]
    assert len(quote) == 1
    assert any("before every bolt had been checked" in text for text in quote[0])
    dockers = next(members for members in together if any("Two dockers were hurt" in text for text in members))
    assert any("Two dockers were injured" in text for text in dockers)


def test_what_one_reports_is_proposed_as_its_detail():
    comparison = compare(harbour_story())
    found = {(a.outlets[0], target.exact) for a in comparison.annotations for target in a.targets}
    assert any(outlet == "Gazette" and "Torvald works" in exact for outlet, exact in found)
    assert any(outlet == "Herald" and "Ferries to the island of Hest" in exact for outlet, exact in found)
    assert any(outlet == "Courier" and "Pavel Roos" in exact for outlet, exact in found)
    assert not any("every bolt has been checked" in exact for _, exact in found)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_articles_changes_nothing(order: tuple[int, ...]):
    documents = harbour_story()
    expected, given = compare(documents), compare([documents[n] for n in order])
    assert given.points == expected.points
    assert given.annotations == expected.annotations
    assert given.pairs == expected.pairs
    assert set(given.absences) == set(expected.absences)
    assert [d.sha256 for d in given.documents] == [documents[n].sha256 for n in order]
    assert [d.order for d in given.documents] == [1, 2, 3]


def test_columns_follow_the_order_that_documents_carry():
    documents = [replace(d, order=n) for n, d in zip((3, 1, 2), harbour_story(), strict=True)]
    assert [d.order for d in compare(documents).documents] == [1, 2, 3]


def test_ids_of_the_database_stay():
    documents = []
    for n, article in enumerate(harbour_story(), start=1):
        passages = tuple(replace(p, id=str(100 * n + m)) for m, p in enumerate(article.passages))
        documents.append(replace(article, id=f"article-{n}", passages=passages))
    comparison = compare(documents)
    _check_rules(comparison)
    assert [d.id for d in comparison.documents] == ["article-1", "article-2", "article-3"]
    plain = compare(harbour_story())
    assert [p.id for p in comparison.points] == [p.id for p in plain.points]
    assert {a.id for a in comparison.annotations} == {a.id for a in plain.annotations}


def test_one_article_is_shown_as_it_is():
    comparison = compare([document(HARBOUR)])
    _check_rules(comparison)
    assert comparison.points == comparison.annotations == comparison.pairs == ()
    assert len(rows(comparison)) == 1


def test_two_identical_articles_agree_in_everything():
    first, second = document(HARBOUR, "one.txt"), document(HARBOUR, "two.txt")
    second = replace(second, id="twin", passages=tuple(replace(p, id=f"twin-{p.id}") for p in second.passages))
    comparison = compare([first, second])
    _check_rules(comparison)
    assert comparison.annotations == ()
    assert {frozenset(texts) for texts in map(frozenset, _points(comparison)) if len(texts) == 1}
    linked = {link.passage for point in comparison.points for link in point.links}
    assert linked == {p.id for d in comparison.documents for p in d.passages}


def test_an_article_without_report_gets_no_rows():
    comparison = compare([document(HARBOUR), document("Advertisement\n\nAdvertisement\n\n***", "empty.txt")])
    _check_rules(comparison)
    assert not any("Advertisement" in label for label in (point.label for point in comparison.points))


def test_an_article_in_two_languages_is_compared_where_it_can_be():
    both = HARBOUR + "\nEin Kran ist im Hafen von Velmar umgestürzt. Zwei Arbeiter wurden verletzt.\n"
    comparison = compare([document(both, "both.txt"), *harbour_story()[1:]])
    _check_rules(comparison)
    assert comparison.points


def test_chinese_articles_are_aligned():
    first = document(
        "维尔马港起重机倒塌\n\n周二维尔马港一台起重机倒塌，两名码头工人受伤。港务局表示，码头将关闭到周五。", "one.txt"
    )
    second = document(
        "起重机倒塌两人受伤\n\n维尔马港的一台起重机周二倒塌，造成两名码头工人受伤。渡轮改从卡尔比出发。", "two.txt"
    )
    comparison = compare([first, second])
    _check_rules(comparison)
    assert any(sum("码头工人受伤" in text for text in members) == 2 for members in _points(comparison))


def test_arabic_articles_are_aligned():
    first = document("انهارت رافعة في ميناء فلمار يوم الثلاثاء وأصيب عاملان. أغلقت السلطات الرصيفين.", "one.txt")
    second = document("أصيب عاملان عندما انهارت رافعة في ميناء فلمار يوم الثلاثاء. العبارات تغادر من كالبي.", "two.txt")
    comparison = compare([first, second])
    _check_rules(comparison)
    assert comparison.points


def test_progress_never_falls_and_ends_at_one():
    steps: list[tuple[str, float]] = []
    compare(harbour_story(), lambda sentence, share: steps.append((sentence, share)))
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert all(sentence for sentence, _ in steps)


def test_nothing_to_compare_is_refused():
    with pytest.raises(UnfitDocuments, match="Add at least one"):
        compare([])


def test_clashing_ids_are_refused():
    with pytest.raises(UnfitDocuments, match="same id"):
        compare([document(HARBOUR), document(HARBOUR)])


def test_points_come_in_the_order_of_the_articles():
    documents = [document(text, name) for name, text in _same_order_stories().items()]
    comparison = compare(documents)
    for article in comparison.documents:
        places = {p.id: n for n, p in enumerate(article.passages)}
        told = [min(places[k.passage] for k in point.links if k.passage in places) for point in comparison.points]
        assert told == sorted(told)


def _same_order_stories() -> dict[str, str]:
    sentences = HARBOUR.strip().split("\n\n")
    return {"one.txt": "\n\n".join(sentences), "two.txt": "\n\n".join(s.replace("said", "stated") for s in sentences)}


def test_five_real_articles(shared: Path):
    paths = sorted((shared / "corpus" / "qin-blinken-call").glob("*.txt"))
    documents = [read(path.read_bytes(), path.name) for path in paths]
    comparison = compare(documents)
    _check_rules(comparison)
    wide = [point for point in comparison.points if len({link.passage.split(".")[0] for link in point.links}) == 5]
    assert wide
    backwards = compare(list(reversed(documents)))
    assert _as_text(backwards) == _as_text(comparison)


def _as_text(comparison: Comparison) -> str:
    """Everything but the columns' order."""
    data = to_json(comparison)
    data["articles"] = sorted(({**a, "order": 0} for a in data["articles"]), key=lambda a: a["id"])
    data["absences"] = sorted(data["absences"], key=lambda a: (a["point"], a["article"]))
    data["origins"] = sorted(data["origins"], key=lambda origin: origin["article"])
    data["placements"] = sorted(data["placements"], key=lambda p: (p["point"], p["article"]))
    return json.dumps(data, sort_keys=True)


def test_a_long_text_without_sentences_is_compared_in_time():
    words = " ".join(f"w{n % 5000}" for n in range(20_000))
    comparison = compare([document(words, "one.txt"), document(HARBOUR, "two.txt")])
    _check_rules(comparison)


@pytest.mark.parametrize("text", ["1", "?", "😀", "a" * 3000, "\u0301"])
def test_odd_texts_are_compared(text: str):
    articles: list[Document] = [document(text, "odd.txt"), document(HARBOUR, "two.txt")]
    _check_rules(compare(articles))
