"""How passages are printed: their anchors, the numbers of their notes, and which of their words may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from ..engine.documents import Passage
from ..engine.languages import language_of
from ..marking import Mark, Piece
from . import phrases
from .options import HOUSE_LANGUAGE, Marks, Options
from .rights import LEFT_OUT, Rights

_NOT_IN_AN_ANCHOR = re.compile(r"[^A-Za-z0-9.-]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def printable(text: str) -> str:
    """The text with another sign for what HTML forbids in a text, escaped or not, and for lone surrogates, which cannot
    be written as UTF-8."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def anchor(kind: str, identifier: str) -> str:
    """An id that is good in an attribute and in an address, whatever the identifier holds; always the same one."""
    return f"{kind}-{_NOT_IN_AN_ANCHOR.sub(lambda m: f'_{ord(m[0]):x}_', identifier)}"


@dataclass(frozen=True)
class Ref:
    """The superscript number that leads from the words to their note."""

    number: int
    says: str  # what the note says of the words, before its number: "added by Al Jazeera, note"
    href: str
    anchor: str | None  # None: the same words stand in an earlier row too, and that is where the note leads back to


@dataclass(frozen=True)
class Stretch:
    """Consecutive pieces under the same annotations."""

    pieces: tuple[Piece, ...]
    marked: bool
    proposed: bool  # nobody has checked any of the annotations on it
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class PrintedPassage:
    kind: str
    place: str  # "¶3"
    anchor: str
    is_first: bool  # else it stands in an earlier row too, which has the anchor
    language: str | None  # set when it is not the document's
    stretches: tuple[Stretch, ...]

    @property
    def is_withheld(self) -> bool:
        """Whether none of its words may be printed."""
        return all(piece.text.strip() in ("", LEFT_OUT) for stretch in self.stretches for piece in stretch.pieces)


class Printer:
    """Prints passages, each with its anchor where it stands first. `numbers` are those of the notes, by annotation.
    `words` maps each target that was printed to the anchor of its superscript number."""

    def __init__(self, options: Options, allowed: Rights | None, numbers: Mapping[str, int]) -> None:
        self._language = options.language
        self._marks: Marks = options.marks
        self._allowed = allowed
        self._numbers = numbers
        self._printed: set[str] = set()
        self.words: dict[str, str] = {}

    def foreign(self, language: str | None) -> str | None:
        """The language to declare for an article's words: None when it is the document's, or no language at all."""
        known = language and language != self._language.partition("-")[0] and _LANGUAGE_TAG.fullmatch(language)
        return language if known else None

    def written(self, text: str) -> str | None:
        """The language to declare for what editors wrote: the house's, unless the text is surely in another."""
        return self.foreign(language_of(text, HOUSE_LANGUAGE))

    def first(self, passage: Passage) -> bool:
        """Whether this is the first time that it is asked about."""
        is_first = passage.id not in self._printed
        self._printed.add(passage.id)
        return is_first

    def passage(
        self, passage: Passage, pieces: tuple[Piece, ...], place: str, language: str | None = None
    ) -> PrintedPassage:
        return PrintedPassage(
            kind=passage.kind,
            place=place,
            anchor=anchor("passage", passage.id),
            is_first=self.first(passage),
            language=self.foreign(language),
            stretches=tuple(self._stretches(passage, pieces)),
        )

    def _stretches(self, passage: Passage, pieces: tuple[Piece, ...]) -> Iterator[Stretch]:
        marked = self._as_marked(pieces)
        if self._allowed:
            marked = _in_part(marked, self._allowed.spans.get(passage.id, ()))
        for marks, group in groupby(marked, key=lambda piece: piece.marks):
            together = tuple(group)
            yield Stretch(
                pieces=together,
                marked=bool(marks),
                proposed=bool(marks) and all(mark.annotation.state == "proposed" for mark in marks),
                refs=tuple(self._ref(mark) for piece in together for mark in piece.ends),
            )

    def _as_marked(self, pieces: tuple[Piece, ...]) -> Iterator[Piece]:
        for piece in pieces:
            # left-out words are the reference's: they would be quoted without being counted
            if piece.op == "delete" and (self._marks != "both" or self._allowed):
                continue
            yield Piece(piece.text, "equal", piece.marks, ends=piece.ends) if self._marks == "none" else piece

    def _ref(self, mark: Mark) -> Ref:
        place = None
        if mark.anchor not in self.words:
            place = self.words[mark.anchor] = anchor("words", mark.anchor)
        number = self._numbers[mark.annotation.id]
        href = f"#{anchor('note', mark.annotation.id)}"
        return Ref(number=number, says=phrases.mark(mark.annotation), href=href, anchor=place)


def _in_part(pieces: Iterable[Piece], spans: tuple[tuple[int, int], ...]) -> Iterator[Piece]:
    """The pieces cut to the words in `spans`, with one sign for whatever stands between two of them."""
    at, is_gap = 0, False
    for piece in pieces:
        start, at = at, at + len(piece.text)
        shown = [(max(start, s), min(at, e)) for s, e in spans if s < at and start < e]
        position = start
        for first, last in shown:
            if first > position and not is_gap:
                yield Piece(f" {LEFT_OUT} " if position or start else f"{LEFT_OUT} ")
            is_gap = False
            ends = piece.ends if last == at else ()
            yield Piece(piece.text[first - start : last - start], piece.op, piece.marks, ends=ends)
            position = last
        if position < at and (piece.text[position - start :].strip() or piece.ends):
            if not is_gap:
                yield Piece(f" {LEFT_OUT} " if position else f"{LEFT_OUT} ")
            is_gap = True
            if piece.ends:  # words of a note that the cap leaves no room for: its number stands all the same
                yield Piece("", "equal", (), ends=piece.ends)
        elif position < at and not is_gap:
            yield Piece(piece.text[position - start :], "equal")
