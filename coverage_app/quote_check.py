"""The quote check as readers see it: each quotation once, set from its longest form, with what every outlet made of it.

Made of a comparison with its quotes (engine/derived.py) only: no database, no HTML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from .engine.documents import Comparison, Document, Passage, Quotation, Quote, QuoteForm, QuoteVersion
from .engine.normalising import words
from .engine.voices import Voice, voices
from .engine.wordlists import function_words
from .marking import Piece, Span, found, pieces
from .presentation import compared_wording

# What is shorter is a phrase: a name, a title, a word that the outlet holds off. Listed, but not set as what was said.
LEAST_WORDS = 4
HEADING_WORDS = 8  # of the quotation, in its heading
SHORT, LONG = 60, 220  # characters up to which a quotation is set large, and from which it is set small

_FORMS: Mapping[QuoteForm, str] = {
    "verbatim": "word for word",
    "cut_front": "beginning cut",
    "cut_inside": "cut inside",
    "cut_end": "end cut",
    "fragment": "only a part",
    "altered": "altered",
    "paraphrased": "told without quotation marks",
}


@dataclass(frozen=True)
class Version:
    """How one passage, or several that follow each other, give the quotation."""

    document: Document
    passage: str  # the first one
    place: str  # "¶3"
    row: str | None  # the key of the first row in which it stands
    forms: tuple[QuoteForm, ...]
    attribution: str  # the words that say whose it is; empty where none stand beside it
    guessed: str  # whom a pronoun there is taken for
    pieces: tuple[Piece, ...]  # its words, marked against the longest form
    is_longest: bool = False

    @property
    def told(self) -> str:
        """What was made of it, in words."""
        if self.is_longest:
            return "the longest form"
        return ", ".join(_FORMS[form] for form in self.forms)

    @property
    def is_paraphrase(self) -> bool:
        return "paraphrased" in self.forms

    @property
    def is_same(self) -> bool:
        return self.is_longest or self.forms == ("verbatim",)


@dataclass(frozen=True)
class Said:
    """One thing that was said."""

    id: str
    words: str  # its longest form
    language: str | None
    speaker: str  # empty where nobody names one
    others: tuple[tuple[str, str], ...]  # (outlet, whom it names instead), where that is another person
    outlets: tuple[tuple[Document, tuple[Version, ...]], ...]  # in column order, the longest form's own first
    silent: tuple[Document, ...]  # have no version of it
    voices: frozenset[str]  # of all that are named for it
    is_phrase: bool
    pieces: tuple[Piece, ...]  # the longest form, with what was searched for

    @property
    def heading(self) -> str:
        """A few words to know it by."""
        first = self.words.split()
        short = " ".join(first[:HEADING_WORDS])
        return f"{short} …" if len(first) > HEADING_WORDS else short

    @property
    def size(self) -> str:
        """How large it is set."""
        return "short" if len(self.words) <= SHORT else "long" if len(self.words) >= LONG else ""

    @property
    def quoting(self) -> int:
        """How many outlets quote it; one that only tells it does not."""
        return sum(any(not version.is_paraphrase for version in versions) for _, versions in self.outlets)

    @property
    def differs(self) -> bool:
        """Whether an outlet cut or altered it."""
        return any(
            not version.is_same and not version.is_paraphrase for _, versions in self.outlets for version in versions
        )

    @property
    def is_shared(self) -> bool:
        return len(self.outlets) > 1

    @property
    def rows(self) -> frozenset[str]:
        return frozenset(version.row for _, versions in self.outlets for version in versions if version.row)

    @property
    def only(self) -> Version:
        """The longest form as its own outlet gives it."""
        return self.outlets[0][1][0]


@dataclass(frozen=True)
class Wanted:
    """Which quotations are wanted; nothing set: all."""

    speaker: str = ""
    outlet: str = ""  # the id of a document that quotes or tells it
    differing: bool = False
    rows: Collection[str] | None = None  # keys of rows, in one of which it must stand

    def match(self, said: Said) -> bool:
        return (
            (not self.speaker or self.speaker in said.voices)
            and (not self.outlet or any(document.id == self.outlet for document, _ in said.outlets))
            and (not self.differing or said.differs)
            and (self.rows is None or not said.rows.isdisjoint(self.rows))
        )


class QuoteCheck:
    """All quotations of a comparison. `places` and `rows` tell, by passage, where it stands in its article and the key
    of its first row; `searched` is lit up in what is shown."""

    def __init__(
        self,
        comparison: Comparison,
        places: Mapping[str, str],
        rows: Mapping[str, str],
        searched: str = "",
    ) -> None:
        self._documents = comparison.documents
        self._by_id = {document.id: document for document in comparison.documents}
        self._column = {document.id: number for number, document in enumerate(comparison.documents)}
        self._start = {p.id: p.start for document in comparison.documents for p in document.passages}
        self._places, self._rows, self._searched = places, rows, searched
        self._quotes = comparison.quotes

    @cached_property
    def _voices(self) -> Mapping[str, Voice]:
        named = (version.quotation.speaker for quote in self._quotes for version in quote.versions)
        return voices(speaker for speaker in named if speaker)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """In the order of a page: what most outlets quote first, then as it stands in the articles."""
        return tuple(sorted(map(self._said, self._quotes), key=lambda said: (-said.quoting, *self._at(said.only))))

    def _at(self, version: Version) -> tuple[int, int]:
        return self._column[version.document.id], self._start[version.passage]

    @cached_property
    def speakers(self) -> tuple[tuple[str, int], ...]:
        """Who is named, with the number of quotations: people first, by name."""
        counts = Counter(voice for said in self.said if not said.is_phrase for voice in said.voices)
        people = {voice.name for voice in self._voices.values() if voice.is_person}
        return tuple(sorted(counts.items(), key=lambda item: (item[0] not in people, item[0].casefold())))

    def found(self, wanted: Wanted) -> Shown:
        return Shown(tuple(said for said in self.said if wanted.match(said)), self._documents)

    def _said(self, quote: Quote) -> Said:
        longest = quote.versions[0].quotation
        document = self._by_id[longest.article]
        told = [self._version(version, longest) for version in quote.versions]
        by_outlet: dict[str, list[Version]] = {document.id: []}
        for version in sorted(told, key=lambda v: (not v.is_longest, v.is_paraphrase, *self._at(v))):
            by_outlet.setdefault(version.document.id, []).append(version)
        speaker, others = self._speaker(quote)
        return Said(
            id=quote.id,
            words=longest.text,
            language=document.language,
            speaker=speaker,
            others=others,
            outlets=tuple((self._by_id[article], tuple(versions)) for article, versions in by_outlet.items()),
            silent=tuple(d for d in self._documents if d.id not in by_outlet),
            voices=frozenset(self._voices[v.quotation.speaker].name for v in quote.versions if v.quotation.speaker),
            is_phrase=_is_phrase(longest, document.language),
            pieces=pieces(_alone(longest.text), hits=self._hits(longest.text)),
        )

    def _hits(self, text: str) -> tuple[Span, ...]:
        return found(self._searched, text) if self._searched else ()

    def _version(self, version: QuoteVersion, longest: Quotation) -> Version:
        quotation = version.quotation
        attribution = quotation.attribution.exact if quotation.attribution else ""
        is_guess = quotation.speaker is not None and quotation.speaker not in attribution
        passage = quotation.extents[0].passage
        return Version(
            document=self._by_id[quotation.article],
            passage=passage,
            place=self._places[passage],
            row=self._rows.get(passage),
            forms=version.forms,
            attribution=attribution,
            guessed=self._voices[quotation.speaker].name if quotation.speaker and is_guess else "",
            pieces=self._marked(version, longest),
            is_longest=quotation is longest,
        )

    def _marked(self, version: QuoteVersion, longest: Quotation) -> tuple[Piece, ...]:
        """Its words against the longest form. Where the engine found nothing altered, a diff that says so is no help: a
        short part of a long quotation is easily taken for new words."""
        alone = _alone(version.quotation.text)
        hits = self._hits(alone.text)
        if version.forms in (("verbatim",), ("paraphrased",)):
            return pieces(alone, hits=hits)
        runs = compared_wording((_alone(longest.text),), (alone,)).runs[alone.id]
        if "altered" not in version.forms:
            runs = tuple(run if run.op == "delete" else replace(run, op="equal") for run in runs)
        return pieces(alone, runs, hits=hits)

    def _speaker(self, quote: Quote) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Whom most articles name, and who names another person. A person goes before a body, one that is named before
        one whom a pronoun was taken for, and of equals the one of the longest form."""
        named: Counter[Voice] = Counter()
        by_outlet: dict[Voice, list[str]] = {}
        for version in quote.versions:
            speaker = version.quotation.speaker
            if not speaker:
                continue
            voice = self._voices[speaker]
            attribution = version.quotation.attribution
            is_named = attribution is not None and speaker in attribution.exact
            named[voice] += 1 + is_named
            if is_named and voice.is_person:
                by_outlet.setdefault(voice, []).append(self._by_id[version.quotation.article].outlet)
        if not named:
            return "", ()
        speaker_ = max(named, key=lambda voice: (voice.is_person, named[voice]))
        others = (
            (outlet, voice.name) for voice, outlets in by_outlet.items() if voice != speaker_ for outlet in outlets
        )
        return speaker_.name, tuple(dict.fromkeys(others)) if speaker_.is_person else ()


