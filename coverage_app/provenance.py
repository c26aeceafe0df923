"""Where each article comes from, as readers see it: how much of it stands elsewhere word for word, which text looks
like its origin and why, and an article minus its origin.

Made of a comparison with its origins and quotes (engine/derived.py) only: no database, no HTML.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Literal, NamedTuple

from .engine.documents import Comparison, Document, Extent, Origin, Passage, Quote, ReasonKind
from .engine.normalising import words

Kind = Literal["own", "copied", "quoted"]

RUN = 4  # words by which a stretch is found again in the other article: no stretch of the engine's is shorter
MUCH = 0.2  # share of an article's words that its source has, below which only parts of it are said to come from there
FOLDED = 0.9  # share of a paragraph's words that stand in the other article, from which on it is folded
_ONLY_OPENING = frozenset("“‘„«([")
_OPENING = _ONLY_OPENING | frozenset("\"'")


# --- the articles side by side


@dataclass(frozen=True)
class Account:
    """What is known of one article's origin."""

    document: Document
    origin: Origin
    source: Document | None  # which it is likely made from
    made: tuple[Document, ...]  # which are likely made from it
    common: tuple[tuple[Document, int], ...]  # articles that have words of it, with how many

    @property
    def shared(self) -> float:
        """Share of all its words that stand in another article, quotations aside, 0 to 1."""
        return self.origin.shared * (1 - self.origin.quoted)

    @property
    def quoted(self) -> float:
        return self.origin.quoted

    @property
    def own(self) -> float:
        return 1 - self.shared - self.quoted

    @property
    def from_source(self) -> float:
        """Share of all its words that its source has, quotations aside."""
        found = sum(count for document, count in self.common if document == self.source)
        return found / max(1, sum(_count(passage.text) for passage in self.document.report))

    @property
    def bar(self) -> tuple[int, int]:
        """The shares that are shared and quoted, in hundredths."""
        return round(100 * self.shared), round(100 * self.quoted)

    @property
    def likeliest(self) -> Document | None:
        """What to read it against: its source, else what has most words of it."""
        return self.source or next((document for document, _ in self.common), None)

    def _details(self, *kinds: ReasonKind) -> list[str]:
        return list(dict.fromkeys(reason.detail for reason in self.origin.reasons if reason.kind in kinds))

    @property
    def credits(self) -> str:
        """What it says of its own sources, in words."""
        own, credited, cited = self._details("own"), self._details("credit"), self._details("cited")
        found = ["is a news agency itself"] if own else []
        if names := [name for name in credited if name not in own]:
            found.append(f"credits {_and(names)}")
        if cited:
            found.append(f"cites {_and(cited)}")
        return _and(found)

    @property
    def why(self) -> tuple[str, ...]:
        """What speaks for its source, in words."""
        if self.source is None:
            return ()
        said, of_it = [], []
        for reason in self.origin.reasons:
            if reason.kind == "agency":
                credited = self._details("credit")
                said += [f"it credits {_and(credited)}"] if credited else []
                of_it.append(f"carries {reason.detail}’s report")
            elif reason.kind == "earlier":
                of_it.append(f"came {_earlier(self.document.published, reason.detail)}")
        if of_it:
            said.append(f"{self.source.outlet} {_and(of_it)}")
        if slips := self._details("oddity"):
            said.append(f"both write {_and([f'“{slip}”' for slip in slips])}")
        return tuple(said)

    @property
    def because(self) -> str:
        return _and(self.why)


def accounts(comparison: Comparison) -> tuple[Account, ...]:
    """One for each article, in column order."""
    by_id = {document.id: document for document in comparison.documents}
    made: dict[str, list[Document]] = defaultdict(list)
    for origin in comparison.origins:
        if origin.source:
            made[origin.source].append(by_id[origin.article])
    return tuple(
        Account(
            document=by_id[origin.article],
            origin=origin,
            source=by_id[origin.source] if origin.source else None,
            made=tuple(made[origin.article]),
            common=tuple((by_id[reuse.article], reuse.words) for reuse in origin.reuses),
        )
        for origin in comparison.origins
    )


