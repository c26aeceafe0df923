"""Corrects points: what each gathers, its name, its place, and whether the engine may touch it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from ..engine import documents as engine
from ..engine.labels import label_of
from ..errors import ServiceError, StaleEdit
from ..models import Absence, Link, Passage, Point, Story
from .correcting import Correction, named, places_of, stronger

LONGEST_LABEL = Point._meta.get_field("label").max_length or 0


@transaction.atomic
def point_create(*, actor: User, story: Story, passages: Sequence[Passage], label: str = "") -> Point:
    """A point of these passages, which leave the points in which they stood. It has its place behind the first of them,
    else at the end. Without a label it is named by the engine."""
    doing = Correction(actor, story.pk)
    passages = [doing.report(passage) for passage in passages]
    if not passages:
        raise ServiceError("Select at least one passage.")
    if any(passage.revision.article.story_id != story.pk for passage in passages):
        raise ServiceError("All passages of a point belong to one story.")
    links = list(Link.objects.filter(passage__in=passages).exclude(state=Link.State.REJECTED).select_related("point"))
    point = _new(doing, passages, label, after=_first(link.point for link in links))
    doing.reject(links)
    doing.put(passages, point)
    doing.record("point.create", f"Made the point {named(point)} of {places_of(passages)}", point.pk)
    return point


@transaction.atomic
def point_split(*, actor: User, point: Point, passages: Sequence[Passage], label: str = "") -> Point:
    """These of its passages become a point of their own, behind it."""
    doing = Correction(actor, point.story_id)
    source = doing.point(point)
    passages = [doing.report(passage) for passage in passages]
    if not passages:
        raise ServiceError("Choose the passages that become a point of their own.")
    links = doing.standing(passages, source)
    report = source.links.exclude(state=Link.State.REJECTED).exclude(passage__kind=Passage.Kind.FURNITURE)
    if report.count() == len(links):
        raise ServiceError(f"Leave at least one passage in {named(source)}.")
    made = _new(doing, passages, label, after=source)
    doing.reject(links)
    doing.put(passages, made)
    doing.record("point.split", f"Split {named(source)}: {places_of(passages)} into {named(made)}", made.pk)
    return made


@transaction.atomic
def point_merge(*, actor: User, point: Point, version: int, into: Point) -> None:
    """All that the point gathers goes into another one. An editor's name is kept before the engine's."""
    doing = Correction(actor, point.story_id)
    point, into = doing.point(point, version), doing.point(into)
    if point.pk == into.pk:
        raise ServiceError("A point cannot be merged with itself. Choose another one.")
    doing.touch(point, into)
    there = {link.passage_id: link for link in into.links.all()}
    ours = list(point.links.all())
    doing.touch(*ours)
    for link in ours:
        other = there.get(link.passage_id)
        if other is None:
            Link.objects.filter(pk=link.pk).update(point=into)
        elif stronger(other, link) is other:
            link.delete()
        else:
            doing.delete(Link, [other])
            Link.objects.filter(pk=link.pk).update(point=into)
    doing.accept(into.links.exclude(state=Link.State.REJECTED))
    _merge_absences(doing, point, into)
    if point.label_by_id and not into.label_by_id:
        into.label, into.label_by_id = point.label, point.label_by_id
    into.locked = into.locked or point.locked
    into.version += 1
    into.save()
    point.delete()
    doing.record("point.merge", f"Merged {named(point)} into {named(into)}", into.pk)


@transaction.atomic
def point_name(*, actor: User, point: Point, version: int, label: str) -> None:
    label = " ".join(label.split())
    if not label:
        raise ServiceError("Give the point a name: what is reported, in a few words.")
    if len(label) > LONGEST_LABEL:
        raise ServiceError(f"This name is too long: at most {LONGEST_LABEL} characters.")
    doing = Correction(actor, point.story_id)
    now = doing.point(point, version)
    doing.touch(now)
    _update(now, label=label, label_by=actor)
    doing.record("point.name", f"Named {named(now)}: {label}", now.pk)


@transaction.atomic
def point_lock(*, actor: User, point: Point, version: int) -> None:
    """The engine leaves it alone."""
    _lock(actor, point, version, locked=True)


@transaction.atomic
def point_unlock(*, actor: User, point: Point, version: int) -> None:
    _lock(actor, point, version, locked=False)


@transaction.atomic
def point_place(*, actor: User, point: Point, version: int, before: Point | None) -> None:
    """In front of another point, or at the end. The engine's order gives way to it."""
    doing = Correction(actor, point.story_id)
    point = doing.point(point, version)
    before = doing.point(before) if before else None
    if before and before.pk == point.pk:
        raise ServiceError("A point cannot stand in front of itself. Choose another one.")
    order = list(doing.story.points.all())
    rest = [other for other in order if other.pk != point.pk]
    at = next(i for i, other in enumerate(rest) if other.pk == before.pk) if before else len(rest)
    wanted = [*rest[:at], point, *rest[at:]]
    positions = _rising([other.position for other in order])
    shifted = [(other, position) for other, position in zip(wanted, positions, strict=True)]
    doing.touch(point, *(other for other, position in shifted if other.position != position))
    for other, position in shifted:
        if other.position != position:
            Point.objects.filter(pk=other.pk).update(position=position)
    _update(point, placed=True)
    where = f"in front of {named(before)}" if before else "to the end"
    doing.record("point.place", f"Moved {named(point)} {where}", point.pk)


