"""Finds words of which another program says where they stand: a quotation with its neighbours, and the passages that
hold it now.

Tried in turn: the words as they are, but for white space, quotation marks, dashes and invisible signs; then, for words
long enough, the likest place, if no other place is nearly as like it. Words that stand in several places are told apart
by their neighbours. (After the anchoring of the Hypothesis client, and robust selectors in the Web Annotation Data
Model, section 4.2.4.)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from .documents import Document, Extent

LONGEST = 20_000  # characters of words that are looked for
TELLING = 12  # characters from which words that stand in one place only need no neighbours to vouch for them
NEIGHBOURLY = 4  # characters of agreement with a neighbour that vouch for shorter ones
NEIGHBOURS = 64  # characters on either side that are looked at
ALIKE = 85.0  # least likeness of words that were changed, 0..100
CLEAR = 8.0  # and by how much the next likest place must be less like them
LEAST_CHANGED = 20  # characters of words that may be found although they were changed
MOST_CHANGED = 3_000
LEEWAY = 24  # characters by which the ends of changed words may lie elsewhere
TEXTS = 60  # that are kept folded, while the words of many annotations are looked for in them

_SAME = str.maketrans(
    dict.fromkeys("“”„‟«»〝〞＂", '"') | dict.fromkeys("‘’‚‛‹›`´′", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."}
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a text, as another program told them."""

    exact: str  # empty: only their place was told
    prefix: str = ""
    suffix: str = ""
    start: int | None = None  # where they stand in the text that the program read, which may be another
    end: int | None = None
    within: str = ""  # the longer words of which these are a part


@dataclass(frozen=True, slots=True)
class Found:
    """Where they stand: an extent for each passage, in order. Not `same`: they were changed since."""

    extents: tuple[Extent, ...]
    same: bool = True


@dataclass(frozen=True, slots=True)
class Lost:
    """Why they have no place, as the end of a sentence about them."""

    why: str


_NOWHERE = Lost("do not stand there")


def find(document: Document, quoted: Quoted, *, changed: bool = True) -> Found | Lost:
    """Where the words stand in the document. `changed`: also words that are only like them."""
    if len(quoted.exact) > LONGEST:
        return Lost("are too long to be looked for")
    if not quoted.exact.strip():
        return _by_place(document, quoted)
    text = _of(document.text)
    start, end = 0, len(text.text)
    if quoted.within:
        outer = text.places(_folded(quoted.within))
        if len(outer) == 1:
            start, end = outer[0], outer[0] + len(_folded(quoted.within))
    wanted = _folded(quoted.exact)
    places = text.places(wanted, start, end) if wanted else []
    place = _chosen(document, text, places, len(wanted), quoted)
    if isinstance(place, Lost):
        return place
    if place is not None:
        return _found(document, *text.span(place, len(wanted)))
    return _likest(document, quoted) if changed else _NOWHERE


def _by_place(document: Document, quoted: Quoted) -> Found | Lost:
    """Words that were not told: their place alone, which whoever asks has made sure is one of this text."""
    start, end = quoted.start, quoted.end
    if start is None or end is None or not 0 <= start < end <= len(document.text):
        return Lost("are not told, nor is a place in this text")
    return _found(document, start, end)


def _chosen(document: Document, text: _Folded, places: Sequence[int], length: int, quoted: Quoted) -> int | Lost | None:
    """Which of the places is meant. None: there is none."""
    if not places:
        return None
    before, after = _folded(quoted.prefix), _folded(quoted.suffix)

    def agreement(place: int) -> int:
        there = (
            text.text[max(0, place - NEIGHBOURS) : place].rstrip(),
            text.text[place + length :][:NEIGHBOURS].lstrip(),
        )
        return _common(there[0][::-1], before[::-1]) + _common(there[1], after)

    best = max(map(agreement, places))
    likely = [place for place in places if agreement(place) == best]
    if len(likely) > 1:
        likely = [place for place in likely if text.span(place, length)[0] == quoted.start] or likely
    if len(likely) > 1:
        return Lost(f"stand there {len(places)} times, and nothing tells which is meant")
    if length < TELLING and (before or after) and best < NEIGHBOURLY:
        return Lost("stand there between other words only")
    return likely[0]


