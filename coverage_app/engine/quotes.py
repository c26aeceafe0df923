"""The quote check: the same quotation in every outlet, its longest form, and what each made of it.

Every quotation is held against the longest ones (star clustering: Aslam, Pelekhov & Rus 2004) that share two telling
words side by side with it, word by word in their order (Ratcliff & Metzener 1988, Python's difflib), so that cuts,
ellipses, brackets and altered words do no harm.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import count, groupby, pairwise

from .documents import Alteration, Document, Extent, Passage, Point, Quotation, Quote, QuoteForm, QuoteVersion
from .normalising import words
from .profiles import stem
from .voices import Voice, voices
from .wordlists import function_words

# Share of the telling words of the shorter that two versions of one quotation have in common. Two translations of one
# sentence still have three words of four; two of three are common to things that one speaker says of one matter.
SAME = 0.7
SAME_WORDS = 0.6  # the same of all its words: a story's topic is soon two telling words side by side
FRAGMENT = 0.5  # share of the longest form's words below which a version is called a fragment
SURPLUS = 2  # times as many words missing as there are new ones, at an end, from which they are a cut
# Share of a quotation's telling words that a passage has which tells it without marks, and the least number of them.
PARAPHRASED, LEAST_PARAPHRASED = 0.6, 3
MAX_WORDS = 200  # of a quotation that are compared, over a minute of speech; the time grows with the square of them
_GLOSS = re.compile(r"[(\[][^()\[\]]{1,40}[)\]]")  # what an editor put in: "[Roos]", "(Mayor Ada) Lind"
MAX_SHARERS = 60  # quotations that two words side by side may stand in and still find others


@dataclass(frozen=True, slots=True)
class _Words:
    """A quotation as it is compared. Lists run word by word; sets hold numbers of words."""

    quotation: Quotation
    article: int
    start: int  # in the article's text
    norms: list[str]
    stems: list[str]
    places: list[tuple[int, int, int]]  # extent, and offsets in its passage
    cuts: set[int]  # words before which an ellipsis stands
    glosses: set[int]  # words in brackets
    telling: list[int]  # numbers of the words that say something

    @property
    def pairs(self) -> set[tuple[str, ...]]:
        """The telling words that stand side by side, little words between them aside; the only one, where it is one."""
        told = [self.stems[number] for number in self.telling]
        return set(pairwise(told)) if len(told) > 1 else {(*told,)}


def quotes(
    documents: Sequence[Document], quotations: Sequence[Sequence[Quotation]], points: Sequence[Point] = ()
) -> tuple[Quote, ...]:
    """What was said, each with all its versions, in the order of the documents; every quotation is in one Quote.

    `quotations` are those of each document. A quotation that only one article has, has one version. With `points`, a
    passage that stands in a row with a quotation and has most of its words outside marks is a version too.
    """
    passages = {p.id: (number, p) for number, document in enumerate(documents) for p in document.report}
    said = [
        _words(quotation, number, passages[quotation.extents[0].passage][1].start, documents[number].language)
        for number, found in enumerate(quotations)
        for quotation in found
    ]
    rows = _rows(points, passages)
    reported = _reported(said, rows, passages)
    clusters = _clusters(said, rows)
    wrong = _wrong_guesses(clusters, quotations)
    clusters = [[_unnamed(words_) if words_.quotation in wrong else words_ for words_ in c] for c in clusters]
    taken: set[str] = set()
    found = []
    for longest, *others in sorted(clusters, key=lambda members: (members[0].article, members[0].start)):
        document = documents[longest.article]
        digest = hashlib.sha256(f"{document.sha256}:{longest.start}:{longest.quotation.text}".encode()).hexdigest()[:12]
        name = next(name for n in count(1) if (name := f"q{digest}" + (f"-{n}" if n > 1 else "")) not in taken)
        taken.add(name)
        versions = [QuoteVersion(longest.quotation, ("verbatim",))]
        versions += [_version(longest, other) for other in sorted(others, key=lambda w: (w.article, w.start))]
        versions += _paraphrases([longest, *others], rows, reported, passages, documents)
        found.append(Quote(name, tuple(versions)))
    return tuple(found)


def _words(quotation: Quotation, article: int, passage_start: int, language: str | None) -> _Words:
    norms: list[str] = []
    places: list[tuple[int, int, int]] = []
    cuts: set[int] = set()
    glosses: set[int] = set()
    for number, extent in enumerate(quotation.extents):
        last = 0
        bracketed = [match.span() for match in _GLOSS.finditer(extent.exact)]
        for word in words(extent.exact):
            between = extent.exact[last : word.start]
            if not word.is_word:
                continue
            if norms and ("…" in between or ".." in between or ". ." in between):
                cuts.add(len(norms))
            last = word.end
            while bracketed and bracketed[0][1] <= word.start:
                bracketed.pop(0)
            if bracketed and bracketed[0][0] < word.start:
                glosses.add(len(norms))
            norms.append(word.norm)
            places.append((number, extent.start + word.start, extent.start + word.end))
    little = function_words(language)
    telling = [number for number, norm in enumerate(norms) if norm not in little] or list(range(len(norms)))
    start = passage_start + quotation.extents[0].start
    return _Words(quotation, article, start, norms, [stem(norm) for norm in norms], places, cuts, glosses, telling)


def _rows(points: Sequence[Point], passages: Mapping[str, tuple[int, Passage]]) -> dict[str, set[str]]:
    """The passages that stand in a row with each passage."""
    rows: dict[str, set[str]] = defaultdict(set)
    for point in points:
        members = [link.passage for link in point.links if link.state != "rejected" and link.passage in passages]
        for member in members:
            rows[member].update(members)
    return rows


def _clusters(said: Sequence[_Words], rows: Mapping[str, set[str]]) -> list[list[_Words]]:
    """The versions of each thing said, the longest first."""
    clusters: list[list[_Words]] = []
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    longest_first = sorted(
        said,
        key=lambda w: (-len(w.telling), len(w.glosses) - len(w.norms), w.norms, w.quotation.text, w.article, w.start),
    )
    for words_ in longest_first:
        keys = sorted(words_.pairs)
        near = {number for key in keys if len(having[key]) <= MAX_SHARERS for number in having[key]}
        likeness = {number: _likeness(clusters[number][0], words_, rows) for number in sorted(near)}
        best = max(likeness, key=lambda number: (likeness[number], -number), default=None)
        if best is not None and likeness[best]:
            clusters[best].append(words_)
            continue
        for key in {*keys, *((words_.stems[number],) for number in words_.telling)}:
            having[key].append(len(clusters))
        clusters.append([words_])
    return clusters


def _likeness(longest: _Words, other: _Words, rows: Mapping[str, set[str]]) -> float:
    """Share of the other's telling words that stand in the longest in the same order; 0 if they are not the same.

    A lone word counts as the same quotation only where it is all that both say, or where their passages are in a row.
    """
    if len(other.telling) == 1 and other.stems != longest.stems and not _are_in_row(longest, other, rows):
        return 0.0
    matched = {other_at + n for _, other_at, size in _blocks(longest, other) for n in range(size)}
    share = sum(number in matched for number in other.telling) / len(other.telling)
    is_same = share >= SAME and len(matched) >= SAME_WORDS * len(other.norms)
    return share if is_same and (len(other.telling) > 2 or share == 1) else 0.0


def _are_in_row(one: _Words, other: _Words, rows: Mapping[str, set[str]]) -> bool:
    its = {extent.passage for extent in other.quotation.extents}
    return any(rows.get(extent.passage, set()) & its for extent in one.quotation.extents)


def _blocks(longest: _Words, other: _Words) -> list[tuple[int, int, int]]:
    """Runs that both have: (first word of the one, of the other, number of words); the last is empty, at the ends."""
    matcher = SequenceMatcher(None, longest.stems[:MAX_WORDS], other.stems[:MAX_WORDS], autojunk=False)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]


def _version(longest: _Words, other: _Words) -> QuoteVersion:
    cuts: set[QuoteForm] = set()
    alterations: list[Alteration] = []
    at, other_at, common = 0, 0, 0
    for first, other_first, size in _blocks(longest, other):
        place: QuoteForm = "cut_front" if at == 0 else "cut_inside" if size else "cut_end"
        missing, new = first - at, other_first - other_at
        if missing and not new and not longest.glosses.issuperset(range(at, first)):
            cuts.add(place)
        elif new and place != "cut_inside" and missing > SURPLUS * new:  # what is new there does not stand for all that
            cuts.add(place)
            alterations.append(_alteration(longest, other, (at, at), (other_at, other_first)))
        elif new and (missing or at not in longest.cuts):
            alterations.append(_alteration(longest, other, (at, first), (other_at, other_first)))
        for n in range(size):
            if longest.norms[first + n] != other.norms[other_first + n]:
                ours, its = (first + n, first + n + 1), (other_first + n, other_first + n + 1)
                alterations.append(_alteration(longest, other, ours, its))
        at, other_at, common = first + size, other_first + size, common + size
    forms: list[QuoteForm] = [form for form in ("cut_front", "cut_inside", "cut_end") if form in cuts]
    if common < FRAGMENT * len(longest.norms):
        forms = ["fragment"]
    if alterations:
        forms.append("altered")
    return QuoteVersion(other.quotation, tuple(forms) or ("verbatim",), tuple(alterations))


def _wrong_guesses(clusters: Sequence[Sequence[_Words]], quotations: Sequence[Sequence[Quotation]]) -> set[Quotation]:
    """The quotations whose speaker was guessed from a pronoun, while articles that name one for these words name
    another; and those that go on from there. A person and a body do not contradict each other: a ministry speaks by its
    minister."""
    wrong: set[Quotation] = set()
    for members in clusters:
        said = [member.quotation for member in members if member.quotation.speaker]
        heard = voices(quotation.speaker or "" for quotation in said)
        named = {heard[quotation.speaker or ""] for quotation in said if not _is_guessed(quotation)}
        wrong.update(q for q in said if _is_guessed(q) and _contradict(heard[q.speaker or ""], named))
    for found in quotations:
        is_wrong = False
        for quotation in found:
            if quotation.attribution is not None:
                is_wrong = quotation in wrong
            elif is_wrong and quotation.speaker:
                wrong.add(quotation)
    return wrong


def _unnamed(said: _Words) -> _Words:
    return replace(said, quotation=replace(said.quotation, speaker=None))


def _contradict(guessed: Voice, named: Collection[Voice]) -> bool:
    alike = {voice for voice in named if voice.is_person == guessed.is_person}
    return bool(alike) and guessed not in alike


def _is_guessed(quotation: Quotation) -> bool:
    """Whether the speaker is whom a pronoun of the attribution was taken for."""
    attribution = quotation.attribution
    return bool(quotation.speaker and attribution and quotation.speaker not in attribution.exact)


def _alteration(longest: _Words, other: _Words, ours: tuple[int, int], its: tuple[int, int]) -> Alteration:
    was = " ".join(extent.exact for extent in _extents(longest, *ours))
    return Alteration(was, tuple(_extents(other, *its)))


def _extents(said: _Words, first: int, last: int) -> Iterator[Extent]:
    """The words [first, last) of a quotation as they stand in its passages."""
    for number, group in groupby(said.places[first:last], key=lambda place: place[0]):
        places = list(group)
        start, end = places[0][1], places[-1][2]
        whole = said.quotation.extents[number]
        yield Extent(whole.passage, start, end, whole.exact[start - whole.start : end - whole.start])


def _reported(
    said: Sequence[_Words], rows: Mapping[str, set[str]], passages: Mapping[str, tuple[int, Passage]]
) -> dict[str, set[str]]:
    """The stems that each passage has outside quotations, of those in a row with a quotation."""
    quoted: dict[str, list[Extent]] = defaultdict(list)
    for one in said:
        for extent in one.quotation.extents:
            quoted[extent.passage].append(extent)
    return {
        name: {
            stem(word.norm)
            for word in words(passages[name][1].text)
            if word.is_word and not any(e.start <= word.start < e.end for e in quoted.get(name, ()))
        }
        for name in rows
        if any(other in quoted for other in rows[name])
    }


def _paraphrases(
    versions: Sequence[_Words],
    rows: Mapping[str, set[str]],
    reported: Mapping[str, set[str]],
    passages: Mapping[str, tuple[int, Passage]],
    documents: Sequence[Document],
) -> Iterator[QuoteVersion]:
    """For each article that has no version of its own, the passage in a row with one that has most of its words."""
    quoting = {version.article for version in versions}
    best: dict[int, tuple[float, int, Passage]] = {}
    for version in versions:
        telling = {version.stems[number] for number in version.telling}
        if len(telling) < LEAST_PARAPHRASED:
            continue
        for name in set().union(*(rows.get(extent.passage, set()) for extent in version.quotation.extents)):
            article, passage = passages[name]
            common = len(telling & reported[name])
            if article in quoting or common < max(LEAST_PARAPHRASED, PARAPHRASED * len(telling)):
                continue
            candidate = (common / len(telling), -passage.start, passage)  # the first of equals
            if article not in best or candidate[:2] > best[article][:2]:
                best[article] = candidate
    for article, (_, _, passage) in sorted(best.items()):
        whole = Extent(passage.id, 0, len(passage.text), passage.text)
        yield QuoteVersion(Quotation(documents[article].id, (whole,)), ("paraphrased",))
