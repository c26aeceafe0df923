"""The second reader: what it is asked, what is remembered, and what happens when its files are not ours.

The shipped weights are no part of these tests: readers are invented, and say the same to the same texts.
"""

import hashlib
import json
from dataclasses import replace

import pytest

from coverage_app.engine import linking
from coverage_app.engine.compare import compare
from coverage_app.engine.fitted import shipped
from coverage_app.engine.linking import FEATURES, OPEN, PairScorers, candidates, read_rows, scored_pairs
from coverage_app.engine.scoring import Levels, Scorer
from coverage_app.engine.second_reader import CARD, MODEL, WORDS, CrossEncoder, NoReader, Remembering, Verdict, key_of

from .stories import harbour_story, story_in

PAIRS = [("A crane fell.", "The crane collapsed."), ("Two were hurt.", "Two dockers were injured.")]


class Saying:
    """A reader whose verdict follows from the two texts by chance, as it were; it remembers what it was asked."""

    def __init__(self, name="saying", languages=("en",)):
        self.name, self.languages = name, frozenset(languages)
        self.asked = []

    def read(self, pairs):
        self.asked += pairs
        return [_verdict(pair) for pair in pairs]


def _verdict(pair):
    first, second, *_ = hashlib.sha256("".join(sorted(pair)).encode()).digest()
    return Verdict(first / 32 - 4, second / 32 - 4)


class Kept(dict):
    """Verdicts in memory."""

    def known(self, keys):
        return {key: self[key] for key in keys if key in self}

    def keep(self, verdicts):
        self.update(verdicts)


@pytest.fixture
def reader():
    return Saying()


# --- what is remembered


def test_what_was_read_before_is_not_asked_again(reader):
    remembering = Remembering(reader, Kept())
    first = remembering.read(PAIRS[:1])
    assert remembering.read(PAIRS) == [*first, _verdict(PAIRS[1])]
    assert reader.asked == PAIRS


def test_a_pair_is_the_same_whichever_passage_comes_first(reader):
    remembering = Remembering(reader, Kept())
    one, other = PAIRS[0]
    assert len(set(remembering.read([(one, other), (other, one)]))) == 1
    assert len(reader.asked) == 1


def test_another_reader_is_asked_anew(reader):
    kept, newer = Kept(), Saying("newer weights")
    Remembering(reader, kept).read(PAIRS)
    Remembering(newer, kept).read(PAIRS)
    assert newer.asked == PAIRS


def test_texts_that_run_into_each_other_are_told_apart():
    assert key_of("reader", "ab", "c") != key_of("reader", "a", "bc")
    assert key_of("reader", "a", "b") != key_of("reade", "ra", "b")
    assert len(key_of("reader", "half a pair \ud800", "")) == 64


# --- what it is asked


def test_it_is_asked_about_the_pairs_that_words_leave_open(reader):
    documents = harbour_story()
    scored_pairs(documents, shipped().links, reader)
    found = candidates(documents, shipped().links.words)
    assert reader.asked
    assert {frozenset(pair) for pair in reader.asked} == {
        frozenset((c.first.text, c.second.text)) for c in found if c.likely >= OPEN
    }
    assert len(reader.asked) < len(found)


def test_it_is_not_asked_about_languages_that_it_does_not_know(reader):
    documents, _ = story_in("fr")
    alone = scored_pairs(documents, shipped().links, None)
    assert scored_pairs(documents, shipped().links, reader) == alone
    assert reader.asked == []


def test_it_is_not_asked_about_two_languages_at_once():
    first, *others = harbour_story()
    reader = Saying(languages=("en", "de"))
    scored_pairs([replace(first, language="de"), *others], shipped().links, reader)
    german = {passage.text for passage in first.report}
    assert reader.asked
    assert not any(one in german or other in german for one, other in reader.asked)


def test_of_many_pairs_the_likeliest_are_read(reader, monkeypatch):
    documents = harbour_story()
    found = sorted(candidates(documents, shipped().links.words), key=lambda c: -c.likely)
    monkeypatch.setattr(linking, "MOST_READ", 3)
    rows = dict(read_rows(documents, found, reader))
    assert list(rows) == [c.key for c in found[:3]]
    assert len(reader.asked) == 3


# --- what follows from it


@pytest.fixture
def heeding():
    """Scorers that go by the reader alone, where it is asked."""
    weights = {name: float("read" in name or name in ("same", "shares")) for name in FEATURES}
    heeds = Scorer(bias=0.0, weights=weights, least=0.5)
    links = replace(shipped().links, read=PairScorers(heeds, heeds, Levels((), (1.0,))))
    return replace(shipped(), links=links)


def test_what_it_says_counts(heeding):
    class Sure(Saying):
        def __init__(self, logit):
            super().__init__()
            self._logit = logit

        def read(self, pairs):
            return [Verdict(self._logit, self._logit) for _ in pairs]

    yes, no = (compare(harbour_story(), reader=Sure(logit), fitted=heeding).pairs for logit in (5.0, -5.0))
    assert yes
    assert no == ()


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_the_order_of_articles_changes_nothing(reader, heeding, order):
    documents = harbour_story()
    given = compare(documents, reader=reader, fitted=heeding)
    turned = compare([documents[n] for n in order], reader=reader, fitted=heeding)
    assert given.pairs
    assert set(turned.pairs) == set(given.pairs)
    assert turned.points == given.points
    assert {a.id for a in turned.annotations} == {a.id for a in given.annotations}


def test_without_one_words_decide():
    assert compare(harbour_story(), reader=None).pairs


# --- its files


@pytest.fixture
def weights(tmp_path):
    """Files that are what their card says, and no model."""
    for name in (MODEL, WORDS):
        (tmp_path / name).write_bytes(name.encode())
    sums = {name: hashlib.sha256(name.encode()).hexdigest() for name in (MODEL, WORDS)}
    (tmp_path / CARD).write_text(json.dumps({"languages": ["en"], "sha256": sums}), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", [CARD, MODEL, WORDS])
def test_a_file_that_is_missing_is_named_with_what_to_do(weights, name):
    (weights / name).unlink()
    with pytest.raises(NoReader, match=rf"{name} is missing\. Get it"):
        CrossEncoder(weights)


@pytest.mark.parametrize("name", [MODEL, WORDS, CARD])
def test_a_file_that_is_damaged_is_named_with_what_to_do(weights, name):
    with (weights / name).open("ab") as file:
        file.write(b"!")
    with pytest.raises(NoReader, match=rf"{name} is damaged or not ours\. Get it"):
        CrossEncoder(weights)
