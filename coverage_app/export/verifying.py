"""Checks a document that came back: are the words that it prints those of the data inside, and do those stand in the
sources?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

from ..engine.documents import Comparison, Document
from ..engine.interchange import from_json
from .data import COMPARISON, Unreadable, read_data
from .printing import anchor, printable
from .rights import LEFT_OUT, WITHHELD, readable

Result = Literal["sound", "differs", "unknown"]
MOST_SHOWN = 5  # words that differ are shown for so many places of an article
LONGEST_SHOWN = 120  # characters

_WITHHELD = re.compile(f"{WITHHELD}+")
_SILENT = ("del", "sup")  # words of another article, and the numbers of notes


@dataclass(frozen=True)
class Finding:
    """One thing that was checked. `words` are those that differ."""

    result: Result
    text: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    findings: tuple[Finding, ...]

    @property
    def differs(self) -> bool:
        return any(finding.result == "differs" for finding in self.findings)

    @property
    def complete(self) -> bool:
        """Whether everything could be checked."""
        return all(finding.result == "sound" for finding in self.findings)


def comparison_in(html: str) -> Comparison:
    """The comparison inside a document. Raises Unreadable with what to do."""
    data = read_data(html).get(COMPARISON)
    if data is None:
        raise Unreadable(
            "There is no Crossread data in this file. Give the HTML file as it was exported, with its data inside."
        )
    try:
        return from_json(data)
    except (ValueError, AttributeError) as error:
        raise Unreadable(f"The data inside is damaged: {error}") from error


def verify(html: str, sources: Mapping[str, Iterable[str]]) -> Report:
    """`sources` are canonical texts by the SHA-256 of the file that each was read from: several where the same file was
    read more than once. Raises Unreadable."""
    comparison = comparison_in(html)
    return Report((*_whole(comparison), _printed(html, comparison), *_in_sources(comparison, sources)))


def _whole(comparison: Comparison) -> Iterator[Finding]:
    """Offsets and words of the data agree with each other."""
    texts = {p.id: p.text for d in comparison.documents for p in d.passages}
    wrong = [p.text for d in comparison.documents for p in d.passages if d.text[p.start : p.end] != p.text]
    targets = [target for annotation in comparison.annotations for target in annotation.targets]
    wrong += [t.exact for t in targets if texts.get(t.passage, "")[t.start : t.end] != t.exact]
    if wrong:
        yield Finding("differs", "The data inside does not agree with itself.", _shown(wrong))
    else:
        articles, points, notes = map(len, (comparison.documents, comparison.points, comparison.annotations))
        yield Finding("sound", f"The data inside is whole: {articles} articles, {points} points, {notes} notes.")


def _printed(html: str, comparison: Comparison) -> Finding:
    """What is printed is what the data says."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    expected = {anchor("passage", p.id): _parts(printable(p.text)) for d in comparison.documents for p in d.report}
    everything = ["".join(_parts(printable(document.text))) for document in comparison.documents]
    wrong = [text for name, text in reader.passages if expected.get(name) != _parts(text)]
    labels = [*(point.label for point in comparison.points), *(note.label for note in comparison.annotations)]
    known = {tuple(_parts(printable(label))) for label in labels}
    wrong += [text for text in reader.labels if tuple(_parts(text)) not in known]
    wrong += [text for text in reader.quotes if not all(any(p in whole for whole in everything) for p in _parts(text))]
    if wrong:
        return Finding("differs", "Words are printed that are not those of the data inside.", _shown(wrong))
    count = len(reader.passages) + len(reader.quotes) + len(reader.labels)
    return Finding("sound", f"What is printed is what the data inside says, in all {count} places.")


def _in_sources(comparison: Comparison, sources: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    for document in comparison.documents:
        texts = tuple(sources.get(document.sha256, ()))
        if not texts:
            text = f"{document.outlet}: its source is not here. SHA-256 {document.sha256}."
            yield Finding("unknown", text)
            continue
        wrong = min((list(_not_in(document, text)) for text in texts), key=len)
        if wrong:
            yield Finding(
                "differs", f"{document.outlet}: words are quoted that its source does not have.", _shown(wrong)
            )
        else:
            yield Finding("sound", f"{document.outlet}: all words quoted stand in its source.")


def _not_in(document: Document, source: str) -> Iterator[str]:
    """Words of the document that the source has neither at their place nor elsewhere: it may have been read by another
    version, which sets white space otherwise."""
    squeezed = "".join(source.split())
    for passage in document.report:
        for part in re.finditer(f"[^{WITHHELD}]+", passage.text):
            start, words = passage.start + part.start(), part[0]
            if source[start : start + len(words)] != words and "".join(words.split()) not in squeezed:
                yield words


def _parts(text: str) -> list[str]:
    """The words between what is withheld, without white space."""
    cut = (part for whole in text.split(LEFT_OUT) for part in _WITHHELD.split(whole))
    return [bare for part in cut if (bare := "".join(part.split()))]


def _shown(wrong: list[str]) -> tuple[str, ...]:
    brief = (" ".join(readable(text).split()) for text in wrong)
    return tuple(text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…" for text in brief)[:MOST_SHOWN]


class _Reader(HTMLParser):
    """The words of passages, quotations and labels as a browser shows them."""

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[tuple[str, str]] = []  # anchor and words
        self.quotes: list[str] = []
        self.labels: list[str] = []  # of points and notes
        self._begins_note = False
        self._inside: list[tuple[str, str]] = []  # open elements from the passage or quotation on, with its anchor
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        classes = attributes.get("class", "").split()
        if self._inside:
            silent = tag in _SILENT or (tag == "a" and "place" in classes)
            self._inside.append((tag, "silent" if silent else ""))
        elif "label" in classes or (tag == "h3" and self._begins_note):
            self._begins_note = False
            self._inside.append((tag, "label"))
        elif tag == "q":
            self._inside.append((tag, ""))
        elif tag == "li":
            self._begins_note = attributes.get("id", "").startswith("note-")  # its heading is its label
        elif "passage" in classes:
            self._inside.append((tag, attributes.get("id") or attributes.get("data-of", "")))

    def handle_data(self, data: str) -> None:
        if self._inside and not any(role == "silent" for _, role in self._inside):
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._inside or self._inside[-1][0] != tag:
            return
        _, name = self._inside.pop()
        if not self._inside:
            words = "".join(self._words)
            self._words = []
            if tag == "q":
                self.quotes.append(words)
            elif name == "label":
                self.labels.append(words)
            else:
                self.passages.append((name, words))
