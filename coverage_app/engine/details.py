"""What only one document reports: the runs of words that no other document supports, as proposals for an editor.

Each word of a passage counts for a detail when no other document has it, against one when a passage that reports the
same has it; the runs with the highest sums (Bentley 1984, maximum subarray) are proposed.
"""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from .clauses import borders, with_turn
from .documents import Annotation, Document, Pair, Passage, Target
from .normalising import Word, words
from .profiles import stem
from .wordlists import FUNCTION_WORDS

# Weights of a word in a run, chosen on the gold events together (docs/engine.md has the figures for each left out).
NOVEL = 1.0  # no other document has it
ELSEWHERE = (0.7, 0.2, -0.3)  # one, two, more other documents have it, but not in a passage that reports the same
TOPIC = 0.0  # every other document has it: what the story is about says nothing either way
SUPPORTED = -3.0  # a passage that reports the same has it
FUNCTION = -0.05  # a little word carries a run on, but a long tail of them is no detail
BREAK = -4.0  # a comma, a dash or a quotation mark: a detail seldom reaches over one
LEAST = 2.0  # sum from which a run is proposed: two words that nobody else has. 1.7 finds a tenth more, less precisely
SAME = 0.44  # confidence from which another passage counts as reporting the same
REST = 2  # words left of a clause that are taken into the run: "a sound and steady [development]"
MOST = 6  # details proposed in one passage

# Confidence by the run's sum: the share of such runs that the gold has too, over the six gold events. (up to, share):
# short runs are chance, very long ones hold several details.
CONFIDENCE = ((3.0, 0.38), (5.0, 0.48), (7.0, 0.36), (math.inf, 0.29))

CONTEXT = 32  # characters of a target's prefix and suffix, as in the W3C model's examples
LABEL = 160  # characters of a label
_JOINING = frozenset(".'()$£€¥%")  # marks that break no run
_UNIT_BEFORE, _UNIT_AFTER = "$£€¥#@", "%°"


class _Users(NamedTuple):
    """Which words the documents have: stem -> number of documents that have it, and how many documents there are."""

    counts: Counter[str]
    documents: int


def added_details(documents: Sequence[Document], pairs: Sequence[Pair]) -> tuple[Annotation, ...]:
    """Proposals `added_detail`, in the order of the documents; none when there is only one document.

    `pairs` are all scored pairs. Furniture and headlines are left out: a headline adds nothing to its report.
    """
    if len(documents) < 2:
        return ()
    tokens = {p.id: words(p.text) for document in documents for p in document.report}
    stems = {name: {stem(word.norm) for word in found if word.is_word} for name, found in tokens.items()}
    users = _Users(Counter(), len(documents))
    for document in documents:
        users.counts.update(set().union(*(stems[p.id] for p in document.report)))
    support: dict[str, set[str]] = defaultdict(set)  # passage -> stems of the passages that report the same
    for pair in pairs:
        if pair.confidence >= SAME:
            support[pair.first] |= stems[pair.second]
            support[pair.second] |= stems[pair.first]
    found: list[Annotation] = []
    taken: set[str] = set()
    for document in documents:
        for passage in document.report:
            if passage.kind == "headline":
                continue
            for start, end, total in _runs(passage, tokens[passage.id], users, support[passage.id]):
                annotation = _annotation(document, passage, start, end, total, taken)
                taken.add(annotation.id)
                found.append(annotation)
    return tuple(found)


def _runs(
    passage: Passage, found: Sequence[Word], users: _Users, support: set[str]
) -> Iterator[tuple[int, int, float]]:
    """(start, end, sum) of the best runs in order, offsets within the passage, none overlapping."""
    gains = [_gain(at, found, users, support) for at in range(len(found))]
    depths = borders(passage.text, found)
    runs: list[tuple[int, int, float]] = []
    waiting = [(0, len(found))]
    while waiting and len(runs) < MOST:
        first, last = waiting.pop(0)
        total, start, end = _best_run(gains, first, last)
        if total < LEAST:
            continue
        start, end = _readable(passage.text, found, start, end, first, last)
        start = with_turn(found, start, depths, first)
        waiting += [(first, start), (end, last)]
        left, right = found[start].start, found[end - 1].end
        left -= left > 0 and passage.text[left - 1] in _UNIT_BEFORE
        right += right < len(passage.text) and passage.text[right] in _UNIT_AFTER
        runs.append((left, right, total))
    yield from sorted(runs)


