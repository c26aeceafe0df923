"""How the wording of a cell differs from the reference's, word by word; the only module that imports diff_match_patch.

Words are compared by their house-style norm (normalising.py), each mapped to a private-use code point so that the
library's character diff (Myers 1986) becomes a word diff. All tidying runs on those, before decoding: then it weighs
words, and can never split one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]

from .documents import Passage
from .normalising import Word, words
from .wordlists import FUNCTION_WORDS

Op = Literal["equal", "insert", "delete"]

# Words of a cell that are compared; the diff of unrelated texts takes time with the square of them. Six sentences, as
# many as a point holds of one article, have some 200.
MAX_WORDS = 800

_PRIVATE_USE = 0xF0000  # first of 65,534 code points that mean nothing: more than two cells can have words
# An equal run of at most this many words, none of them telling anything, is no island worth keeping between changes.
ISLAND = 3
# Words changed on either side from which a single telling word between them is absorbed.
SEA = 6


@dataclass(frozen=True, slots=True)
class Run:
    """Words that both have, only this cell has (insert), or only the reference has (delete).

    `start` is the offset within the passage of the cell, for a deletion the place where the words are left out; its
    text brings the space that it needs to stand there.
    """

    text: str
    op: Op
    start: int


@dataclass(frozen=True, slots=True)
class Wording:
    """`runs` by id of the cell's passages: without the deletions they add up to the passage's text.
    `shared` is the share of the cell's words that stand in the reference too, 0..1."""

    runs: Mapping[str, tuple[Run, ...]]
    shared: float


class _Place(NamedTuple):
    passage: int
    word: Word


def compare_wording(reference: Sequence[Passage], other: Sequence[Passage]) -> Wording:
    """How the cell `other` differs from the cell `reference` of the same row.

    The reference's passages are taken in the order in which `other` tells them, so that a sentence that moved is not
    marked twice. Words past MAX_WORDS are left unmarked, as is everything when the reference has no words.
    """
    theirs = [_Place(n, word) for n, passage in enumerate(other) for word in words(passage.text)]
    reference = _in_their_order(reference, other)
    ours = [_Place(n, word) for n, passage in enumerate(reference) for word in words(passage.text)]
    if not ours or not theirs:
        return Wording({p.id: (Run(p.text, "equal", 0),) if p.text else () for p in other}, 0.0)

    ops: list[list[tuple[Op, int, int]]] = [[] for _ in other]  # per passage: op, first and past-last word of `theirs`
    cuts: list[list[Run]] = [[] for _ in other]
    at_ours = at_theirs = common = total = 0
    for op, count in _changes(ours[:MAX_WORDS], theirs[:MAX_WORDS]):
        if op == "delete":
            number = theirs[max(0, at_theirs - 1)].passage if at_theirs else theirs[0].passage
            cuts[number].append(_deletion(reference, ours, at_ours, at_ours + count, other, theirs, at_theirs))
            at_ours += count
            continue
        for number, first, last in _by_passage(theirs, at_theirs, at_theirs + count):
            ops[number].append((op, first, last))
        run = theirs[at_theirs : at_theirs + count]
        told = sum(place.word.is_word for place in run)
        total += told
        common += told if op == "equal" else 0
        at_theirs += count
        at_ours += count if op == "equal" else 0
    for number, first, last in _by_passage(theirs, at_theirs, len(theirs)):
        ops[number].append(("equal", first, last))
    runs = {passage.id: _runs(passage.text, theirs, ops[number], cuts[number]) for number, passage in enumerate(other)}
    return Wording(runs, common / total if total else 0.0)


def _in_their_order(reference: Sequence[Passage], other: Sequence[Passage]) -> list[Passage]:
    """The reference's passages, each beside the passage of `other` with which it has most words in common."""
    if len(reference) < 2 or len(other) < 2:
        return list(reference)
    sets = [{w.norm for w in words(p.text) if w.is_word} - FUNCTION_WORDS for p in other]
    keys, last = [], 0
    for passage in reference:
        mine = {w.norm for w in words(passage.text) if w.is_word} - FUNCTION_WORDS
        likeness = [len(mine & theirs) / max(1, len(mine | theirs)) for theirs in sets]
        if max(likeness) > 0:
            last = likeness.index(max(likeness))
        keys.append(last)
    return [
        passage for _, _, passage in sorted(zip(keys, range(len(keys)), reference, strict=True), key=lambda k: k[:2])
    ]


