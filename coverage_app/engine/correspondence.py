"""Which passages of two cells of a row correspond, so that they can be compared word by word."""

from collections.abc import Sequence

from .normalising import Word
from .wordlists import FUNCTION_WORDS

# Share of the telling words of the shorter that two passages have in common for them to be compared with each other.
LIKE = 0.25


def corresponding(refs: Sequence[Sequence[Word]], texts: Sequence[Sequence[Word]]) -> list[tuple[list[int], list[int]]]:
    """Which passages of the reference are compared with which of the other cell: (theirs, its) of each comparison.

    Every passage of the reference goes to the one that is likest it, and a passage to which none came, to the likest of
    the reference: so a sentence that was split or merged is compared whole. A passage like no other is in a comparison
    of its own, those of the reference in none.
    """
    if len(refs) == 1 and len(texts) == 1:
        return [([0], [0])]
    ours, theirs = [telling_words(found) for found in refs], [telling_words(found) for found in texts]
    root = list(range(len(texts)))  # comparison in which a passage is, by its first passage
    goes_to: dict[int, int] = {}
    for n, mine in enumerate(ours):
        best = likest(mine, theirs)
        if _is_like(mine, theirs[best]):
            goes_to[n] = best
    taken = set(goes_to.values())
    for m, its in enumerate(theirs):
        best = likest(its, ours)
        if m not in taken and best in goes_to and _is_like(its, ours[best]):
            joined, into = root[m], root[goes_to[best]]
            root = [min(joined, into) if at in (joined, into) else at for at in root]
    groups = []
    for first in sorted(set(root)):
        members = [m for m in range(len(texts)) if root[m] == first]
        # in the order in which the other cell tells them, so that a sentence that moved is not marked twice
        its_refs = sorted((n for n in goes_to if goes_to[n] in members), key=lambda n: (goes_to[n], n))
        groups.append((its_refs, members))
    return groups


def telling_words(found: Sequence[Word]) -> set[str]:
    return {word.norm for word in found if word.is_word} - FUNCTION_WORDS


def likest(one: set[str], others: Sequence[set[str]]) -> int:
    """The first of those with the largest share of words in common."""
    values = [len(one & other) / max(1, len(one | other)) for other in others]
    return values.index(max(values))


def _is_like(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= max(1, LIKE * min(len(one), len(other)))