def verdict(found: Sequence[Account]) -> tuple[str, ...]:
    """Which texts look like the origin of which others, in sentences."""
    made = {account.document.id: account for account in found}
    if said := [
        f"{account.document.outlet} looks like the origin of {_and([_much_of(made[one.id]) for one in account.made])}."
        for account in found
        if account.made
    ]:
        return tuple(said)
    if any(account.common for account in found):
        return ("Some articles have words in common, but nothing tells who had them from whom.",)
    return ("No article has words of another, quotations aside.",)


def _much_of(account: Account) -> str:
    outlet = account.document.outlet
    return outlet if account.from_source >= MUCH else f"parts of {outlet}"


def _and(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _earlier(published: datetime | None, its: str) -> str:
    """ "42 minutes earlier"."""
    if published is None:
        return "earlier"
    lead = _at(published) - _at(datetime.fromisoformat(its))
    for unit, size in (("days", timedelta(days=1)), ("hours", timedelta(hours=1)), ("minutes", timedelta(minutes=1))):
        if lead >= 2 * size:
            return f"{round(lead / size)} {unit} earlier"
    return "a moment earlier"


def _at(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


# --- one article against another


@dataclass(frozen=True)
class Stretch:
    """Some text of a passage. What both articles have leads from the one to the other."""

    text: str
    kind: Kind
    id: str = ""  # of the element that shows it
    counterpart: str = ""  # of the one that shows it in the other article


@dataclass(frozen=True)
class Sentence:
    passage: Passage
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Paragraph:
    """Sentences that stand in one paragraph."""

    sentences: tuple[Sentence, ...]
    place: str  # "¶3"
    row: str | None  # the key of the first row in which its first sentence stands

    @property
    def kind(self) -> str:
        return self.sentences[0].passage.kind

    @cached_property
    def words(self) -> int:
        return sum(_count(sentence.passage.text) for sentence in self.sentences)

    def words_of(self, *kinds: Kind) -> int:
        return sum(_count(s.text) for sentence in self.sentences for s in sentence.stretches if s.kind in kinds)

    @property
    def is_theirs(self) -> bool:
        """Whether the other article has all of it, or nearly so, in words that are not only quotations."""
        return self.words_of("copied") > 0 and self.words_of("copied", "quoted") >= FOLDED * max(1, self.words)


@dataclass(frozen=True)
class Block:
    """Paragraphs that follow each other: shown, or folded away as the other article's."""

    paragraphs: tuple[Paragraph, ...]
    is_folded: bool

    @property
    def words(self) -> int:
        return sum(paragraph.words for paragraph in self.paragraphs)

    @property
    def places(self) -> str:
        first, last = self.paragraphs[0].place, self.paragraphs[-1].place
        return first if first == last else f"{first} to {last}"


class Parallel:
    """An article, and another one that has words of it. `places` and `rows` tell, by passage, where it stands in its
    article and the key of its first row."""

    def __init__(
        self,
        comparison: Comparison,
        document: Document,
        other: Document,
        places: Mapping[str, str],
        rows: Mapping[str, str],
        *,
        folded: bool = False,
    ) -> None:
        self.document, self.other, self._folded = document, other, folded
        pairs = [*_copied(comparison.origins, document, other), *_quoted(comparison.quotes, document, other)]
        flipped = [_Pair(pair.theirs, pair.ours, pair.kind) for pair in pairs]
        self.paragraphs = _paragraphs(document, pairs, "left", places, rows)
        self.theirs = _paragraphs(other, flipped, "right", places, rows)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The article, with what is the other's folded if that is wanted."""
        grouped = groupby(self.paragraphs, key=lambda paragraph: self._folded and paragraph.is_theirs)
        return tuple(Block(tuple(paragraphs), is_folded) for is_folded, paragraphs in grouped)

    @cached_property
    def words(self) -> int:
        return sum(paragraph.words for paragraph in self.paragraphs)

    @cached_property
    def copied(self) -> int:
        return sum(paragraph.words_of("copied") for paragraph in self.paragraphs)

    @cached_property
    def quoted(self) -> int:
        """Words of quotations that both have."""
        return sum(paragraph.words_of("quoted") for paragraph in self.paragraphs)

    @property
    def own(self) -> int:
        return self.words - self.copied - self.quoted


class _Pair(NamedTuple):
    """Words that both have."""

    ours: Extent
    theirs: Extent
    kind: Kind


def _copied(origins: Sequence[Origin], document: Document, other: Document) -> Iterator[_Pair]:
    """What both have word for word outside quotations. The engine lists the stretches of either article by themselves:
    two belong together if they have the most runs of words in common."""
    origin = next((origin for origin in origins if origin.article == document.id), None)
    reuse = next((reuse for reuse in origin.reuses if reuse.article == other.id), None) if origin else None
    if reuse is None:
        return
    having: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, extent in enumerate(reuse.theirs):
        for run in _runs(extent):
            having[run].add(number)
    last = 0
    for extent in reuse.extents:
        votes = Counter(number for run in _runs(extent) for number in having[run])
        last = max(votes, key=lambda number: (votes[number], number >= last, -number), default=last)
        yield _Pair(extent, reuse.theirs[last], "copied")


def _runs(extent: Extent) -> Iterator[tuple[str, ...]]:
    norms = [word.norm for word in words(extent.exact) if word.is_word]
    size = min(RUN, len(norms))
    return (tuple(norms[at : at + size]) for at in range(len(norms) - size + 1))


def _quoted(quotes: Sequence[Quote], document: Document, other: Document) -> Iterator[_Pair]:
    """Quotations that both have in the same words, be it that one cut them."""
    for quote in quotes:
        exact = [v.quotation for v in quote.versions if not {"altered", "paraphrased"} & set(v.forms)]
        theirs = next((quotation for quotation in exact if quotation.article == other.id), None)
        if theirs is not None:
            for quotation in exact:
                if quotation.article == document.id:
                    yield from (_Pair(extent, theirs.extents[0], "quoted") for extent in quotation.extents)


def _paragraphs(
    document: Document,
    pairs: Sequence[_Pair],
    side: Literal["left", "right"],
    places: Mapping[str, str],
    rows: Mapping[str, str],
) -> tuple[Paragraph, ...]:
    """The report, cut where a stretch begins and ends that both have."""
    ours, theirs = _numbers(pair.ours for pair in pairs), _numbers(pair.theirs for pair in pairs)
    other = "right" if side == "left" else "left"
    marked: dict[str, dict[tuple[int, int], Stretch]] = defaultdict(dict)
    for pair in pairs:
        stretch = Stretch("", pair.kind, f"{side}-{ours[pair.ours]}", f"{other}-{theirs[pair.theirs]}")
        marked[pair.ours.passage].setdefault((pair.ours.start, pair.ours.end), stretch)
    found = []
    for _, group in groupby(document.report, key=lambda passage: passage.paragraph):
        passages = list(group)
        sentences = tuple(Sentence(p, _stretches(p.text, marked[p.id])) for p in passages)
        found.append(Paragraph(sentences, places[passages[0].id], rows.get(passages[0].id)))
    return tuple(found)


def _numbers(extents: Iterable[Extent]) -> dict[Extent, int]:
    return {extent: number for number, extent in enumerate(dict.fromkeys(extents), 1)}


def _stretches(text: str, marked: Mapping[tuple[int, int], Stretch]) -> tuple[Stretch, ...]:
    """The text, with the marks that stand right before and behind a stretch as part of it. The texts of all add up to
    it."""
    found: list[Stretch] = []
    at = 0
    spans = sorted(marked)
    for number, (first, last) in enumerate(spans):
        start, end = max(first, at), last
        limit = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        while start > at and text[start - 1] in _OPENING:
            start -= 1
        while (
            end < limit
            and not text[end].isspace()
            and not text[end].isalnum()
            and text[end] not in _OPENING - {'"', "'"}
        ):
            end += 1
        if end <= start:
            continue
        if start > at:
            found.append(Stretch(text[at:start], "own"))
        stretch = marked[first, last]
        found.append(Stretch(text[start:end], stretch.kind, stretch.id, stretch.counterpart))
        at = end
    if at < len(text):
        found.append(Stretch(text[at:], "own"))
    return tuple(found)


def _count(text: str) -> int:
    return sum(word.is_word for word in words(text))
