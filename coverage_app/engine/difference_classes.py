"""Of which class a difference is, by rules over what the words are that its sides do not share."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from .phrases import (
    ALL_TIME,
    AMOUNT,
    CHARGED,
    HEDGE,
    LOAD,
    NAME,
    NEGATION,
    PASSIVE,
    QUOTED,
    REPORT,
    SOURCE,
    TIME,
    TITLE,
    VERB_FIRST,
    Phrase,
)


def class_of(sides: Sequence[Phrase]) -> str:
    """The class of the comparison format that most pairs of sides have. The first two sides, with which the difference
    began, count as half as many pairs as there are other sides."""
    votes = Counter(_class_of_two(one, other) for one, other in combinations(sides, 2) if one.passage != other.passage)
    begun = _class_of_two(*sides[:2])
    return max(votes, key=lambda name: (votes[name] + (len(sides) / 2) * (name == begun), name == begun, name))


def _class_of_two(one: Phrase, other: Phrase) -> str:
    both, either = one.kinds & other.kinds, one.kinds ^ other.kinds
    mine, theirs = _own(one, other), _own(other, one)
    own_both, own_any = mine & theirs, mine | theirs
    if both & QUOTED:
        is_cut = _is_part(one.norms, other.norms) or not (
            one.stems.keys() - other.stems and other.stems.keys() - one.stems
        )
        return "quote_cut" if is_cut else "quote_altered"
    if own_both & TIME or both & ALL_TIME:
        return "date_or_time"
    if own_both & AMOUNT:
        return "number"
    if own_any & NEGATION and either & NEGATION:
        return "contradiction"
    if both & REPORT and own_any & (REPORT | SOURCE | TITLE):
        return "loaded_word" if (mine ^ theirs) & CHARGED else "attribution"
    if own_any & HEDGE and either & HEDGE:
        return "hedge"
    if own_any & LOAD:
        return "loaded_word"
    if own_any & TITLE:
        return "name_or_title"
    if own_any & (SOURCE | REPORT):
        return "attribution"
    if either & PASSIVE and both & VERB_FIRST:
        return "agency"
    if own_any & TIME or both & TIME:
        return "date_or_time"
    if own_any & AMOUNT:
        return "number"
    if own_both & NAME:
        return "name_or_title"
    return "scope"


def _is_part(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one of two runs of words stands in the other, word for word."""
    short, long = sorted((tuple(one), tuple(other)), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _own(phrase: Phrase, other: Phrase) -> int:
    """What the words are that the other phrase lacks."""
    kinds = 0
    for term, of_word in phrase.stems.items():
        if term not in other.stems:
            kinds |= of_word
    return kinds
