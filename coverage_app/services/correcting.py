"""What the services that correct a comparison share: a correction under way, which ends in one entry of the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from ..errors import ServiceError, StaleEdit
from ..models import Absence, Change, Link, Passage, Point
from .history import State, doer, fields_of, keep, key_of, last_change, step
from .locking import lock_open

BRIEF = 60  # characters of a point's label in the journal
CERTAIN = 1.0  # the confidence of a link that an editor made


class Correction:
    """Inside a transaction: takes the story, keeps rows as they were before they are touched, and journals what was
    done."""

    def __init__(self, actor: User, story_id: int) -> None:
        self.actor = actor
        self.story = lock_open(story_id)
        self._before: State = {}
        self._after: State = {}  # of rows that are known as they are written
        self._made: list[models.Model] = []

    def touch(self, *rows: models.Model) -> None:
        """To be called before rows are changed or deleted. (A row that this correction made is known anyway.)"""
        made = {(type(row), row.pk) for row in self._made}
        found = keep(*(row for row in rows if (type(row), row.pk) not in made))
        self._before = {**found, **self._before}
        for key in found:
            self._after.pop(key, None)  # what is done to it is not known here

    def made(self, *rows: models.Model) -> None:
        self._made += rows

    def record(self, verb: str, summary: str, object_id: int | None = None) -> Change:
        return step(
            actor=self.actor,
            story=self.story,
            verb=verb,
            summary=summary,
            before=self._before,
            after=self._after,
            made=self._made,
            object_id=object_id,
        )

    def point(self, point: Point, version: int | None = None) -> Point:
        """The point as it now is, if nobody changed it since `version`."""
        (now,) = self.points(point)
        if version is not None and now.version != version:
            raise StaleEdit(f"Somebody else changed the point {named(now)} in the meantime.", now)
        return now

    def points(self, *points: Point) -> list[Point]:
        """The points as they now are. One query."""
        there = self.story.points.order_by().in_bulk([point.pk for point in points])
        for point in points:
            if point.pk not in there:
                raise StaleEdit(f"The point {named(point)} is no longer there.", None)
        return [there[point.pk] for point in points]

    def passage(self, passage: Passage) -> Passage:
        """The passage as it now is, with its article."""
        now = Passage.objects.filter(pk=passage.pk).first()
        if now is None:
            raise StaleEdit("This passage is no longer there: somebody joined it with the one before it.", None)
        now.revision = passage.revision  # a passage stays in its revision
        return now

    def report(self, passage: Passage) -> Passage:
        """As `passage`. What was set aside has no place among the points."""
        now = self.passage(passage)
        if now.kind == Passage.Kind.FURNITURE:
            raise ServiceError(f"{place_of(now)} was set aside. Take it back into the report first.")
        return now

    def put(self, passages: Sequence[Passage], point: Point) -> None:
        """The passages report the point: an editor says so. What was said of their articles' silence is over."""
        found = {link.passage_id: link for link in point.links.filter(passage__in=passages)}
        self.accept(found.values())
        new = [
            Link(point=point, passage=p, confidence=CERTAIN, state=Link.State.ACCEPTED, by=self.actor)
            for p in passages
            if p.pk not in found
        ]
        for link in new:
            link.save()
            self._before[key_of(link)] = None
            self._after[key_of(link)] = fields_of(link)
        silent = list(point.absences.filter(article__current__in={passage.revision_id for passage in passages}))
        self.delete(Absence, silent)

    def accept(self, links: Iterable[Link]) -> None:
        """Of links that no editor accepted yet."""
        self._decide([link for link in links if not is_accepted(link)], Link.State.ACCEPTED)

    def reject(self, links: Iterable[Link]) -> None:
        self._decide(list(links), Link.State.REJECTED)

    def _decide(self, links: Sequence[Link], state: str) -> None:
        """The links were read since the story is held: so they are as the database has them."""
        at = timezone.now()
        for link in links:
            self._before.setdefault(key_of(link), fields_of(link))
            link.state, link.by, link.at = state, self.actor, at
            self._after[key_of(link)] = fields_of(link)
        if links:
            mine = Link.objects.filter(pk__in=[link.pk for link in links])
            mine.update(state=state, by=self.actor, at=at)

    def delete(self, model: type[models.Model], rows: Collection[models.Model]) -> None:
        if rows:
            self.touch(*rows)
            model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()

    def standing(self, passages: Iterable[Passage], point: Point) -> list[Link]:
        """The links of these passages in the point, as long as all of them still stand there."""
        wanted = {passage.pk: passage for passage in passages}
        found = list(point.links.filter(passage__in=wanted).exclude(state=Link.State.REJECTED))
        gone = wanted.keys() - {link.passage_id for link in found}
        if gone:
            gone_first = min((wanted[key] for key in gone), key=lambda passage: passage.start)
            raise StaleEdit(_gone(gone_first, point), point)
        return found


def _gone(passage: Passage, point: Point) -> str:
    """That a passage does not stand in the point any more: who saw to that, and where it stands now."""
    said = f"{place_of(passage)} does not stand in {named(point)} any more"
    link = point.links.filter(passage=passage).first()
    last = link and last_change(point.story_id, link)
    if last:
        said += f": {doer(last)} took it out"
    now = [named(other.point) for other in passage.links.exclude(state=Link.State.REJECTED).select_related("point")]
    return f"{said}. It stands in {' and '.join(now)} now." if now else f"{said}. It stands in no point now."


def is_accepted(link: Link) -> bool:
    return link.state == Link.State.ACCEPTED and link.by_id is not None


def stronger(first: Link, second: Link) -> Link:
    """Which of two links says more: a decision of an editor before a guess, a yes before a no."""
    order = (Link.State.PROPOSED, Link.State.REJECTED, Link.State.ACCEPTED)

    def weight(link: Link) -> tuple[bool, int]:
        return link.by_id is not None, order.index(Link.State(link.state))

    return first if weight(first) >= weight(second) else second


def named(point: Point) -> str:
    label = point.label
    return f"“{label if len(label) <= BRIEF else label[: BRIEF - 1].rsplit(' ', 1)[0] + '…'}”"


def place_of(passage: Passage) -> str:
    """Where a passage (fetched with its article and outlet) stands, as the page says it: "¶3 of AP"."""
    outlet = passage.revision.article.outlet
    if passage.kind != Passage.Kind.BODY:
        kind = "A passage" if passage.kind == Passage.Kind.FURNITURE else passage.get_kind_display()
        return f"{kind} of {outlet}"
    body = Passage.objects.filter(revision=passage.revision_id, kind=Passage.Kind.BODY, start__lte=passage.start)
    return f"¶{body.values('paragraph').distinct().count()} of {outlet}"


def places_of(passages: Sequence[Passage]) -> str:
    """Of several: the first, and how many more."""
    more = len(passages) - 1
    return place_of(passages[0]) + (f" and {more} more" if more else "")
