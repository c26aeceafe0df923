"""Cuts a passage's text where wording runs and annotations begin and end, so that a template only has to print it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from .engine.documents import Annotation, Passage, Target

Op = Literal["equal", "insert", "delete", "move", "style"]
Span = tuple[int, int]  # offsets in a passage

LONGEST_LEFT_OUT = 9  # words; a longer run of left-out words is shown by its first and last ones

_ALIKE = dict.fromkeys("'‘’", "['‘’]") | dict.fromkeys('"“”', '["“”]')
_NO_SPACE_BEFORE = frozenset(".,;:!?…)]}%’”»")
_NO_SPACE_AFTER = frozenset("([{‘“«")


@dataclass(frozen=True)
class Mark:
    """A target of an annotation inside a shown passage."""

    annotation: Annotation
    number: int  # of the note, 1..n in reading order
    target: Target
    index: int  # 1-based: which of the annotation's targets

    @property
    def anchor(self) -> str:
        """Stable: the same in every export of the same annotation."""
        return f"{self.annotation.id}-{self.index}"


@dataclass(frozen=True)
class Piece:
    """A stretch of text with the same marks throughout. A "delete" piece holds words that only the reference has;
    `before` and `after` are the white space to print round it, outside the <del>."""

    text: str
    op: Op = "equal"
    marks: tuple[Mark, ...] = ()  # whose words it belongs to
    starts: tuple[Mark, ...] = ()  # of these, the ones whose words begin here
    ends: tuple[Mark, ...] = ()  # and the ones whose words end here: the place of the note's number
    before: str = ""
    after: str = ""
    is_hit: bool = False  # of the words that are searched for

    @property
    def annotations(self) -> tuple[str, ...]:
        return tuple(mark.annotation.id for mark in self.marks)

    @property
    def brief(self) -> str:
        """The words, or of many the first and the last ones."""
        words = self.text.split()
        if len(words) <= LONGEST_LEFT_OUT:
            return self.text
        return f"{' '.join(words[:4])} … {' '.join(words[-2:])}"


class _Run(Protocol):
    """What engine.wording.Run offers."""

    @property
    def text(self) -> str: ...
    @property
    def op(self) -> Op: ...


def found(words: str, text: str) -> tuple[Span, ...]:
    """Where the words stand in the text, in whatever case, with whatever white space and quotation marks."""
    return tuple(match.span() for match in _pattern(words).finditer(text)) if words.strip() else ()


@lru_cache(maxsize=8)
def _pattern(words: str) -> re.Pattern[str]:
    parts = ("".join(_ALIKE.get(sign) or re.escape(sign) for sign in part) for part in words.split())
    return re.compile(r"\s+".join(parts), re.IGNORECASE)


def pieces(
    passage: Passage, runs: Sequence[_Run] = (), marks: Sequence[Mark] = (), hits: Sequence[Span] = ()
) -> tuple[Piece, ...]:
    """The passage's text, cut at every border of a wording run, of a mark and of a hit. Without the "delete" pieces the
    texts concatenate to `passage.text`. No runs: nothing was compared, all is "equal". Marks may overlap."""
    spans = []
    for mark in marks:
        start, end = max(0, mark.target.start), min(len(passage.text), mark.target.end)
        if start < end:
            spans.append((start, end, mark))
    borders = {border for start, end, _ in spans for border in (start, end)} | {at for hit in hits for at in hit}
    cut: list[Piece] = []
    position = 0
    for text, op in [(run.text, run.op) for run in runs] or [(passage.text, "equal")]:
        if op == "delete":
            covering = tuple(mark for start, end, mark in spans if start < position < end)
            if text.strip():
                cut.append(Piece(text=text.strip(), op="delete", marks=covering))
            continue
        stop = position + len(text)
        inner = sorted(border for border in borders if position < border < stop)
        for start, end in zip([position, *inner], [*inner, stop], strict=True):
            if start == end:
                continue
            cut.append(
                Piece(
                    text=passage.text[start:end],
                    op=op,
                    marks=tuple(m for s, e, m in spans if s <= start and end <= e),
                    starts=tuple(m for s, _, m in spans if s == start),
                    ends=tuple(m for _, e, m in spans if e == end),
                    is_hit=any(first <= start and end <= last for first, last in hits),
                )
            )
        position = stop
    return _spaced(cut)


def _spaced(cut: list[Piece]) -> tuple[Piece, ...]:
    """Gives the words that only the reference has the white space that reading needs, as an editor would type it."""
    done: list[Piece] = []
    for index, piece in enumerate(cut):
        if piece.op != "delete":
            done.append(piece)
            continue
        previous = done[-1].text + done[-1].after if done else ""
        following = cut[index + 1].text if index + 1 < len(cut) else ""
        before = " " if previous and _parted(previous[-1], piece.text[0]) else ""
        after = " " if following and _parted(piece.text[-1], following[0]) else ""
        done.append(Piece(text=piece.text, op="delete", marks=piece.marks, before=before, after=after))
    return tuple(done)


def _parted(left: str, right: str) -> bool:
    """Whether two neighbouring characters need a space between them."""
    if left.isspace() or right.isspace() or right in _NO_SPACE_BEFORE or left in _NO_SPACE_AFTER:
        return False
    # Chinese and Japanese part words by no space.
    return not (unicodedata.east_asian_width(left) in "WF" and unicodedata.east_asian_width(right) in "WF")