def _likest(document: Document, quoted: Quoted) -> Found | Lost:
    """The place of words that were changed since, if it is clear."""
    wanted = _folded(quoted.exact, _plain)
    if not LEAST_CHANGED <= len(wanted) <= MOST_CHANGED:
        return _NOWHERE
    text = _of(document.text, _plain)
    first = fuzz.partial_ratio_alignment(wanted, text.text, score_cutoff=ALIKE)
    if first is None or len(text.text) < len(wanted):
        return _NOWHERE
    rest = text.text[: first.dest_start] + "\0" * (first.dest_end - first.dest_start) + text.text[first.dest_end :]
    second = fuzz.partial_ratio_alignment(wanted, rest, score_cutoff=first.score - CLEAR)
    if second is not None:
        return Lost("were changed, and several places are like them")
    start, end = _fitted(text.text, wanted, first.dest_start, first.dest_end)
    return _found(document, *text.span(start, end - start), same=False)


def _found(document: Document, start: int, end: int, *, same: bool = True) -> Found | Lost:
    extents = tuple(_extents(document, start, end))
    return Found(extents, same) if extents else Lost("stand in no passage")


def _extents(document: Document, start: int, end: int) -> Iterator[Extent]:
    for passage in document.passages:
        first, last = max(start, passage.start), min(end, passage.end)
        words = document.text[first:last] if first < last else ""
        if words.strip():
            first += len(words) - len(words.lstrip())
            last -= len(words) - len(words.rstrip())
            yield Extent(passage.id, first - passage.start, last - passage.start, document.text[first:last])


class _Folded:
    """A text in which what only looks otherwise is the same, and where each of its characters comes from."""

    def __init__(self, text: str, sign: Callable[[str], str] | None = None) -> None:
        fold = sign or _sign
        characters: list[str] = []
        self._starts: list[int] = []
        for place, character in enumerate(text):
            for folded in fold(character):
                if folded == " " and (not characters or characters[-1] == " "):
                    continue
                characters.append(folded)
                self._starts.append(place)
        self._starts.append(len(text))
        self.text = "".join(characters)

    def places(self, wanted: str, start: int = 0, end: int | None = None) -> list[int]:
        found, at = [], self.text.find(wanted, start, end)
        while at >= 0:
            found.append(at)
            at = self.text.find(wanted, at + 1, end)
        return found

    def span(self, place: int, length: int) -> tuple[int, int]:
        """In the text itself. What belongs to the last character (an accent written apart) is in it."""
        start, last = self._starts[place], self._starts[place + length - 1]
        return start, max(self._starts[place + length], last + 1)


@lru_cache(maxsize=2 * TEXTS)
def _of(text: str, sign: Callable[[str], str] | None = None) -> _Folded:
    return _Folded(text, sign)


def _folded(text: str, sign: Callable[[str], str] | None = None) -> str:
    return _Folded(text, sign).text.strip()


def _sign(character: str) -> str:
    """As it is compared: without typography, accents apart."""
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":  # soft hyphens, marks of direction, joiners
        return ""
    return unicodedata.normalize("NFKD", character.translate(_SAME))


def _plain(character: str) -> str:
    """The same without case and accents, for words that were changed."""
    return "".join(c for c in _sign(character).casefold() if not unicodedata.combining(c))


def _common(first: str, second: str) -> int:
    """How many characters two texts have in common at their beginning."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _fitted(text: str, wanted: str, start: int, end: int) -> tuple[int, int]:
    """The whole words near this place that are most like those wanted: the window in which they were found is as long
    as they are, and what was changed may be longer or shorter."""
    edges = f" {text} "  # in it, a character of the text stands one further on

    def bounds(at: int, before: bool) -> list[int]:
        near = range(max(0, at - LEEWAY), min(len(text), at + LEEWAY) + 1)
        return [i for i in near if (edges[i] == " ", edges[i + 1] == " ") == (before, not before)]

    starts, ends = bounds(start, True), bounds(end, False)
    spans = [(first, last) for first in starts for last in ends if first < last]
    return max(spans, key=lambda span: fuzz.ratio(wanted, text[slice(*span)]), default=(start, end))
