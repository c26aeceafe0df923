"""Phrases: the short runs of words in which two reports of the same thing may differ, and what is known of each.

A phrase is what lies between two borders of a passage (clauses.py), or two such pieces that follow each other, without
the little words that only tie it to the rest.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .clauses import CLAUSE, COMMA, PHRASE, borders, is_verb
from .difference_words import (
    AMOUNTS,
    BEING,
    CHARGED_REPORTING,
    HEDGING,
    LOADED,
    NEGATIONS,
    REPORTING,
    SCOPES,
    SOURCES,
    TIME_LINKS,
    TIMES,
    TITLES,
)
from .documents import Document, Passage
from .normalising import Word, words
from .profiles import Pieces, pieces_of, stem
from .wordlists import CONNECTING, FUNCTION_WORDS, HANGING, PREPOSITIONS

LONGEST = 12  # words of a phrase made of two pieces
PIECES = 2  # pieces of a phrase: with one or two, all but a few of the differences that readers mark are met
BESIDE = 6  # words on either side by which two phrases are seen to stand in the same place of what is told

# What a word is, as bits.
TIME, AMOUNT, HEDGE, REPORT, CHARGED, SOURCE, VERB, TITLE, NAME, LOAD, SCOPE, NEGATION = (1 << n for n in range(12))
# What only a whole phrase is.
ALL_TIME, VERB_FIRST, TO_FIRST, PREPOSITION_FIRST, QUOTED, PASSIVE = (1 << n for n in range(12, 18))
KINDS = {
    "time": TIME, "amount": AMOUNT, "hedge": HEDGE, "report": REPORT, "charged": CHARGED, "source": SOURCE,
    "verb": VERB, "title": TITLE, "name": NAME, "loaded": LOAD, "scope": SCOPE, "negation": NEGATION,
    "all_time": ALL_TIME, "verb_first": VERB_FIRST, "to_first": TO_FIRST, "preposition_first": PREPOSITION_FIRST,
    "quoted": QUOTED, "passive": PASSIVE,
}  # fmt: skip
OF_WORDS = tuple(KINDS)[:12]  # those that a single word can be

_LISTS = (
    (TIME, TIMES), (AMOUNT, AMOUNTS), (HEDGE, HEDGING), (REPORT, REPORTING), (CHARGED, CHARGED_REPORTING),
    (SOURCE, SOURCES), (TITLE, TITLES), (LOAD, LOADED), (SCOPE, SCOPES), (NEGATION, NEGATIONS),
)  # fmt: skip
_KIND_OF: dict[str, int] = {}
for _kind, _list in _LISTS:
    for _word in _list:
        _KIND_OF[_word] = _KIND_OF.get(_word, 0) | _kind


YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words [first, last) of a passage."""

    passage: str
    first: int
    last: int
    start: int  # offsets in the passage
    end: int
    norms: tuple[str, ...]
    stems: Mapping[str, int]  # of the words that tell something, with what each is
    kinds: int  # what the phrase is, as bits
    length: float  # words, as a logarithm
    grams: Pieces  # of its telling words
    beside: frozenset[str]  # stems of the telling words near it
    pieces: int
    marks: int  # how many of its ends stand at a mark
    depth: float  # share of the passage before it, 0..1


def phrases(document: Document, passage: Passage, quoted: Sequence[tuple[int, int]]) -> list[Phrase]:
    """The phrases of a passage that tell something, in its order; `quoted` is where the document quotes."""
    found = words(passage.text)
    depths = borders(passage.text, found, document.language)
    telling = [stem(w.norm) if w.is_word and w.norm not in FUNCTION_WORDS else "" for w in found]
    told = [(stem(w.norm), _kinds(passage.text, w)) if w.is_word and _tells(w.norm) else None for w in found]
    quotations = [(begin, stop) for begin, stop in quoted if begin < passage.end and passage.start < stop]
    made: dict[tuple[int, int], Phrase] = {}
    for first, last, pieces in _runs(found, depths):
        stems = dict(filter(None, told[first:last]))
        if not stems or (first, last) in made:
            continue
        inside = [word for word in found[first:last] if word.is_word]
        start, end = found[first].start, found[last - 1].end
        is_quoted = any(begin <= passage.start + start and passage.start + end <= stop for begin, stop in quotations)
        made[first, last] = Phrase(
            passage=passage.id,
            first=first,
            last=last,
            start=start,
            end=end,
            norms=tuple(word.norm for word in inside),
            stems=stems,
            kinds=_kinds_of_all(inside, stems) | QUOTED * is_quoted,
            length=math.log(len(inside)),
            grams=pieces_of(word.norm for word in inside if word.norm not in FUNCTION_WORDS),
            beside=frozenset(telling[max(0, first - BESIDE) : first] + telling[last : last + BESIDE]) - {""},
            pieces=pieces,
            marks=(depths[first] >= COMMA) + (depths[last] >= COMMA),
            depth=first / len(found),
        )
    return list(made.values())


def _runs(found: Sequence[Word], depths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The runs [first, last) of one to PIECES pieces, none over the border of a clause, and how many pieces."""
    cuts = [at for at, depth in enumerate(depths) if depth >= PHRASE]
    pieces = [
        (said[0], said[-1] + 1)
        for start, end in pairwise(cuts)
        if (said := [at for at in range(start, end) if found[at].is_word])
    ]
    for number, (first, _) in enumerate(pieces):
        for count, (start, last) in enumerate(pieces[number : number + PIECES], start=1):
            is_apart = any(depths[at] >= CLAUSE for at in range(pieces[number][1], start + 1))
            if count > 1 and (is_apart or last - first > LONGEST):
                break
            begin, end = first, last
            while begin < end - 1 and found[begin].norm in CONNECTING:
                begin += 1
            while end > begin + 1 and found[end - 1].norm in HANGING:
                end -= 1
            yield begin, end, count


def _tells(norm: str) -> bool:
    """Whether a word can make a difference: little words that say how many, how sure or who said it can."""
    return norm not in FUNCTION_WORDS or norm in _KIND_OF


def _kinds(text: str, word: Word) -> int:
    """What a word is."""
    kinds = _KIND_OF.get(word.norm, 0)
    if word.norm[0].isdigit():
        kinds |= TIME if YEAR.fullmatch(word.norm) else AMOUNT
    if "n't" in word.norm:
        kinds |= NEGATION
    if is_verb(word):
        kinds |= VERB
    if word.start > 0 and text[word.start].isupper():
        kinds |= NAME
    return kinds


def _kinds_of_all(inside: Sequence[Word], stems: Mapping[str, int]) -> int:
    """What the words of a phrase are, and what they are together."""
    kinds = VERB * any(is_verb(word) for word in inside)
    for of_word in stems.values():
        kinds |= of_word
    norms = [word.norm for word in inside]
    if kinds & TIME and all(n in TIMES or n in TIME_LINKS or n[0].isdigit() or n == "may" for n in norms):
        kinds = kinds & ~AMOUNT | ALL_TIME
    if is_verb(inside[0]):
        kinds |= VERB_FIRST
    if norms[0] == "to":
        kinds |= TO_FIRST
    elif norms[0] in PREPOSITIONS:
        kinds |= PREPOSITION_FIRST
    if any(one in BEING and other.endswith(("ed", "en")) for one, other in pairwise(norms)):
        kinds |= PASSIVE
    return kinds
