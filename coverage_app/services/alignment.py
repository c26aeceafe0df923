"""Runs the engine over a story and writes what it proposes, without touching what an editor decided.

The Alignment row is the lease: a worker claims it by a conditional UPDATE, renews it with every report of progress, and
whoever finds it expired may claim it anew. So the work may run twice, and only the holder of the lease writes.
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

from .. import queries
from ..engine.compare import compare
from ..engine.documents import Comparison, UnfitDocuments
from ..engine.documents import Point as EnginePoint
from ..models import Alignment, Annotation, Link, Outlet, Point, Story, Target
from .journal import record

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3  # a run that kills its worker must not go on killing workers


class LeaseLost(Exception):
    """Another worker took the run over, or it was superseded: stop, and write nothing."""


@transaction.atomic
def alignment_request(*, actor: User | None, story: Story) -> Alignment:
    """Queues a run over the story as it now is. A run that still waits is reused; one that is under way is
    superseded, since its articles may have changed."""
    from ..tasks import align_soon  # the task calls this module

    Story.objects.select_for_update().get(pk=story.pk)
    waiting = story.alignments.filter(state=Alignment.State.QUEUED).first()
    if waiting:
        align_soon(waiting.pk)  # once more, in case its task was lost; a run may be asked for twice
        return waiting
    story.alignments.filter(state=Alignment.State.RUNNING).update(
        state=Alignment.State.FAILED, lease=None, message="Superseded by a later run.", finished_at=timezone.now()
    )
    alignment = Alignment.objects.create(story=story, requested_by=actor, message="Waiting for a worker")
    align_soon(alignment.pk)
    return alignment


def alignment_run(*, alignment_id: int) -> datetime | None:
    """Claims the run and does it. Returns when to look again (its lease belongs to another worker), or None."""
    lease = _claim(alignment_id)
    if lease is None:
        held = Alignment.objects.filter(pk=alignment_id, state=Alignment.State.RUNNING).first()
        return held.lease_until if held else None
    alignment = Alignment.objects.select_related("story").get(pk=alignment_id)
    try:
        _report(alignment_id, lease, "Reading the articles", 0.0)
        documents = queries.documents(alignment.story)
        made = compare(documents, progress=lambda sentence, share: _report(alignment_id, lease, sentence, share))
        _write(alignment, lease, made)
    except LeaseLost:
        log.warning("alignment %s was taken over by another worker", alignment_id)
    except UnfitDocuments as error:
        _fail(alignment_id, lease, str(error))
    except Exception:
        _fail(alignment_id, lease, "The comparison failed. Start it again; if it fails again, tell your administrator.")
        raise
    return None


def _claim(alignment_id: int) -> uuid.UUID | None:
    lease, now = Alignment.new_lease(), timezone.now()
    free = Q(state=Alignment.State.QUEUED) | Q(state=Alignment.State.RUNNING, lease_until__lt=now)
    exhausted = Alignment.objects.filter(free, pk=alignment_id, attempts__gte=MOST_ATTEMPTS).update(
        state=Alignment.State.FAILED,
        lease=None,
        finished_at=now,
        message=f"Given up after {MOST_ATTEMPTS} attempts: the worker died each time. Tell your administrator.",
    )
    if exhausted:
        return None
    claimed = Alignment.objects.filter(free, pk=alignment_id).update(
        state=Alignment.State.RUNNING,
        lease=lease,
        lease_until=now + timedelta(seconds=settings.ALIGNMENT_LEASE_SECONDS),
        attempts=F("attempts") + 1,
    )
    return lease if claimed else None


def _report(alignment_id: int, lease: uuid.UUID, sentence: str, share: float) -> None:
    """Tells the waiting editors how far it is, and renews the lease."""
    until = timezone.now() + timedelta(seconds=settings.ALIGNMENT_LEASE_SECONDS)
    mine = Alignment.objects.filter(pk=alignment_id, lease=lease)
    if not mine.update(message=sentence, progress=share, lease_until=until):
        raise LeaseLost


def _fail(alignment_id: int, lease: uuid.UUID, why: str) -> None:
    Alignment.objects.filter(pk=alignment_id, lease=lease).update(
        state=Alignment.State.FAILED, lease=None, message=why, finished_at=timezone.now()
    )


@transaction.atomic
def _write(alignment: Alignment, lease: uuid.UUID, made: Comparison) -> None:
    story = Story.objects.select_for_update().get(pk=alignment.story_id)
    pairs = [[queries.key(pair.first), queries.key(pair.second), round(pair.confidence, 4)] for pair in made.pairs]
    mine = Alignment.objects.filter(pk=alignment.pk, lease=lease)
    if not mine.update(
        state=Alignment.State.DONE,
        lease=None,
        progress=1.0,
        message="Done",
        finished_at=timezone.now(),
        engine=made.engine,
        pairs=pairs,
    ):
        raise LeaseLost
    _write_points(story, made)
    _write_proposals(story, made)
    record(
        actor=None,
        story=story,
        verb="alignment.done",
        summary=f"Compared {len(made.documents)} articles: {len(made.points)} points",
        object_id=alignment.pk,
        after={"engine": made.engine, "points": len(made.points)},
    )


def _write_points(story: Story, made: Comparison) -> None:
    """Replaces the engine's points; keeps locked ones and links that an editor decided. A new point takes the key of
    the old one that it resembles most, so that addresses of rows stay."""
    old = {point.pk: point for point in story.points.prefetch_related("links")}
    kept_passages: set[int] = set()  # decided or locked: no other row may claim them
    keeps: set[int] = set()
    rejected: set[tuple[int, int]] = set()
    members: dict[int, set[int]] = {}
    for point in old.values():
        had = list(point.links.all())
        members[point.pk] = {link.passage_id for link in had if link.state != Link.State.REJECTED}
        rejected |= {(point.pk, link.passage_id) for link in had if link.state == Link.State.REJECTED}
        decided = [link for link in had if link.by_id is not None]
        if point.locked or decided:
            keeps.add(point.pk)
            fixed = had if point.locked else decided
            kept_passages |= {link.passage_id for link in fixed if link.state != Link.State.REJECTED}

    Link.objects.filter(point__story=story, point__locked=False, by__isnull=True).delete()
    taken: set[int] = {pk for pk in keeps if old[pk].locked}
    links: list[Link] = []
    for position, proposed in enumerate(made.points, 1):
        wanted = {queries.key(link.passage) for link in proposed.links}
        target = _likest(wanted, members, taken)
        if target is None:
            free = [link for link in proposed.links if queries.key(link.passage) not in kept_passages]
            if len(free) < 2:
                continue  # all but one of its passages stand where an editor put them
            target = Point.objects.create(story=story, label=_label(proposed), position=position).pk
        else:
            changes = {"position": position} if target in keeps else {"position": position, "label": _label(proposed)}
            Point.objects.filter(pk=target).update(**changes)
        taken.add(target)
        links += [
            Link(point_id=target, passage_id=queries.key(link.passage), confidence=link.confidence)
            for link in proposed.links
            if queries.key(link.passage) not in kept_passages and (target, queries.key(link.passage)) not in rejected
        ]
    Link.objects.bulk_create(links)
    story.points.exclude(pk__in=taken | keeps).delete()


def _likest(wanted: set[int], members: dict[int, set[int]], taken: set[int]) -> int | None:
    scored = [(len(wanted & have), -pk) for pk, have in members.items() if pk not in taken and wanted & have]
    return -max(scored)[1] if scored else None


def _label(point: EnginePoint) -> str:
    return point.label[: Point._meta.get_field("label").max_length]


def _write_proposals(story: Story, made: Comparison) -> None:
    """Replaces the engine's open proposals. What an editor accepted, reworded or dismissed stays, and is not proposed
    again."""
    story.annotations.filter(state=Annotation.State.PROPOSED, by__isnull=True).delete()
    decided = set(
        Target.objects.filter(annotation__story=story).values_list("annotation__kind", "passage_id", "start", "end")
    )
    outlets = {outlet.name: outlet for outlet in Outlet.objects.filter(articles__story=story)}
    for proposal in made.annotations:
        places = {(proposal.kind, queries.key(t.passage), t.start, t.end) for t in proposal.targets}
        if places & decided:
            continue
        annotation = Annotation.objects.create(
            story=story,
            kind=proposal.kind,
            difference_class=proposal.difference_class or "",
            label=proposal.label[: Annotation._meta.get_field("label").max_length],
            body=proposal.body,
            confidence=proposal.confidence,
        )
        annotation.outlets.set([outlets[name] for name in proposal.outlets])
        Target.objects.bulk_create(
            Target(
                annotation=annotation,
                passage_id=queries.key(t.passage),
                start=t.start,
                end=t.end,
                exact=t.exact,
                prefix=t.prefix,
                suffix=t.suffix,
            )
            for t in proposal.targets
        )
