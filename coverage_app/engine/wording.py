"""How the wording of a cell differs from the reference's, word by word; the only module that imports diff_match_patch.

Words are compared by their house-style norm (normalising.py), each mapped to a private-use code point so that the
library's character diff (Myers 1986) becomes a word diff. All tidying runs on those, before decoding: then it weighs
words, and can never split one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]

from .changes import Change, Op, Place, with_moves, with_style
from .correspondence import corresponding, likest, telling_words
from .documents import Passage
from .normalising import is_said, words
from .wordlists import FUNCTION_WORDS

# Words of a cell that are compared; the diff of unrelated texts takes time with the square of them. Six sentences, as
# many as a point holds of one article, have some 200.
MAX_WORDS = 800

_PRIVATE_USE = 0xF0000  # first of 65,534 code points that mean nothing: more than two cells can have words
# An equal run of at most this many words, none of them telling anything, is no island worth keeping between changes.
ISLAND = 3
FELLOWS = {"(": ")", ")": "(", "[": "]", "]": "["}
# Words changed on either side from which a single telling word between them is absorbed.
SEA = 6


@dataclass(frozen=True, slots=True)
class Run:
    """Words that both have, only this cell has (insert), or only the reference has (delete); that the reference has in
    another place (move), or writes in another way (style).

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


_Op = tuple[Op, int, int]  # with the offsets in the passage


def compare_wording(reference: Sequence[Passage], other: Sequence[Passage], *, house_style: bool = False) -> Wording:
    """How the cell `other` differs from the cell `reference` of the same row; with `house_style` also in how the same
    words are written.

    Passage is compared with passage: each with those of the reference that have most words in common with it. Words
    of the reference are marked as left out where they belong, or not at all when no passage corresponds to theirs.
    Words past MAX_WORDS are left unmarked, as is everything when the reference has no words.
    """
    texts = [words(passage.text) for passage in other]
    refs = [words(passage.text) for passage in reference]
    if not any(texts) or not any(refs):
        return Wording({p.id: (Run(p.text, "equal", 0),) if p.text else () for p in other}, 0.0)
    ops: dict[int, list[_Op]] = {n: [] for n in range(len(other))}
    cuts: dict[int, list[Run]] = {n: [] for n in range(len(other))}
    common = total = 0
    left = MAX_WORDS  # words of the other cell that may still be compared
    for ours_in, theirs_in in corresponding(refs, texts):
        ours = [Place(n, word) for n in ours_in for word in refs[n]]
        theirs = [Place(n, word) for n in theirs_in for word in texts[n]]
        home = {
            n: theirs_in[likest(telling_words(refs[n]), [telling_words(texts[m]) for m in theirs_in])] for n in ours_in
        }
        changes = (
            with_moves(ours, theirs, _changes(ours[:MAX_WORDS], theirs[:left])) if ours else _trimmed([], theirs[:left])
        )
        if house_style:
            changes = list(with_style(reference, other, ours, theirs, changes))
        for change in changes:
            if change.op == "delete":
                for at, run in _deletions(reference, ours, theirs, change, home):
                    cuts[at].append(run)
            for number, first, last in _by_passage(theirs, change.start, change.end):
                start, end = _without_marks(theirs, first, last) if change.op == "insert" else (first, last)
                parts: tuple[tuple[Op, int, int], ...] = (
                    ("equal", first, start),
                    (change.op, start, end),
                    ("equal", end, last),
                )
                ops[number] += [(op, theirs[i].word.start, theirs[j - 1].word.end) for op, i, j in parts if i < j]
            told = sum(place.word.is_word for place in theirs[change.start : change.end])
            total += told
            common += told if change.op != "insert" else 0
        for number, first, last in _by_passage(theirs, min(left, len(theirs)), len(theirs)):
            ops[number].append(("equal", theirs[first].word.start, theirs[last - 1].word.end))
        left = max(0, left - len(theirs))
    runs = {passage.id: _runs(passage.text, ops[number], cuts[number]) for number, passage in enumerate(other)}
    return Wording(runs, common / total if total else 0.0)


def _changes(ours: Sequence[Place], theirs: Sequence[Place]) -> list[Change]:
    """What was done to the words of `ours` to make those of `theirs`: deletions before insertions."""
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
    changes: list[Change] = []
    at_ours = at_theirs = deleted = inserted = 0  # where we are, and words of the edit that is still open

    def close() -> None:
        if deleted or inserted:
            edit = (at_ours - deleted, at_ours, at_theirs - inserted, at_theirs)
            changes.extend(_trimmed(ours, theirs, *edit))

    for number, (op, text) in enumerate(diffs):
        is_last = number + 1 == len(diffs)
        if op == differ.DIFF_EQUAL:
            if is_last or not _is_island(text, plain, deleted + inserted, _edit_after(diffs, number)):
                close()
                changes.append(Change("equal", at_theirs, at_theirs + len(text), at_ours, at_ours + len(text)))
                deleted = inserted = 0
            else:
                deleted, inserted = deleted + len(text), inserted + len(text)
            at_ours, at_theirs = at_ours + len(text), at_theirs + len(text)
        elif op == differ.DIFF_DELETE:
            deleted, at_ours = deleted + len(text), at_ours + len(text)
        else:
            inserted, at_theirs = inserted + len(text), at_theirs + len(text)
    close()
    return changes


