"""A story bundle: all that is known of a story in one zip, to be carried to another Crossread (docs/story-bundle.md).

What it holds is declared here once, with its bounds, and msgspec checks the JSON against that; bundle_check.py checks
what no declaration can say, bundle_zip.py packs and unpacks. Whoever reads a bundle gets all of it, or UnfitBundle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

FORMAT: Literal["crossread/bundle"] = "crossread/bundle"
FORMAT_VERSION = 1
FORMAT_MINOR = 0  # counts what was added since; a bundle of a later one holds what would be lost here

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # valid JSON cannot hold it otherwise; PostgreSQL does not store it

MOST_MEMBERS = 2000  # files in the zip

AGAIN = "Export it once more where it was made."


class UnfitBundle(ValueError):
    """What is no bundle, or none that can be taken in. Its text says what is wrong and what to do."""


Number = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Share = Annotated[float, Meta(ge=0, le=1)]
Moment = Annotated[datetime, Meta(tz=True)]
Name = Annotated[str, Meta(min_length=1, max_length=301)]
Line = Annotated[str, Meta(max_length=300)]
ArticleId = Annotated[str, Meta(max_length=40, pattern=r"^a[0-9]+b*\Z")]
PassageId = Annotated[str, Meta(max_length=40, pattern=r"^p[0-9]+b*\Z")]
PointId = Annotated[str, Meta(max_length=40, pattern=r"^pt[0-9]+b*\Z")]
AnnotationId = Annotated[str, Meta(max_length=40, pattern=r"^n[0-9]+b*\Z")]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
By = Number | None  # a place among the people; None: the engine, or nobody


class _Row(Struct, frozen=True, forbid_unknown_fields=True):
    """Declared once for the way out and the way in."""


class Member(_Row, frozen=True):
    name: Annotated[str, Meta(max_length=100)]
    size: Number
    sha256: Digest


class Manifest(_Row, frozen=True):
    format: Literal["crossread/bundle"]
    version: Number
    minor: Number
    title: Annotated[str, Meta(max_length=200)]
    members: Annotated[list[Member], Meta(max_length=MOST_MEMBERS)]


class Person(_Row, frozen=True):
    """Somebody who did something in the story, or may. An account's name, and nothing else of it, leaves the house."""

    name: Name
    role: Literal["viewer", "editor", "lead"] | None = None  # in the story where it was made


