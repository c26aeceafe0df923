"""Proposals are spans that only one article has, readable, and never furniture."""

from itertools import pairwise

import pytest

from coverage_app.engine.clauses import NONE, borders, turns
from coverage_app.engine.compare import compare
from coverage_app.engine.documents import Annotation, Comparison
from coverage_app.engine.labels import detail_label
from coverage_app.engine.normalising import words
from coverage_app.engine.wordlists import HANGING

from .stories import HARBOUR, demo_story, document, harbour_story


def _details(*articles: str) -> list[Annotation]:
    documents = [document(text, f"outlet-{n}.txt") for n, text in enumerate(articles)]
    return _added(compare(documents))


def _added(comparison: Comparison) -> list[Annotation]:
    return [annotation for annotation in comparison.annotations if annotation.kind == "added_detail"]


def _exact(annotations: list[Annotation]) -> list[str]:
    return [target.exact for annotation in annotations for target in annotation.targets]


PLAIN = "Harbour closed\n\nA crane collapsed in the harbour of Velmar on Tuesday, the port authority said.\n"


def test_words_in_a_linked_passage_that_others_lack():
    longer = PLAIN.replace("collapsed", "built by the bankrupt Torvald works collapsed")
    found = [text for text in _exact(_details(PLAIN, longer)) if "Torvald" in text]
    assert found == ["A crane built by the bankrupt Torvald works"]


def test_a_detail_is_credited_with_label_and_confidence():
    annotation = next(a for a in _added(compare(harbour_story())) if "Torvald" in a.label)
    assert annotation.kind == "added_detail"
    assert annotation.state == "proposed"
    assert annotation.outlets == ("Gazette",)
    assert 0 < annotation.confidence < 1


def test_a_price_keeps_its_currency_and_a_name_its_parts():
    longer = PLAIN + "\nThe repair of the rails will cost $400,000, deputy mayor Anna Maria Holt warned.\n"
    found = _exact(_details(PLAIN, longer))
    assert any("$400,000" in text for text in found)
    assert any("Anna Maria Holt" in text for text in found)


def test_furniture_and_headlines_add_nothing():
    longer = (
        "Torvald works blamed by union veterans\n\n"
        + PLAIN.split("\n\n")[1]
        + "\n\nRead more: Herring prices sink further\n"
    )
    found = " ".join(_exact(_details(PLAIN, longer)))
    assert "Herring" not in found
    assert "veterans" not in found


def test_the_same_words_everywhere_add_nothing():
    assert _details(HARBOUR, HARBOUR.replace("on Tuesday", "on  Tuesday")) == []


def test_proposals_of_a_passage_do_not_overlap():
    by_passage: dict[str, list[tuple[int, int]]] = {}
    for annotation in _added(compare(harbour_story())):
        for target in annotation.targets:
            by_passage.setdefault(target.passage, []).append((target.start, target.end))
    for spans in by_passage.values():
        ordered = sorted(spans)
        assert all(one[1] <= other[0] for one, other in pairwise(ordered))


def test_proposals_begin_and_end_at_borders():
    comparison = compare(demo_story())
    texts = {p.id: p.text for document in comparison.documents for p in document.passages}
    assert _added(comparison)
    for target in (target for annotation in _added(comparison) for target in annotation.targets):
        text = texts[target.passage]
        found = words(text)
        depths = borders(text, found)
        first = next(n for n, word in enumerate(found) if word.end > target.start and word.is_word)
        last = max(n for n, word in enumerate(found) if word.start < target.end and word.is_word) + 1
        assert depths[last] > NONE, target.exact
        assert depths[first] > NONE or depths[first - 1] > NONE or turns(found, first), target.exact
        assert found[last - 1].norm not in HANGING, target.exact


def test_a_denial_is_not_turned_into_a_statement():
    longer = PLAIN + "\nNo official confirmation of the inquiry has been given by the ministry so far.\n"
    longer += "\nThe Torvald works allegedly skipped the yearly checks.\n"
    found = _exact(_details(PLAIN, longer))
    assert any(text.startswith("No official confirmation") for text in found)
    assert all("allegedly" in text for text in found if "skipped" in text)


@pytest.mark.parametrize("text", ["1 2 3 4", "***", "Advertisement", "1974 1981 1999 2004 2010 2012", "Brandt"])
def test_what_is_no_sentence_holds_no_detail(text: str):
    assert not any(text == exact for exact in _exact(_details(PLAIN, HARBOUR, text)))


def test_a_detail_is_called_by_its_own_words():
    text = 'The mayor said: "We had warned of rust in March, and nobody listened."'
    assert detail_label(text, 0, 9) == "The mayor…"
    assert detail_label(text, 4, 9) == "…mayor…"
    assert detail_label(text, text.index("We"), text.index(", and")) == '"We had warned of rust in March…"'
    assert detail_label(text, text.index("nobody"), text.index('."')) == '"…nobody listened"'
