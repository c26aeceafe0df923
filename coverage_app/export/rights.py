"""Which words of an article may go out, where its full text may not.

A newsroom may quote: the words that a note is about, and, so that a row says something, the first words of what an
outlet reports on a point. Labels of points and notes are mostly words of the articles too: so far as they are, they
count for the outlet whose words they are. No more than the cap for each outlet, whatever is asked for: first what
editors accepted, then labels and points, last what nobody has checked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..engine.documents import Annotation, Comparison, Document, Passage, Target

# Stands for each character that may not go out, so that offsets stay those of the article. A format shows a run of them
# as "[…]".
WITHHELD = "\N{LIGHT SHADE}"
LEFT_OUT = "[…]"
EXCERPT = 14  # words of a passage that show what an outlet reports: about as much as a search engine's snippet

LEAST_QUOTED = 4  # words in a row that a label has in common with a passage: fewer are a name or a figure of speech

Span = tuple[int, int]  # offsets in a passage
# An ideograph or a kana is a word: where words are not parted by spaces, a whole sentence would count as one.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_SIGNS = re.compile(r"^\W+|\W+$")
_WITHHELD = re.compile(rf"[{WITHHELD}\s]*{WITHHELD}[{WITHHELD}\s]*")


@dataclass(frozen=True)
class Quoted:
    """How much of an article goes out."""

    words: int
    of: int
    cap: int


class Rights:
    """The words that may go out: `spans` for each passage, in order and apart; `counts` for each document."""

    def __init__(self, comparison: Comparison, cap: int) -> None:
        self._passages = {p.id: p for d in comparison.documents for p in d.report}
        self._home = {p.id: d.id for d in comparison.documents for p in d.report}
        self._left = dict.fromkeys((d.id for d in comparison.documents), cap)
        self._shown: dict[str, set[int]] = defaultdict(set)  # by passage: numbers of its words
        self._words = {name: _words(passage.text) for name, passage in self._passages.items()}
        self._places = self._runs_of_words()
        self._labels: dict[str, str] = {}
        accepted = [annotation for annotation in comparison.annotations if annotation.state == "accepted"]
        unchecked = [annotation for annotation in comparison.annotations if annotation.state != "accepted"]
        self._note(accepted)
        for point in comparison.points:
            self._label(point.label)
        for point in comparison.points:
            told: set[str] = set()
            for link in point.links:
                document = self._home.get(link.passage)
                if document and document not in told and link.state != "rejected":
                    told.add(document)
                    if not self._shown[link.passage]:
                        self._show(link.passage, range(min(EXCERPT, len(self._words[link.passage]))))
        self._note(unchecked)
        self.spans: Mapping[str, tuple[Span, ...]] = {name: tuple(self._spans(name)) for name in self._passages}
        self.counts: Mapping[str, Quoted] = {
            document.id: Quoted(
                words=sum(len(self._shown[p.id]) for p in document.report),
                of=sum(len(self._words[p.id]) for p in document.report),
                cap=cap,
            )
            for document in comparison.documents
        }

    def label(self, label: str) -> str:
        """The label without such words of an article as the cap leaves no room for."""
        return self._labels.get(label, label)

    def _note(self, annotations: Iterable[Annotation]) -> None:
        for annotation in annotations:
            for target in annotation.targets:
                self._show(target.passage, self._covered(target))
        for annotation in annotations:
            self._label(annotation.label)

    def _runs_of_words(self) -> Mapping[tuple[str, ...], list[tuple[str, int]]]:
        """Where each LEAST_QUOTED words in a row stand: in which passage, from which word on."""
        places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
        for name, passage in self._passages.items():
            bare = [_bare(passage.text[start:end]) for start, end in self._words[name]]
            for at in range(len(bare) - LEAST_QUOTED + 1):
                places[tuple(bare[at : at + LEAST_QUOTED])].append((name, at))
        return places

    def _label(self, label: str) -> None:
        words = _words(label)
        bare = [_bare(label[start:end]) for start, end in words]
        told = list(label)
        at = 0
        while at <= len(words) - LEAST_QUOTED:
            passage, first, length = self._quoted_from(bare, at)
            self._show(passage, range(first, first + length))
            for n, (start, end) in enumerate(words[at : at + length], first):
                if n not in self._shown[passage]:
                    told[start:end] = WITHHELD * (end - start)
            at += length or 1
        self._labels[label] = readable("".join(told))

    def _quoted_from(self, bare: list[str], at: int) -> tuple[str, int, int]:
        """The passage, its first word and the number of words that a label has from its word `at` on: of several the
        longest, then one that is quoted already. No words: ("", 0, 0)."""
        found = ("", 0, 0)
        best = (0, 0)
        for passage, first in self._places.get(tuple(bare[at : at + LEAST_QUOTED]), ()):
            text = self._passages[passage].text
            theirs = [_bare(text[s:e]) for s, e in self._words[passage][first : first + len(bare) - at]]
            pairs = zip(theirs, bare[at:], strict=False)
            length = next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(theirs), len(bare) - at))
            quoted = sum(n in self._shown[passage] for n in range(first, first + length))
            if (length, quoted) > best:
                found, best = (passage, first, length), (length, quoted)
        return found

    def _covered(self, target: Target) -> Iterator[int]:
        for number, (start, end) in enumerate(self._words.get(target.passage, ())):
            if start < target.end and target.start < end:
                yield number

    def _show(self, passage: str, words: Iterable[int]) -> None:
        """As many of these words, the first first, as the cap allows."""
        for word in words:
            if word in self._shown[passage]:
                continue
            if self._left[self._home[passage]] <= 0:
                return
            self._left[self._home[passage]] -= 1
            self._shown[passage].add(word)

    def _spans(self, passage: str) -> Iterator[Span]:
        words, shown = self._words[passage], self._shown[passage]
        first = None
        for number in range(len(words) + 1):
            if number in shown and first is None:
                first = number
            elif number not in shown and first is not None:
                yield words[first][0], words[number - 1][1]
                first = None

    def masked(self, passage: str, text: str, at: int = 0) -> str:
        """The passage's own characters from offset `at` on, those that may not go out replaced one by one."""
        spans = self.spans.get(passage, ())
        return "".join(
            sign if any(start <= at + n < end for start, end in spans) else WITHHELD for n, sign in enumerate(text)
        )


