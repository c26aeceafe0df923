"""Takes files in: each becomes a draft article or says why not; confirmed drafts are compared."""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePath
from typing import Protocol

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from ..engine.documents import Document, UnreadableSource
from ..engine.layout import column_letter
from ..engine.reading import MAX_BYTES, read
from ..errors import ServiceError
from ..models import Article, ImportBatch, ImportFile, Outlet, Passage, Revision, Story
from .alignment import alignment_request
from .articles import UNKNOWN_OUTLET, article_drop, moment, one_line, outlet_ensure, web_address
from .journal import record
from .locking import lock, lock_open

log = logging.getLogger(__name__)

# A long read has some 300. Beyond this it is a live blog, a log file or a novel, which nobody could review.
MOST_PASSAGES = 2000
# The page of an import has a field for each passage and these for each article; more than DATA_UPLOAD_MAX_NUMBER_FIELDS
# of them cannot be sent, so that an import holds no more.
FACTS_FIELDS = 10

NOTHING_TO_REPORT = "None of its passages is taken for part of the report. Tick those that are, or discard the file."
OUR_FAULT = "By a fault of Crossread this file cannot be read. Paste its text instead, and tell your administrator."
TOO_LARGE = (
    "The file has {size:.0f} MB; an article may have at most {most} MB, so it was not taken in. "
    "Save only the article’s text, or paste it."
)
TOO_LONG = (
    "This text has {found:,} passages; an article may have at most {most:,}. "
    "Save only the article’s own text, or paste it."
)
NO_ROOM = (
    "The other files of this import fill the page on which they are reviewed, so this one was not taken in. "
    "Upload it once more, by itself or with those that were left out like it."
)


class Readable(Protocol):
    """What files_import asks of a file; Django's UploadedFile fits."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def read(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article beside its file. What is empty is taken from the file."""

    outlet: str = ""
    outlet_kind: str = ""  # of an outlet that is new
    headline: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that did not come as an upload: pasted text, or one from the shell."""

    name: str
    size: int
    load: Callable[[], bytes]
    facts: Facts = field(default_factory=Facts)

    def read(self) -> bytes:
        return self.load()

    @classmethod
    def from_path(cls, path: Path, facts: Facts | None = None) -> GivenFile:
        """Raises OSError when the file cannot be reached."""
        return cls(path.name, path.stat().st_size, path.read_bytes, facts or Facts())

    @classmethod
    def from_text(cls, text: str, facts: Facts) -> GivenFile:
        """Pasted text; its headline, when typed apart, becomes its first line."""
        opening = text.lstrip()
        if facts.headline and not opening.startswith(facts.headline):
            text = f"{facts.headline}\n\n{opening}"
        data = text.encode("utf-8", "replace")
        return cls(f"{facts.outlet or 'Pasted text'}.txt", len(data), lambda: data, facts)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What became of a batch's drafts."""

    confirmed: int
    left: tuple[Article, ...] = ()  # no passage of theirs is part of the report


def files_import(*, actor: User | None, story: Story, files: Iterable[Readable]) -> ImportBatch:
    """Reads each file into a draft article. Each has its own outcome, its own transaction and its own journal entry:
    one that cannot be read leaves its reason behind, and the others go through. Raises StoryArchived."""
    with transaction.atomic():
        batch = ImportBatch.objects.create(story=lock_open(story.pk), created_by=actor)
    room = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    for file in files:
        room -= _import(actor, batch, file, room)
    return batch


def fields_of(passages: int) -> int:
    """How many fields the page of an import needs for an article with so many passages; what the page needs for itself
    is in it."""
    return passages + FACTS_FIELDS


@transaction.atomic
def batch_confirm(*, actor: User | None, batch: ImportBatch) -> Confirmation:
    """The drafts that remain become articles of the comparison, which is made anew. Pressed twice, the second time does
    nothing. A draft of which everything is set aside stays a draft. Raises StoryArchived."""
    story = lock_open(batch.story_id)
    drafts = Article.objects.filter(revisions__file__batch=batch, state=Article.State.DRAFT).select_related("outlet")
    reported = set(
        Passage.objects.filter(revision__article__in=drafts)
        .exclude(kind=Passage.Kind.FURNITURE)
        .values_list("revision__article", flat=True)
    )
    ready = [article for article in drafts if article.pk in reported]
    left = tuple(article for article in drafts if article.pk not in reported)
    ImportFile.objects.filter(revisions__article__in=[a.pk for a in left]).update(message=NOTHING_TO_REPORT)
    if not ready:
        return Confirmation(0, left)
    keys = [article.pk for article in ready]
    ImportFile.objects.filter(revisions__article__in=keys).update(state=ImportFile.State.CONFIRMED)
    Article.objects.filter(pk__in=keys).update(state=Article.State.CONFIRMED)
    record(
        actor=actor,
        story=story,
        verb="batch.confirm",
        summary=f"Confirmed {len(ready)} article{'s' if len(ready) > 1 else ''}: "
        + ", ".join(article.outlet.name for article in ready),
        object_id=batch.pk,
        before={"articles": keys, "state": Article.State.DRAFT},
        after={"articles": keys, "state": Article.State.CONFIRMED},
    )
    alignment_request(actor=actor, story=story)
    return Confirmation(len(ready), left)