def _gain(at: int, found: Sequence[Word], users: _Users, support: set[str]) -> float:
    word = found[at]
    if not word.is_word:
        inside = 0 < at < len(found) - 1 and found[at - 1].end == word.start and found[at + 1].start == word.end
        return 0.0 if inside or word.norm in _JOINING else BREAK
    if word.norm in FUNCTION_WORDS:
        return FUNCTION
    term = stem(word.norm)
    if term in support:
        return SUPPORTED
    others = users.counts[term] - 1
    if others == 0:
        return NOVEL
    if others == users.documents - 1 and others > 1:
        return TOPIC
    return ELSEWHERE[min(others, len(ELSEWHERE)) - 1]


def _best_run(gains: Sequence[float], first: int, last: int) -> tuple[float, int, int]:
    """(sum, start, end) of the run with the highest sum inside [first, last)."""
    best, best_start, best_end = 0.0, first, first
    total, start = 0.0, first
    for at in range(first, last):
        if total <= 0:
            total, start = 0.0, at
        total += gains[at]
        if total > best + 1e-9:
            best, best_start, best_end = total, start, at + 1
    return best, best_start, best_end


def _readable(text: str, found: Sequence[Word], start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The run begun and ended where a reader would, inside [first, last): no little words at its ends, but whole names,
    and the word or two that end a clause."""
    while not _tells(found[start]):
        start += 1
    while not _tells(found[end - 1]):
        end -= 1
    start = max(first, _name_start(found, start, text))
    while end < last and _is_name(text, found[end - 1]) and _is_name(text, found[end]):
        end += 1
    rest = next((at for at in range(end, last) if not found[at].is_word), last)
    if 0 < rest - end <= REST and (rest == len(found) or not found[rest].is_word):
        end = rest
    return start, end


def _name_start(found: Sequence[Word], start: int, text: str) -> int:
    """Where the name begins in which a label starts: the Secretary in "Secretary of State Antony Blinken"."""
    at = start
    while at > 0 and start - at < 4 and text[found[start].start].isupper() and found[at - 1].is_word:
        before = found[at - 1]
        if text[before.start].isupper() and at > 1:
            start_here = at - 1
        elif before.norm == "of" and at > 1 and text[found[at - 2].start].isupper():
            start_here = at - 2
        else:
            break
        at = start_here
    return at


def _is_name(text: str, word: Word) -> bool:
    return word.is_word and text[word.start].isupper()


def _tells(word: Word) -> bool:
    return word.is_word and word.norm not in FUNCTION_WORDS


def _annotation(
    document: Document, passage: Passage, start: int, end: int, total: float, taken: set[str]
) -> Annotation:
    exact = passage.text[start:end]
    at = passage.start + start
    digest = hashlib.sha256(f"{document.sha256}:{at}:{exact}".encode()).hexdigest()[:12]
    target = Target(
        passage.id,
        start,
        end,
        exact,
        prefix=document.text[max(0, at - CONTEXT) : at],
        suffix=document.text[at + len(exact) : at + len(exact) + CONTEXT],
    )
    return Annotation(
        # twins among the documents have the same text and need ids of their own
        id=next(name for n in count(1) if (name := f"n{digest}" + (f"-{n}" if n > 1 else "")) not in taken),
        kind="added_detail",
        targets=(target,),
        outlets=(document.outlet,),
        label=_label(exact),
        confidence=next(share for most, share in CONFIDENCE if total <= most),
    )


def _label(exact: str) -> str:
    label = " ".join(exact.split())
    if len(label) > LABEL:
        label = label[: label.rfind(" ", 0, LABEL) if " " in label[:LABEL] else LABEL] + "…"
    return label[:1].upper() + label[1:]
