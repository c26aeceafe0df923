"""Writes annotations. Every edit names the version it was made on; who is late gets StaleEdit and loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..errors import ServiceError, StaleEdit
from ..models import Annotation, Article, Outlet, Passage, Story, Target
from .history import State, keep, step
from .locking import lock_open

NEIGHBOURS = 32  # characters of context kept on either side of the words, as Hypothesis does


@dataclass(frozen=True)
class Content:
    """What an editor writes about some words."""

    kind: str
    outlets: tuple[Outlet, ...]
    label: str
    body: str = ""
    difference_class: str = ""


@dataclass(frozen=True)
class Words:
    """A span of a passage (fetched with its revision)."""

    passage: Passage
    start: int
    end: int


@transaction.atomic
def annotation_create(*, actor: User, story: Story, content: Content, words: Iterable[Words]) -> Annotation:
    """An editor's own annotation: it is accepted from the start."""
    story = lock_open(story.pk)
    annotation = annotation_row(actor=actor, story=story, content=content, words=words)
    step(
        actor=actor,
        story=story,
        verb="annotation.create",
        summary=f"Annotated “{annotation.label}”",
        before={},
        made=[annotation],
        object_id=annotation.pk,
    )
    return annotation


def annotation_row(
    *, actor: User, story: Story, content: Content, words: Iterable[Words], origin: str = ""
) -> Annotation:
    """The row with its targets; called inside a transaction, by services that journal it."""
    annotation = Annotation.objects.create(
        story=story,
        state=Annotation.State.ACCEPTED,
        by=actor,
        among=_among(story),
        origin=origin,
        **_columns(content, content.kind),
    )
    annotation.outlets.set(content.outlets)
    Target.objects.bulk_create(_target(annotation, place) for place in words)
    return annotation


@transaction.atomic
def annotation_edit(*, actor: User, annotation: Annotation, version: int, content: Content) -> None:
    """New content; a proposal that an editor rewords is thereby accepted."""
    lock_open(annotation.story_id)
    before = keep(annotation)
    _update(annotation, version, by=actor, state=Annotation.State.ACCEPTED, **_columns(content, annotation.kind))
    annotation.outlets.set(content.outlets)
    _record(actor, annotation, "annotation.edit", "Edited", before=before)


def annotation_accept(*, actor: User, annotation: Annotation, version: int) -> None:
    _decide(actor, annotation, version, Annotation.State.ACCEPTED, "annotation.accept", "Accepted")


def annotation_dismiss(*, actor: User, annotation: Annotation, version: int) -> None:
    """Out of sight and out of the export; the engine does not propose the same words again."""
    _decide(actor, annotation, version, Annotation.State.DISMISSED, "annotation.dismiss", "Dismissed")


@transaction.atomic
def annotation_delete(*, actor: User, annotation: Annotation, version: int) -> None:
    """Gone, but for the journal. An engine's proposal is dismissed instead, or it would be proposed again."""
    lock_open(annotation.story_id)
    if annotation.confidence is not None:
        raise ServiceError("This was proposed by the engine. Dismiss it instead, so that it is not proposed again.")
    before = keep(annotation)
    key = annotation.pk
    _update(annotation, version, by=actor)
    annotation.delete()
    step(
        actor=actor,
        story=annotation.story,
        verb="annotation.delete",
        summary=f"Deleted “{annotation.label}”",
        object_id=key,
        before=before,
    )


@transaction.atomic
def _decide(actor: User, annotation: Annotation, version: int, state: str, verb: str, did: str) -> None:
    lock_open(annotation.story_id)
    before = keep(annotation)
    _update(annotation, version, by=actor, state=state)
    _record(actor, annotation, verb, did, before=before)


def _among(story: Story) -> int:
    """How many articles are compared now: "only in one" is said of these."""
    return story.articles.filter(state=Article.State.CONFIRMED).count()


def _columns(content: Content, kind: str) -> dict[str, Any]:
    is_difference = kind == Annotation.Kind.DIFFERENCE
    return {
        "kind": kind,
        "label": content.label,
        "body": content.body,
        "difference_class": (content.difference_class or Annotation.Difference.OTHER) if is_difference else "",
    }


def _update(annotation: Annotation, version: int, **changes: object) -> None:
    """One conditional UPDATE: it touches the row only if nobody did since `version`."""
    mine = Annotation.objects.filter(pk=annotation.pk, version=version)
    if not mine.update(version=F("version") + 1, at=timezone.now(), among=_among(annotation.story), **changes):
        current = Annotation.objects.filter(pk=annotation.pk).first()
        raise StaleEdit(
            "Somebody else changed this annotation in the meantime."
            if current
            else "Somebody else deleted this annotation in the meantime.",
            current,
        )
    annotation.refresh_from_db()


def _target(annotation: Annotation, place: Words) -> Target:
    passage = place.passage
    text = passage.revision.text
    if not 0 <= place.start < place.end <= passage.end - passage.start:
        raise ServiceError("These words do not stand in the passage. Select them again.")
    start, end = passage.start + place.start, passage.start + place.end
    return Target(
        annotation=annotation,
        passage=passage,
        start=place.start,
        end=place.end,
        exact=text[start:end],
        prefix=text[max(0, start - NEIGHBOURS) : start],
        suffix=text[end : end + NEIGHBOURS],
    )


def _record(actor: User, annotation: Annotation, verb: str, did: str, before: State) -> None:
    step(
        actor=actor,
        story=annotation.story,
        verb=verb,
        summary=f"{did} “{annotation.label}”",
        before=before,
        object_id=annotation.pk,
    )
