"""A story bundle: all that is known of a story in one zip, to be carried to another Crossread (docs/story-bundle.md).

What it holds is declared here once, with its bounds; msgspec checks the JSON against that, and check() what no
declaration can say. Whoever reads a bundle gets all of it, sound, or UnfitBundle.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, BinaryIO, Literal

import msgspec
from msgspec import Meta, Struct

FORMAT: Literal["crossread/bundle"] = "crossread/bundle"
FORMAT_VERSION = 1
FORMAT_MINOR = 0  # counts what was added since; a bundle of a later one holds what would be lost here

MANIFEST, COMPARISON, STORY, JOURNAL = "manifest.json", "comparison.json", "story.json", "journal.json"
FILES = "files/"  # before the SHA-256 of each file's bytes

# A story of sixty articles has some 20 MB of pages and 5 MB of JSON.
MOST_BYTES = 300 * 2**20  # unpacked
MOST_JSON = 64 * 2**20
MOST_MEMBERS = 2000
MOST_RATIO = 100  # of what is unpacked to the bundle itself; pages and JSON have 5 to 30
EVER_SUSPECT = 20 * 2**20  # bytes; less is harmless, whatever its ratio
MOST_LIST = 2**20  # bytes of the zip's own list of its files
_END = struct.Struct("<4s4H2LH")  # the record that ends a zip
_LOCATOR = 20  # bytes of the one before it, in a zip of the larger kind
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, OSError, EOFError, ValueError, OverflowError)
LEVEL = 6  # of deflate
_MOMENT = (1980, 1, 1, 0, 0, 0)  # of every member: two bundles of an unchanged story are the same bytes
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # valid JSON cannot hold it otherwise; PostgreSQL does not store it

AGAIN = "Export it once more where it was made."


class UnfitBundle(ValueError):
    """What is no bundle, or none that can be taken in. Its text says what is wrong and what to do."""


Number = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Share = Annotated[float, Meta(ge=0, le=1)]
Moment = Annotated[datetime, Meta(tz=True)]
Name = Annotated[str, Meta(min_length=1, max_length=301)]
Line = Annotated[str, Meta(max_length=300)]
Id = Annotated[str, Meta(max_length=40, pattern=r"^(a|p|pt|n)[0-9]+b*$")]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
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
    sha256: Digest | Literal[""]  # empty: too large to be taken in, so that its bytes are not here
    state: Literal["read", "confirmed", "discarded", "failed"]
    message: str


class Passage(_Row, frozen=True):
    id: Id
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
    id: Id
    outlet: Number
    position: Number
    state: Literal["draft", "confirmed"]
    headline: Annotated[str, Meta(max_length=500)]
    byline: Line
    url: Annotated[str, Meta(max_length=1000, pattern=r"^(https?://.*)?$")]
    published: Moment | None
    language: Annotated[str, Meta(max_length=8)]
    version: Number
    current: Number | None  # which revision is compared
    revisions: Annotated[list[Revision], Meta(max_length=1000)]


class Link(_Row, frozen=True):
    passage: Id
    confidence: Share
    state: Literal["proposed", "accepted", "rejected"]
    by: By
    at: Moment


class Absence(_Row, frozen=True):
    article: Id
    by: Number
    at: Moment


class Point(_Row, frozen=True):
    id: Id
    label: Line
    named_by: By
    position: Number
    placed: bool
    locked: bool
    version: Number
    links: Annotated[list[Link], Meta(max_length=10_000)]
    absences: Annotated[list[Absence], Meta(max_length=1000)]


class Target(_Row, frozen=True):
    passage: Id
    start: Number
    end: Number
    exact: str
    prefix: Annotated[str, Meta(max_length=64)]
    suffix: Annotated[str, Meta(max_length=64)]


class Annotation(_Row, frozen=True):
    id: Id
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
    pairs: Annotated[list[tuple[Id, Id, Share]], Meta(max_length=500_000)]


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


# --- out


def pack(bundle: Bundle) -> bytes:
    """The zip. The same bundle gives the same bytes. Raises UnfitBundle for what could not be read again."""
    members = {
        COMPARISON: bundle.comparison,
        STORY: _json(bundle.story),
        JOURNAL: _json(bundle.journal),
        **{FILES + digest: content for digest, content in bundle.files.items()},
    }
    manifest = Manifest(
        format=FORMAT,
        version=FORMAT_VERSION,
        minor=FORMAT_MINOR,
        title=bundle.story.title,
        members=[
            Member(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in sorted(members.items())
        ],
    )
    members = {MANIFEST: _json(manifest), **dict(sorted(members.items()))}
    if len(members) > MOST_MEMBERS or sum(map(len, members.values())) > MOST_BYTES:
        raise UnfitBundle(
            f"This story is too large for a bundle: at most {MOST_MEMBERS:,} files and {MOST_BYTES // 2**20} MB. "
            "Remove articles that are not needed, or move the whole database instead."
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED, LEVEL)
    return packed.getvalue()


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1)


# --- in


def unpack(file: BinaryIO) -> Bundle:
    """The bundle in a zip, checked. Nothing is written to a disk, so that the names in it lead nowhere.

    Raises UnfitBundle."""
    try:
        _refuse_crowded(file)
        with zipfile.ZipFile(file) as archive:
            members = _members(archive)
    except UnfitBundle:
        raise
    except _DAMAGED as error:
        raise UnfitBundle(f"This is no story bundle, or it is damaged: it cannot be unpacked. {AGAIN}") from error
    story = _read(members, STORY, Story)
    bundle = Bundle(
        story=story,
        journal=_read(members, JOURNAL, Journal),
        files={name.removeprefix(FILES): content for name, content in members.items() if name.startswith(FILES)},
        comparison=members[COMPARISON],
    )
    check(bundle)
    return bundle


def _refuse_crowded(file: BinaryIO) -> None:
    """Before zipfile reads the zip's list of its files: how long that is, stands at the end. A list for more or larger
    files than a bundle has (zip64), or one that something stands behind, is none of ours."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _LOCATOR - _END.size))
    tail = file.read()
    file.seek(0)
    signature, _, _, _, count, length, _, comment = _END.unpack(tail[-_END.size :])
    if signature != b"PK\5\6" or comment or tail.startswith(b"PK\6\7") or length > MOST_LIST:
        raise UnfitBundle(f"This is no story bundle, or it was packed by other means: it cannot be unpacked. {AGAIN}")
    if count > MOST_MEMBERS:
        raise UnfitBundle(f"The bundle holds {count:,} files; at most {MOST_MEMBERS:,} are taken in.")


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The files by name, each as the manifest says. How much will be unpacked is known, and bounded, before."""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > MOST_BYTES:
        raise UnfitBundle(
            f"The bundle would unpack to {len(infos):,} files and {unpacked / 2**20:,.0f} MB; "
            f"at most {MOST_MEMBERS:,} and {MOST_BYTES // 2**20} are taken in. Ask who sent it for a smaller story."
        )
    if unpacked > EVER_SUSPECT and unpacked > MOST_RATIO * packed:
        raise UnfitBundle("The bundle unpacks to far more than a story’s files do, so it was not opened.")
    if len(set(names)) < len(names):
        raise UnfitBundle(f"The bundle holds two files of the same name, “{_twice(names)}”. {AGAIN}")
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnfitBundle("The bundle is locked with a password. Unpack it, and zip it again without one.")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise UnfitBundle(f"The bundle is packed in an unusual way. {AGAIN}")
    if MANIFEST not in names:
        raise UnfitBundle(
            f"This zip is no story bundle: it has no {MANIFEST}. "
            "Choose the file that “Story bundle” on an export page gave."
        )
    manifest = _manifest(_content(archive, MANIFEST))
    listed = {member.name: member for member in manifest.members}
    for name in (COMPARISON, STORY, JOURNAL):
        if name not in listed:
            raise UnfitBundle(f"The bundle lacks {name}. {AGAIN}")
    for name in sorted(set(names) ^ {MANIFEST, *listed}):
        said = "lacks a file that its manifest lists" if name in listed else "holds a file that its manifest lacks"
        raise UnfitBundle(f"The bundle {said}: “{name}”. {AGAIN}")
    found = {name: _content(archive, name) for name in listed}
    for name, content in found.items():
        if hashlib.sha256(content).hexdigest() != listed[name].sha256:
            raise UnfitBundle(f"“{name}” is not what the bundle’s manifest says it is: its SHA-256 is another. {AGAIN}")
        if name not in (COMPARISON, STORY, JOURNAL) and name != FILES + listed[name].sha256:
            raise UnfitBundle(f"The bundle holds a file that is no part of a story: “{name}”. {AGAIN}")
    return found


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most as many bytes as the zip's own list says: zipfile stops there, and the check sum tells."""
    if name.endswith(".json") and archive.getinfo(name).file_size > MOST_JSON:
        raise UnfitBundle(f"{name} in the bundle has more than {MOST_JSON // 2**20} MB. Ask for a smaller story.")
    return archive.read(name)