def _words(text: str) -> list[Span]:
    return [match.span() for match in _WORD.finditer(text)]


def _bare(word: str) -> str:
    """A word without the signs around it, whatever its case."""
    return _SIGNS.sub("", word).casefold()


def relabelled(comparison: Comparison, rights: Rights) -> Comparison:
    """The comparison with labels that hold no more words of an article than may go out."""
    points = tuple(replace(point, label=rights.label(point.label)) for point in comparison.points)
    annotations = tuple(replace(a, label=rights.label(a.label)) for a in comparison.annotations)
    return replace(comparison, points=points, annotations=annotations)


def withheld(comparison: Comparison, rights: Rights) -> Comparison:
    """The comparison with every character replaced that may not go out; all offsets stay as they are."""
    documents = tuple(_document(document, rights) for document in comparison.documents)
    texts = {p.id: p.text for d in documents for p in d.passages}
    annotations = tuple(
        replace(a, targets=tuple(_target(target, texts) for target in a.targets)) for a in comparison.annotations
    )
    return relabelled(replace(comparison, documents=documents, annotations=annotations), rights)


def _document(document: Document, rights: Rights) -> Document:
    text = [sign if sign == "\n" else WITHHELD for sign in document.text]
    passages: list[Passage] = []
    for passage in document.passages:
        shown = rights.masked(passage.id, passage.text)
        text[passage.start : passage.end] = shown
        passages.append(replace(passage, text=shown))
    return replace(document, text="".join(text), passages=tuple(passages))


def _target(target: Target, texts: Mapping[str, str]) -> Target:
    return replace(target, exact=texts[target.passage][target.start : target.end], prefix="", suffix="")


def readable(text: str) -> str:
    """A text with "[…]" wherever words were withheld."""
    return _WITHHELD.sub(f" {LEFT_OUT} ", text).strip() if WITHHELD in text else text
