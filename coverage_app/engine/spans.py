"""What may be a detail: runs of words between two borders of a passage, and what tells how good each is.

details.py weighs these features; tests/bench/fit_details.py fits the weights.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from .clauses import CLAUSE, COMMA, PHRASE, borders, is_verb, report_start, with_turn
from .documents import Passage
from .normalising import Word
from .profiles import stem
from .wordlists import CONNECTING, ENGLISH, HANGING, PREPOSITIONS, function_words

LONGEST = 24  # words of a detail: longer ones hold several
COMMAS = 2  # most in a detail
TOPIC = 0.5  # share of the other documents above which a word is what the story is about
REST = 3  # words of a clause that are taken into a detail rather than left over beside it
NEXT_LEFT, NEXT_RIGHT = 2, 3  # words beside a span in which one that nobody else has says that it was cut too short

FEATURES = (
    "novel",  # words that no other document has
    "novel_share",  # the same as a share of all that tell something
    "elsewhere",  # words that some other documents have
    "topic",  # words that most other documents have, but none that reports the same
    "supported",  # words that a passage that reports the same has
    "supported_share",  # the same as a share
    "length",  # telling words, as a logarithm
    "length_squared",  # its square: neither one word nor many
    "number",  # whether a number is new
    "name",  # whether a name is new
    "quotation",  # whether it is a whole quotation
    "inside_quotation",  # whether it stands in one
    "left_mark",  # whether a mark stands before it
    "right_mark",  # whether a mark stands behind it
    "verb",  # whether it has a verb
    "begins_with_verb",  # whether it begins with one
    "begins_with_preposition",  # or with a preposition
    "commas",  # commas in it
    "first_novel",  # whether its first telling word is new
    "last_novel",  # whether its last one is
    "left_novel",  # new words cut off before it
    "right_novel",  # new words cut off behind it
    "linked",  # confidence of the passage's best pair
    "whole",  # whether it is the whole passage
    "share",  # its share of the passage
)


class Span(NamedTuple):
    """The words [first, last) of a passage, and its features in the order of FEATURES."""

    first: int
    last: int
    row: tuple[float, ...]


class Context(NamedTuple):
    """What other documents have of a passage's words."""

    elsewhere: Mapping[str, float]  # stem -> share of the other documents that have it
    support: Mapping[str, float]  # stem -> highest confidence of a pair of the passage whose other passage has it
    linked: float  # highest confidence of any pair of the passage
    language: str | None = None  # ISO 639-1


class _Sums(NamedTuple):
    """How many words before each have a quality; sums[end] - sums[start] is that of a run."""

    telling: list[float]
    novel: list[float]  # no other document has it
    elsewhere: list[float]  # some of the other documents have it
    topic: list[float]  # most of them have it, but no passage that reports the same
    supported: list[float]  # a passage that reports the same has it
    number: list[float]
    name: list[float]
    verb: list[float]


def spans(passage: Passage, found: Sequence[Word], context: Context) -> Iterator[Span]:
    """All runs that begin and end at a border, with a word that no other document has, and nothing hanging at an end.

    A negation, a hedge or a condition close before a run is taken into it.
    """
    depths = borders(passage.text, found, context.language)
    columns = zip(*(_qualities(passage.text, found, at, context) for at in range(len(found))), strict=True)
    sums = _Sums(*(list(accumulate(column, initial=0.0)) for column in columns)) if found else None
    if sums is None or sums.novel[-1] < 1:
        return
    quoted = [n % 2 == 1 for n in accumulate(int(word.norm == '"') for word in found)]
    ends = _ends(found, depths)
    for first, depth in sorted(_starts(found, depths, report_start(passage.text)).items()):
        commas = 0
        for last in range(first + 1, min(len(found), first + LONGEST) + 1):
            before = found[last - 1]
            if not before.is_word:
                commas += depths[last] == COMMA
                if commas > COMMAS or depths[last] == CLAUSE:
                    break
            elif ends[last] and before.norm not in HANGING and sums.novel[last] > sums.novel[first]:
                marks = (depth >= COMMA, depths[last] >= COMMA, quoted[first], commas)
                yield Span(first, last, _row(found, first, last, sums, marks, context))


