"""What only one document reports: the runs of words that a reader would mark, as proposals for an editor.

Every run between two borders of a passage (spans.py) gets the probability that a reader marks it, by logistic
regression over what others have of its words; of those that overlap the likeliest is proposed.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

from .documents import Annotation, Document, Pair, Passage, Target
from .labels import detail_label
from .languages import same_language
from .normalising import Word, words
from .profiles import stem
from .scoring import Scorer
from .spans import Context, Span, spans
from .wordlists import ENGLISH

# What the least confidence is raised by where the language is not English, on which the weights were fitted: rather no
# proposal than a wrong one.
ELSEWHERE = 0.09

MOST = 6  # details proposed in one passage
LEAST_WORDS = 3  # of a passage in which a detail is looked for; less is a heading, a number, a credit
CONTEXT = 32  # characters of a target's prefix and suffix, as in the W3C model's examples
_UNIT_BEFORE, _UNIT_AFTER = "$£€¥#@", "%°"


def added_details(documents: Sequence[Document], pairs: Sequence[Pair], scorer: Scorer) -> tuple[Annotation, ...]:
    """Proposals `added_detail`, in the order of the documents; none when there is only one document.

    `pairs` are all scored pairs, `scorer` weighs spans.FEATURES. `Annotation.confidence` is the calibrated probability
    that a reader marks the detail.
    """
    found: list[Annotation] = []
    taken: set[str] = set()
    for document, passage, tokens, runs in candidates(documents, pairs):
        confidences = [scorer.probability(run.row) for run in runs]
        least = scorer.least if document.language in ENGLISH else scorer.least + ELSEWHERE
        for number in likeliest(runs, confidences, least):
            start, end = _offsets(passage.text, tokens, runs[number])
            annotation = _annotation(document, passage, start, end, round(confidences[number], 2), taken)
            taken.add(annotation.id)
            found.append(annotation)
    return tuple(found)


def candidates(
    documents: Sequence[Document], pairs: Sequence[Pair]
) -> Iterator[tuple[Document, Passage, Sequence[Word], list[Span]]]:
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
