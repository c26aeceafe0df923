"""Phrases that two texts have in common in different places: what is only told earlier or later is no difference."""

from collections.abc import Sequence

from .wordlists import FUNCTION_WORDS

LEAST_WORDS = 3  # of a phrase that has moved; less stands anywhere by chance
LEAST_TELLING = 2  # of them that say something


def moved(left_out: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> list[tuple[int, int, int, int, int]]:
    """The phrases among the runs that one text leaves out that stand among those that it has new.

    A tuple is (run left out, place in it, new run, place in it, words). The longest come first; none overlap.
    """
    found: list[tuple[int, int, int, int, int]] = []
    for n, ours in enumerate(left_out):
        for m, theirs in enumerate(new):
            found += [(n, i, m, j, size) for i, j, size in _common(ours, theirs) if _is_phrase(ours[i : i + size])]
    taken_ours: set[tuple[int, int]] = set()
    taken_theirs: set[tuple[int, int]] = set()
    kept = []
    for n, i, m, j, size in sorted(found, key=lambda each: (-each[4], each)):
        ours_at, theirs_at = ({(n, i + k) for k in range(size)}, {(m, j + k) for k in range(size)})
        if taken_ours.isdisjoint(ours_at) and taken_theirs.isdisjoint(theirs_at):
            kept.append((n, i, m, j, size))
            taken_ours |= ours_at
            taken_theirs |= theirs_at
    return kept


def _common(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int]]:
    """The runs of at least LEAST_WORDS that both have, none of which can be made longer: (place, place, words)."""
    found: list[tuple[int, int, int]] = []
    before = [0] * (len(theirs) + 1)  # words in common that end before each word of theirs
    for i, one in enumerate(ours):
        row = [0] * (len(theirs) + 1)
        for j, other in enumerate(theirs):
            if one == other:
                size = row[j + 1] = before[j] + 1
                goes_on = i + 1 < len(ours) and j + 1 < len(theirs) and ours[i + 1] == theirs[j + 1]
                if size >= LEAST_WORDS and not goes_on:
                    found.append((i - size + 1, j - size + 1, size))
        before = row
    return found


def _is_phrase(norms: Sequence[str]) -> bool:
    return sum(norm not in FUNCTION_WORDS and norm[0].isalnum() for norm in norms) >= LEAST_TELLING
