"""A Comparison as JSON and back: the comparison format of docs/comparison-format.md."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from .documents import (
    Absence,
    Alteration,
    Annotation,
    Comparison,
    Document,
    Extent,
    Link,
    Origin,
    Pair,
    Passage,
    Placement,
    Point,
    Quotation,
    Quote,
    QuoteVersion,
    Reason,
    Reuse,
    Target,
)

FORMAT = "crossread/comparison"
FORMAT_VERSION = 1
FORMAT_MINOR = 1  # counts the members that were added; readers of the version need not know them


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as dicts, sequences and strings that json.dump writes; points in time in ISO 8601."""
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "minor": FORMAT_MINOR,
        "engine": comparison.engine,
        "articles": [_article(document) for document in comparison.documents],
        "pairs": [[pair.first, pair.second, pair.confidence] for pair in comparison.pairs],
        "points": [_point(point) for point in comparison.points],
        "absences": [
            {"point": a.point, "article": a.article, "state": a.state, "by": a.by, "at": _moment(a.at)}
            for a in comparison.absences
        ],
        "annotations": [_annotation(annotation) for annotation in comparison.annotations],
        "quotes": [asdict(quote) for quote in comparison.quotes],
        "origins": [asdict(origin) for origin in comparison.origins],
        "placements": [asdict(placement) for placement in comparison.placements],
    }


def dumps(comparison: Comparison) -> str:
    """The text of a file in the comparison format."""
    return json.dumps(to_json(comparison), ensure_ascii=False, indent=2)


def from_json(data: Mapping[str, Any]) -> Comparison:
    """The comparison that to_json wrote. Unknown members are ignored, as a newer minor version may have more.

    Raises ValueError with a sentence for what is another format, a newer version, or lacks something needed.
    """
    if data.get("format") != FORMAT:
        raise ValueError(f'This is not a comparison: its "format" is not {FORMAT}.')
    if data.get("version") != FORMAT_VERSION:
        raise ValueError(
            f"This comparison has version {data.get('version')!r} of the format; only {FORMAT_VERSION} can be read."
        )
    try:
        return Comparison(
            engine=data["engine"],
            documents=tuple(_read_article(article) for article in data["articles"]),
            pairs=tuple(Pair(first, second, float(confidence)) for first, second, confidence in data["pairs"]),
            points=tuple(_read_point(point) for point in data["points"]),
            absences=tuple(
                Absence(a["point"], a["article"], a["state"], a["by"], _read_moment(a["at"])) for a in data["absences"]
            ),
            annotations=tuple(_read_annotation(annotation) for annotation in data["annotations"]),
            quotes=tuple(_read_quote(quote) for quote in data.get("quotes", ())),
            origins=tuple(_read_origin(origin) for origin in data.get("origins", ())),
            placements=tuple(_read_placement(placement) for placement in data.get("placements", ())),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"This comparison is incomplete or damaged: {error}.") from error


def _article(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": document.source,
        "outlet": document.outlet,
        "headline": document.headline,
        "byline": document.byline,
        "url": document.url,
        "published": _moment(document.published),
        "language": document.language,
        "order": document.order,
        "revision": document.revision,
        "sha256": document.sha256,
        "text": document.text,
        "passages": [
            {"id": p.id, "start": p.start, "end": p.end, "paragraph": p.paragraph, "kind": p.kind, "text": p.text}
            for p in document.passages
        ],
    }


def _read_article(data: Mapping[str, Any]) -> Document:
    return Document(
        id=data["id"],
        source=data["source"],
        sha256=data["sha256"],
        text=data["text"],
        passages=tuple(
            Passage(p["id"], p["start"], p["end"], p["paragraph"], p["kind"], p["text"]) for p in data["passages"]
        ),
        outlet=data["outlet"],
        headline=data["headline"],
        byline=data["byline"],
        url=data["url"],
        published=_read_moment(data["published"]),
        language=data["language"],
        order=data["order"],
        revision=data["revision"],
    )


def _point(point: Point) -> dict[str, Any]:
    return {
        "id": point.id,
        "label": point.label,
        "order": point.order,
        "locked": point.locked,
        "links": [
            {"passage": k.passage, "confidence": k.confidence, "by": k.by, "at": _moment(k.at), "state": k.state}
            for k in point.links
        ],
    }


def _read_point(data: Mapping[str, Any]) -> Point:
    links = tuple(
        Link(k["passage"], float(k["confidence"]), k["by"], _read_moment(k["at"]), k["state"]) for k in data["links"]
    )
    return Point(data["id"], data["label"], data["order"], links, data["locked"])


def _annotation(annotation: Annotation) -> dict[str, Any]:
    return {
        "id": annotation.id,
        "kind": annotation.kind,
        "class": annotation.difference_class,
        "state": annotation.state,
        "by": annotation.by,
        "confidence": annotation.confidence,
        "at": _moment(annotation.at),
        "outlets": list(annotation.outlets),
        "label": annotation.label,
        "body": annotation.body,
        "targets": [
            {
                "passage": t.passage,
                "start": t.start,
                "end": t.end,
                "exact": t.exact,
                "prefix": t.prefix,
                "suffix": t.suffix,
            }
            for t in annotation.targets
        ],
    }


def _read_annotation(data: Mapping[str, Any]) -> Annotation:
    return Annotation(
        id=data["id"],
        kind=data["kind"],
        targets=tuple(
            Target(t["passage"], t["start"], t["end"], t["exact"], t["prefix"], t["suffix"]) for t in data["targets"]
        ),
        outlets=tuple(data["outlets"]),
        label=data["label"],
        body=data["body"],
        difference_class=data["class"],
        state=data["state"],
        by=data["by"],
        confidence=data["confidence"],
        at=_read_moment(data["at"]),
    )


def _read_quote(data: Mapping[str, Any]) -> Quote:
    return Quote(
        id=data["id"],
        versions=tuple(
            QuoteVersion(
                quotation=_read_quotation(version["quotation"]),
                forms=tuple(version["forms"]),
                alterations=tuple(Alteration(a["was"], _read_extents(a["now"])) for a in version["alterations"]),
            )
            for version in data["versions"]
        ),
    )


def _read_quotation(data: Mapping[str, Any]) -> Quotation:
    attribution = data["attribution"]
    return Quotation(
        article=data["article"],
        extents=_read_extents(data["extents"]),
        speaker=data["speaker"],
        attribution=_read_extents([attribution])[0] if attribution else None,
    )


def _read_extents(data: Iterable[Mapping[str, Any]]) -> tuple[Extent, ...]:
    return tuple(Extent(e["passage"], e["start"], e["end"], e["exact"]) for e in data)


def _read_origin(data: Mapping[str, Any]) -> Origin:
    return Origin(
        article=data["article"],
        shared=data["shared"],
        quoted=data["quoted"],
        agency=data["agency"],
        source=data["source"],
        reasons=tuple(Reason(reason["kind"], reason["detail"]) for reason in data["reasons"]),
        reuses=tuple(
            Reuse(r["article"], r["words"], _read_extents(r["extents"]), _read_extents(r["theirs"]))
            for r in data["reuses"]
        ),
    )


def _read_placement(data: Mapping[str, Any]) -> Placement:
    return Placement(
        point=data["point"],
        article=data["article"],
        passage=data["passage"],
        part=data["part"],
        paragraph=data["paragraph"],
        position=data["position"],
        depth=data["depth"],
        order=data["order"],
    )


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read_moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
