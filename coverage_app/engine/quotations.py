"""Where a document quotes: the words between quotation marks, whatever marks it uses.

A mark is read by its place as much as by its shape: straight ones have no direction, some languages turn “ ” and « »
round, and what closes one kind opens another. An apostrophe is no mark: a single mark counts only in front of a word,
and if another one closes it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from .documents import Document, Extent, Passage
from .normalising import is_single

_MARK = re.compile("[\"“”„‟«»「」『』‘‚']")
# What closes a quotation, by what opened it: „English“ and „German”, »German« and »Swedish», ”Swedish”.
_CLOSED_BY = {
    "“": '”“"', "”": "”", "„": '“”"', "‟": "”", '"': '"”', "«": "»", "»": "«»", "「": "」", "『": "』",
}  # fmt: skip
_ALWAYS_OPENING = "“„‟«「『"
_SINGLE_CLOSED_BY = {"‘": "’'", "‚": "‘’", "'": "'"}
_BEFORE_OPENING = "([{—–-/:"
_ELIDED = re.compile(r"(?:\d0s|em|til|cause|tis|twas|n)\b", re.IGNORECASE)  # '90s, 'em
LONGEST_SINGLE = 600  # characters in which the closing single mark is looked for: three sentences
_EDGES = " \t\n\u00a0\u202f\u2009,"  # no part of what was said


def quoted_spans(document: Document) -> list[list[tuple[int, int]]]:
    """The quotations of a report in order, each as spans of the document's text without the marks.

    One that runs over several paragraphs, each opened anew and only the last one closed, has a span for each. A mark
    that is never closed opens nothing.
    """
    text, found = document.text, []
    parts: list[tuple[int, int]] = []
    opener, start = "", 0
    for first, last in _paragraphs(document):
        at = first
        if opener and text[first] == opener:
            start = at = first + 1
        else:
            opener, parts = "", []
        skip = at  # up to where a single quotation has been read
        for match in _MARK.finditer(text, at, last):
            here, mark = match.start(), match.group()
            if here < skip:
                continue
            before, after = text[here - 1 : here] if here > first else "", text[here + 1 : here + 2]
            if opener:
                is_again = mark == opener and _looks_opening(before, after)
                if mark in _CLOSED_BY[opener] and not is_again:
                    found.append([*parts, (start, here)])
                    opener, parts = "", []
                elif mark == opener:  # the one before was never closed
                    start, parts = here + 1, []
            elif mark in _SINGLE_CLOSED_BY:
                if (close := _closing_single(text, here, before, last)) is not None:
                    found.append([(here + 1, close)])
                    skip = close + 1
            elif mark in _ALWAYS_OPENING or (mark in _CLOSED_BY and _may_open(before, after)):
                opener, start = mark, here + 1
        if opener:
            parts.append((start, last))
    trimmed = ([_trimmed(text, *span) for span in spans] for spans in found)
    return [spans for spans in trimmed if any(ch.isalnum() for start, end in spans for ch in text[start:end])]


def extents(report: Sequence[Passage], start: int, end: int) -> tuple[Extent, ...]:
    """A span of a document's text as one extent for each of its report passages that the span runs through."""
    found = []
    for passage in report[max(0, bisect_right(report, start, key=lambda p: p.start) - 1) :]:
        if passage.start >= end:
            break
        left, right = max(0, start - passage.start), min(end, passage.end) - passage.start
        if left < right:
            found.append(Extent(passage.id, left, right, passage.text[left:right]))
    return tuple(found)


def _paragraphs(document: Document) -> Iterator[tuple[int, int]]:
    for _, group in groupby(document.report, key=lambda passage: passage.paragraph):
        passages = list(group)
        yield passages[0].start, passages[-1].end


def _looks_opening(before: str, after: str) -> bool:
    """Whether a mark stands in front of a word and behind none."""
    return (not before or before.isspace() or before in _BEFORE_OPENING) and after.isalnum()


def _may_open(before: str, after: str) -> bool:
    """The same where nothing is open and the mark has no direction; 6" is a measure, and 他说"好 has no spaces."""
    return not (before.isalnum() and not is_single(before)) and bool(after) and not after.isspace()


def _closing_single(text: str, at: int, before: str, last: int) -> int | None:
    """Where the single quotation that may begin at `at` ends; None if it is an apostrophe.

    Behind an s a mark may be a genitive: "the players' lounge". The first such one is taken only if no other follows.
    """
    if before.isalnum() or not text[at + 1 : at + 2].isalnum() or _ELIDED.match(text, at + 1):
        return None
    likely = None
    for here in range(at + 1, min(last, at + LONGEST_SINGLE)):
        if text[here] in "‘'" and _looks_opening(text[here - 1], text[here + 1 : here + 2]):
            break
        if text[here] not in _SINGLE_CLOSED_BY[text[at]] or text[here - 1].isspace() or here == at + 1:
            continue
        after = text[here + 1 : here + 2] if here + 1 < last else ""
        if after.isalnum():
            continue
        if text[here - 1] not in "sS" or not after.isspace():
            return here
        likely = likely or here
    return likely


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end
