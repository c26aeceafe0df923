"""Decides where passages stand: puts them into points and out of them, and says whether the engine put them right."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from ..errors import StaleEdit
from ..models import Change, Link, Passage, Point
from .correcting import Correction, named, place_of


@transaction.atomic
def link_add(*, actor: User, passage: Passage, point: Point) -> Change:
    """The passage reports this point too. Where else it stands it stays: the editor saw it there, and so the engine
    leaves it there."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage, point = doing.report(passage), doing.point(point)
    here = list(passage.links.exclude(state=Link.State.REJECTED))
    if any(link.point_id == point.pk for link in here):
        raise StaleEdit(f"{place_of(passage)} stands in {named(point)} already.", point)
    doing.accept(here)
    doing.put([passage], point)
    return doing.record("link.add", f"Put {place_of(passage)} into {named(point)}", passage.pk)


@transaction.atomic
def link_move(*, actor: User, passage: Passage, source: Point, target: Point) -> Change:
    """Out of one point and into another."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage = doing.report(passage)
    source, target = doing.points(source, target)
    if source.pk == target.pk:
        raise StaleEdit(f"{place_of(passage)} stands in {named(target)} already.", target)
    doing.reject(doing.standing([passage], source))
    doing.put([passage], target)
    return doing.record("link.move", f"Moved {place_of(passage)} to {named(target)}", passage.pk)


@transaction.atomic
def link_remove(*, actor: User, passage: Passage, point: Point) -> Change:
    """Out of the point; the engine does not put it there again."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage, point = doing.passage(passage), doing.point(point)
    doing.reject(doing.standing([passage], point))
    return doing.record("link.remove", f"Took {place_of(passage)} out of {named(point)}", passage.pk)


@transaction.atomic
def link_accept(*, actor: User, link: Link, state: str) -> Change:
    """The passage reports the point; `state` is how the editor saw the link. In a point of two passages the other one
    is accepted with it, where nobody decided it: that the two report the same was one question."""
    doing = Correction(actor, link.point.story_id)
    link = _as_seen(link, state)
    doing.put([link.passage, *in_the_same_breath(link)], link.point)
    return doing.record("link.accept", f"Accepted {place_of(link.passage)} in {named(link.point)}", link.pk)


@transaction.atomic
def link_reject(*, actor: User, link: Link, state: str) -> Change:
    """The passage does not report the point; the engine does not put it there again."""
    doing = Correction(actor, link.point.story_id)
    link = _as_seen(link, state)
    doing.reject([link])
    return doing.record("link.reject", f"Rejected {place_of(link.passage)} in {named(link.point)}", link.pk)


def in_the_same_breath(link: Link) -> list[Passage]:
    """The other passage of a point of two, as long as nobody decided it."""
    others = link.point.links.exclude(pk=link.pk).exclude(state=Link.State.REJECTED).select_related("passage")
    return [other.passage for other in others if other.by_id is None] if len(others) == 1 else []


def _as_seen(link: Link, state: str) -> Link:
    """The link as it now is, as long as that is how the editor saw it."""
    known = Link.objects.select_related("point", "passage__revision__article__outlet", "by")
    now = known.filter(pk=link.pk).first()
    if now is None:
        raise StaleEdit("This link is no longer there.", None)
    if now.state != state:
        raise StaleEdit("Somebody else decided this in the meantime.", now)
    return now
