"""An editor looked whether an article reports a point, and found that it does not."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from ..errors import StaleEdit
from ..models import Absence, Article, Link, Point
from .correcting import Correction, named


@transaction.atomic
def absence_check(*, actor: User, point: Point, article: Article) -> None:
    doing = Correction(actor, point.story_id)
    point = doing.point(point)
    links = point.links.filter(passage__revision=article.current_id).exclude(state=Link.State.REJECTED)
    if links.exclude(passage__kind="furniture").exists():
        raise StaleEdit(f"By now a passage of {article.outlet} stands in {named(point)}.", point)
    if point.absences.filter(article=article).exists():
        raise StaleEdit(f"Somebody checked {article.outlet} in {named(point)} already.", point)
    doing.made(Absence.objects.create(point=point, article=article, by=actor))
    doing.record("absence.check", f"Checked: {article.outlet} does not report {named(point)}", point.pk)


@transaction.atomic
def absence_uncheck(*, actor: User, point: Point, article: Article) -> None:
    """Not checked any more."""
    doing = Correction(actor, point.story_id)
    point = doing.point(point)
    found = list(point.absences.filter(article=article))
    if not found:
        raise StaleEdit(f"{article.outlet} in {named(point)} is not marked as checked any more.", point)
    doing.delete(Absence, found)
    doing.record("absence.uncheck", f"No longer checked: {article.outlet} in {named(point)}", point.pk)
