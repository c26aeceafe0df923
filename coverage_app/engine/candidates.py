"""Which passages may belong to a point: what two people are asked about when they review the links of a story."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .documents import ENGINE, Comparison

MOST_CLOSE = 2  # passages outside a point that are asked about for it; the likest ones


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage and the point that it may report; `linked`: the engine put it there."""

    point: str
    passage: str
    linked: bool


def candidates(comparison: Comparison) -> tuple[Candidate, ...]:
    """The engine's candidate pairs of passage and point, point by point, in each by column and place.

    All links of the engine that no editor decided, and for each point the passages outside it that the engine found to
    share a fact with one of its own, at most `MOST_CLOSE`. Of a point with two passages only the later one is asked
    about: whether the two report the same is one question.
    """
    place = {
        passage.id: (number, passage.start)
        for number, document in enumerate(comparison.documents)
        for passage in document.report
    }
    near: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for pair in comparison.pairs:
        near[pair.first].append((pair.second, pair.confidence))
        near[pair.second].append((pair.first, pair.confidence))
    found: list[Candidate] = []
    for point in comparison.points:
        known = {link.passage for link in point.links}  # what an editor rejected is no candidate again
        inside = [link for link in point.links if link.state != "rejected" and link.passage in place]
        if len(inside) < 2:
            continue
        inside.sort(key=lambda link: place[link.passage])
        asked = inside[1:] if len(inside) == 2 else inside
        here = [Candidate(point.id, link.passage, True) for link in asked if link.by == ENGINE]
        close: dict[str, float] = {}
        for link in inside:
            for other, confidence in near[link.passage]:
                if other in place and other not in known:
                    close[other] = max(confidence, close.get(other, 0.0))
        likest = sorted(close, key=lambda passage: (-close[passage], place[passage]))[:MOST_CLOSE]
        here += [Candidate(point.id, passage, False) for passage in likest]
        found += sorted(here, key=lambda candidate: place[candidate.passage])
    return tuple(found)
