"""Runs the engine over a story, in a background task.

The Alignment row is the lease: a worker claims it by a conditional UPDATE, renews it with every report of progress, and
whoever finds it expired may claim it anew. So the work may run twice, and only the holder of the lease writes. See
docs/decisions/0004-lease.md.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from .. import queries
from ..engine.compare import compare
from ..engine.documents import Comparison, UnfitDocuments
from ..models import Alignment, Story
from .journal import record
from .locking import lock
from .proposals import proposals_write
from .readers import StoryReader
from .verdicts import verdicts_forget_old

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3  # a run that kills its worker must not go on killing workers
GRACE = timedelta(seconds=1)  # between the end of a lease and the look at it
LONGEST_MESSAGE = 300  # characters, as the table holds


class LeaseLost(Exception):
    """Another worker took the run over, or it was superseded: stop, and write nothing."""


@task()
def align(alignment_id: int) -> None:
    """Compares the articles of a story, unless a living worker is at it."""
    alignment_run(alignment_id=alignment_id)


@transaction.atomic
def alignment_request(*, actor: User | None, story: Story) -> Alignment:
    """Queues a run over the story as it now is. A run that still waits is reused; one that is under way is
    superseded, since its articles may have changed."""
    lock(story.pk)
    # Held, so that a worker's claim of it waits until what was changed here can be read.
    alignment = story.alignments.select_for_update().filter(state=Alignment.State.QUEUED).first()
    if alignment is None:
        alignment_supersede(story=story)
        alignment = Alignment.objects.create(story=story, requested_by=actor, message="Waiting for a worker")
    run = alignment.pk
    _look_again(run, at=timezone.now() + _lease())  # in case the task below is lost with its process
    transaction.on_commit(lambda: align.enqueue(run))
    return alignment


def alignment_supersede(*, story: Story) -> None:
    """Ends the run that is under way: its worker finds its lease gone and writes nothing."""
    story.alignments.filter(state=Alignment.State.RUNNING).update(
        state=Alignment.State.FAILED, lease=None, message="Superseded by a later change.", finished_at=timezone.now()
    )


def alignment_run(*, alignment_id: int) -> None:
    """Claims the run and does it. If its lease is another worker's, looks again when that is over."""
    lease = _claim(alignment_id)
    if lease is None:
        held = Alignment.objects.filter(pk=alignment_id, state=Alignment.State.RUNNING).first()
        if held and held.lease_until:
            _look_again(alignment_id, at=held.lease_until)
        return
    alignment = Alignment.objects.select_related("story").get(pk=alignment_id)
    try:
        _report(alignment_id, lease, "Reading the articles", 0.0)
        documents = queries.documents(alignment.story)

        def progress(sentence: str, share: float) -> None:
            _report(alignment_id, lease, sentence, share)

        second = StoryReader(progress)
        made = compare(documents, progress, reader=second.reader, derived=False)  # it is not stored
        _write(alignment, lease, made, second.remark)
        verdicts_forget_old()
    except LeaseLost:
        log.warning("alignment %s was superseded or taken over by another worker", alignment_id)
    except UnfitDocuments as error:
        _fail(alignment_id, lease, str(error))
    except Exception:
        _fail(alignment_id, lease, "The comparison failed. Start it again; if it fails again, tell your administrator.")
        raise


def _lease() -> timedelta:
    return timedelta(seconds=settings.ALIGNMENT_LEASE_SECONDS)


def _look_again(alignment_id: int, *, at: datetime) -> None:
    """The queue never takes up the task of a worker that died. So every claim leaves a task behind that is due when its
    lease is over: it finds the run done and ends, or abandoned and does it."""
    if align.get_backend().supports_defer:
        align.using(run_after=max(at, timezone.now()) + GRACE).enqueue(alignment_id)


@transaction.atomic
def _claim(alignment_id: int) -> uuid.UUID | None:
    lease, now = Alignment.new_lease(), timezone.now()
    free = Alignment.objects.filter(
        Q(state=Alignment.State.QUEUED) | Q(state=Alignment.State.RUNNING, lease_until__lt=now), pk=alignment_id
    )
    until = now + _lease()
    if free.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=Alignment.State.FAILED,
        lease=None,
        finished_at=now,
        message=f"Given up after {MOST_ATTEMPTS} attempts: the worker died each time. Tell your administrator.",
    ):
        return None
    if not free.update(state=Alignment.State.RUNNING, lease=lease, lease_until=until, attempts=F("attempts") + 1):
        return None
    _look_again(alignment_id, at=until)
    return lease


def _report(alignment_id: int, lease: uuid.UUID, sentence: str, share: float) -> None:
    """Tells the waiting editors how far it is, and renews the lease."""
    mine = Alignment.objects.filter(pk=alignment_id, lease=lease)
    if not mine.update(message=sentence, progress=share, lease_until=timezone.now() + _lease()):
        raise LeaseLost


def _fail(alignment_id: int, lease: uuid.UUID, why: str) -> None:
    Alignment.objects.filter(pk=alignment_id, lease=lease).update(
        state=Alignment.State.FAILED, lease=None, message=why, finished_at=timezone.now()
    )


@transaction.atomic
def _write(alignment: Alignment, lease: uuid.UUID, made: Comparison, remark: str) -> None:
    story = lock(alignment.story_id)
    pairs = [[queries.key(pair.first), queries.key(pair.second), round(pair.confidence, 4)] for pair in made.pairs]
    mine = Alignment.objects.filter(pk=alignment.pk, lease=lease)
    if not mine.update(
        state=Alignment.State.DONE,
        lease=None,
        progress=1.0,
        message=remark[:LONGEST_MESSAGE],
        finished_at=timezone.now(),
        engine=made.engine,
        pairs=pairs,
    ):
        raise LeaseLost
    story.alignments.exclude(pk=alignment.pk).update(pairs=[])  # those of earlier runs serve nobody
    proposals_write(story=story, made=made)
    summary = f"Compared {len(made.documents)} articles: {len(made.points)} points"
    record(
        actor=None,
        story=story,
        verb="alignment.done",
        summary=f"{summary}. {remark}" if remark else summary,
        object_id=alignment.pk,
        after={"engine": made.engine, "points": len(made.points)},
    )
