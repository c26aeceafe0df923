"""Writes editions: exports that are made by a task, kept with their choices, shown to the public and withdrawn."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.utils import timezone
from django_tasks import task

from .. import queries
from ..engine.derived import with_derived
from ..engine.interchange import dumps
from ..errors import ServiceError
from ..export.formats import archive
from ..export.html import render_html
from ..export.selection import published
from ..export.since import since, to_rows
from ..export.style import policy_text
from ..exporting import exporting
from ..models import Edition, Story
from .journal import record
from .leases import Lease, Leases
from .locking import lock, lock_open

State = Edition.State


@task()
def make(edition_id: int) -> None:
    """Makes the files of an edition, unless a living worker is at it."""
    edition_make(edition_id=edition_id)


runs = Leases(Edition, make)


@transaction.atomic
def edition_publish(*, actor: User, story: Story, query: str) -> Edition:
    """Queues the next edition, with the choices in the query string of the export page. One that waits or is being made
    is waited for: two at a time would not know which comes before the other."""
    story = lock_open(story.pk)
    query = QueryDict(query).urlencode()
    under_way = story.editions.filter(kept=True, state__in=[State.QUEUED, State.RUNNING]).first()
    if under_way and under_way.query == query:
        return under_way
    if under_way:
        raise ServiceError("An edition with other choices is being made. Publish this one when that is done.")
    story.editions.filter(kept=True, state=State.FAILED).delete()  # this one is made in its place
    return _queue(actor, story, query, kept=True)


@transaction.atomic
def edition_prepare(*, actor: User, story: Story, query: str) -> Edition:
    """Queues the files of an export for the one who asks, in place of those made for them before. No step of the story:
    it stands in no journal, and is possible in the archive."""
    story = lock(story.pk)
    story.editions.filter(kept=False, requested_by=actor).delete()  # a worker that is at one finds its lease gone
    return _queue(actor, story, QueryDict(query).urlencode(), kept=False)


def _queue(actor: User, story: Story, query: str, *, kept: bool) -> Edition:
    waiting = "Waiting for a worker"
    edition = Edition.objects.create(story=story, requested_by=actor, query=query, kept=kept, message=waiting)
    runs.enqueue(edition.pk)
    return edition


def edition_make(*, edition_id: int) -> None:
    """Claims the edition and makes it."""
    runs.do(
        edition_id,
        _make,
        if_it_breaks="The files could not be made. Try again; if it fails again, tell your administrator.",
    )


def _make(lease: Lease) -> None:
    edition = Edition.objects.select_related("story", "requested_by").get(pk=lease.run)
    story, made_at = edition.story, timezone.now()
    lease.report("Reading the comparison", 0.0)
    export = exporting(story, QueryDict(edition.query))
    comparison, options = export.comparison, export.options(made_at)
    going = published(comparison, options)
    if not going.documents:
        raise ServiceError("There is nothing to publish: the story has no confirmed articles, or all are left out.")
    lease.report("Setting the document", 0.1)
    html = render_html(comparison, options).encode()
    lease.report("Writing the data", 0.5)
    # quotations and origins come from full texts: of words that are withheld nothing can be derived
    data = dumps(going if options.cap is not None else with_derived(going)).encode()
    files = b""
    if not edition.kept:
        files = archive(comparison, options, lambda sentence, share: lease.report(sentence, 0.5 + 0.4 * share))
    lease.report("Looking what has changed", 0.9)
    before = queries.latest_edition(story) if edition.kept else None
    _write(
        edition,
        lease,
        title=options.title,
        choices=export.form.in_words(),
        made_at=made_at,
        html=html,
        policy=policy_text(options.theme),
        json=data,
        archive=files,
        sha256=hashlib.sha256(html).hexdigest(),
        news=to_rows(since(before[1], going)) if before else [],
        message="",
    )


@transaction.atomic
def _write(edition: Edition, lease: Lease, *, title: str, sha256: str, **result: object) -> None:
    story = lock(edition.story_id)
    number = None
    if edition.kept:
        number = (story.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    lease.done(number=number, title=title, sha256=sha256, **result)
    if edition.kept:
        record(
            actor=edition.requested_by,
            story=story,
            verb="edition.publish",
            summary=f"Published edition {number}, “{title}”",
            object_id=edition.pk,
            after={"number": number, "choices": edition.query, "sha256": sha256},
        )


@transaction.atomic
def edition_make_public(*, actor: User, edition: Edition) -> None:
    """Lets everybody read it who has its address. Raises ServiceError where the server shows none."""
    if not settings.PUBLIC_EDITIONS:
        raise ServiceError("This server shows no editions to the public. Ask its operator to switch that on.")
    story = lock_open(edition.story_id)
    edition = story.editions.without_files().get(pk=edition.pk)
    if edition.number is None:
        raise ServiceError("Only an edition that is made can be public.")
    if edition.withdrawn_at:
        raise ServiceError("This edition was withdrawn, which is for good. Publish another one.")
    if edition.public:
        return
    edition.public = True
    edition.save(update_fields=["public"])
    _record(actor, edition, "make_public", f"Made edition {edition.number} public")


@transaction.atomic
def edition_withdraw(*, actor: User, edition: Edition, reason: str) -> None:
    """Takes a public edition away from its readers for good. `reason` is for them, and may be empty."""
    story = lock(edition.story_id)
    edition = story.editions.without_files().get(pk=edition.pk)
    if edition.withdrawn_at:
        return
    if not edition.public:
        raise ServiceError("This edition is not public: there is nothing to withdraw.")
    edition.withdrawn_at, edition.withdrawn_by, edition.withdrawn_reason = timezone.now(), actor, reason
    edition.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _record(actor, edition, "withdraw", f"Withdrew edition {edition.number}" + (f": {reason}" if reason else ""))


def _record(actor: User, edition: Edition, did: str, summary: str) -> None:
    record(
        actor=actor,
        story=edition.story,
        verb=f"edition.{did}",
        summary=summary,
        object_id=edition.pk,
        after={"number": edition.number},
    )
