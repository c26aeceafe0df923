"""How the articles differ in what they both report: proposals for an editor, each with the words of every side.

Of all phrases that stand against each other (contrasts.py), a logistic regression says how likely a reader marks the
two. The likeliest begin a proposal each; a further phrase that stands against one of its sides joins it.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import mul

from .contrasts import MEASURES, Contrast, contrasts
from .difference_classes import class_of
from .documents import Annotation, Document, Pair, Passage, Target
from .phrases import Phrase
from .scoring import Scorer

# How far the odds of a phrase that joins a proposal may be below those of the two that began it, as a logarithm: the
# sides of a difference in four or five articles are rarely all alike.
JOINING = 1.0
MOST_OF_ONE = 2  # sides in one article, in passages of their own: its headline and its report, say
SAME = 0.5  # share of the shorter of two phrases in common from which they are the same side
# The most proposals for each passage of the report: readers of the gold mark one in three passages, and each proposal
# has to be read by an editor. Short articles, which say the same in few sentences, would get one for every passage.
MOST_OF_A_PASSAGE = 0.6
BRIEF = 8  # words of a side that a label quotes
CONTEXT = 32  # characters of a target's prefix and suffix, as in the W3C model's examples


@dataclass(slots=True)
class Proposal:
    """The two phrases that began it, and all its sides."""

    seed: Contrast
    confidence: float
    sides: list[Phrase]


def differences(documents: Sequence[Document], pairs: Sequence[Pair], scorer: Scorer) -> tuple[Annotation, ...]:
    """Proposals `difference`, the likeliest first, none without sides in two documents.

    `pairs` are all scored pairs. `Annotation.confidence` is the calibrated probability that a reader marks it.
    """
    scored = list(_scored(contrasts(documents, pairs), scorer))
    home = {p.id: (document, p) for document in documents for p in document.report}
    taken: set[str] = set()
    annotations: list[Annotation] = []
    most = math.ceil(MOST_OF_A_PASSAGE * len(home))
    found, confidences = [c for c, _ in scored], [confidence for _, confidence in scored]
    for proposal in proposals(found, confidences, scorer.least, home, most):
        annotation = _annotation(proposal, home, taken)
        taken.add(annotation.id)
        annotations.append(annotation)
    return tuple(annotations)


def _scored(found: Iterable[Contrast], scorer: Scorer) -> Iterator[tuple[Contrast, float]]:
    """The contrasts that may become a side of a proposal, with their confidence: `scorer.probability(contrast.row)`,
    of which the part for the traits is reckoned once, since many have the same."""
    weights = tuple(scorer.weights.values())[: len(MEASURES)]
    lowest = _odds(scorer.least) - JOINING
    of_traits: dict[tuple[str, ...], float] = {}
    for contrast in found:
        traits = contrast.traits
        if traits not in of_traits:
            of_traits[traits] = math.fsum(scorer.weights[name] for name in traits)
        weight = math.fsum(map(mul, weights, contrast.measures)) + of_traits[traits]
        if scorer.bias + weight >= lowest:
            yield contrast, scorer.probability_of(weight)


def proposals(
    found: Sequence[Contrast],
    confidences: Sequence[float],
    least: float,
    home: Mapping[str, tuple[Document, Passage]],
    most: int | None = None,
) -> list[Proposal]:
    """The best contrasts from `least` on that do not overlap, `most` of them, each with the phrases that join it."""
    made: list[Proposal] = []
    at: dict[str, list[tuple[int, int, int]]] = defaultdict(list)  # passage -> sides in it: start, end, proposal

    def of(phrase: Phrase) -> set[int]:
        """The proposals of which the phrase is a side already."""
        first, last = phrase.start, phrase.end
        return {
            number
            for start, end, number in at[phrase.passage]
            if start < last and first < end and _is_same(start, end, first, last)
        }

    def add(phrase: Phrase, number: int) -> None:
        made[number].sides.append(phrase)
        at[phrase.passage].append((phrase.start, phrase.end, number))

    lowest = _odds(least) - JOINING
    for n in sorted(range(len(found)), key=lambda n: (-confidences[n], n)):
        odds = _odds(confidences[n])
        if odds < lowest:
            break
        one, other = found[n].first, found[n].second
        theirs, others = of(one), of(other)
        if theirs & others:
            continue
        if not theirs and not others:
            if confidences[n] >= least:
                made.append(Proposal(found[n], confidences[n], []))
                add(one, len(made) - 1)
                add(other, len(made) - 1)
                if len(made) == most:  # what is less likely joins none of these
                    lowest = odds - JOINING
            continue
        number, phrase = (min(theirs), other) if theirs else (min(others), one)
        proposal = made[number]
        if odds < _odds(proposal.confidence) - JOINING:
            continue
        same = [side for side in proposal.sides if home[side.passage][0] is home[phrase.passage][0]]
        if len(same) < MOST_OF_ONE and all(side.passage != phrase.passage for side in same):
            add(phrase, number)
    return made[:most]


def _odds(confidence: float) -> float:
    """The logarithm of the odds."""
    return math.log(max(confidence, 1e-12) / max(1 - confidence, 1e-12))


def _is_same(start: int, end: int, other_start: int, other_end: int) -> bool:
    common = min(end, other_end) - max(start, other_start)
    return common >= SAME * min(end - start, other_end - other_start)


def _annotation(proposal: Proposal, home: Mapping[str, tuple[Document, Passage]], taken: set[str]) -> Annotation:
    sides = [(*home[side.passage], side) for side in proposal.sides]
    # in an order that is the text's own: columns may be given in any
    ordered = sorted(sides, key=lambda side: (side[0].sha256, side[0].id, side[1].start))
    key = sorted(
        f"{document.sha256}:{passage.start + side.start}:{side.end - side.start}" for document, passage, side in sides
    )
    digest = hashlib.sha256("|".join(key).encode()).hexdigest()[:12]
    return Annotation(
        # twins among the documents have the same text and need ids of their own
        id=next(name for n in count(1) if (name := f"d{digest}" + (f"-{n}" if n > 1 else "")) not in taken),
        kind="difference",
        targets=tuple(_target(document, passage, side) for document, passage, side in ordered),
        outlets=tuple(dict.fromkeys(document.outlet for document, _, _ in ordered)),
        label=_label(sides),
        difference_class=class_of(proposal.sides),
        confidence=round(proposal.confidence, 2),
    )


def _target(document: Document, passage: Passage, side: Phrase) -> Target:
    at = passage.start + side.start
    exact = passage.text[side.start : side.end]
    return Target(
        passage.id,
        side.start,
        side.end,
        exact,
        prefix=document.text[max(0, at - CONTEXT) : at],
        suffix=document.text[at + len(exact) : at + len(exact) + CONTEXT],
    )


def _label(sides: Sequence[tuple[Document, Passage, Phrase]]) -> str:
    """The words of the two sides that began it, and whose they are."""
    return " – ".join(
        f"{document.outlet}: “{_brief(passage.text[side.start : side.end])}”" for document, passage, side in sides[:2]
    )


def _brief(text: str) -> str:
    said = text.split()
    return " ".join(said) if len(said) <= BRIEF else " ".join(said[:BRIEF]) + "…"
