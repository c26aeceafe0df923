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
class Comparison:
    """All that is known of one story. `documents` are in column order, `points` in row order."""

    engine: str  # the version of the engine that made it
    documents: tuple[Document, ...]
    pairs: tuple[Pair, ...] = ()
    points: tuple[Point, ...] = ()
    absences: tuple[Absence, ...] = ()
    annotations: tuple[Annotation, ...] = ()
