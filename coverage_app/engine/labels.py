"""A short label for a point: the opening of the passage that says best what its passages share, in its own words.

A label is a quotation. It begins where a sentence or an independent clause begins, so that no subject, negation, hedge
or condition is lost before it, and ends with the sentence, or at the border of a clause with an ellipsis.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import takewhile
from typing import NamedTuple

from .clauses import COMMA, PHRASE, QUOTATION, borders, is_verb, open_quotation, report_start, turns
from .documents import Passage
from .normalising import Word, words
from .profiles import stem
from .wordlists import ATTRIBUTING, ENGLISH, HANGING, LEANING, RELATIVE, SUBORDINATING, function_words

WIDTH = 110  # of a label in columns, of which an ideograph takes two: what a row's head shows in a line or two
LEAST_WORDS = 4  # of a label that is cut: less says nothing

HEADLINE = 0.25  # added to a candidate's value: headlines are made for this
# What is taken from a candidate's likeness to what the passages share, 0..1, for what makes it a worse label.
WHOLE_QUOTATION, CUT_AT_CLAUSE, CUT_AT_PHRASE = 0.05, 0.15, 0.3  # what is left out may matter
CUT_IN_QUOTATION = 0.1  # on top
UNHEDGED = 0.15  # says flatly what as many others hedge, deny or make a condition
UNSAID = 0.3  # what is left out says who said it, or that somebody denies it
VERBLESS = 0.25  # a heading, or what a careless full stop left of a sentence
THIN = 0.15  # has fewer than LEAST_TELLING words that say something: "he said in a tweet"
LEAST_TELLING = 3
REPEATED = 0.5  # stands over another point already: two rows of one name tell nobody which is which
LEANS = 0.15  # begins with a word for what was named before: "her ministry"

NO_LANGUAGE = ""  # of whose words nothing is known
_STOP = re.compile(r"(?<![^\W\d_]\.[^\W\d_])(?<!\.)\.$|[。।۔]$")  # but not that of U.S. or p.m.

OPENING, CLOSING = "([", ")]"


class _Quote(NamedTuple):
    """`text[start:end]` of a passage, its words [first, last), and what is taken from its likeness."""

    start: int
    end: int
    first: int
    last: int
    cost: float


def label_of(
    members: Sequence[Passage],
    rarity: Mapping[str, float],
    quoted: Mapping[str, str] | None = None,
    languages: Mapping[str, str | None] | None = None,
    taken: Collection[str] = (),
) -> str:
    """The label of a point of these passages: never empty for a passage with words.

    `rarity` is the weight of each stem in the story (profiles.rarity_of); `quoted` gives, by id of the passages that
    begin inside a quotation, the mark with which that was opened; `languages` the language of each, where it is known.
    `taken` are labels of other points: another is found where one will do nearly as well.
    """
    language_of = (languages or {}).get
    tokens = [words(passage.text) for passage in members]
    plain = [function_words(language_of(passage.id)) for passage in members]
    stems = [
        {stem(w.norm) for w in found if w.is_word and w.norm not in little}
        for found, little in zip(tokens, plain, strict=True)
    ]
    shared = Counter(term for passage in stems for term in passage)
    weights = {term: count * rarity.get(term, 1.0) for term, count in shared.items() if count > 1 or len(members) == 1}
    length = math.sqrt(math.fsum(weight * weight for _, weight in sorted(weights.items()))) or 1.0
    best, label = -math.inf, ""
    hedged = sum(any(turns(found, at) for at in range(len(found))) for found in tokens)
    for passage, found, little in zip(members, tokens, plain, strict=True):
        open_mark = (quoted or {}).get(passage.id, "")
        is_heading = passage.kind in ("headline", "standfirst")
        if language_of(passage.id) in ENGLISH:
            quotes = _quotes(passage.text, found, open_mark, is_heading)
        else:
            quotes = _quotes_elsewhere(passage.text, found)
        for quote in quotes:
            said = {stem(w.norm) for w in found if w.is_word and quote.start <= w.start < quote.end} - little
            mass = math.fsum(rarity.get(term, 1.0) * weights.get(term, 0.0) for term in sorted(said))
            own = math.sqrt(math.fsum(rarity.get(term, 1.0) ** 2 for term in sorted(said))) or 1.0
            value = mass / own / length - quote.cost - THIN * (len(said) < LEAST_TELLING)
            value += HEADLINE * (passage.kind == "headline")
            inside = range(quote.first, quote.last)
            value -= UNHEDGED * (2 * hedged >= len(members) and not any(turns(found, at) for at in inside))
            if value > best + 1e-9:
                written = _written(passage.text, quote, open_mark)
                value -= REPEATED * (written in taken)
                if value > best + 1e-9:
                    best, label = value, written
    return label or _opening(members)


def _opening(members: Sequence[Passage]) -> str:
    """As much of the first passage as there is room for, where none has a border at which it could be cut."""
    text = members[0].text if members else ""
    part = text[: WIDTH // 2 if _columns(text[:WIDTH]) > WIDTH else WIDTH]
    part = part[: part.rfind(" ")] if " " in part and len(part) < len(text) else part
    while len(part) < len(text) and " " in part and part[part.rfind(" ") + 1 :].casefold() in HANGING:
        part = part[: part.rfind(" ")]
    return part[:1].upper() + part[1:] + ("…" if len(part) < len(text) else "")


def _quotes(text: str, found: Sequence[Word], open_mark: str, is_heading: bool) -> Iterator[_Quote]:
    """What may be quoted of a passage."""
    if not found:
        return
    depths = borders(text, found)
    first = next((n for n, word in enumerate(found) if word.start >= report_start(text)), 0)
    has_verb = any(is_verb(word) for word in found)

    def quote(start: int, end: int, cost: float) -> _Quote:
        leans = bool(open_mark) or found[start].norm in LEANING
        stop = len(text) if end == len(found) else found[end - 1].end
        return _Quote(found[start].start, stop, start, end, cost + LEANS * leans)

    for start in [first, *(n + 1 for n in range(first, len(found) - LEAST_WORDS) if found[n].norm == ";")]:
        if _fits(text, found, start, len(found)):
            yield quote(start, len(found), 0.0 if has_verb or is_heading else VERBLESS)
        ends = list(takewhile(partial(_fits, text, found, start), range(start + 1, len(found))))
        clauses = [at for at in ends if depths[at] >= COMMA and _stands(found, start, at, has_verb)]
        if found[start].norm in SUBORDINATING:  # "If it rains, ..." says nothing without the clause that it leads to
            clauses = [at for at in clauses if any(found[n].norm == "," for n in range(start, at - 1))]
        for at in clauses:
            yield quote(start, at, _cost(text, found, start, at, CUT_AT_CLAUSE))
        phrases = [at for at in ends if depths[at] == PHRASE and _stands(found, start, at, has_verb)]
        phrases = [at for at in phrases if _is_told(found, depths, start, at)]
        if phrases:
            yield quote(start, phrases[-1], _cost(text, found, start, phrases[-1], CUT_AT_PHRASE))


def _quotes_elsewhere(text: str, found: Sequence[Word]) -> Iterator[_Quote]:
    """What may be quoted of a passage whose language we know nothing of but its marks: all of it, or as many of its
    clauses as there is room for."""
    if not found:
        return
    depths = borders(text, found, NO_LANGUAGE)
    first = next((n for n, word in enumerate(found) if word.start >= report_start(text)), 0)
    end = max(
        (at for at in range(first + 1, len(found) + 1) if depths[at] and _fits(text, found, first, at)), default=0
    )
    if end == len(found):
        yield _Quote(found[first].start, len(text), first, end, 0.0)
    elif end - first >= LEAST_WORDS:
        yield _Quote(found[first].start, found[end - 1].end, first, end, CUT_AT_CLAUSE)


def _cost(text: str, found: Sequence[Word], start: int, end: int, cost: float) -> float:
    """What is taken for ending at `end`, inside the passage."""
    if found[end].norm == ";" or found[end - 1].norm == ";":
        return 0.0
    marks = [word.norm for word in found[start:end] if word.norm == '"']
    if found[start].norm == '"' and found[end - 1].norm == '"' and len(marks) == 2:
        return WHOLE_QUOTATION
    part = text[found[start].start : found[end - 1].end]
    is_inside = len(marks) % 2 == 1 or part.count("‘") > part.count("’")
    return cost + UNSAID * _unsaid(found, end) + CUT_IN_QUOTATION * is_inside


def _fits(text: str, found: Sequence[Word], start: int, end: int) -> bool:
    size = found[end - 1].end - found[start].start
    if size > WIDTH or 2 * size <= WIDTH:  # whatever signs these are
        return size <= WIDTH
    return _columns(text[found[start].start : found[end - 1].end]) <= WIDTH


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(ch) in "WF") for ch in text)


def _stands(found: Sequence[Word], start: int, end: int, has_verb: bool) -> bool:
    """Whether the words [start, end) read by themselves: long enough, with a verb of their own, nothing hanging."""
    run = [word for word in found[start:end] if word.is_word]
    if len(run) < LEAST_WORDS or run[-1].norm in HANGING:
        return False
    if sum(word.norm in OPENING for word in found[start:end]) != sum(word.norm in CLOSING for word in found[start:end]):
        return False
    aside = False  # in "who toured the town", which tells nothing of what he did
    for at in range(start, end):
        if found[at].norm == ",":
            aside = not aside and found[at + 1].norm in RELATIVE
        elif not aside and is_verb(found[at]):
            return True
    return not has_verb


def _is_told(found: Sequence[Word], depths: Sequence[int], start: int, end: int) -> bool:
    """Whether the last clause before a cut inside it says something already: "although the mayor ..." does not."""
    clause = next((at for at in range(end - 1, start, -1) if depths[at] >= COMMA), start)
    return any(is_verb(word) for word in found[clause:end])


def _unsaid(found: Sequence[Word], end: int) -> bool:
    """Whether what follows says whose words these are, or that they are denied."""
    clause = [word.norm for word in found[end : end + 2 * LEAST_WORDS] if word.is_word]
    return any(norm in ATTRIBUTING for norm in clause)


def _written(text: str, quote: _Quote, open_mark: str) -> str:
    """The quotation as it is shown: marks closed, an ellipsis where it was cut, no full stop."""
    part = text[quote.start : quote.end]
    is_cut = bool(text[quote.end :].strip(" .;。")) and not text[quote.end :].lstrip().startswith(";")
    part = _STOP.sub("", part.strip()) if not is_cut else part.rstrip(" ,;:–—-、，")
    waiting = open_quotation(part, open_mark)
    closing = QUOTATION[waiting] if waiting else ""
    if is_cut and not closing and part[-1:] in QUOTATION.values():  # the whole quotation, without who said it
        part = re.sub(r"[,，、](?=\W$)", "", part)
    elif is_cut:
        part += "…"
    label = open_mark + part + closing
    return label if open_mark else label[:1].upper() + label[1:]


def detail_label(text: str, start: int, end: int) -> str:
    """`text[start:end]` as a label: with the marks of the quotation in which it stands, and an ellipsis where the
    sentence or the quotation goes on."""
    part = " ".join(text[start:end].split())
    before, after = text[:start], text[end:]
    opened = open_quotation(before)
    at_start = opened and before.endswith(opened)
    at_end = opened and after.lstrip(",.;").startswith(QUOTATION[opened])
    lead = "…" if re.search(r"\w", before) and not at_start else ""
    tail = "…" if re.search(r"\w", after) and not at_end else ""
    label = lead + (part if lead or opened else part[:1].upper() + part[1:]) + tail
    return f"{opened}{label}{QUOTATION[opened]}" if opened and QUOTATION[opened] not in part else label
