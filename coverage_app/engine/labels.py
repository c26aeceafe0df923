"""A short label for a point, made of its own words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from .documents import Passage
from .normalising import Word, words
from .profiles import stem
from .wordlists import FUNCTION_WORDS

WORDS = 9  # at most in a label: what a row's head can show in one line
CHARACTERS = 70  # likewise, for languages whose words are long or not separated
NAME = 4  # words that may be put before a label to complete the name in which it begins
COST = 1.0  # of each word: an extra word must bring the rarity of a fairly common stem at least


def label_of(members: Sequence[Passage], rarity: Mapping[str, float]) -> str:
    """The run of words of one member that says most of what the members share: never empty for a member with words.

    `rarity` is the weight of each stem in the story (profiles.rarity_of).
    """
    tokens = [words(passage.text) for passage in members]
    stems = [{stem(word.norm) for word in passage if word.is_word} for passage in tokens]
    support = Counter(term for passage in stems for term in passage)
    best, label = 0.0, ""
    for passage, found in zip(members, tokens, strict=True):
        gains = [_gain(word, support, rarity) for word in found]
        for start in range(len(found)):
            if not gains[start] > 0:
                continue
            total, seen = 0.0, set()
            for end in range(start, min(len(found), start + 2 * WORDS)):
                if found[end].norm in '"()[]':  # a label does not hold half a quotation
                    break
                if found[end].norm not in seen:
                    total += gains[end]
                    seen.add(found[end].norm)
                total -= COST * found[end].is_word
                length = found[end].end - found[start].start
                if end - start >= WORDS or length > CHARACTERS:
                    break
                if gains[end] > 0 and total > best + 1e-9:
                    best, label = (
                        total,
                        passage.text[found[name_start(found, start, passage.text)].start : found[end].end],
                    )
    if not label and members:
        label = _opening(members[0])
    return label[:1].upper() + label[1:]


def name_start(found: Sequence[Word], start: int, text: str) -> int:
    """Where the name begins in which a label starts: the Secretary in "Secretary of State Antony Blinken"."""
    at = start
    while at > 0 and start - at < NAME and text[found[start].start].isupper() and found[at - 1].is_word:
        before = found[at - 1]
        if text[before.start].isupper() and at > 1:
            start_here = at - 1
        elif before.norm == "of" and at > 1 and text[found[at - 2].start].isupper():
            start_here = at - 2
        else:
            break
        at = start_here
    return at


def _gain(word: Word, support: Counter[str], rarity: Mapping[str, float]) -> float:
    if not word.is_word or word.norm in FUNCTION_WORDS:
        return 0.0
    term = stem(word.norm)
    return rarity.get(term, 1.0) * (support[term] - 1)


def _opening(passage: Passage) -> str:
    text = passage.text[:CHARACTERS]
    cut = text.rfind(" ")
    return text if len(passage.text) <= CHARACTERS else text[: cut if cut > 0 else CHARACTERS] + "…"
