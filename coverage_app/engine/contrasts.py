"""Where two passages that report the same may differ: a phrase of one against a phrase of the other, and what tells how
likely a reader marks the two as a difference.

differences.py weighs these features; tests/bench/fit_differences.py fits the weights.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
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
from .profiles import cosine, rarity_of, terms_of
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

FEATURES = (
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
    *(f"both_{kind}" for kind in KINDS),  # both phrases are
    *(f"one_{kind}" for kind in KINDS),  # only one of them is
    *(f"both_new_{kind}" for kind in OF_WORDS),  # both have a word of the kind that the other passage lacks
    *(f"one_new_{kind}" for kind in OF_WORDS),  # only one has
)


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two phrases of different documents."""

    first: Phrase
    second: Phrase
    row: tuple[float, ...]


class _Told(NamedTuple):
    """What a passage tells: its words as they are compared, and its amounts."""

    terms: frozenset[str]
    amounts: frozenset[float]

    @classmethod
    def of(cls, text: str) -> "_Told":
        found = words(text)
        return cls(frozenset(terms_of(found)), amounts([word.norm for word in found]))


def contrasts(documents: Sequence[Document], pairs: Sequence[Pair]) -> Iterator[Contrast]:
    """The phrases worth a look, with their FEATURES, in the order of the pairs. Only English ones: their kinds rest on
    lists of English words."""
    passages = {p.id: (document, n, p) for document in documents for n, p in enumerate(document.report)}
    told = {name: _Told.of(passage.text) for name, (_, _, passage) in passages.items()}
    rarity = rarity_of(its.terms for its in told.values())
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
        for one, other in _nearest(made[pair.first], made[pair.second]):
            row = _row(one, other, told[pair.first], told[pair.second], rarity)
            if row is not None and not _is_same_time(one, other, published):
                yield Contrast(one, other, openness + row)


def _nearest(first: Sequence[Phrase], second: Sequence[Phrase]) -> list[tuple[Phrase, Phrase]]:
    """Each phrase with the NEAREST of the other passage that have most in common with it at first sight, in the order
    of the passages."""
    having: dict[str, list[int]] = defaultdict(list)
    for j, other in enumerate(second):
        for term in other.stems:
            having[term].append(j)
    by_first: list[list[tuple[float, int]]] = [[] for _ in first]
    by_second: list[list[tuple[float, int]]] = [[] for _ in second]
    places = [other.kinds & _SAME_PLACE for other in second]
    for i, one in enumerate(first):
        shared = Counter(j for term in one.stems for j in having.get(term, ()))
        for j, kinds in enumerate(places):
            common = one.kinds & kinds
            if (j in shared or common) and one.norms != second[j].norms:
                words_alike = shared[j] / math.sqrt(len(one.stems) * len(second[j].stems))
                value = words_alike + ALIKE * common.bit_count()
                by_first[i].append((-value, j))
                by_second[j].append((-value, i))
    kept = {(i, j) for i, values in enumerate(by_first) for _, j in sorted(values)[:NEAREST]}
    kept |= {(i, j) for j, values in enumerate(by_second) for _, i in sorted(values)[:NEAREST]}
    return [(first[i], second[j]) for i, j in sorted(kept)]


def _row(
    one: Phrase,
    other: Phrase,
    its_passage: _Told,
    other_passage: _Told,
    rarity: Mapping[str, float],
) -> tuple[float, ...] | None:
    """The features of two phrases behind those of their passages; None where neither says anything that the other
    passage does not say somewhere, be it in other figures."""
    shared = one.stems.keys() & other.stems.keys()
    own = one.stems.keys() - shared, other.stems.keys() - shared
    new = _new(one, own[0], other_passage), _new(other, own[1], its_passage)
    if not new[0] and not new[1]:
        return None
    likeness = cosine(one.grams, other.grams)
    lengths = math.log(len(one.norms)), math.log(len(other.norms))
    new_kinds = [0, 0]
    for side, phrase in enumerate((one, other)):
        for term in new[side]:
            new_kinds[side] |= phrase.stems[term]
    both, either = one.kinds & other.kinds, one.kinds ^ other.kinds
    both_new, either_new = new_kinds[0] & new_kinds[1], new_kinds[0] ^ new_kinds[1]
    return (
        len(shared) / (len(one.stems) + len(other.stems) - len(shared)),
        likeness,
        likeness * likeness,
        math.fsum(rarity.get(term, 1.0) for term in shared),
        math.log1p(len(one.beside & other.beside)),
        float(min(len(own[0]), len(own[1]))),
        float(min(len(new[0]), len(new[1]))),
        float(bool(new[0]) and bool(new[1])),
        (len(new[0]) + len(new[1])) / (len(own[0]) + len(own[1])),
        lengths[0] + lengths[1],
        lengths[0] ** 2 + lengths[1] ** 2,
        abs(lengths[0] - lengths[1]),
        float(one.pieces + other.pieces),
        float(one.marks + other.marks),
        abs(one.depth - other.depth),
        *_as_numbers(both),
        *_as_numbers(either),
        *_as_numbers(both_new)[: len(OF_WORDS)],
        *_as_numbers(either_new)[: len(OF_WORDS)],
    )


@lru_cache(maxsize=16384)  # the same few kinds come together again and again; pure, so a cache cannot be wrong
def _as_numbers(kinds: int) -> tuple[float, ...]:
    """A 1 for each of KINDS that is among them."""
    return tuple(float(kinds & bit > 0) for bit in KINDS.values())


def _is_same_time(one: Phrase, other: Phrase, published: Sequence[date | None]) -> bool:
    """Whether both are times, and mean the same days."""
    if not one.kinds & other.kinds & ALL_TIME:
        return False
    its_days = days(one.norms, published[0])
    return its_days is not None and its_days == days(other.norms, published[1])


def _new(phrase: Phrase, own: Set[str], passage: _Told) -> set[str]:
    """The words of a phrase's own that the other passage lacks; an amount that it writes otherwise is not new."""
    new = own - passage.terms
    if (
        any(phrase.stems[term] & AMOUNT for term in new)
        and (named := amounts(phrase.norms))
        and named <= passage.amounts
    ):
        new = {term for term in new if not phrase.stems[term] & AMOUNT}
    return set(new)