def _trimmed(
    ours: Sequence[Place],
    theirs: Sequence[Place],
    ours_first: int = 0,
    ours_last: int = 0,
    first: int = 0,
    last: int | None = None,
) -> list[Change]:
    """An edit without the marks at its ends, which are no difference by themselves. Without places: all is new."""
    last = len(theirs) if last is None else last
    left, right = _without_marks(ours, ours_first, ours_last)
    start, end = _without_marks(theirs, first, last)
    if start == end and left < right:
        left, right = _with_commas(ours, ours_first, left, right, ours_last)
    if start == end:  # marks only: what is left out stands behind a closing quotation mark, before a full stop
        start = end = next((at for at in range(first, last) if theirs[at].word.norm not in "\"')]"), last)
    changes = [Change("equal", first, start), Change("delete", start, start, left, right)]
    changes += [Change("insert", start, end), Change("equal", end, last)]
    return [change for change in changes if change.end > change.start or change.ours_end > change.ours_start]


def _with_commas(ours: Sequence[Place], first: int, left: int, right: int, last: int) -> tuple[int, int]:
    """Words that are only left out, with the comma that parts them from what is before, and its fellow behind them."""
    if left > first and ours[left - 1].word.norm == ",":
        left -= 1
        right += right < last and ours[right].word.norm == ","
    return left, right


def _without_marks(places: Sequence[Place], first: int, last: int) -> tuple[int, int]:
    """[first, last) without the punctuation at its ends, but for marks whose fellow stands inside."""
    if not any(is_said(place.word) for place in places[first:last]):
        return first, first
    while first < last and _is_stray(places, first, first, last):
        first += 1
    while last > first and _is_stray(places, last - 1, first, last):
        last -= 1
    return first, last


def _is_stray(places: Sequence[Place], at: int, first: int, last: int) -> bool:
    mark = places[at].word.norm
    if is_said(places[at].word):
        return False
    inside = [place.word.norm for place in places[first:last]]
    if mark in ('"', "'"):
        return inside.count(mark) % 2 == 1
    return not (mark in FELLOWS and inside.count(mark) <= inside.count(FELLOWS[mark]))


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


def _by_passage(places: Sequence[Place], first: int, last: int) -> list[tuple[int, int, int]]:
    """The words [first, last) as (passage, first, last) of each passage that they run through."""
    parts: list[tuple[int, int, int]] = []
    for at in range(first, last):
        number = places[at].passage
        if parts and parts[-1][0] == number:
            parts[-1] = (number, parts[-1][1], at + 1)
        else:
            parts.append((number, at, at + 1))
    return parts


def _deletions(
    reference: Sequence[Passage],
    ours: Sequence[Place],
    theirs: Sequence[Place],
    change: Change,
    home: Mapping[int, int],
) -> Iterator[tuple[int, Run]]:
    """The reference's words that are left out, by the passage in which that is shown, spaced as they were.

    Between two passages they stand in the one that corresponds to theirs (`home`).
    """
    at = change.start
    before = theirs[at - 1] if at else None
    after = theirs[at] if at < len(theirs) else None
    is_border = before is None or after is None or before.passage != after.passage
    if is_border:
        parts = _by_passage(ours, change.ours_start, change.ours_end)
    else:
        parts = [(ours[change.ours_start].passage, change.ours_start, change.ours_end)]
    for number, first, last in parts:
        if is_border and {place.passage for place in ours[first:last]} == {number} and _is_whole(ours, first, last):
            continue  # a sentence that the other cell does not tell: the reference's own column shows it
        text = " ".join(
            reference[n].text[ours[start].word.start : ours[end - 1].word.end]
            for n, start, end in _by_passage(ours, first, last)
        )
        trimmed = last < len(ours) and ours[last].word.norm in ",;:"
        lead, tail = " " if _is_spaced(ours, first) else "", " " if trimmed or _is_spaced(ours, last) else ""
        if is_border and after and (before is None or home[number] == after.passage):
            yield after.passage, Run(text + tail, "delete", after.word.start)
        elif is_border and before:
            yield before.passage, Run(lead + text, "delete", before.word.end)
        elif before and after and after.word.start > before.word.end and lead:  # white space stands there
            yield before.passage, Run(text + tail, "delete", after.word.start)
        elif before:
            glued = after is not None and after.word.start == before.word.end and not lead
            yield before.passage, Run(lead + text + (tail if glued else ""), "delete", before.word.end)


def _is_whole(ours: Sequence[Place], first: int, last: int) -> bool:
    """Whether the words [first, last), marks aside, are all that their passage has."""
    number = ours[first].passage
    told = [at for at, place in enumerate(ours) if place.passage == number and is_said(place.word)]
    return first <= told[0] and told[-1] < last


def _is_spaced(places: Sequence[Place], at: int) -> bool:
    """Whether white space, or the border of a passage, stands before word number `at`."""
    if at == 0 or at >= len(places) or places[at].passage != places[at - 1].passage:
        return True
    return places[at].word.start > places[at - 1].word.end


def _runs(text: str, ops: Sequence[_Op], cuts: Sequence[Run]) -> tuple[Run, ...]:
    """Spans of words into runs that cover the text: white space between two of them goes to the equal one."""
    if not ops:
        return (Run(text, "equal", 0), *cuts) if text else tuple(cuts)
    spans: list[_Op] = []
    for number, (op, start, end) in enumerate(ops):
        if not spans:
            start = 0
        elif op == spans[-1][0]:
            start = spans.pop()[1]
        elif op == "equal":
            start = spans[-1][2]
        elif spans[-1][0] == "equal":
            spans[-1] = ("equal", spans[-1][1], start)
        elif spans[-1][2] < start:
            spans.append(("equal", spans[-1][2], start))
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