@transaction.atomic
def file_discard(*, actor: User, file: ImportFile) -> None:
    """Drops the draft that was read from a file; the file stays, byte for byte. Raises StoryArchived."""
    story = lock_open(file.batch.story_id)
    article = Article.objects.filter(revisions__file=file).first()
    if article is None:
        return  # discarded already, or never read
    if article.state == Article.State.CONFIRMED:
        raise ServiceError(f"“{file.name}” is confirmed already. Remove its article on the Articles page.")
    key = article.pk
    article_drop(article=article)
    _forget_unused(article.outlet_id)
    record(
        actor=actor,
        story=story,
        verb="file.discard",
        summary=f"Discarded “{file.name}”",
        object_id=file.pk,
        before={"article": key, "state": ImportFile.State.READ},
        after={"state": ImportFile.State.DISCARDED},
    )


def _forget_unused(outlet_id: int) -> None:
    """A page may call its outlet what it likes: a name that came with a draft goes with it, unless something else uses
    it or an administrator said more of the outlet than its name."""
    Outlet.objects.filter(
        pk=outlet_id, articles__isnull=True, annotations__isnull=True, kind=Outlet.Kind.OTHER, homepage=""
    ).delete()


def _import(actor: User | None, batch: ImportBatch, file: Readable, room: int) -> int:
    """Takes one file in; returns how many of the `room` fields its article needs."""
    name = _file_name(file.name)
    facts = file.facts if isinstance(file, GivenFile) else Facts()
    size, data = file.size or 0, b""
    try:
        if size <= MAX_BYTES:
            data = file.read()
            size = len(data)
    except OSError:
        log.exception("import of %r: the file cannot be opened", name)
        _refuse(
            actor, batch, name, size, b"", "The file cannot be opened. Check that it is still there, and try again."
        )
        return 0
    if size > MAX_BYTES:
        _refuse(actor, batch, name, size, b"", TOO_LARGE.format(size=size / 2**20, most=MAX_BYTES // 2**20))
        return 0
    try:
        document = read(data, name, outlet=facts.outlet or None)
        found = len(document.passages)
        if found > MOST_PASSAGES:
            raise UnreadableSource(TOO_LONG.format(found=found, most=MOST_PASSAGES))
        if fields_of(found) > room:
            raise UnreadableSource(NO_ROOM)
        _article_create(actor, batch, name, data, document, facts)
        return fields_of(found)
    except UnreadableSource as error:
        _refuse(actor, batch, name, size, data, str(error))
    except Exception:
        # Whatever bytes bring a reader down, the other files of the batch go through.
        log.exception("import of %r failed", name)
        _refuse(actor, batch, name, size, data, OUR_FAULT)
    return 0


@transaction.atomic
def _refuse(actor: User | None, batch: ImportBatch, name: str, size: int, data: bytes, why: str) -> None:
    kept = _file_create(batch, name, size, data, ImportFile.State.FAILED, why)
    record(
        actor=actor,
        story=batch.story,
        verb="file.refuse",
        summary=f"Could not read “{name}”: {why}",
        object_id=kept.pk,
        after={"file": kept.pk, "message": why},
    )


def _file_create(batch: ImportBatch, name: str, size: int, data: bytes, state: str, message: str) -> ImportFile:
    sha256 = hashlib.sha256(data).hexdigest() if len(data) == size else ""  # not taken in: nothing to vouch for
    return ImportFile.objects.create(
        batch=batch, name=name, size=size, sha256=sha256, content=data, state=state, message=message
    )


@transaction.atomic
def _article_create(
    actor: User | None, batch: ImportBatch, name: str, data: bytes, document: Document, facts: Facts
) -> None:
    story = lock(batch.story_id)  # two uploads must not take the same column
    # A twin is looked for before the new one exists.
    notices = [_twin(story, data), "" if document.report else NOTHING_TO_REPORT, *document.notices]
    message = " ".join(filter(None, notices))
    kept = _file_create(batch, name, len(data), data, ImportFile.State.READ, message)
    last = story.articles.aggregate(last=Max("position"))["last"] or 0
    outlet = one_line(facts.outlet or document.outlet, Outlet, "name")
    article = Article.objects.create(
        story=story,
        outlet=outlet_ensure(name=outlet or UNKNOWN_OUTLET, kind=facts.outlet_kind),
        position=last + 1,
        headline=one_line(facts.headline or document.headline, Article, "headline"),
        byline=one_line(document.byline, Article, "byline"),
        url=web_address(document.url),
        published_at=moment(facts.published_at or document.published),
        language=one_line(document.language, Article, "language"),
    )
    revision = Revision.objects.create(article=article, file=kept, text=document.text)
    article.current = revision
    article.save(update_fields=["current"])
    Passage.objects.bulk_create(
        Passage(revision=revision, number=number, start=p.start, end=p.end, paragraph=p.paragraph, kind=p.kind)
        for number, p in enumerate(document.passages, start=1)
    )
    record(
        actor=actor,
        story=story,
        verb="file.import",
        summary=f"Read “{name}” as article {column_letter(last)}, {article.outlet}",
        object_id=kept.pk,
        after={"file": kept.pk, "article": article.pk},
    )


def _twin(story: Story, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    twin = story.articles.filter(revisions__file__sha256=sha256).select_related("outlet").first()
    if twin is None:
        return ""
    return (
        f"Byte for byte the same as article {column_letter(twin.position - 1)}, {twin.outlet}. "
        "One of the two can be discarded."
    )


def _file_name(given: str | None) -> str:
    """The name without folders and without characters that print as nothing or turn the rest around."""
    base = PurePath((given or "").replace("\\", "/")).name
    shown = "".join(c for c in base if not unicodedata.category(c).startswith("C")).strip()
    longest = ImportFile._meta.get_field("name").max_length or 0
    if len(shown) > longest:
        suffix = PurePath(shown).suffix[:16]
        shown = shown[: longest - len(suffix)] + suffix
    return shown or "unnamed.txt"
