"""What has changed between two comparisons of the same story as they were published, for readers of the second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ..engine.documents import Absence, Annotation, Comparison, Document, Point
from ..engine.order import longest_increasing

Kind = Literal[
    "article_added",
    "article_removed",
    "article_replaced",
    "credit_corrected",
    "passages_cut",
    "point_added",
    "point_removed",
    "point_renamed",
    "point_moved",
    "link_added",
    "link_removed",
    "link_confirmed",
    "note_added",
    "note_removed",
    "note_decided",
    "note_reworded",
    "absence_checked",
    "absence_reopened",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
_ONE_AND_MANY: Mapping[Kind, tuple[str, str]] = {
    "article_added": ("article added", "articles added"),
    "article_removed": ("article left out", "articles left out"),
    "article_replaced": ("article replaced by a corrected text", "articles replaced by corrected texts"),
    "credit_corrected": ("article credited otherwise", "articles credited otherwise"),
    "passages_cut": ("article cut into other passages", "articles cut into other passages"),
    "point_added": ("point added", "points added"),
    "point_removed": ("point left out", "points left out"),
    "point_renamed": ("point renamed", "points renamed"),
    "point_moved": ("point moved to another row", "points moved to other rows"),
    "link_added": ("passage linked to a point", "passages linked to points"),
    "link_removed": ("passage taken out of a point", "passages taken out of points"),
    "link_confirmed": ("link confirmed by an editor", "links confirmed by editors"),
    "note_added": ("note added", "notes added"),
    "note_removed": ("note left out", "notes left out"),
    "note_decided": ("note checked by an editor", "notes checked by editors"),
    "note_reworded": ("note changed", "notes changed"),
    "absence_checked": ("absence checked by an editor", "absences checked by editors"),
    "absence_reopened": ("absence no longer checked", "absences no longer checked"),
}


@dataclass(frozen=True)
class News:
    """All changes of one kind, a line for each."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """ "2 points renamed" """
        return f"{len(self.lines)} {_ONE_AND_MANY[self.kind][len(self.lines) > 1]}"


def since(before: Comparison, after: Comparison) -> tuple[News, ...]:
    """The changes, kinds in the order of KINDS. What belongs to an article or a point that came or went is not told
    again, nor are links and words of an article whose text was replaced."""
    found: dict[Kind, list[str]] = {kind: [] for kind in KINDS}
    for kind, line in (*_articles(before, after), *_points(before, after), *_notes(before, after)):
        found[kind].append(line)
    return tuple(News(kind, tuple(lines)) for kind, lines in found.items() if lines)


def to_rows(news: Sequence[News]) -> list[list[Any]]:
    """As plain data, to be stored."""
    return [[one.kind, list(one.lines)] for one in news]


def from_rows(rows: Sequence[Sequence[Any]]) -> tuple[News, ...]:
    return tuple(News(kind, tuple(lines)) for kind, lines in rows)


def _articles(before: Comparison, after: Comparison) -> Iterator[tuple[Kind, str]]:
    were = {document.id: document for document in before.documents}
    are = {document.id: document for document in after.documents}
    for document in after.documents:
        was = were.get(document.id)
        if was is None:
            yield "article_added", _called(document)
            continue
        if credits := _credits(was, document):
            yield "credit_corrected", f"{document.outlet}: {', '.join(credits)}"
        if (was.sha256, was.revision) != (document.sha256, document.revision):
            yield "article_replaced", _called(document)
        elif _cut(was) != _cut(document):
            yield "passages_cut", document.outlet
    for document in before.documents:
        if document.id not in are:
            yield "article_removed", _called(document)


def _called(document: Document) -> str:
    return f"{document.outlet}: {document.headline}" if document.headline else document.outlet


def _credits(was: Document, document: Document) -> list[str]:
    names = ("outlet", "headline", "byline", "url", "published")
    words = ("outlet", "headline", "byline", "address", "time")
    return [word for name, word in zip(names, words, strict=True) if getattr(was, name) != getattr(document, name)]


def _cut(document: Document) -> list[tuple[int, int, bool]]:
    return [(passage.start, passage.end, passage.is_report) for passage in document.passages]


def _points(before: Comparison, after: Comparison) -> Iterator[tuple[Kind, str]]:
    were = {point.id: point for point in before.points}
    rows = {point.id: row for row, point in enumerate(before.points, 1)}
    common = [(row, point) for row, point in enumerate(after.points, 1) if point.id in were]
    staying = set(longest_increasing([rows[point.id] for _, point in common]))
    for at, (row, point) in enumerate(common):
        was = were[point.id]
        if was.label != point.label:
            yield "point_renamed", f"“{point.label}”, before “{was.label}”"
        if at not in staying:
            yield "point_moved", f"{point.label}: row {row}, before row {rows[point.id]}"
    here = {point.id for point in after.points}
    yield from (("point_added", point.label) for point in after.points if point.id not in were)
    yield from (("point_removed", point.label) for point in before.points if point.id not in here)
    yield from _links(before, after, were, [point for _, point in common])
    yield from _absences(before, after, {point.id: point.label for _, point in common})


def _links(
    before: Comparison, after: Comparison, were: Mapping[str, Point], common: Sequence[Point]
) -> Iterator[tuple[Kind, str]]:
    outlets = _homes(after)
    both = outlets.keys() & _homes(before).keys()
    for point in common:
        old = {link.passage: link.state for link in were[point.id].links if link.state != "rejected"}
        new = {link.passage: link.state for link in point.links if link.state != "rejected"}
        for passage in sorted(both & (old.keys() | new.keys())):
            line = f"{point.label}: {outlets[passage]}"
            if passage not in old:
                yield "link_added", line
            elif passage not in new:
                yield "link_removed", line
            elif (old[passage], new[passage]) == ("proposed", "accepted"):
                yield "link_confirmed", line


def _homes(comparison: Comparison) -> dict[str, str]:
    """The outlet of each passage."""
    return {passage.id: document.outlet for document in comparison.documents for passage in document.passages}


def _absences(before: Comparison, after: Comparison, labels: Mapping[str, str]) -> Iterator[tuple[Kind, str]]:
    outlets = {document.id: document.outlet for document in after.documents}
    both = outlets.keys() & {document.id for document in before.documents}
    old, new = _checked(before.absences), _checked(after.absences)
    for point, article in sorted(old ^ new):
        if point in labels and article in both:
            checked = (point, article) in new
            yield "absence_checked" if checked else "absence_reopened", f"{labels[point]}: {outlets[article]}"


def _checked(absences: Sequence[Absence]) -> set[tuple[str, str]]:
    return {(absence.point, absence.article) for absence in absences if absence.state == "checked"}


def _notes(before: Comparison, after: Comparison) -> Iterator[tuple[Kind, str]]:
    were = {annotation.id: annotation for annotation in before.annotations}
    here = {annotation.id for annotation in after.annotations}
    both = _homes(before).keys() & _homes(after).keys()
    for annotation in after.annotations:
        was = were.get(annotation.id)
        if was is None:
            yield "note_added", annotation.label
            continue
        if (was.state, annotation.state) == ("proposed", "accepted"):
            yield "note_decided", annotation.label
        if _said(was, both) != _said(annotation, both):
            renamed = was.label != annotation.label
            yield "note_reworded", f"“{annotation.label}”, before “{was.label}”" if renamed else annotation.label
    yield from (("note_removed", annotation.label) for annotation in before.annotations if annotation.id not in here)


def _said(annotation: Annotation, passages: set[str]) -> tuple[Any, ...]:
    places = sorted((t.passage, t.start, t.end) for t in annotation.targets if t.passage in passages)
    kind = (annotation.kind, annotation.difference_class)
    return *kind, annotation.label, annotation.body, sorted(annotation.outlets), places