def _manifest(content: bytes) -> Manifest:
    try:
        said = json.loads(content)
        known = said["format"] == FORMAT
        version, minor = int(said["version"]), int(said["minor"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnfitBundle(f"The bundle’s {MANIFEST} cannot be read. {AGAIN}") from error
    if not known:
        raise UnfitBundle(f'This zip is no story bundle: the "format" in its {MANIFEST} is not {FORMAT}.')
    if (version, minor) > (FORMAT_VERSION, FORMAT_MINOR) or version != FORMAT_VERSION:
        raise UnfitBundle(
            f"The bundle is of version {version}.{minor}, and this Crossread knows {FORMAT_VERSION}.{FORMAT_MINOR}: "
            "some of the story would be lost. Bring this Crossread up to date first."
        )
    return _read({MANIFEST: content}, MANIFEST, Manifest)


def _read(members: Mapping[str, bytes], name: str, kind: Any) -> Any:
    content = members[name]
    if _NUL.search(content):
        raise UnfitBundle(f"{name} in the bundle holds a NUL character, which no database stores. {AGAIN}")
    try:
        return msgspec.json.decode(content, type=kind)
    except RecursionError:
        raise UnfitBundle(f"{name} in the bundle is nested too deeply. {AGAIN}") from None
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise UnfitBundle(f"{name} in the bundle is not as it should be: {error}. {AGAIN}") from error


# --- what no declaration can say


def check(bundle: Bundle) -> None:
    """That the rows belong together, and that all words stand where the bundle says. The text of an article is taken
    from the bundle, its bytes by their SHA-256: whether the one was read from the other cannot be told, since another
    version may read otherwise. Raises UnfitBundle."""
    story = bundle.story
    people, outlets = len(story.people), len(story.outlets)
    for place in _people(bundle):
        _require(place is None or place < people, "somebody is named who is not among its people")
    for person in story.people:
        _require(person.name == person.name.strip(), f"the name “{person.name}” begins or ends with a space")
    _unique((outlet.name.casefold() for outlet in story.outlets), "outlet")
    for file in story.files:
        _require(file.batch < len(story.batches), f"the import of “{file.name}” is missing")
        if file.sha256:
            _require(file.sha256 in bundle.files, f"the bytes of “{file.name}” are missing")
            _require(len(bundle.files[file.sha256]) == file.size, f"“{file.name}” has another size than it says")
    _require(bundle.files.keys() <= {file.sha256 for file in story.files}, "there are bytes that no file has")
    passages: dict[str, tuple[Passage, Revision]] = {}
    for article in story.articles:
        _require(article.outlet < outlets, f"the outlet of {article.id} is missing")
        numbers = [revision.number for revision in article.revisions]
        _unique(numbers, f"revision of {article.id}")
        _require(article.current is None or article.current in numbers, f"the text of {article.id} is missing")
        for revision in article.revisions:
            _require(revision.file < len(story.files), f"the file of {article.id} is missing")
            _check_text(article, revision)
            for passage in revision.passages:
                _require(passage.id not in passages, f"two passages are called {passage.id}")
                passages[passage.id] = passage, revision
    articles = {article.id for article in story.articles}
    _unique((article.id for article in story.articles), "article")
    _unique((point.id for point in story.points), "point")
    _unique((annotation.id for annotation in story.annotations), "annotation")
    for point in story.points:
        _unique((link.passage for link in point.links), f"link of {point.id}")
        _unique((absence.article for absence in point.absences), f"absence of {point.id}")
        _require(all(link.passage in passages for link in point.links), f"a passage of {point.id} is missing")
        _require(all(absence.article in articles for absence in point.absences), f"an article of {point.id} is missing")
    for annotation in story.annotations:
        _require(all(place < outlets for place in annotation.outlets), f"an outlet of {annotation.id} is missing")
        _unique(annotation.outlets, f"outlet of {annotation.id}")
        for target in annotation.targets:
            _require(target.passage in passages, f"a passage of {annotation.id} is missing")
            passage, revision = passages[target.passage]
            words = revision.text[passage.start : passage.end][target.start : target.end]
            _require(
                target.start < target.end and words == target.exact,
                f"the words of {annotation.id}, “{_brief(target.exact)}”, do not stand where it says",
            )
    if story.run:
        _require(
            all(first in passages and second in passages for first, second, _ in story.run.pairs),
            "a passage of a pair is missing",
        )
    for place, step in enumerate(bundle.journal):
        _require(step.of is None or step.of < place, "a step of the journal takes back what came after it")


def _check_text(article: Article, revision: Revision) -> None:
    """Passages in order, without overlap, and nothing but white space between them."""
    at, text = 0, revision.text
    for passage in revision.passages:
        _require(
            at <= passage.start < passage.end <= len(text) and not text[at : passage.start].strip(),
            f"passage {passage.id} of {article.id} does not stand where it says",
        )
        at = passage.end
    _require(not text[at:].strip(), f"words of {article.id} stand in no passage")
    _unique((passage.number for passage in revision.passages), f"number of a passage of {article.id}")


def _people(bundle: Bundle) -> Iterator[int | None]:
    """Every mention of somebody."""
    story = bundle.story
    yield from (batch.by for batch in story.batches)
    for article in story.articles:
        yield from (passage.kind_by for revision in article.revisions for passage in revision.passages)
    for point in story.points:
        yield point.named_by
        yield from (link.by for link in point.links)
        yield from (absence.by for absence in point.absences)
    yield from (annotation.by for annotation in story.annotations)
    yield from (step.by for step in bundle.journal)
    if story.run:
        yield story.run.by


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise UnfitBundle(f"The bundle contradicts itself: {otherwise}. {AGAIN}")


def _unique(values: Iterable[Hashable], what: str) -> None:
    found = list(values)
    _require(len(set(found)) == len(found), f"it has one {what} twice")


def _twice(names: list[str]) -> str:
    return next(name for i, name in enumerate(names) if name in names[:i])


def _brief(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
