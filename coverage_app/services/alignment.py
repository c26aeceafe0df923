"""Runs the engine over a story, in a background task: see leases.py."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from .. import queries
from ..engine.compare import compare
from ..engine.documents import Comparison, UnfitDocuments
from ..errors import ServiceError
from ..models import Alignment, Story
from .journal import record
from .leases import LONGEST_MESSAGE, Lease, Leases
from .locking import lock
from .proposals import proposals_write
from .readers import StoryReader
from .verdicts import verdicts_forget_old


@task()
def align(alignment_id: int) -> None:
    """Compares the articles of a story, unless a living worker is at it."""
    alignment_run(alignment_id=alignment_id)


runs = Leases(Alignment, align)


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
    runs.enqueue(alignment.pk)
    return alignment


def alignment_supersede(*, story: Story) -> None:
    """Ends the run that is under way: its worker finds its lease gone and writes nothing."""
    story.alignments.filter(state=Alignment.State.RUNNING).update(
        state=Alignment.State.FAILED, lease=None, message="Superseded by a later change.", finished_at=timezone.now()
    )


def alignment_run(*, alignment_id: int) -> None:
    """Claims the run and does it."""
    runs.do(
        alignment_id,
        _compare,
        if_it_breaks="The comparison failed. Start it again; if it fails again, tell your administrator.",
    )


def _compare(lease: Lease) -> None:
    alignment = Alignment.objects.select_related("story").get(pk=lease.run)
    lease.report("Reading the articles", 0.0)
    documents = queries.documents(alignment.story)
    second = StoryReader(lease.report)
    try:
        made = compare(documents, lease.report, reader=second.reader, derived=False)  # it is not stored
    except UnfitDocuments as error:
        raise ServiceError(str(error)) from error
    _write(alignment, lease, made, second.remark)
    verdicts_forget_old()


@transaction.atomic
def _write(alignment: Alignment, lease: Lease, made: Comparison, remark: str) -> None:
    story = lock(alignment.story_id)
    pairs = [[queries.key(pair.first), queries.key(pair.second), round(pair.confidence, 4)] for pair in made.pairs]
    lease.done(message=remark[:LONGEST_MESSAGE], engine=made.engine, pairs=pairs)
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
