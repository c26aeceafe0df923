"""What only one cell of a row says: the words that no other cell of it has, in whatever place."""

from collections.abc import Mapping, Sequence

from .documents import Passage
from .normalising import Word, words
from .profiles import stem
from .wording import ISLAND, Run
from .wordlists import FUNCTION_WORDS


def only_here(cells: Sequence[Sequence[Passage]]) -> Mapping[str, tuple[Run, ...]]:
    """The runs of every passage of a row, by its id: "insert" for words that no other cell has, "equal" for the rest.

    Words are compared by their stems, so that another ending is no other word. Little words say nothing by themselves:
    they are marked between two marked words only. A row of one cell has nothing to compare, and no marks.
    """
    found = [[words(passage.text) for passage in cell] for cell in cells]
    stems = [{stem(word.norm) for passage in cell for word in passage} for cell in found]
    runs: dict[str, tuple[Run, ...]] = {}
    for number, (cell, its_words) in enumerate(zip(cells, found, strict=True)):
        others = set().union(*(its for other, its in enumerate(stems) if other != number))
        for passage, its in zip(cell, its_words, strict=True):
            runs[passage.id] = _runs(passage.text, its, _spans(its, others) if len(cells) > 1 else ())
    return runs


def _spans(found: Sequence[Word], others: set[str]) -> list[tuple[int, int]]:
    """The runs [first, last) of words that the others lack, with up to ISLAND little words between two of them."""
    spans: list[tuple[int, int]] = []
    for at, word in enumerate(found):
        if not word.is_word or word.norm in FUNCTION_WORDS or stem(word.norm) in others:
            continue
        between = found[spans[-1][1] : at] if spans else ()
        if spans and len(between) <= ISLAND and all(w.is_word and w.norm in FUNCTION_WORDS for w in between):
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return spans


def _runs(text: str, found: Sequence[Word], spans: Sequence[tuple[int, int]]) -> tuple[Run, ...]:
    """Runs that add up to the text."""
    runs: list[Run] = []
    done = 0
    for first, last in spans:
        start, end = found[first].start, found[last - 1].end
        if start > done:
            runs.append(Run(text[done:start], "equal", done))
        runs.append(Run(text[start:end], "insert", start))
        done = end
    if done < len(text):
        runs.append(Run(text[done:], "equal", done))
    return tuple(runs)
