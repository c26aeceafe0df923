"""Writes what the engine proposes, without touching what an editor decided. Called by services/alignment.py in its
transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..engine.documents import Annotation as Proposal
from ..engine.documents import Comparison
from ..engine.documents import Point as ProposedPoint
from ..models import Annotation, Link, Outlet, Point, Story, Target
from ..queries import key

_Place = tuple[str, int, int, int]  # kind, passage, start, end


def points_write(*, story: Story, proposed: Sequence[ProposedPoint]) -> None:
    """Replaces the engine's points and links.

    What stays: locked points as they are; links that an editor accepted or rejected, with their points; points that an
    editor named or placed, or where one checked an absence. A proposed point takes the key of the old one with which it
    shares most passages, so that the addresses of rows stay, and brings only passages that no editor placed elsewhere.
    """
    board = _Board(story)
    groups = [[key(link.passage) for link in point.links] for point in proposed]
    matched = board.match(groups)
    spare = board.spare(set(matched.values()), {passage for group in groups for passage in group})
    engines = Link.objects.filter(point__story=story, point__locked=False, by__isnull=True)
    engines.exclude(point__in=spare).delete()
    order: list[int] = []
    links: list[Link] = []
    for number, point in enumerate(proposed):
        pk = matched.get(number) or board.gathered(groups[number])
        free = [link for link in point.links if board.is_free(key(link.passage), pk)]
        if pk is None:
            if len(free) < 2:
                continue  # all but one of its passages stand where an editor put them
            pk = Point.objects.create(story=story, label=_label(point), position=0).pk
        elif pk not in board.kept:
            Point.objects.filter(pk=pk).update(label=_label(point))
        if pk not in order:
            order.append(pk)
        links += [Link(point_id=pk, passage_id=key(link.passage), confidence=link.confidence) for link in free]
    Link.objects.bulk_create(links)
    story.points.exclude(pk__in=board.kept | set(order)).delete()
    for position, pk in enumerate(board.in_place(order), 1):
        Point.objects.filter(pk=pk).exclude(position=position).update(position=position)


class _Board:
    """The points of a story before a run, and what of them is an editor's."""

    def __init__(self, story: Story) -> None:
        points = list(story.points.prefetch_related("links", "absences").order_by("position", "pk"))
        self.old_order = [point.pk for point in points]
        self.locked = {point.pk for point in points if point.locked}
        self.placed = {point.pk for point in points if point.placed}
        self.kept = set(self.locked)  # points that stay, whatever the engine proposes
        self._members: dict[int, set[int]] = {}  # rejected links too: they tell that it is the same point
        self._placed: dict[int, set[int]] = {}  # passage -> points where an editor put it
        self._rejected: set[tuple[int, int]] = set()
        for point in points:
            links = list(point.links.all())
            decided = links if point.locked else [link for link in links if link.by_id is not None]
            if decided or point.label_by_id or point.placed or point.absences.all():
                self.kept.add(point.pk)
            self._members[point.pk] = {link.passage_id for link in links}
            for link in decided:
                if link.state == Link.State.REJECTED:
                    self._rejected.add((point.pk, link.passage_id))
                else:
                    self._placed.setdefault(link.passage_id, set()).add(point.pk)

    def is_free(self, passage: int, point: int | None) -> bool:
        """Whether the engine may put the passage into the point: no editor placed it, or rejected it there."""
        return passage not in self._placed and (point, passage) not in self._rejected

    def match(self, groups: Sequence[Iterable[int]]) -> dict[int, int]:
        """Which old point each group of passages takes over: the likest pairs first. A locked point takes none."""
        shared = []
        for number, group in enumerate(groups):
            wanted = set(group)
            for pk, members in self._members.items():
                if pk in self.locked or not wanted & members:
                    continue
                after = sum(self.is_free(p, pk) or pk in self._placed.get(p, ()) for p in wanted)
                if after >= 2 or pk in self.kept:
                    shared.append((-len(wanted & members), number, pk))
        matched: dict[int, int] = {}
        taken: set[int] = set()
        for _, number, pk in sorted(shared):
            if number not in matched and pk not in taken:
                matched[number] = pk
                taken.add(pk)
        return matched

    def gathered(self, group: Iterable[int]) -> int | None:
        """The one point in which an editor gathered this group's passages with those of another group."""
        homes = {pk for passage in group for pk in self._placed.get(passage, ())}
        return homes.pop() if len(homes) == 1 and not homes <= self.locked else None

    def spare(self, matched: set[int], proposed: set[int]) -> list[int]:
        """Points that an editor named or placed and that nothing proposed is like, nor any of their passages stands
        in: they keep what the engine once put there."""
        return [
            pk for pk in self.kept - matched - self.locked if self._members[pk] and not self._members[pk] & proposed
        ]

    def in_place(self, order: list[int]) -> list[int]:
        """The new order, with points that were kept but not proposed, or that an editor placed, behind the one that
        they followed before."""
        result = [pk for pk in order if pk not in self.placed]
        previous: int | None = None
        for pk in self.old_order:
            if pk in self.kept and pk not in result:
                result.insert(result.index(previous) + 1 if previous is not None else 0, pk)
            if pk in result:
                previous = pk
        return result


