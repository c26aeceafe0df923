"""What only one document reports: the runs of words that a reader would mark, as proposals for an editor.

Every run between two borders of a passage (spans.py) gets the probability that a reader marks it, by logistic
regression over what others have of its words; of those that overlap the likeliest is proposed.
"""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

from .documents import Annotation, Document, Pair, Passage, Target
from .labels import detail_label
from .languages import same_language
from .normalising import Word, words
from .profiles import stem
from .spans import Context, Span, spans
from .wordlists import ENGLISH

# Fitted and calibrated by tests/bench/fit_details.py; by name of the feature, in the order of spans.FEATURES.
BIAS = -5.853
WEIGHTS = {
    "novel": -0.008,  # words that no other document has
    "novel_share": 0.715,  # the same as a share of all that tell something
    "elsewhere": 0.083,  # words that some other documents have
    "topic": 0.006,  # words that most other documents have, but none that reports the same
    "supported": -0.172,  # words that a passage that reports the same has
    "supported_share": -2.678,  # the same as a share
    "length": 4.582,  # telling words, as a logarithm
    "length_squared": -1.247,  # its square: neither one word nor many
    "number": 0.241,  # whether a number is new
    "name": 0.359,  # whether a name is new
    "quotation": 1.705,  # whether it is a whole quotation
    "inside_quotation": 0.590,  # whether it stands in one
    "left_mark": 0.006,  # whether a mark stands before it
    "right_mark": 0.372,  # whether a mark stands behind it
    "verb": -0.202,  # whether it has a verb
    "begins_with_verb": 0.073,  # whether it begins with one
    "begins_with_preposition": -0.057,  # or with a preposition
    "commas": -0.321,  # commas in it
    "first_novel": 0.059,  # whether its first telling word is new
    "last_novel": -0.186,  # whether its last one is
    "left_novel": -0.026,  # new words cut off before it
    "right_novel": -0.102,  # new words cut off behind it
    "linked": 0.751,  # confidence of the passage's best pair
    "whole": -0.372,  # whether it is the whole passage
    "share": 1.211,  # its share of the passage
}
# Confidence below which nothing is proposed: lower finds more of what readers mark, but then most proposals are none.
LEAST = 0.36
# The same where the language is not English, on which the weights were fitted: rather no proposal than a wrong one.
LEAST_ELSEWHERE = 0.45

MOST = 6  # details proposed in one passage
LEAST_WORDS = 3  # of a passage in which a detail is looked for; less is a heading, a number, a credit
CONTEXT = 32  # characters of a target's prefix and suffix, as in the W3C model's examples
_UNIT_BEFORE, _UNIT_AFTER = "$£€¥#@", "%°"


def added_details(documents: Sequence[Document], pairs: Sequence[Pair]) -> tuple[Annotation, ...]:
    """Proposals `added_detail`, in the order of the documents; none when there is only one document.

    `pairs` are all scored pairs. `Annotation.confidence` is the calibrated probability that a reader marks the detail.
    """
    found: list[Annotation] = []
    taken: set[str] = set()
    for document, passage, tokens, runs in candidates(documents, pairs):
        confidences = [confidence_of(run.row) for run in runs]
        least = LEAST if document.language in ENGLISH else LEAST_ELSEWHERE
        for number in likeliest(runs, confidences, least):
            start, end = _offsets(passage.text, tokens, runs[number])
            annotation = _annotation(document, passage, start, end, round(confidences[number], 2), taken)
            taken.add(annotation.id)
            found.append(annotation)
    return tuple(found)


def candidates(
    documents: Sequence[Document], pairs: Sequence[Pair]
) -> Iterator[tuple[Document, Passage, list[Word], list[Span]]]:
    """The runs of each passage that may be a detail. Furniture and headlines are left out: a headline adds nothing to
    its report; and so is an article that is alone in its language, of which every word is one that nobody else has."""
    others = len(documents) - 1
    if others < 1:
        return
    tokens = {p.id: words(p.text) for document in documents for p in document.report}
    stems = {name: {stem(word.norm) for word in found if word.is_word} for name, found in tokens.items()}
    users: Counter[str] = Counter()
    for document in documents:
        users.update(set().union(*(stems[p.id] for p in document.report)))
    elsewhere = {term: (number - 1) / others for term, number in users.items()}
    support: dict[str, dict[str, float]] = defaultdict(dict)
    for pair in sorted(pairs, key=lambda pair: pair.confidence):  # the highest confidence is written last
        support[pair.first].update(dict.fromkeys(stems[pair.second], pair.confidence))
        support[pair.second].update(dict.fromkeys(stems[pair.first], pair.confidence))
    for document in documents:
        if not any(same_language(document.language, o.language) for o in documents if o is not document):
            continue
        for passage in document.report:
            found = tokens[passage.id]
            if passage.kind == "headline" or sum(word.norm.isalpha() for word in found) < LEAST_WORDS:
                continue
            known = support[passage.id]
            context = Context(elsewhere, known, max(known.values(), default=0.0), document.language)
            yield document, passage, found, list(spans(passage, found, context))


def confidence_of(row: Sequence[float]) -> float:
    """The probability that a reader marks a run with these features."""
    score = BIAS + math.fsum(weight * value for weight, value in zip(WEIGHTS.values(), row, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def likeliest(runs: Sequence[Span], confidences: Sequence[float], least: float) -> list[int]:
    """The numbers of the best runs of a passage in their order, none overlapping, all with `least` or more."""
    kept: list[int] = []
    for number in sorted(range(len(runs)), key=lambda n: (-confidences[n], runs[n].first, runs[n].last)):
        if confidences[number] < least or len(kept) == MOST:
            break
        run = runs[number]
        if all(run.last <= runs[other].first or run.first >= runs[other].last for other in kept):
            kept.append(number)
    return sorted(kept, key=lambda n: runs[n].first)


def _offsets(text: str, found: Sequence[Word], run: Span) -> tuple[int, int]:
    """A run's characters, with the quotation marks that enclose it and the signs of its units."""
    start, end = found[run.first].start, found[run.last - 1].end
    start -= start > 0 and text[start - 1] in _UNIT_BEFORE
    end += end < len(text) and text[end] in _UNIT_AFTER
    return start, end


def _annotation(
    document: Document, passage: Passage, start: int, end: int, confidence: float, taken: set[str]
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
        label=detail_label(passage.text, start, end),
        confidence=confidence,
    )
