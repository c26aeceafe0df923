"""The frozen dataclasses that every engine module speaks, and nothing else.

They mirror the comparison format (docs/comparison-format.md) one to one, so that a comparison read from the database,
one made by the engine and one written to a file are the same thing. Offsets count Unicode code points throughout.

Ids are opaque strings, unique within a comparison. The engine derives them from the text, the database from its keys;
no code may parse them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PassageKind = Literal["headline", "standfirst", "body", "furniture"]
LinkState = Literal["proposed", "accepted", "rejected"]
AbsenceState = Literal["unmatched", "checked"]
AnnotationKind = Literal["added_detail", "difference", "omission", "note"]
AnnotationState = Literal["proposed", "accepted", "dismissed"]
QuoteForm = Literal["verbatim", "cut_front", "cut_inside", "cut_end", "fragment", "altered", "paraphrased"]
ReasonKind = Literal["own", "credit", "cited", "agency", "earlier", "oddity"]
Part = Literal["headline", "standfirst", "lead", "body"]

ENGINE = "engine"  # the value of `by` for what no person decided

Progress = Callable[[str, float], None]
"""Called with a sentence for the reader and the share of the work that is done, 0..1, never falling."""


class UnreadableSource(ValueError):
    """A source that cannot become a Document. Its text is written for the person who gave the file: what is wrong
    with it and what to do."""


class UnfitDocuments(ValueError):
    """Documents that cannot be compared (none at all, ids that clash). Its text says what to do."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence-sized span of a document: `document.text[start:end] == text`, always."""

    id: str
    start: int
    end: int
    paragraph: int  # 0-based number of the block it stands in
    kind: PassageKind
    text: str

    @property
    def is_report(self) -> bool:
        return self.kind != "furniture"


@dataclass(frozen=True, slots=True)
class Document:
    """One outlet's text. Passages are in order, do not overlap, and nothing but white space lies outside them."""

    id: str
    source: str  # the file's name as given
    sha256: str  # of the bytes as they were given
    text: str  # canonical: what all offsets refer to
    passages: tuple[Passage, ...]
    outlet: str
    headline: str = ""
    byline: str | None = None
    url: str | None = None
    published: datetime | None = None
    language: str | None = None  # ISO 639-1
    order: int = 1  # the column, 1-based
    revision: int = 1
    notices: tuple[str, ...] = ()  # sentences for the person who gave the file; no part of the format

    @property
    def report(self) -> tuple[Passage, ...]:
        """The passages that are part of the report, in the order of the article."""
        return tuple(p for p in self.passages if p.is_report)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages of different documents that report the same; `confidence` is the calibrated probability that they
    share at least one fact, `same` how likely their main content is the same (no part of the format)."""

    first: str
    second: str
    confidence: float
    same: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """A passage's place in a point."""

    passage: str
    confidence: float
    by: str = ENGINE
    at: datetime | None = None
    state: LinkState = "proposed"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is reported: a row."""

    id: str
    label: str
    order: int  # 1-based
    links: tuple[Link, ...]
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """An article does not report a point."""

    point: str
    article: str
    state: AbsenceState = "unmatched"
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where an annotation points. Offsets count within the passage; `exact` is its words, `prefix` and `suffix` their
    neighbours in the article's text (after the W3C Web Annotation model's TextQuoteSelector)."""

    passage: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A statement of an editor or of the engine about words in one or more passages."""

    id: str
    kind: AnnotationKind
    targets: tuple[Target, ...]
    outlets: tuple[str, ...]  # names of the outlets credited
    label: str
    body: str = ""  # Markdown
    difference_class: str | None = None
    state: AnnotationState = "proposed"
    by: str = ENGINE
    confidence: float | None = None
    at: datetime | None = None
    version: int = 1  # counts its edits in the database; no part of the format
    among: int | None = None  # articles that were compared when an editor decided it; no part of the format


@dataclass(frozen=True, slots=True)
class Extent:
    """Some words of a passage: offsets count within it. What runs over several passages has several extents."""

    passage: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """What an article gives as somebody's words, the marks left out."""

    article: str
    extents: tuple[Extent, ...]
    speaker: str | None = None  # as the article names whoever said it; None where it does not
    attribution: Extent | None = None  # the words that say so: "she told reporters"

    @property
    def text(self) -> str:
        return " ".join(extent.exact for extent in self.extents)


@dataclass(frozen=True, slots=True)
class Alteration:
    """What the longest form of a quotation has otherwise; `was` is empty where the words are new."""

    was: str
    now: tuple[Extent, ...]


@dataclass(frozen=True, slots=True)
class QuoteVersion:
    """How one article gives a quotation. Of a paraphrase, `quotation` is the whole passage, which has no marks."""

    quotation: Quotation
    forms: tuple[QuoteForm, ...]
    alterations: tuple[Alteration, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """One thing that was said, as the articles quote it: the longest version first, against which the others are
    measured."""

    id: str
    versions: tuple[QuoteVersion, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for an article's origin. Of itself: it is an agency's `own`, has its `credit`, or has `cited` one; of
    its source: that it is a report of an `agency`, came `earlier`, or makes the same slip (`oddity`). `detail` is the
    agency, the source's time, or the word."""

    kind: ReasonKind
    detail: str


@dataclass(frozen=True, slots=True)
class Reuse:
    """What an article has word for word in common with another one, quotations aside: `extents` are its own words,
    `theirs` the other's."""

    article: str  # the other one
    words: int
    extents: tuple[Extent, ...]
    theirs: tuple[Extent, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """How much of an article is not its own, and where that comes from."""

    article: str
    shared: float  # share of its words outside quotations that stand word for word in another article, 0..1
    quoted: float  # share of its words that stand in quotations, 0..1
    agency: str | None = None  # the news agency that it credits
    source: str | None = None  # the article it is likely made from
    reasons: tuple[Reason, ...] = ()  # for the agency and the source
    reuses: tuple[Reuse, ...] = ()  # the most words first


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article first reports a point."""

    point: str
    article: str
    passage: str
    part: Part  # the lead is the first paragraph of the body
    paragraph: int | None  # 0-based among those of the body; None in headline and standfirst
    position: int  # 0-based among the passages of the report
    depth: float  # 0 for the report's first passage, 1 for its last
    order: int  # 0-based rank among the points that the article reports


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is known of one story. `documents` are in column order, `points` in row order."""

    engine: str  # the version of the engine that made it
    documents: tuple[Document, ...]
    pairs: tuple[Pair, ...] = ()
    points: tuple[Point, ...] = ()
    absences: tuple[Absence, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    quotes: tuple[Quote, ...] = ()  # these three follow from texts and points, and are not stored: see derived.py
    origins: tuple[Origin, ...] = ()
    placements: tuple[Placement, ...] = ()
