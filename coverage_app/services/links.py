"""Decides where passages stand."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from ..errors import StaleEdit
from ..models import Link, Passage, Point
from .correcting import Correction, named, place_of


@transaction.atomic
def link_add(*, actor: User, passage: Passage, point: Point) -> None:
    """The passage reports this point too. Where else it stands it stays: the editor saw it there, and so the engine
    leaves it there."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage, point = doing.report(passage), doing.point(point)
    here = list(passage.links.exclude(state=Link.State.REJECTED))
    if any(link.point_id == point.pk for link in here):
        raise StaleEdit(f"{place_of(passage)} stands in {named(point)} already.", point)
    doing.accept(here)
    doing.put([passage], point)
    doing.record("link.add", f"Put {place_of(passage)} into {named(point)}", passage.pk)


@transaction.atomic
def link_move(*, actor: User, passage: Passage, source: Point, target: Point) -> None:
    """Out of one point and into another."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage, source, target = doing.report(passage), doing.point(source), doing.point(target)
    if source.pk == target.pk:
        raise StaleEdit(f"{place_of(passage)} stands in {named(target)} already.", target)
    doing.reject(doing.standing([passage], source))
    doing.put([passage], target)
    doing.record("link.move", f"Moved {place_of(passage)} to {named(target)}", passage.pk)


@transaction.atomic
def link_remove(*, actor: User, passage: Passage, point: Point) -> None:
    """Out of the point; the engine does not put it there again."""
    doing = Correction(actor, passage.revision.article.story_id)
    passage, point = doing.passage(passage), doing.point(point)
    doing.reject(doing.standing([passage], point))
    doing.record("link.remove", f"Took {place_of(passage)} out of {named(point)}", passage.pk)