class Outlet(_Row, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    kind: Literal["wire", "paper", "broadcaster", "official", "other"]
    homepage: Annotated[str, Meta(max_length=200)]


class Batch(_Row, frozen=True):
    by: By
    at: Moment


class File(_Row, frozen=True):
    batch: Number
    name: Annotated[str, Meta(min_length=1, max_length=255)]
    size: Annotated[int, Meta(ge=0, le=2**62)]
    sha256: Annotated[
        str, Meta(pattern=r"^([0-9a-f]{64})?\Z")
    ]  # empty: too large to be taken in, so that its bytes are not here
    state: Literal["read", "confirmed", "discarded", "failed"]
    message: str


class Passage(_Row, frozen=True):
    id: PassageId
    number: Number
    start: Number
    end: Number
    paragraph: Number
    kind: Literal["headline", "standfirst", "body", "furniture"]
    kind_by: By


class Revision(_Row, frozen=True):
    number: Number
    file: Number
    at: Moment
    text: str
    passages: Annotated[list[Passage], Meta(max_length=10_000)]


class Article(_Row, frozen=True):
    id: ArticleId
    outlet: Number
    position: Number
    state: Literal["draft", "confirmed"]
    headline: Annotated[str, Meta(max_length=500)]
    byline: Line
    url: Annotated[str, Meta(max_length=1000, pattern=r"^((?i:https?)://.*)?\Z")]
    published: Moment | None
    language: Annotated[str, Meta(max_length=8)]
    version: Number
    current: Number | None  # which revision is compared
    revisions: Annotated[list[Revision], Meta(max_length=1000)]


class Link(_Row, frozen=True):
    passage: PassageId
    confidence: Share
    state: Literal["proposed", "accepted", "rejected"]
    by: By
    at: Moment


class Absence(_Row, frozen=True):
    article: ArticleId
    by: Number
    at: Moment


class Point(_Row, frozen=True):
    id: PointId
    label: Line
    named_by: By
    position: Number
    placed: bool
    locked: bool
    version: Number
    links: Annotated[list[Link], Meta(max_length=10_000)]
    absences: Annotated[list[Absence], Meta(max_length=1000)]


class Target(_Row, frozen=True):
    passage: PassageId
    start: Number
    end: Number
    exact: str
    prefix: Annotated[str, Meta(max_length=64)]
    suffix: Annotated[str, Meta(max_length=64)]


class Annotation(_Row, frozen=True):
    id: AnnotationId
    kind: Literal["added_detail", "difference", "omission", "note"]
    difference_class: Literal[
        "",
        "number",
        "date_or_time",
        "name_or_title",
        "quote_altered",
        "quote_cut",
        "attribution",
        "hedge",
        "agency",
        "loaded_word",
        "scope",
        "contradiction",
        "style",
        "other",
    ]
    state: Literal["proposed", "accepted", "dismissed"]
    outlets: Annotated[list[Number], Meta(max_length=1000)]
    label: Annotated[str, Meta(max_length=200)]
    body: str
    confidence: Share | None
    by: By
    at: Moment
    among: Number | None
    version: Number
    origin: Annotated[str, Meta(max_length=200)]
    targets: Annotated[list[Target], Meta(max_length=1000)]


class Run(_Row, frozen=True):
    """The last run of the engine that ended well."""

    engine: Annotated[str, Meta(max_length=40)]
    by: By
    asked: Moment
    ended: Moment | None
    message: Line
    pairs: Annotated[list[tuple[PassageId, PassageId, Share]], Meta(max_length=500_000)]


class Answer(_Row, frozen=True):
    reviewer: Annotated[int, Meta(ge=0, le=1)]
    yes: bool
    at: Moment


class Candidate(_Row, frozen=True):
    """Point and passage may be gone since: figures are made of what was said about them."""

    number: Number
    point: PointId
    passage: PassageId
    label: Line
    verdict: Literal["", "yes", "no"]
    by: By
    at: Moment | None
    answers: Annotated[list[Answer], Meta(max_length=2)]


class DoubleReview(_Row, frozen=True):
    """A round that is closed. While one is open, nobody may see what the two said, its lead neither."""

    by: Number
    opened: Moment
    closed: Moment | None
    reviewers: Annotated[list[Number], Meta(min_length=2, max_length=2)]
    done: Annotated[list[Moment | None], Meta(min_length=2, max_length=2)]
    candidates: Annotated[list[Candidate], Meta(max_length=100_000)]


class Front(_Row, frozen=True):
    """The texts before and behind an export."""

    byline: Annotated[str, Meta(max_length=200)]
    dated: date | None
    introduction: Annotated[str, Meta(max_length=5000)]
    method: Annotated[str, Meta(max_length=5000)]


class Story(_Row, frozen=True):
    title: Annotated[str, Meta(max_length=200, pattern=r"\S")]
    at: Moment
    people: Annotated[list[Person], Meta(max_length=5000)]
    outlets: Annotated[list[Outlet], Meta(max_length=2000)]
    batches: Annotated[list[Batch], Meta(max_length=10_000)]
    files: Annotated[list[File], Meta(max_length=10_000)]
    articles: Annotated[list[Article], Meta(max_length=1000)]  # in the order in which they were made, as all rows are
    points: Annotated[list[Point], Meta(max_length=20_000)]
    annotations: Annotated[list[Annotation], Meta(max_length=50_000)]
    run: Run | None
    double_reviews: Annotated[list[DoubleReview], Meta(max_length=100)]
    front: Front | None


class Step(_Row, frozen=True):
    """An entry of the journal. `data` is what it held, in the words of the installation where the step was made."""

    by: By
    at: Moment
    verb: Annotated[str, Meta(min_length=1, max_length=40)]
    summary: Line
    undone: bool
    of: Number | None  # the entry, by its place, that it takes back or does again
    data: dict[str, Any]


Journal = Annotated[list[Step], Meta(max_length=200_000)]


class Bundle(Struct, frozen=True):
    """All of it. `files` are the original bytes by their SHA-256; `comparison` is the JSON export, byte for byte."""

    story: Story
    journal: list[Step]
    files: Mapping[str, bytes]
    comparison: bytes


# --- as JSON


def encode(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1)


def decode(content: bytes, kind: Any, name: str) -> Any:
    """What the member of this name holds. Raises UnfitBundle."""
    if _NUL.search(content):
        raise UnfitBundle(f"{name} in the bundle holds a NUL character, which no database stores. {AGAIN}")
    try:
        return msgspec.json.decode(content, type=kind)
    except RecursionError:
        raise UnfitBundle(f"{name} in the bundle is nested too deeply. {AGAIN}") from None
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise UnfitBundle(f"{name} in the bundle is not as it should be: {error}. {AGAIN}") from error
