"""Corrects passages: whether they are part of the report, and where they begin and end.

Links and the targets of annotations follow the words: targets count within their passage, so what is cut or joined has
its offsets moved, and words on both sides of a cut become two targets of the same annotation.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from ..errors import ServiceError, StaleEdit
from ..models import Link, Passage, Target
from .annotations import NEIGHBOURS
from .correcting import Correction, place_of, stronger

Span = tuple[int, int]


@transaction.atomic
def passage_set_aside(*, actor: User, passage: Passage) -> None:
    """It is no part of the report. Its links and annotations stay with it, for when it is taken back."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage = doing.passage(passage)
    if passage.kind == Passage.Kind.FURNITURE:
        raise StaleEdit(f"{place_of(passage)} was set aside already.", passage)
    said = f"Set aside {place_of(passage)}"
    _kind(doing, passage, Passage.Kind.FURNITURE)
    doing.record("passage.set_aside", said, passage.pk)


@transaction.atomic
def passage_take_back(*, actor: User, passage: Passage) -> None:
    """It is part of the report."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage = doing.passage(passage)
    if passage.kind != Passage.Kind.FURNITURE:
        raise StaleEdit(f"{place_of(passage)} is part of the report already.", passage)
    is_headline = " ".join(passage.text.split()) == passage.revision.article.headline
    _kind(doing, passage, Passage.Kind.HEADLINE if is_headline else Passage.Kind.BODY)
    passage.refresh_from_db(fields=["kind"])
    doing.record("passage.take_back", f"Took {place_of(passage)} back into the report", passage.pk)


@transaction.atomic
def passage_split(*, actor: User, passage: Passage, span: Span, at: int) -> Passage:
    """Cuts the passage in front of its character `at`; `span` is where it began and ended when the editor saw it. Both
    halves stand in its points. Returns the second."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage = _as_seen(doing.passage(passage), span)
    text = passage.text
    if not (text[: max(at, 0)].strip() and text[max(at, 0) :].strip()):
        raise ServiceError("Choose a place inside the passage: words on both sides of it.")
    said = f"Split {place_of(passage)}"
    first_end = passage.start + len(text[:at].rstrip())
    second_start = passage.end - len(text[at:].lstrip())
    links, targets = list(passage.links.all()), list(passage.targets.all())
    doing.touch(passage, *targets)
    revision = passage.revision
    second = Passage.objects.create(
        revision=revision,
        number=(revision.passages.aggregate(last=Max("number"))["last"] or 0) + 1,
        start=second_start,
        end=passage.end,
        paragraph=passage.paragraph,
        kind=passage.kind,
        kind_by=passage.kind_by,
    )
    doing.made(second)
    for link in links:
        copy = {"confidence": link.confidence, "state": link.state, "by": link.by}
        doing.made(Link.objects.create(point_id=link.point_id, passage=second, **copy))
    for target in targets:
        _cut(doing, target, passage, second, first_end)
    Passage.objects.filter(pk=passage.pk).update(end=first_end)
    doing.record("passage.split", said, passage.pk)
    return second


@transaction.atomic
def passage_join(*, actor: User, passage: Passage, span: Span) -> None:
    """Joins the passage with the one that follows it in its article, which stands where either stood."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage = _as_seen(doing.passage(passage), span)
    after = passage.revision.passages.filter(start__gte=passage.end).order_by("start").first()
    if after is None:
        raise ServiceError("No passage follows this one in its article.")
    if after.kind != passage.kind:
        raise ServiceError(
            f"{place_of(passage)} cannot be joined with what follows: "
            f"one is {passage.get_kind_display().lower()}, the other {after.get_kind_display().lower()}."
        )
    after.revision = passage.revision
    said = f"Joined {place_of(passage)} with what follows"
    targets, following = list(passage.targets.all()), list(after.targets.all())
    doing.touch(passage, after, *targets, *following)
    _join_links(doing, passage, after)
    shift = after.start - passage.start
    for target in following:
        touching = next(
            (
                other
                for other in targets
                if other.annotation_id == target.annotation_id
                and other.end == passage.end - passage.start
                and target.start == 0
            ),
            None,
        )
        if touching:
            _point_at(touching, passage, touching.start, target.end + shift)
            target.delete()
        else:
            _point_at(target, passage, target.start + shift, target.end + shift)
    Passage.objects.filter(pk=passage.pk).update(end=after.end)
    after.delete()
    doing.record("passage.join", said, passage.pk)


def _kind(doing: Correction, passage: Passage, kind: str) -> None:
    doing.touch(passage)
    Passage.objects.filter(pk=passage.pk).update(kind=kind, kind_by=doing.actor)


def _as_seen(passage: Passage, span: Span) -> Passage:
    if (passage.start, passage.end) != tuple(span):
        raise StaleEdit(f"Somebody else split or joined {place_of(passage)} in the meantime.", passage)
    return passage


def _cut(doing: Correction, target: Target, first: Passage, second: Passage, first_end: int) -> None:
    """The target on its side of the cut, or on both."""
    cut, gap = first_end - first.start, second.start - first.start
    parts: list[tuple[Passage, int, int]] = []
    if target.start < cut:
        parts.append((first, target.start, min(target.end, cut)))
    if target.end > gap:
        parts.append((second, max(target.start, gap) - gap, target.end - gap))
    if parts == [(first, target.start, target.end)]:
        return
    if not parts:  # it stood on the white space alone
        parts = [(second, 0, 1)]
    _point_at(target, *parts[0])
    for part in parts[1:]:
        other = Target(annotation_id=target.annotation_id)
        _point_at(other, *part)
        doing.made(other)


def _point_at(target: Target, passage: Passage, start: int, end: int) -> None:
    text = passage.revision.text
    here, there = passage.start + start, passage.start + end
    target.passage, target.start, target.end = passage, start, end
    target.exact = text[here:there]
    target.prefix, target.suffix = text[max(0, here - NEIGHBOURS) : here], text[there : there + NEIGHBOURS]
    target.save()


def _join_links(doing: Correction, passage: Passage, after: Passage) -> None:
    """One link for each point in which either stood: the one that says more."""
    mine = {link.point_id: link for link in passage.links.all()}
    theirs: Sequence[Link] = list(after.links.all())
    doing.touch(*mine.values(), *theirs)
    for link in theirs:
        other = mine.get(link.point_id)
        if other is not None and stronger(other, link) is other:
            link.delete()
            continue
        if other is not None:
            other.delete()
        Link.objects.filter(pk=link.pk).update(passage=passage)
