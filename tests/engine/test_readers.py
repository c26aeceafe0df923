"""Readers that are made of other readers."""

import pytest

from coverage_app.engine.readers import ADVICE, PORTION, UNSURE, Doubting, InPortions
from coverage_app.engine.second_reader import Verdict

from .test_second_reader import Kept

ADVISED = Verdict(3.0, 3.0)


class By:
    """A reader that finds its verdict in the first text: "0.5" is read as half a logit."""

    name, languages = "by number", frozenset({"en"})

    def read(self, pairs):
        return [Verdict(float(one), 0.0) for one, _ in pairs]


class Adviser:
    """Reads what it is not told to fail with, always the same way."""

    name = "adviser"

    def __init__(self, fails=()):
        self.asked, self._fails = [], fails

    def read(self, pairs):
        self.asked.append([float(one) for one, _ in pairs])
        return {pair: ADVISED for pair in pairs if float(pair[0]) not in self._fails}


def _pairs(*logits):
    return [(str(logit), "text") for logit in logits]


def _doubting(adviser, kept=None, most=100, told=lambda read, total: None):
    return Doubting(By(), adviser, Kept() if kept is None else kept, told, most)


def test_portions_give_what_the_whole_gives_and_tell_how_far_it_is():
    told = []
    pairs = _pairs(*range(2 * PORTION + 1))
    reader = InPortions(By(), lambda read, total: told.append((read, total)))
    assert reader.read(pairs) == By().read(pairs)
    assert told == [(n, len(pairs)) for n in (PORTION, 2 * PORTION, len(pairs))]
    assert (reader.name, reader.languages) == (By.name, By.languages)


def test_only_what_is_in_doubt_is_asked_the_most_doubtful_first():
    adviser = Adviser()
    reader = _doubting(adviser)
    verdicts = reader.read(_pairs(4, -1.2, 0.1, -UNSURE - 0.1, 0.7))
    assert verdicts == [Verdict(4, 0), ADVISED, ADVISED, Verdict(-UNSURE - 0.1, 0), ADVISED]
    assert adviser.asked == [[0.1, 0.7, -1.2]]
    assert (reader.advised, reader.failed) == (3, 0)


def test_at_most_so_many_are_asked_whatever_is_kept():
    kept, adviser = Kept(), Adviser()
    pairs = _pairs(0.1, 0.2, 0.3, 0.4)
    first = _doubting(adviser, kept, most=2).read(pairs)
    assert first == [ADVISED, ADVISED, Verdict(0.3, 0), Verdict(0.4, 0)]
    again = _doubting(adviser, kept, most=2)
    assert again.read(pairs) == first
    assert len(adviser.asked) == 1
    assert again.advised == 2


def test_where_the_adviser_fails_the_first_verdict_stands_and_is_not_kept():
    kept = Kept()
    reader = _doubting(Adviser(fails=(0.2,)), kept)
    assert reader.read(_pairs(0.1, 0.2)) == [ADVISED, Verdict(0.2, 0)]
    assert (reader.advised, reader.failed) == (1, 1)
    assert len(kept) == 1


def test_an_adviser_that_reads_nothing_of_a_portion_is_not_asked_on():
    logits = [n / 100 for n in range(3 * ADVICE)]
    adviser = Adviser(fails=logits)
    reader = _doubting(adviser)
    assert reader.read(_pairs(*logits)) == By().read(_pairs(*logits))
    assert len(adviser.asked) == 1
    assert reader.failed == len(logits)


def test_advice_is_kept_and_told_portion_by_portion():
    told, kept = [], Kept()

    def tells(read, total):
        told.append((read, total, len(kept)))

    _doubting(Adviser(), kept, told=tells).read(_pairs(*(n / 100 for n in range(ADVICE + 1))))
    assert told == [(ADVICE, ADVICE + 1, ADVICE), (ADVICE + 1, ADVICE + 1, ADVICE + 1)]


@pytest.mark.parametrize("turned", [False, True])
def test_which_are_asked_does_not_depend_on_the_order(turned):
    pairs = [("0.5", f"text {n}") for n in range(6)]
    reader = _doubting(Adviser(), most=3)
    verdicts = reader.read(pairs[::-1] if turned else pairs)
    by_pair = dict(zip(pairs[::-1] if turned else pairs, verdicts, strict=True))
    straight = dict(zip(pairs, _doubting(Adviser(), most=3).read(pairs), strict=True))
    assert by_pair == straight


def test_texts_that_stand_in_two_articles_are_asked_about_once():
    adviser = Adviser()
    reader = _doubting(adviser)
    assert reader.read([*_pairs(0.1), *_pairs(0.1)]) == [ADVISED, ADVISED]
    assert adviser.asked == [[0.1]]
    assert reader.advised == 1