@dataclass(frozen=True)
class Shown:
    """The quotations that are wanted, in the parts of the page."""

    said: tuple[Said, ...]
    _documents: tuple[Document, ...]

    @property
    def shared(self) -> tuple[Said, ...]:
        return tuple(said for said in self.said if said.is_shared and not said.is_phrase)

    @property
    def single(self) -> tuple[tuple[Document, tuple[Said, ...]], ...]:
        """What one outlet alone quotes, outlet by outlet."""
        return self._by_outlet(said for said in self.said if not said.is_shared and not said.is_phrase)

    @property
    def single_count(self) -> int:
        return sum(len(said) for _, said in self.single)

    @property
    def phrases(self) -> tuple[tuple[Document, tuple[Said, ...]], ...]:
        """Names, titles and single words in quotation marks, outlet by outlet."""
        return self._by_outlet(said for said in self.said if said.is_phrase)

    @property
    def phrase_count(self) -> int:
        return sum(len(said) for _, said in self.phrases)

    @property
    def differing(self) -> int:
        return sum(said.differs for said in self.shared)

    def _by_outlet(self, wanted: Iterable[Said]) -> tuple[tuple[Document, tuple[Said, ...]], ...]:
        by_outlet: dict[str, list[Said]] = {}
        for said in wanted:
            by_outlet.setdefault(said.only.document.id, []).append(said)
        return tuple((d, tuple(by_outlet[d.id])) for d in self._documents if d.id in by_outlet)


def _alone(text: str) -> Passage:
    """Words by themselves, as the functions that mark words want them."""
    return Passage("words", 0, len(text), 0, "body", text)


def _is_phrase(quotation: Quotation, language: str | None) -> bool:
    """Whether the words are too few to be what somebody said, or look like a title: “A Higher Loyalty at Sea”."""
    text = quotation.text
    told = [word for word in words(text) if word.is_word]
    if len(told) < LEAST_WORDS:
        return True
    little = function_words(language)
    telling = [word for word in told if word.norm not in little]
    is_title = len(telling) > 1 and all(text[word.start].isupper() for word in telling)
    return is_title and quotation.attribution is None