def _lock(actor: User, point: Point, version: int, *, locked: bool) -> None:
    doing = Correction(actor, point.story_id)
    now = doing.point(point, version)
    if now.locked == locked:
        raise StaleEdit(f"{named(now)} is {'locked' if locked else 'unlocked'} already.", now)
    doing.touch(now)
    _update(now, locked=locked)
    doing.record(
        "point.lock" if locked else "point.unlock", f"{'Locked' if locked else 'Unlocked'} {named(now)}", now.pk
    )


def _update(point: Point, **changes: object) -> None:
    Point.objects.filter(pk=point.pk).update(version=F("version") + 1, **changes)


def _new(doing: Correction, passages: Sequence[Passage], label: str, *, after: Point | None) -> Point:
    """Among points of one position the newest comes last: no other has to move for it."""
    label = " ".join(label.split())
    if len(label) > LONGEST_LABEL:
        raise ServiceError(f"This name is too long: at most {LONGEST_LABEL} characters.")
    last = doing.story.points.last()
    position = after.position if after else last.position + 1 if last else 1
    point = Point.objects.create(
        story=doing.story,
        label=label or _label(passages),
        label_by=doing.actor if label else None,
        position=position,
    )
    doing.made(point)
    return point


def _label(passages: Sequence[Passage]) -> str:
    said = [
        engine.Passage(f"p{p.pk}", p.start, p.end, p.paragraph, p.kind, p.text)  # type: ignore[arg-type]
        for p in passages
    ]
    languages = {f"p{p.pk}": p.revision.article.language or None for p in passages}
    return label_of(said, {}, languages=languages)[:LONGEST_LABEL]


def _first(points: Iterable[Point]) -> Point | None:
    return min(points, key=lambda point: (point.position, point.pk), default=None)


def _rising(positions: Sequence[int]) -> list[int]:
    """The positions, each higher than the one before it, as few as possible changed."""
    found: list[int] = []
    for position in positions:
        found.append(max(position, found[-1] + 1 if found else position))
    return found


def _merge_absences(doing: Correction, point: Point, into: Point) -> None:
    """What was checked absent stays so, unless the merged point has a passage of that article."""
    report = into.links.exclude(state=Link.State.REJECTED).exclude(passage__kind=Passage.Kind.FURNITURE)
    speaking = set(report.values_list("passage__revision__article", flat=True))
    known = {absence.article_id for absence in into.absences.all()}
    doing.delete(Absence, [absence for absence in into.absences.all() if absence.article_id in speaking])
    ours = list(point.absences.all())
    doing.touch(*ours)
    for absence in ours:
        if absence.article_id in speaking | known:
            absence.delete()
        else:
            Absence.objects.filter(pk=absence.pk).update(point=into)
