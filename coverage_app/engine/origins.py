"""Where an article comes from: how much of it stands word for word in others, which agency it credits, and which of the
others it is likely made from, with the reasons.

That two articles share a text does not say who had it from whom. For that speak the credits and the times of
publication; a slip of the pen that only they share says that it was copied at all.
"""

import string
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from .credits import UNNAMED, credits_of
from .documents import Document, Origin, Quotation, Reason, Reuse
from .normalising import words
from .profiles import stem
from .reuse import reuses, stream

# Share of an article that another has, from which on it may be its source: less is a paragraph of background.
SHARED = 0.1
LONG = 7  # letters of a word whose slips are looked for: shorter ones are soon another word

_Credits = tuple[str | None, tuple[Reason, ...]]


def origins(documents: Sequence[Document], quotations: Sequence[Sequence[Quotation]]) -> tuple[Origin, ...]:
    """The origin of each document, in their order; `quotations` are those of each."""
    credited = {document.id: credits_of(document) for document in documents}
    streams = [stream(document, found) for document, found in zip(documents, quotations, strict=True)]
    streams.sort(key=lambda one: _precedence(one.document, credited[one.document.id]))
    by_id = {document.id: document for document in documents}
    users = Counter(norm for one in streams for norm in set(one.norms))
    slips: dict[str, bool] = {}
    found: dict[str, Origin] = {}
    for one, common, shared in zip(streams, *reuses(streams), strict=True):
        document = one.document
        agency, reasons = credited[document.id]
        candidates = [reuse for reuse in common if reuse.words >= SHARED * len(one.norms)]
        source, why = _source(document, [(reuse, by_id[reuse.article]) for reuse in candidates], credited)
        if source:
            oddities = (word for word in _long_words(source) if _is_slip(word, users, slips))
            why = (*why, *(Reason("oddity", word) for word in oddities))
        found[document.id] = Origin(
            article=document.id,
            shared=round(len(shared) / max(1, len(one.norms)), 4),
            quoted=round(one.quoted / max(1, one.quoted + len(one.norms)), 4),
            agency=agency,
            source=source.article if source else None,
            reasons=(*reasons, *why),
            reuses=tuple(common),
        )
    return tuple(found[document.id] for document in documents)


def _precedence(document: Document, credited: _Credits) -> tuple[int, float]:
    """The likelier an origin the lower: agencies, then what credits one, then the earliest."""
    agency, reasons = credited
    rank = 0 if _is_own(reasons) else 1 if agency else 2
    published = document.published
    if published is None:
        return rank, float("inf")
    return rank, (published if published.tzinfo else published.replace(tzinfo=UTC)).timestamp()


def _is_own(reasons: Sequence[Reason]) -> bool:
    return any(reason.kind == "own" for reason in reasons)


def _source(
    document: Document, candidates: Sequence[tuple[Reuse, Document]], credited: dict[str, _Credits]
) -> tuple[Reuse | None, tuple[Reason, ...]]:
    """The one among those that share enough for which most speaks, if anything does, with what speaks for it."""
    best: tuple[int, Reuse | None, tuple[Reason, ...]] = (0, None, ())
    for reuse, other in candidates:
        weight, why = _evidence(document, other, credited[document.id], credited[other.id])
        if weight > best[0]:
            best = weight, reuse, why
    return best[1], best[2]


def _evidence(document: Document, other: Document, ours: _Credits, theirs: _Credits) -> tuple[int, tuple[Reason, ...]]:
    """How much speaks for `other` being the source, and what. Weights are a judgement, not fitted: a credit that fits
    counts two, one that only the other has and an earlier time one; nothing is copied from what came later."""
    (agency, reasons), (its_agency, its_reasons) = ours, theirs
    if _is_own(reasons):
        return 0, ()
    weight, why = 0, []
    if its_agency and (agency == UNNAMED or (agency == its_agency and _is_own(its_reasons))):
        weight += 2
        why.append(Reason("agency", its_agency))
    elif its_agency and agency is None:
        weight += 1
        why.append(Reason("agency", its_agency))
    elif agency and its_agency is None:
        weight -= 1
    if (lead := _lead(document.published, other.published)) is not None:
        weight += 1 if lead > 0 else -2
        if lead > 0 and other.published:
            why.append(Reason("earlier", other.published.isoformat()))
    return weight, tuple(why)


def _lead(published: datetime | None, its: datetime | None) -> float | None:
    """Seconds by which the other came first; None where that is not known, as when one time lacks its zone."""
    if published is None or its is None or (published.tzinfo is None) != (its.tzinfo is None) or published == its:
        return None
    return (published - its).total_seconds()


def _long_words(reuse: Reuse) -> list[str]:
    found = (word.norm for extent in reuse.extents for word in words(extent.exact))
    return list(dict.fromkeys(norm for norm in found if len(norm) >= LONG and norm.isascii() and norm.isalpha()))


def _is_slip(word: str, users: Counter[str], known: dict[str, bool]) -> bool:
    """Whether more articles write a word that differs by a letter left out, doubled or swapped (after Norvig 2007).

    First and last letters count as right: they are where endings differ.
    """
    if word not in known:
        cuts = [(word[:at], word[at:]) for at in range(1, len(word) - 1)]
        without = {left + right[1:] for left, right in cuts}
        swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 2}
        put_in = {left + letter + right for left, right in cuts for letter in string.ascii_lowercase}
        others = (without | swapped | put_in) - {word}
        known[word] = any(users[other] > users[word] and stem(other) != stem(word) for other in others)
    return known[word]
