"""What this process last read of a story, brought up to date by the step that was just done: so that an edit reads what
it changed, and not the story.

Only the answer to an edit is made so; every page reads the story anew. What is known is good for an edit as long as the
journal holds nothing newer than it but that edit: every service that changes a comparison writes there, and holds the
story while it does (services/locking.py). What is not simple to bring up to date is read (decision 16).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any

from .engine.documents import ENGINE, Absence, Annotation, Comparison, Link, Point
from .models import Change, Story
from .queries import key, name_of

MOST_STORIES = 16  # of some megabytes each, at most
SIMPLE = {"annotation", "link", "point", "absence"}  # rows that can be brought up to date

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class _Known:
    newest: tuple[int, datetime]  # key and time of the newest Change when it was read, or of an older one
    comparison: Comparison


_stories: OrderedDict[int, _Known] = OrderedDict()
_lock = Lock()


def keep(story: Story, newest: Change, comparison: Comparison) -> None:
    """`comparison` was read after the journal's entry `newest` was."""
    with _lock:
        _stories[story.pk] = _Known((newest.pk, newest.at), comparison)
        _stories.move_to_end(story.pk)
        while len(_stories) > MOST_STORIES:
            _stories.popitem(last=False)


def after(story: Story, change: Change) -> Comparison | None:
    """What queries.shown() gives after this step. None where it must be asked: nothing is known, something else was
    done since, or the step did more than to decide, link, name, lock or check. One query."""
    known = _stories.get(story.pk)
    if known is None:
        return None
    since = story.changes.filter(pk__gte=known.newest[0]).order_by("pk").values_list("pk", "at")
    if list(since[:3]) != [known.newest, (change.pk, change.at)]:
        return None
    try:
        return _brought_up_to_date(known.comparison, change)
    except _NotSimple:
        return None


class _NotSimple(Exception):
    """The step cannot be repeated on what is known."""


def _brought_up_to_date(known: Comparison, change: Change) -> Comparison:
    parts: dict[str, dict[int, tuple[Fields | None, Fields | None]]] = {}
    before, after = change.before or {}, change.after or {}
    for row in {**before, **after}:
        name, _, pk = row.rpartition(":")
        if name not in SIMPLE:  # as those of entries that hold facts for people
            raise _NotSimple
        parts.setdefault(name, {})[int(pk)] = before.get(row), after.get(row)
    if not parts:
        raise _NotSimple
    annotations, points, absences = known.annotations, known.points, known.absences
    if "annotation" in parts:
        annotations = tuple(_decided(annotations, parts["annotation"], change))
    if "point" in parts:
        points = tuple(_named(points, parts["point"]))
    if "link" in parts:
        points = tuple(_linked(known, points, parts["link"], change))
    if "absence" in parts:
        absences = tuple(_looked(absences, parts["absence"], change))
    return replace(known, annotations=annotations, points=points, absences=absences)


def _decided(
    known: tuple[Annotation, ...], rows: Mapping[int, tuple[Fields | None, Fields | None]], change: Change
) -> Iterator[Annotation]:
    left = {f"n{pk}": states for pk, states in rows.items()}
    for annotation in known:
        old, new = left.pop(annotation.id, (None, None))
        if new is None:
            yield annotation
        elif old is None or old["outlets"] != new["outlets"]:
            raise _NotSimple
        else:
            yield replace(
                annotation,
                kind=new["kind"],
                label=new["label"],
                body=new["body"],
                difference_class=new["difference_class"] or None,
                state=new["state"],
                by=_who(new, change),
                version=new["version"],
                among=new["among"],
            )
    if left or any(new is None for _, new in rows.values()):
        raise _NotSimple  # made, deleted, or on words that were set aside


def _named(known: tuple[Point, ...], rows: Mapping[int, tuple[Fields | None, Fields | None]]) -> Iterator[Point]:
    for old, new in rows.values():
        if old is None or new is None or old["position"] != new["position"]:
            raise _NotSimple
    for point in known:
        _, new = rows.get(key(point.id), (None, None))
        yield replace(point, label=new["label"], locked=new["locked"]) if new else point


def _linked(
    known: Comparison,
    points: tuple[Point, ...],
    rows: Mapping[int, tuple[Fields | None, Fields | None]],
    change: Change,
) -> Iterator[Point]:
    start = {passage.id: passage.start for document in known.documents for passage in document.report}
    links: dict[str, dict[str, Link | None]] = {}
    for old, new in rows.values():
        if old:
            links.setdefault(f"pt{old['point']}", {}).setdefault(f"p{old['passage']}", None)
        if new and f"p{new['passage']}" in start:
            link = Link(f"p{new['passage']}", new["confidence"], _who(new, change), state=new["state"])
            links.setdefault(f"pt{new['point']}", {})[link.passage] = link
    if links.keys() - {point.id for point in points}:
        raise _NotSimple
    for point in points:
        if point.id in links:
            now = {link.passage: link for link in point.links} | links[point.id]
            there = (link for link in now.values() if link)
            yield replace(point, links=tuple(sorted(there, key=lambda link: start[link.passage])))
        else:
            yield point


def _looked(
    known: tuple[Absence, ...], rows: Mapping[int, tuple[Fields | None, Fields | None]], change: Change
) -> Iterator[Absence]:
    touched = {(f"pt{row['point']}", f"a{row['article']}") for states in rows.values() for row in states if row}
    yield from (absence for absence in known if (absence.point, absence.article) not in touched)
    for _, new in rows.values():
        if new:
            yield Absence(f"pt{new['point']}", f"a{new['article']}", "checked", _who(new, change))


def _who(row: Fields, change: Change) -> str:
    if row["by"] is None:
        return ENGINE
    if row["by"] != change.actor_id:
        raise _NotSimple  # another editor's decision, which came back
    return name_of(change.actor)