def _label(point: ProposedPoint) -> str:
    return point.label[: Point._meta.get_field("label").max_length]


def annotations_write(*, story: Story, proposed: Sequence[Proposal]) -> None:
    """Replaces the engine's open proposals; one that is proposed again stays the row it is, so that nobody's open page
    goes stale. What overlaps an annotation of its kind that an editor accepted, wrote or dismissed is not proposed."""
    decided = _decided(story)
    open_now = story.annotations.filter(state=Annotation.State.PROPOSED, by__isnull=True)
    unchanged = {_places(a.kind, a.targets.all()): a for a in open_now.prefetch_related("targets")}
    outlets = {outlet.name: outlet for outlet in Outlet.objects.filter(articles__story=story)}
    for proposal in proposed:
        places = tuple(sorted((proposal.kind, key(t.passage), t.start, t.end) for t in proposal.targets))
        if any(_overlaps(place, decided) for place in places):
            continue
        annotation = unchanged.pop(places, None) or Annotation(story=story, kind=proposal.kind)
        is_new = annotation.pk is None
        annotation.difference_class = proposal.difference_class or ""
        annotation.label = proposal.label[: Annotation._meta.get_field("label").max_length]
        annotation.body = proposal.body
        annotation.confidence = proposal.confidence
        annotation.save()
        annotation.outlets.set([outlets[name] for name in proposal.outlets])
        if is_new:
            Target.objects.bulk_create(
                Target(
                    annotation=annotation,
                    passage_id=key(t.passage),
                    start=t.start,
                    end=t.end,
                    exact=t.exact,
                    prefix=t.prefix,
                    suffix=t.suffix,
                )
                for t in proposal.targets
            )
    Annotation.objects.filter(pk__in=[annotation.pk for annotation in unchanged.values()]).delete()


def _decided(story: Story) -> dict[tuple[str, int], list[tuple[int, int]]]:
    """Spans of what editors decided, by kind and passage."""
    spans: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for target in Target.objects.filter(annotation__story=story, annotation__by__isnull=False).select_related(
        "annotation"
    ):
        spans[target.annotation.kind, target.passage_id].append((target.start, target.end))
    return spans


def _overlaps(place: _Place, decided: dict[tuple[str, int], list[tuple[int, int]]]) -> bool:
    kind, passage, start, end = place
    return any(start < e and s < end for s, e in decided.get((kind, passage), ()))


def _places(kind: str, targets: Iterable[Target]) -> tuple[_Place, ...]:
    return tuple(sorted((kind, t.passage_id, t.start, t.end) for t in targets))


def proposals_write(*, story: Story, made: Comparison) -> None:
    """Everything that a run proposes."""
    points_write(story=story, proposed=made.points)
    annotations_write(story=story, proposed=made.annotations)