def _ends(found: Sequence[Word], depths: Sequence[int]) -> list[bool]:
    """Before which words a detail may end: at a mark, or where more than a few words of the clause are left."""
    may: list[bool] = []
    mark = len(found)
    for at in range(len(found), -1, -1):
        if depths[at] >= COMMA:
            mark = at
        may.append(at == mark or (depths[at] == PHRASE and mark - at > REST))
    return may[::-1]


def _starts(found: Sequence[Word], depths: Sequence[int], begin: int) -> dict[int, int]:
    """Where a detail may begin, with the depth of the border there: with the clause, if that has begun just before, and
    not with a word that only ties it to the rest."""
    starts: dict[int, int] = {}
    for at, word in enumerate(found):
        if depths[at] >= PHRASE and word.is_word and word.start >= begin:
            clause = next(back for back in range(at, -1, -1) if depths[back] >= COMMA)
            first = clause if at - clause <= REST and found[clause].is_word else at
            while first < len(found) - 1 and found[first].norm in CONNECTING and found[first + 1].is_word:
                first += 1
            first = with_turn(found, first, depths)
            starts[first] = max(depths[at], starts.get(first, 0))
    return starts


def _qualities(text: str, found: Sequence[Word], at: int, context: Context) -> tuple[float, ...]:
    """What the word counts for in each of _Sums."""
    word = found[at]
    acts = context.language in ENGLISH and is_verb(word)
    if not word.is_word or word.norm in function_words(context.language):
        return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, float(acts)
    term = stem(word.norm)
    share, supported = context.elsewhere.get(term, 0.0), context.support.get(term, 0.0)
    novel = float(share == 0)
    is_topic = share > TOPIC
    return (
        1.0,
        novel,
        float(share > 0 and not is_topic),
        (1 - supported) * is_topic,
        supported,
        novel * word.norm[0].isdigit(),
        novel * (at > 0 and text[word.start].isupper()),
        float(acts),
    )


def _row(
    found: Sequence[Word],
    first: int,
    last: int,
    sums: _Sums,
    marks: tuple[bool, bool, bool, int],
    context: Context,
) -> tuple[float, ...]:
    telling, novel, elsewhere, topic, supported, number, name, verb = (column[last] - column[first] for column in sums)
    said = sums.telling
    opening = next(at for at in range(first, last) if said[at + 1] > said[at])
    ending = next(at for at in range(last - 1, first - 1, -1) if said[at + 1] > said[at])
    left_mark, right_mark, is_quoted, commas = marks
    length = math.log1p(telling)
    row = {
        "novel": novel,
        "novel_share": novel / telling,
        "elsewhere": elsewhere,
        "topic": topic,
        "supported": supported,
        "supported_share": supported / telling,
        "length": length,
        "length_squared": length * length,
        "number": number > 0,
        "name": name > 0,
        "quotation": _is_quote(found, first - 1) and (_is_quote(found, last) or _is_quote(found, last + 1)),
        "inside_quotation": is_quoted,
        "left_mark": left_mark,
        "right_mark": right_mark,
        "verb": verb > 0,
        "begins_with_verb": context.language in ENGLISH and is_verb(found[first]),
        "begins_with_preposition": context.language in ENGLISH and found[first].norm in PREPOSITIONS,
        "commas": commas,
        "first_novel": sums.novel[opening + 1] - sums.novel[opening],
        "last_novel": sums.novel[ending + 1] - sums.novel[ending],
        "left_novel": 0.0 if left_mark else sums.novel[first] - sums.novel[max(0, first - NEXT_LEFT)],
        "right_novel": 0.0 if right_mark else sums.novel[min(len(found), last + NEXT_RIGHT)] - sums.novel[last],
        "linked": context.linked,
        "whole": telling == said[-1],
        "share": telling / said[-1],
    }
    return tuple(map(float, map(row.__getitem__, FEATURES)))


def _is_quote(found: Sequence[Word], at: int) -> bool:
    return 0 <= at < len(found) and found[at].norm in "\"'"
