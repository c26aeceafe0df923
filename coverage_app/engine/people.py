"""Who is named in an English article: whom "he" and "she" mean is taken to be the last one named."""

from collections.abc import Iterator, Sequence

from .normalising import Word
from .wordlists import FUNCTION_WORDS

# What stands before the name of a person.
TITLES = frozenset(
    """
    mr mrs ms miss dr president premier chancellor minister secretary senator sen representative rep congressman
    congresswoman governor gov mayor ambassador envoy spokesman spokeswoman spokesperson director chief leader
    dictator chairman chairwoman chair manager king queen prince princess pope bishop archbishop cardinal imam rabbi
    general gen colonel col captain capt admiral sergeant officer sheriff judge justice lawyer attorney professor prof
    adviser advisor candidate nominee author economist analyst coach master deputy lawmaker official
    """.split()
)


def named_people(text: str, passages: Sequence[tuple[int, Sequence[Word]]]) -> list[tuple[int, str]]:
    """The people whom an article names, as (place in the text, name as it stands there), in order.

    `passages`: of each the place in the text, and the words that stand in no quotation. A name is a person's if a title
    stands before it, or if its last word also stands alone: "Pavel Roos", later "Roos".
    """
    found: list[tuple[int, int, list[str]]] = []
    surnames: set[str] = set()
    for at, words in passages:
        for first, last in _names(text, at, words):
            norms = [word.norm for word in words[first:last]]
            found.append((at + words[first].start, at + words[last - 1].end, norms))
            titles = [number for number, norm in enumerate(norms) if norm in TITLES]
            if titles and titles[-1] + 1 < len(norms):
                surnames |= {norms[titles[-1] + 1], norms[-1]}
            elif not titles and _is_titled(words, first):
                surnames |= {norms[0], norms[-1]}
    alone = {norms[0] for _, _, norms in found if len(norms) == 1}
    surnames |= {norms[-1] for _, _, norms in found if len(norms) > 1 and norms[-1] in alone}
    return [(start, text[start:end]) for start, end, norms in found if norms[-1] in surnames - TITLES]


def _is_titled(words: Sequence[Word], at: int) -> bool:
    """Whether a title stands before a word, with or without a full stop."""
    before = at - 1 - (at > 1 and words[at - 1].norm == ".")
    return before >= 0 and words[before].norm in TITLES


def _names(text: str, at: int, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The runs [first, last) of words with a capital that stand side by side; "Jong-un" is one word of a name."""
    first = None
    number = 0
    while number <= len(words):
        if first is not None and _is_hyphened(words, number):
            number += 2
            continue
        word = words[number] if number < len(words) else None
        is_name = word and word.is_word and text[at + word.start].isupper() and word.norm not in FUNCTION_WORDS
        if first is not None and not (is_name and word and word.start - words[number - 1].end == 1):
            yield first, number
            first = None
        if is_name and first is None:
            first = number
        number += 1


def _is_hyphened(words: Sequence[Word], at: int) -> bool:
    """Whether a hyphen and a word hang on the word before."""
    if at + 1 >= len(words) or words[at].norm != "-":
        return False
    return words[at - 1].end == words[at].start and words[at].end == words[at + 1].start
