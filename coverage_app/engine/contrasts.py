"""Where two passages that report the same may differ: a phrase of one against a phrase of the other, and what tells how
likely a reader marks the two as a difference.

differences.py weighs these features; tests/bench/fit_differences.py fits the weights.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from .dates import days
from .documents import Document, Pair
from .normalising import words
from .phrases import (
    ALL_TIME,
    AMOUNT,
    HEDGE,
    KINDS,
    OF_WORDS,
    PASSIVE,
    REPORT,
    TITLE,
    TO_FIRST,
    VERB_FIRST,
    Phrase,
    phrases,
)
from .profiles import likeness, rarity_of, stem
from .quantities import amounts
from .quotations import quoted_spans
from .wordlists import ENGLISH

# Confidence of a pair of passages from which its phrases are compared. Half as much finds a tenth more of what readers
# mark, among twice as many candidates.
LIKELY = 0.2
# What two phrases without a word in common can have in common all the same.
_SAME_PLACE = ALL_TIME | AMOUNT | HEDGE | REPORT | VERB_FIRST | TO_FIRST | TITLE | PASSIVE
ALIKE = 0.25  # what a kind in common counts for in that, where the same words count for 1
NEAREST = 2  # phrases of the other passage with which one is compared
OPENING = 4  # passages that count as an article's opening

MEASURES = (
    "pair",  # confidence of the pair of passages
    "pair_squared",
    "headlines",  # how many of the two passages are headlines
    "openings",  # how many stand in the opening of their article
    "depth",  # how far down they stand, as a logarithm
    "company",  # passages that report the same as either, as a logarithm
    "shared",  # share of the telling words of both that the two have in common
    "likeness",  # cosine of the pieces of their words
    "likeness_squared",
    "mass",  # rarity of the words in common
    "beside",  # telling words that stand near both, as a logarithm
    "fewer_own",  # words that the other phrase lacks, of the one with fewer of them
    "fewer_new",  # words that the other passage lacks, of the one with fewer of them
    "both_new",  # whether both have a word that the other passage lacks
    "new_share",  # words that the other passage lacks, as a share of those that the other phrase lacks
    "length",  # words, as logarithms
    "length_squared",
    "lengths_apart",
    "pieces",
    "marks",  # how many of their ends stand at a mark
    "places_apart",  # how far apart in their passages
)
FEATURES = (
    *MEASURES,
    *(f"both_{kind}" for kind in KINDS),  # both phrases are
    *(f"one_{kind}" for kind in KINDS),  # only one of them is
    *(f"both_new_{kind}" for kind in OF_WORDS),  # both have a word of the kind that the other passage lacks
    *(f"one_new_{kind}" for kind in OF_WORDS),  # only one has
)


class Contrast(NamedTuple):
    """Two phrases of different documents, and their features: the MEASURES, and which of the others are true."""

    first: Phrase
    second: Phrase
    measures: tuple[float, ...]
    traits: tuple[str, ...]

    @property
    def row(self) -> tuple[float, ...]:
        """All FEATURES in their order."""
        return self.measures + tuple(float(name in self.traits) for name in FEATURES[len(MEASURES) :])


class _Told(NamedTuple):
    """What a passage tells: the stems of its words, and its amounts."""

    stems: frozenset[str]
    amounts: frozenset[float]

    @classmethod
    def of(cls, text: str) -> "_Told":
        found = words(text)
        stems = frozenset(stem(word.norm) for word in found if word.is_word)
        return cls(stems, amounts([word.norm for word in found]))


class _New(NamedTuple):
    """The words of a phrase that another passage lacks."""

    number: int
    kinds: int  # what they are, as bits


def contrasts(documents: Sequence[Document], pairs: Sequence[Pair]) -> Iterator[Contrast]:
    """The phrases worth a look, in the order of the pairs: those of which either says something that the other passage
    does not say somewhere, be it in other figures. Only English ones: their kinds rest on lists of English words."""
    passages = {p.id: (document, n, p) for document in documents for n, p in enumerate(document.report)}
    told = {name: _Told.of(passage.text) for name, (_, _, passage) in passages.items()}
    rarity = rarity_of(its.stems for its in told.values())
    company: dict[str, int] = defaultdict(int)
    likely = [pair for pair in pairs if pair.confidence >= LIKELY]
    for pair in likely:
        company[pair.first] += 1
        company[pair.second] += 1
    quoted = {document.id: [span for parts in quoted_spans(document) for span in parts] for document in documents}
    made: dict[str, list[Phrase]] = {}
    for pair in likely:
        ends = [passages[pair.first], passages[pair.second]]
        if any(document.language not in ENGLISH for document, _, _ in ends):
            continue
        for document, _, passage in ends:
            if passage.id not in made:
                made[passage.id] = phrases(document, passage, quoted[document.id])
        openness = (
            pair.confidence,
            pair.confidence**2,
            float(sum(passage.kind == "headline" for _, _, passage in ends)),
            float(sum(place < OPENING for _, place, _ in ends)),
            math.fsum(math.log1p(place) for _, place, _ in ends),
            math.log1p(company[pair.first] + company[pair.second]),
        )
        published = tuple(document.published.date() if document.published else None for document, _, _ in ends)
        first, second = made[pair.first], made[pair.second]
        first_new = [_new(phrase, told[pair.second]) for phrase in first]
        second_new = [_new(phrase, told[pair.first]) for phrase in second]
        for i, j in _nearest(first, second):
            one, other, new = first[i], second[j], (first_new[i], second_new[j])
            if not new[0].number and not new[1].number:
                continue
            both, either = one.kinds & other.kinds, one.kinds ^ other.kinds
            if both & ALL_TIME and _are_same_days(one, other, published):
                continue
            traits = _traits(both, either, new[0].kinds & new[1].kinds, new[0].kinds ^ new[1].kinds)
            yield Contrast(one, other, openness + _measures(one, other, new, rarity), traits)


def _nearest(first: Sequence[Phrase], second: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Each phrase with the NEAREST of the other passage that have most in common with it at first sight, in the order
    of the passages, by number."""
    having: dict[str, list[int]] = defaultdict(list)  # by term
    being: dict[int, list[int]] = defaultdict(list)  # by kind
    for j, other in enumerate(second):
        for term in other.stems:
            having[term].append(j)
        for kind in _kinds_of_place(other.kinds):
            being[kind].append(j)
    by_first: list[list[tuple[float, int]]] = [[] for _ in first]
    by_second: list[list[tuple[float, int]]] = [[] for _ in second]
    for i, one in enumerate(first):
        shared: dict[int, int] = {}  # words in common, by number of the other phrase
        for term in one.stems.keys() & having.keys():
            for j in having[term]:
                shared[j] = shared.get(j, 0) + 1
        common: dict[int, int] = {}  # kinds in common
        for kind in _kinds_of_place(one.kinds):
            for j in being[kind]:
                common[j] = common.get(j, 0) + 1
        for j in shared.keys() | common.keys():
            if one.norms != second[j].norms:
                words_alike = shared.get(j, 0) / math.sqrt(len(one.stems) * len(second[j].stems))
                value = words_alike + ALIKE * common.get(j, 0)
                by_first[i].append((-value, j))
                by_second[j].append((-value, i))
    kept = {(i, j) for i, values in enumerate(by_first) for _, j in sorted(values)[:NEAREST]}
    kept |= {(i, j) for j, values in enumerate(by_second) for _, i in sorted(values)[:NEAREST]}
    return sorted(kept)


