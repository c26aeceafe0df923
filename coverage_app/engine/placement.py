"""Where in its article a point is reported: headline, lead or paragraph nine, and before or behind which others."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from .documents import Document, Part, Passage, Placement, Point


def placements(documents: Sequence[Document], points: Sequence[Point]) -> tuple[Placement, ...]:
    """The place of each point in each article that reports it, point by point in their order.

    A point that an article reports in several passages is where the first one is. Links that an editor rejected do not
    count.
    """
    where = {p.id: (document.id, at) for document in documents for at, p in enumerate(document.report)}
    told: dict[str, dict[str, int]] = defaultdict(dict)  # article -> point -> position of its first passage
    for point in points:
        for link in point.links:
            if link.state != "rejected" and link.passage in where:
                article, at = where[link.passage]
                told[article][point.id] = min(at, told[article].get(point.id, at))
    found: dict[str, list[Placement]] = defaultdict(list)
    for document in documents:
        report = document.report
        parts = list(_parts(report))
        # the points of one passage stay in row order, as sorting is stable
        for order, (name, at) in enumerate(sorted(told[document.id].items(), key=lambda item: item[1])):
            depth = round(at / max(1, len(report) - 1), 4)
            found[name].append(Placement(name, document.id, report[at].id, *parts[at], at, depth, order))
    return tuple(placement for point in points for placement in found[point.id])


def _parts(report: Sequence[Passage]) -> Iterator[tuple[Part, int | None]]:
    """The part of the article that each report passage stands in, and the paragraph of the body."""
    numbers: dict[int, int] = {}
    for passage in report:
        if passage.kind in ("headline", "standfirst"):
            yield "headline" if passage.kind == "headline" else "standfirst", None
        else:
            number = numbers.setdefault(passage.paragraph, len(numbers))
            yield "body" if number else "lead", number