def _changes(ours: Sequence[_Place], theirs: Sequence[_Place]) -> list[tuple[Op, int]]:
    """Runs of words as (op, count): deletions before insertions, neighbours of one kind joined."""
    code: dict[str, str] = {}
    for place in (*ours, *theirs):
        code.setdefault(place.word.norm, chr(_PRIVATE_USE + len(code)))
    plain = {sign for norm, sign in code.items() if norm in FUNCTION_WORDS or not any(ch.isalnum() for ch in norm)}
    differ = diff_match_patch()
    differ.Diff_Timeout = 0  # a time limit would make the result depend on the machine's load
    diffs = differ.diff_main(
        "".join(code[p.word.norm] for p in ours), "".join(code[p.word.norm] for p in theirs), False
    )
    # Only the half of the library's semantic cleanup that shifts edits to better places: the other half drops a common
    # run that is no longer than the edits beside it, which suits letters, but swallows whole quotations of words.
    differ.diff_cleanupSemanticLossless(diffs)
    changes: list[tuple[Op, int]] = []
    deleted = inserted = 0  # words of the edit that is still open

    def close() -> None:
        if deleted:
            changes.append(("delete", deleted))
        if inserted:
            changes.append(("insert", inserted))

    for number, (op, text) in enumerate(diffs):
        if op == differ.DIFF_DELETE:
            deleted += len(text)
        elif op == differ.DIFF_INSERT:
            inserted += len(text)
        elif number + 1 < len(diffs) and _is_island(text, plain, deleted + inserted, _edit_after(diffs, number)):
            deleted, inserted = deleted + len(text), inserted + len(text)
        else:
            close()
            changes.append(("equal", len(text)))
            deleted = inserted = 0
    close()
    return changes


def _edit_after(diffs: Sequence[tuple[int, str]], number: int) -> int:
    """Words deleted or inserted between this equal run and the next."""
    size = 0
    for op, text in diffs[number + 1 :]:
        if op == diff_match_patch.DIFF_EQUAL:
            break
        size += len(text)
    return size


def _is_island(text: str, plain: set[str], before: int, after: int) -> bool:
    """Whether an equal run between two edits is too small to help a reader: it says nothing of its own, or is one lone
    word in a sea of changes."""
    telling = sum(sign not in plain for sign in text)
    if telling == 0:
        return len(text) <= ISLAND and min(before, after) > 0 and before + after > len(text)
    return telling == 1 and len(text) <= ISLAND and min(before, after) >= SEA


def _by_passage(places: Sequence[_Place], first: int, last: int) -> list[tuple[int, int, int]]:
    """The words [first, last) as (passage, first, last) of each passage that they run through."""
    parts: list[tuple[int, int, int]] = []
    for at in range(first, last):
        number = places[at].passage
        if parts and parts[-1][0] == number:
            parts[-1] = (number, parts[-1][1], at + 1)
        else:
            parts.append((number, at, at + 1))
    return parts


def _deletion(
    reference: Sequence[Passage],
    ours: Sequence[_Place],
    first: int,
    last: int,
    other: Sequence[Passage],
    theirs: Sequence[_Place],
    at: int,
) -> Run:
    """The reference's words [first, last), to stand in `other` before its word number `at`, spaced as they were."""
    pieces = []
    for number, start, end in _by_passage(ours, first, last):
        pieces.append(reference[number].text[ours[start].word.start : ours[end - 1].word.end])
    text = " ".join(pieces)
    had_before, had_after = _is_spaced(ours, first), _is_spaced(ours, last)
    if at == 0:
        return Run(text + (" " if had_after or last == len(ours) else ""), "delete", theirs[0].word.start)
    before = theirs[at - 1]
    if at == len(theirs) or theirs[at].passage != before.passage:
        return Run((" " if had_before else "") + text, "delete", before.word.end)
    if theirs[at].word.start > before.word.end:  # white space stands there
        if had_before:
            return Run(text + (" " if had_after else ""), "delete", theirs[at].word.start)
        return Run(text, "delete", before.word.end)
    return Run(
        (" " if had_before else "") + text + (" " if had_after and not had_before else ""), "delete", before.word.end
    )


def _is_spaced(places: Sequence[_Place], at: int) -> bool:
    """Whether white space, or the border of a passage, stands before word number `at`."""
    if at == 0 or at >= len(places) or places[at].passage != places[at - 1].passage:
        return True
    return places[at].word.start > places[at - 1].word.end


def _runs(
    text: str, theirs: Sequence[_Place], ops: Sequence[tuple[Op, int, int]], cuts: Sequence[Run]
) -> tuple[Run, ...]:
    """Spans of words into runs that cover the text: white space between two of them goes to the equal one."""
    if not ops:
        return (Run(text, "equal", 0), *cuts) if text else tuple(cuts)
    spans: list[tuple[Op, int, int]] = []
    for number, (op, first, last) in enumerate(ops):
        start, end = theirs[first].word.start, theirs[last - 1].word.end
        if not spans:
            start = 0
        elif op == "equal" and spans[-1][0] != "equal":
            start = spans[-1][2]
        else:
            spans[-1] = (spans[-1][0], spans[-1][1], start)
        spans.append((op, start, len(text) if number == len(ops) - 1 else end))
    runs: list[Run] = []
    waiting = sorted(cuts, key=lambda cut: cut.start)
    for op, start, end in spans:
        while waiting and waiting[0].start <= end and (waiting[0].start < end or op == "equal"):
            cut = waiting.pop(0)
            if cut.start > start:
                runs.append(Run(text[start : cut.start], op, start))
                start = cut.start
            runs.append(cut)
        if end > start:
            runs.append(Run(text[start:end], op, start))
    return (*runs, *waiting)
