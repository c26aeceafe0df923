"""Points are no heaps, come in a followable order, and are called by their own words."""

from collections import Counter
from collections.abc import Collection

from coverage_app.engine.documents import Document, Pair
from coverage_app.engine.labels import WIDTH, label_of
from coverage_app.engine.passages import split
from coverage_app.engine.points import CROWD, MOST_POINTS, in_order, points_of
from coverage_app.engine.profiles import profiles_of

from .stories import document, harbour_story, words_of


def _lines(name: str, *lines: str) -> Document:
    return document("\n".join(lines), f"{name}.txt")


def _numbered(name: str, count: int) -> Document:
    return _lines(name, *(f"Sentence {n} of {name} says what it says about the matter." for n in range(count)))


def _pair(first: str, second: str, likely: float) -> Pair:
    return Pair(first, second, likely, same=likely)


def test_a_row_takes_no_more_than_its_crowd_and_a_passage_stands_in_few_rows():
    first, second = _numbered("one", 20), _numbered("two", 20)
    pairs = [_pair(a.id, b.id, 0.99) for a in first.report for b in second.report]
    home = {p.id: d.id for d in (first, second) for p in d.report}
    points = points_of([first, second], pairs)
    for point in points:
        assert max(Counter(home[link.passage] for link in point.links).values()) <= CROWD
    assert max(Counter(link.passage for point in points for link in point.links).values()) <= MOST_POINTS


def test_one_doubtful_pair_does_not_join_two_points():
    first, second = _numbered("one", 6), _numbered("two", 6)
    a, b = [p.id for p in first.report], [p.id for p in second.report]
    pairs = [_pair(a[0], b[0], 0.95), _pair(a[4], b[4], 0.95), _pair(a[0], b[4], 0.4)]
    assert len(points_of([first, second], pairs)) == 2


def test_a_passage_that_says_two_things_stands_in_two_points():
    whole, parts, more = _numbered("one", 1), _numbered("two", 2), _numbered("three", 2)
    both, said, done = whole.report[0].id, [p.id for p in parts.report], [p.id for p in more.report]
    pairs = [_pair(said[0], done[0], 0.9), _pair(said[1], done[1], 0.9)]
    pairs += [_pair(both, other, 0.6) for other in (*said, *done)]
    points = points_of([whole, parts, more], pairs)
    assert [{link.passage for link in point.links} for point in points] == [
        {both, said[0], done[0]},
        {both, said[1], done[1]},
    ]


def test_a_pair_below_the_bar_makes_no_point():
    first, second = _numbered("one", 3), _numbered("two", 3)
    assert points_of([first, second], [_pair(first.report[0].id, second.report[0].id, 0.1)]) == ()


def test_the_order_of_the_majority_wins():
    articles = [_numbered(name, 4) for name in ("one", "two", "three")]
    early = (articles[0].report[0], articles[1].report[0], articles[2].report[3])
    late = (articles[0].report[1], articles[1].report[1], articles[2].report[0])
    assert in_order(articles, [late, early]) == [early, late]


def _label(*lines: str, taken: Collection[str] = ()) -> str:
    articles = [_lines(f"outlet{n}", line) for n, line in enumerate(lines)]
    _, rarity = profiles_of(articles)
    return label_of([article.passages[0] for article in articles], rarity, taken=taken)


def test_a_label_is_words_of_its_passages():
    articles = harbour_story()
    _, rarity = profiles_of(articles)
    members = [p for article in articles for p in article.report if "bolt" in p.text]
    label = label_of(members, rarity)
    assert len(label) <= WIDTH + 3
    assert any(words_of(label)[0] in p.text.casefold() for p in members)


def test_a_sentence_is_called_by_itself_and_a_quotation_keeps_its_marks():
    assert _label("Two dockers were hurt in Velmar.", "In Velmar two dockers were hurt.") == (
        "Two dockers were hurt in Velmar"
    )
    quotation = '"We will not reopen the quays before every bolt has been checked"'
    told = f'{quotation[:-1]}," harbour master Ilsa Brandt told the reporters who had been waiting on the quay.'
    assert _label(told, told.replace("harbour", "port")) == quotation


def test_a_label_keeps_condition_hedge_and_denial():
    condition = "The mayor said that the quays could be opened sooner if the port handed over the plans."
    assert _label(condition, "The quays could be opened if the port handed over plans.").endswith(
        "if the port handed over the plans"
    ) or "if the port" in _label(condition, condition)
    hedged = "A docker is missing and is believed to have drowned near Kalby, police said."
    assert "believed" in _label(hedged, hedged, "A docker drowned near Kalby.")
    assert _label("Not one ship was warned of the storm.", "No ship was warned of the storm.").startswith(("No", "Not"))


def test_a_long_sentence_is_cut_at_a_clause():
    long = (
        "The port authority will close both of the quays of Velmar until the end of March, while divers look for the "
        "bolts that broke in the storm of Tuesday and engineers examine the other cranes of the harbour."
    )
    assert _label(long, long) == "The port authority will close both of the quays of Velmar until the end of March…"


def test_a_label_that_begins_inside_a_quotation_says_so():
    article = document(
        'Closed\n\nBrandt was clear. "Every bolt was loose in March. We had warned the whole port of it."'
    )
    points = points_of([article, document("x")], [_pair(article.report[3].id, document("x").report[0].id, 0.9)])
    assert '"We had warned the whole port of it."' in {point.label for point in points}


def test_members_without_common_words_are_called_by_how_they_begin():
    articles = [_lines("one", "x" * 200), _lines("two", "y z")]
    assert label_of([articles[0].passages[0]], {}).startswith("Xxx")
    assert len(split("x" * 200)) == 1


def test_a_label_that_stands_over_another_point_is_taken_only_where_nothing_else_says_it():
    lines = "Two dockers were hurt in Velmar.", "In Velmar harbour two dockers were badly hurt."
    first = _label(*lines)
    assert _label(*lines, taken={first}) not in ("", first)
    assert _label("Ah.", taken={"Ah"}) == "Ah"
