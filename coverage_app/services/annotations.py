"""Writes annotations. Every edit names the version it was made on; who is late gets StaleEdit and loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from ..errors import ServiceError, StaleEdit
from ..models import Annotation, Article, Change, Outlet, Passage, Story, Target
from .history import State, keep, plain, step
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
def annotation_edit(*, actor: User, annotation: Annotation, version: int, content: Content) -> Change:
    """New content; a proposal that an editor rewords is thereby accepted."""
    story = lock_open(annotation.story_id)
    before = keep(annotation, targets=False)
    columns = _columns(content, annotation.kind)
    _update(story, annotation, version, by=actor, state=Annotation.State.ACCEPTED, **columns)
    annotation.outlets.set(content.outlets)
    return _record(actor, story, annotation, "annotation.edit", "Edited", before)


def annotation_accept(*, actor: User, annotation: Annotation, version: int) -> Change:
    return _decide(actor, annotation, version, Annotation.State.ACCEPTED, "annotation.accept", "Accepted")


def annotation_dismiss(*, actor: User, annotation: Annotation, version: int) -> Change:
    """Out of sight and out of the export; the engine does not propose the same words again."""
    return _decide(actor, annotation, version, Annotation.State.DISMISSED, "annotation.dismiss", "Dismissed")


@transaction.atomic
def annotation_delete(*, actor: User, annotation: Annotation, version: int) -> Change:
    """Gone, but for the journal. An engine's proposal is dismissed instead, or it would be proposed again."""
    story = lock_open(annotation.story_id)
    if annotation.confidence is not None:
        raise ServiceError("This was proposed by the engine. Dismiss it instead, so that it is not proposed again.")
    before = keep(annotation)
    key = annotation.pk
    _update(story, annotation, version, by=actor)
    annotation.delete()
    return step(
        actor=actor,
        story=story,
        verb="annotation.delete",
        summary=f"Deleted “{annotation.label}”",
        object_id=key,
        before=before,
    )


@transaction.atomic
def _decide(actor: User, annotation: Annotation, version: int, state: str, verb: str, did: str) -> Change:
    story = lock_open(annotation.story_id)
    before = keep(annotation, targets=False)
    changes = _update(story, annotation, version, by=actor, state=state)
    written = {name: actor.pk if name == "by" else plain(value) for name, value in changes.items()}
    after: State = {key: {**(fields or {}), **written} for key, fields in before.items()}
    return _record(actor, story, annotation, verb, did, before, after)


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


def _update(story: Story, annotation: Annotation, version: int, **changes: Any) -> dict[str, Any]:
    """One conditional UPDATE: it touches the row only if nobody did since `version`. What was written, by field."""
    mine = Annotation.objects.filter(pk=annotation.pk, version=version)
    changes |= {"version": version + 1, "at": timezone.now(), "among": _among(story)}
    if not mine.update(**changes):
        current = Annotation.objects.filter(pk=annotation.pk).first()
        raise StaleEdit(
            "Somebody else changed this annotation in the meantime."
            if current
            else "Somebody else deleted this annotation in the meantime.",
            current,
        )
    for name, value in changes.items():
        setattr(annotation, name, value)
    return changes


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


def _record(
    actor: User,
    story: Story,
    annotation: Annotation,
    verb: str,
    did: str,
    before: State,
    after: State | None = None,
) -> Change:
    return step(
        actor=actor,
        story=story,
        verb=verb,
        summary=f"{did} “{annotation.label}”",
        before=before,
        after=after,
        object_id=annotation.pk,
    )
