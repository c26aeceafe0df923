"""A comparison under other names: its ids, and what its outlets are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from .documents import Comparison, Point

SUFFIX = "b"  # no id made from a database's key ends so


@dataclass(frozen=True)
class Names:
    """How what came from elsewhere was called there. What was added here keeps its own id, unless something from
    elsewhere has it: then it gets a suffix, the same one whenever it is asked for."""

    ids: Mapping[str, str] = field(default_factory=dict)  # ours: theirs
    outlets: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _taken(self) -> set[str]:
        return set(self.ids.values())

    def id(self, ours: str) -> str:
        if ours in self.ids:
            return self.ids[ours]
        while ours in self._taken:
            ours += SUFFIX
        return ours

    def outlet(self, ours: str) -> str:
        return self.outlets.get(ours, ours)


def renamed(comparison: Comparison, names: Names) -> Comparison:
    """The comparison with these names. What is derived from it is left out, since that is made anew from its texts."""
    return Comparison(
        engine=comparison.engine,
        documents=tuple(
            replace(
                document,
                id=names.id(document.id),
                outlet=names.outlet(document.outlet),
                passages=tuple(replace(passage, id=names.id(passage.id)) for passage in document.passages),
            )
            for document in comparison.documents
        ),
        pairs=tuple(
            replace(pair, first=names.id(pair.first), second=names.id(pair.second)) for pair in comparison.pairs
        ),
        points=tuple(_point(point, names) for point in comparison.points),
        absences=tuple(
            replace(absence, point=names.id(absence.point), article=names.id(absence.article))
            for absence in comparison.absences
        ),
        annotations=tuple(
            replace(
                annotation,
                id=names.id(annotation.id),
                outlets=tuple(sorted(map(names.outlet, annotation.outlets))),
                targets=tuple(replace(target, passage=names.id(target.passage)) for target in annotation.targets),
            )
            for annotation in comparison.annotations
        ),
    )


def _point(point: Point, names: Names) -> Point:
    links = tuple(replace(link, passage=names.id(link.passage)) for link in point.links)
    return replace(point, id=names.id(point.id), links=links)
