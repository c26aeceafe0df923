"""What of a comparison goes out: the articles, points and notes that were chosen, editors called as was chosen."""

from __future__ import annotations

from dataclasses import replace

from ..engine.documents import Comparison, Point
from .options import Options
from .rights import Rights, withheld


def chosen(comparison: Comparison, options: Options) -> Comparison:
    """The comparison without what was left out. A point that none of its articles is left of goes too, and a note of
    which some words are in an article that is left out."""
    documents = tuple(d for d in comparison.documents if d.id not in options.without)
    report = {passage.id for document in documents for passage in document.passages}
    points = tuple(_point(p, report, options) for p in comparison.points if p.id not in options.without)
    points = tuple(point for point in points if point.links)
    kept = {point.id for point in points}
    here = {document.id for document in documents}
    annotations = tuple(
        replace(annotation, by=options.called(annotation.by))
        for annotation in comparison.annotations
        if options.includes(annotation) and all(target.passage in report for target in annotation.targets)
    )
    absences = tuple(
        replace(absence, by=options.called(absence.by) if absence.by else None)
        for absence in comparison.absences
        if absence.point in kept and absence.article in here
    )
    pairs = tuple(pair for pair in comparison.pairs if pair.first in report and pair.second in report)
    # What is derived from texts and points (quotes, origins, placements) is derived anew by whoever needs it.
    return Comparison(comparison.engine, documents, pairs, points, absences, annotations)


def _point(point: Point, report: set[str], options: Options) -> Point:
    links = (replace(link, by=options.called(link.by)) for link in point.links if link.passage in report)
    return replace(point, links=tuple(links))


def rights(comparison: Comparison, options: Options) -> Rights | None:
    """Which words of a chosen comparison may go out; None: all of them."""
    return None if options.cap is None else Rights(comparison, options.cap)


def published(comparison: Comparison, options: Options) -> Comparison:
    """What a file for machines, or of another format, is made from: what was chosen, words withheld that may not go
    out (rights.WITHHELD)."""
    selected = chosen(comparison, options)
    allowed = rights(selected, options)
    return withheld(selected, allowed) if allowed else selected