@lru_cache(maxsize=4096)
def _kinds_of_place(kinds: int) -> tuple[int, ...]:
    """Those of a phrase's kinds that another one in the same place of what is told may have."""
    return tuple(bit for bit in KINDS.values() if kinds & bit & _SAME_PLACE)


def _measures(one: Phrase, other: Phrase, new: tuple[_New, _New], rarity: Mapping[str, float]) -> tuple[float, ...]:
    """The MEASURES of two phrases behind those of their passages; `new` is what each of them has that the other passage
    lacks."""
    shared = one.stems.keys() & other.stems.keys()
    own, other_own = len(one.stems) - len(shared), len(other.stems) - len(shared)
    its_new, other_new = new[0].number, new[1].number
    alike = likeness(one.grams, other.grams)
    return (
        len(shared) / (own + other_own + len(shared)),
        alike,
        alike * alike,
        math.fsum(map(rarity.__getitem__, shared)),
        math.log1p(len(one.beside & other.beside)),
        float(min(own, other_own)),
        float(min(its_new, other_new)),
        float(its_new > 0 and other_new > 0),
        (its_new + other_new) / (own + other_own),
        one.length + other.length,
        one.length**2 + other.length**2,
        abs(one.length - other.length),
        float(one.pieces + other.pieces),
        float(one.marks + other.marks),
        abs(one.depth - other.depth),
    )


@lru_cache(maxsize=65536)  # the same few kinds come together again and again; pure, so a cache cannot be wrong
def _traits(both: int, either: int, both_new: int, either_new: int) -> tuple[str, ...]:
    """The names of those FEATURES behind the MEASURES that are true of two phrases with these kinds."""
    return (
        *(f"both_{name}" for name, bit in KINDS.items() if both & bit),
        *(f"one_{name}" for name, bit in KINDS.items() if either & bit),
        *(f"both_new_{name}" for name in OF_WORDS if both_new & KINDS[name]),
        *(f"one_new_{name}" for name in OF_WORDS if either_new & KINDS[name]),
    )


def _new(phrase: Phrase, passage: _Told) -> _New:
    """What a phrase has that a passage of another document lacks; an amount that it writes otherwise is not new."""
    new = [kinds for term, kinds in phrase.stems.items() if term not in passage.stems]
    kinds = reduce(or_, new, 0)
    if kinds & AMOUNT and (named := amounts(phrase.norms)) and named <= passage.amounts:
        new = [of_word for of_word in new if not of_word & AMOUNT]
        kinds = reduce(or_, new, 0)
    return _New(len(new), kinds)


def _are_same_days(one: Phrase, other: Phrase, published: Sequence[date | None]) -> bool:
    """Whether two phrases of time mean the same days."""
    its_days = days(one.norms, published[0])
    return its_days is not None and its_days == days(other.norms, published[1])
