"""What is compared of a passage: its words, their pieces and its numbers, weighted by how rare they are in the story.

Weights are term frequency times inverse document frequency (Salton & Buckley 1988), a passage being the document:
inside one event every passage is on topic, and only rare words tell them apart.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from .documents import Document, Passage
from .normalising import Word, is_single, words

GRAM_SIZES = (3, 4, 5)  # characters; long enough to be rare, short enough to survive another ending

# (ending, least length of the word): enough to let says and saying, tariff and tariffs meet. Longest first.
_ENDINGS = (
    ("ations", 9), ("ation", 8), ("ments", 8), ("ment", 7), ("ings", 7), ("edly", 8), ("ing", 6), ("ies", 5),
    ("ed", 5), ("es", 5), ("ly", 6), ("s", 4), ("e", 5), ("y", 5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of one passage. Vectors have length 1."""

    passage: Passage
    document: int  # index among the documents
    place: int  # 0-based among the document's report passages
    terms: dict[str, float]  # stem -> weight in its unit vector
    grams: dict[str, float]  # pieces of words -> weight in their unit vector
    length: int  # words
    numbers: frozenset[str]


@lru_cache(maxsize=16384)  # the vocabulary of a long story; pure, so a cache cannot be wrong
def stem(norm: str) -> str:
    """A word without its commonest English endings; words of other languages lose a letter at most places."""
    norm = norm.removesuffix("'s").removesuffix("'")
    for ending, least in _ENDINGS:
        if len(norm) >= least and norm.endswith(ending):
            return norm[: -len(ending)]
    return norm


def terms_of(found: Sequence[Word]) -> list[str]:
    """The term of each word of a passage, marks left out: its stem, or in scripts without spaces the pair that a sign
    makes with the next one.

    Overlapping pairs find Chinese texts about as well as dictionary words do (Nie, Gao, Zhang & Zhou 2000), and need no
    dictionary that would have to know the names of the day.
    """
    terms: list[str] = []
    for at, word in enumerate(found):
        if not word.is_word:
            continue
        following = found[at + 1] if at + 1 < len(found) else None
        is_pair = following and following.start == word.end and is_single(word.norm) and is_single(following.norm)
        terms.append(word.norm + following.norm if following and is_pair else stem(word.norm))
    return terms


@lru_cache(maxsize=16384)
def _grams(norm: str, term: str) -> tuple[str, ...]:
    """The pieces of a word; of a sign without spaces itself and its pair."""
    if is_single(norm):
        return (norm, term) if term != norm else (norm,)
    padded = f" {norm} "
    return tuple(padded[at : at + n] for n in GRAM_SIZES for at in range(max(1, len(padded) - n + 1)))


class Pieces(NamedTuple):
    """The pieces of some words, all weighing the same, for the cosine of two."""

    distinct: frozenset[str]
    repeated: Mapping[str, int]  # how often those come that come more than once
    length: float  # of the vector of their numbers


def pieces_of(norms: Iterable[str]) -> Pieces:
    """The pieces of some words."""
    found = [*chain.from_iterable(_grams(norm, stem(norm)) for norm in norms)]
    distinct = frozenset(found)
    is_plain = len(distinct) == len(found)
    repeated = {} if is_plain else {gram: times for gram, times in Counter(found).items() if times > 1}
    square = len(distinct) + sum(times * times - 1 for times in repeated.values())
    return Pieces(distinct, repeated, math.sqrt(square) or 1.0)


def likeness(one: Pieces, other: Pieces) -> float:
    """Cosine of the numbers of two words' pieces."""
    common = one.distinct & other.distinct
    product = len(common)
    if one.repeated or other.repeated:
        repeated = common & (one.repeated.keys() | other.repeated.keys())
        product += sum(one.repeated.get(gram, 1) * other.repeated.get(gram, 1) - 1 for gram in repeated)
    return product / (one.length * other.length)


def rarity_of(groups: Iterable[Iterable[str]]) -> dict[str, float]:
    """Smoothed inverse document frequency: 1 for what stands in every group, ln(groups) more for what stands in one."""
    counts: Counter[str] = Counter()
    total = 0
    for group in groups:
        counts.update(set(group))
        total += 1
    return {item: math.log((1 + total) / (1 + count)) + 1 for item, count in counts.items()}


def _unit(items: Iterable[str], rarity: dict[str, float]) -> dict[str, float]:
    vector = {
        item: rarity[item] if count == 1 else (1 + math.log(count)) * rarity[item]
        for item, count in Counter(items).items()
    }
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
    return {item: weight / length for item, weight in vector.items()}


def term_rarity(documents: Sequence[Document]) -> dict[str, float]:
    """How rare each term is among the report passages."""
    return rarity_of(terms_of(words(passage.text)) for document in documents for passage in document.report)


def profiles_of(documents: Sequence[Document]) -> tuple[list[Profile], dict[str, float]]:
    """A profile for every report passage, document by document, and how rare each stem is in the story."""
    places = [
        (number, place, passage)
        for number, document in enumerate(documents)
        for place, passage in enumerate(document.report)
    ]
    found_in = [words(passage.text) for *_, passage in places]
    stems = [terms_of(found) for found in found_in]
    norms = [[word.norm for word in found if word.is_word] for found in found_in]
    grams = [
        [*chain.from_iterable(map(_grams, its_norms, terms))] for its_norms, terms in zip(norms, stems, strict=True)
    ]
    rarity, gram_rarity = rarity_of(stems), rarity_of(grams)
    profiles = [
        Profile(
            passage=passage,
            document=number,
            place=place,
            terms=_unit(its_stems, rarity),
            grams=_unit(its_grams, gram_rarity),
            length=len(its_norms),
            numbers=frozenset(norm for norm in its_norms if norm[0].isdigit()),
        )
        for (number, place, passage), its_norms, its_stems, its_grams in zip(places, norms, stems, grams, strict=True)
    ]
    return profiles, rarity
