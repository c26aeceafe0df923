"""Which words of an article may go out, where its full text may not.

A newsroom may quote: the words that a note is about, and, so that a row says something, the first words of what an
outlet reports on a point. No more than the cap for each outlet, whatever is asked for; notes come first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..engine.documents import Comparison, Document, Passage, Target

# Stands for each character that may not go out, so that offsets stay those of the article. A format shows a run of them
# as "[…]".
WITHHELD = "\N{LIGHT SHADE}"
LEFT_OUT = "[…]"
EXCERPT = 14  # words of a passage that show what an outlet reports: about as much as a search engine's snippet

Span = tuple[int, int]  # offsets in a passage
_WORD = re.compile(r"\S+")
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
        self._words = {name: [match.span() for match in _WORD.finditer(p.text)] for name, p in self._passages.items()}
        for annotation in sorted(comparison.annotations, key=lambda a: a.state != "accepted"):
            for target in annotation.targets:
                self._show(target.passage, self._covered(target))
        for point in comparison.points:
            told: set[str] = set()
            for link in point.links:
                document = self._home.get(link.passage)
                if document and document not in told and link.state != "rejected":
                    told.add(document)
                    if not self._shown[link.passage]:
                        self._show(link.passage, range(min(EXCERPT, len(self._words[link.passage]))))
        self.spans: Mapping[str, tuple[Span, ...]] = {name: tuple(self._spans(name)) for name in self._passages}
        self.counts: Mapping[str, Quoted] = {
            document.id: Quoted(
                words=sum(len(self._shown[p.id]) for p in document.report),
                of=sum(len(self._words[p.id]) for p in document.report),
                cap=cap,
            )
            for document in comparison.documents
        }

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


def withheld(comparison: Comparison, rights: Rights) -> Comparison:
    """The comparison with every character replaced that may not go out; all offsets stay as they are."""
    documents = tuple(_document(document, rights) for document in comparison.documents)
    texts = {p.id: p.text for d in documents for p in d.passages}
    annotations = tuple(
        replace(a, targets=tuple(_target(target, texts) for target in a.targets)) for a in comparison.annotations
    )
    return replace(comparison, documents=documents, annotations=annotations)


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
