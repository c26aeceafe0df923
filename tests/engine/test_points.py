"""Points are no heaps, come in a followable order, and are called by their own words."""

from collections import Counter

from coverage_app.engine.documents import Document, Pair
from coverage_app.engine.labels import CHARACTERS, label_of
from coverage_app.engine.passages import split
from coverage_app.engine.points import CROWD, in_order, points_of
from coverage_app.engine.profiles import profiles_of

from .stories import document, harbour_story


def _lines(name: str, *lines: str) -> Document:
    return document("\n".join(lines), f"{name}.txt")


def _numbered(name: str, count: int) -> Document:
    return _lines(name, *(f"Sentence {n} of {name} says what it says about the matter." for n in range(count)))


def test_a_row_takes_no_more_than_its_crowd():
    first, second = _numbered("one", 20), _numbered("two", 20)
    pairs = [Pair(a.id, b.id, 0.99) for a in first.report for b in second.report]
    home = {p.id: d.id for d in (first, second) for p in d.report}
    for point in points_of([first, second], pairs):
        assert max(Counter(home[link.passage] for link in point.links).values()) <= CROWD


def test_one_doubtful_pair_does_not_join_two_points():
    first, second = _numbered("one", 6), _numbered("two", 6)
    a, b = [p.id for p in first.report], [p.id for p in second.report]
    pairs = [Pair(a[0], b[0], 0.95), Pair(a[4], b[4], 0.95), Pair(a[0], b[4], 0.4)]
    assert len(points_of([first, second], pairs)) == 2


def test_a_pair_below_the_bar_makes_no_point():
    first, second = _numbered("one", 3), _numbered("two", 3)
    assert points_of([first, second], [Pair(first.report[0].id, second.report[0].id, 0.1)]) == ()


def test_the_order_of_the_majority_wins():
    articles = [_numbered(name, 4) for name in ("one", "two", "three")]
    early = (articles[0].report[0], articles[1].report[0], articles[2].report[3])
    late = (articles[0].report[1], articles[1].report[1], articles[2].report[0])
    assert in_order(articles, [late, early]) == [early, late]


def test_a_label_is_words_of_its_passages():
    articles = harbour_story()
    _, rarity = profiles_of(articles)
    members = [p for article in articles for p in article.report if "bolt" in p.text]
    label = label_of(members, rarity)
    assert len(label) <= CHARACTERS + 1
    assert any(label.casefold() in p.text.casefold() for p in members)


def test_a_label_starts_with_the_whole_name():
    first = _lines("one", "Deputy Harbour Master Ilsa Brandt resigned over rust.")
    second = _lines("two", "Over rust resigned Ilsa Brandt.")
    _, rarity = profiles_of([first, second])
    assert label_of([first.passages[0], second.passages[0]], rarity).startswith("Deputy Harbour Master Ilsa Brandt")


def test_members_without_common_words_are_called_by_how_they_begin():
    articles = [_lines("one", "x" * 200), _lines("two", "y z")]
    assert label_of([articles[0].passages[0]], {}).startswith("Xxx")
    assert len(split("x" * 200)) == 1
