"""The annotations and points of a comparison for machines: after the Web Annotation Data Model (W3C Recommendation of
23 February 2017), and the articles after schema.org.

Sections of the model that are followed here:
- 3.1 Annotations; 3.2.4 Embedded Textual Body: label, note and class, each with its purpose (3.3.5)
- 3.3.1 Lifecycle, 3.3.2 Agents, 3.3.5 Motivation and Purpose
- 4.1 and 4.2 Specific Resources with Selectors: 4.2.4 Text Quote Selector, 4.2.5 Text Position Selector
- 4.3.1 Time State: `cached` names the copy of the source that was compared
- 5.1 Annotation Collection, 5.2 Annotation Page

A Text Position Selector counts Unicode code points in the article's text as Crossread read it, which is the `text` of
the comparison format; that of the page at `source` has menus and the like as well, and there the words are found by
the Text Quote Selector. Our own terms are `crossread:confidence` (how likely the engine holds it, 0..1),
`crossread:state` (accepted or proposed), `crossread:kind`, `crossread:id` (as in the comparison format) and
`crossread:outlets` (who is credited: of an omission, who has no words to point at).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ..engine.documents import ENGINE, Annotation, AnnotationKind, Comparison, Document, Passage
from .addresses import web_address
from .options import Options
from .rights import WITHHELD

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"crossread": "urn:x-crossread:"}]
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'  # section 6 of the vocabulary's protocol

_MOTIVATIONS: dict[AnnotationKind, str] = {
    "added_detail": "describing",
    "difference": "classifying",
    "omission": "assessing",
    "note": "commenting",
}
_NAMES = uuid.UUID("6f0c6a3e-5b0d-4a52-9f5c-0d7f4f3f1c55")  # ours: names made in it clash with nobody else's
_BY = re.compile(r"^(?:by|von|par|por)\s+", re.IGNORECASE)

Words = tuple[Document, int, int, str, str, str]  # article, start and end in its text, exact, prefix, suffix


def collection(going: Comparison, options: Options) -> dict[str, Any]:
    """What of a comparison goes out (selection.published), as one collection with one page: first the points, whose
    passages are linked, then the annotations, both in the comparison's order."""
    items = [*_points(going), *_annotations(going)]
    identifier = _urn("collection", "", *(document.sha256 for document in going.documents))
    software = {"type": "Software", "name": "Crossread"}
    return {
        "@context": CONTEXT,
        "id": identifier,
        "type": "AnnotationCollection",
        "label": options.title,
        "generator": software,
        **({"generated": _moment(options.made)} if options.made else {}),
        "total": len(items),
        "first": {
            "id": f"{identifier}#page-1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }


def source_of(document: Document) -> str:
    """The article's address on the web, else a name made from the SHA-256 of its file."""
    return web_address(document.url) or _copy(document)


def _copy(document: Document) -> str:
    return f"urn:sha256:{document.sha256}"


def _points(comparison: Comparison) -> Iterator[dict[str, Any]]:
    homes = _homes(comparison)
    for point in comparison.points:
        links = [link for link in point.links if link.state != "rejected" and link.passage in homes]
        if not links:
            continue
        words = [_whole(*homes[link.passage]) for link in links]
        yield {
            "id": _urn("point", point.id, *(document.sha256 for document, *_ in words)),
            "type": "Annotation",
            "motivation": "linking",
            "creator": [_creator(by, comparison) for by in dict.fromkeys(link.by for link in links)],
            "body": [_text(point.label, "describing")],
            "target": [_target(*those) for those in words],
            "crossread:id": point.id,
            "crossread:kind": "point",
            "crossread:state": "accepted" if all(link.state == "accepted" for link in links) else "proposed",
        }


def _annotations(comparison: Comparison) -> Iterator[dict[str, Any]]:
    homes = _homes(comparison)
    for annotation in comparison.annotations:
        words: list[Words] = []
        for target in annotation.targets:
            document, passage = homes[target.passage]
            start, end = passage.start + target.start, passage.start + target.end
            words.append((document, start, end, target.exact, target.prefix, target.suffix))
        if words:  # the model knows no annotation without a target
            yield {
                "id": _urn("annotation", annotation.id, *(document.sha256 for document, *_ in words)),
                "type": "Annotation",
                "motivation": _MOTIVATIONS[annotation.kind],
                "creator": _creator(annotation.by, comparison),
                **({"created": _moment(annotation.at)} if annotation.at else {}),
                "body": list(_bodies(annotation)),
                "target": [_target(*those) for those in words],
                "crossread:id": annotation.id,
                "crossread:kind": annotation.kind,
                "crossread:state": annotation.state,
                "crossread:outlets": list(annotation.outlets),
                **({} if annotation.confidence is None else {"crossread:confidence": annotation.confidence}),
            }


def _homes(comparison: Comparison) -> dict[str, tuple[Document, Passage]]:
    return {p.id: (document, p) for document in comparison.documents for p in document.passages}


def _whole(document: Document, passage: Passage) -> Words:
    return document, passage.start, passage.end, passage.text, "", ""


def _bodies(annotation: Annotation) -> Iterator[dict[str, str]]:
    yield _text(annotation.label, "describing")
    if annotation.body:
        yield _text(annotation.body, "commenting", "text/markdown")
    if annotation.difference_class:
        yield _text(annotation.difference_class, "tagging")


def _text(value: str, purpose: str, media_type: str = "text/plain") -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": media_type, "purpose": purpose}


def _creator(by: str, comparison: Comparison) -> dict[str, str]:
    if by != ENGINE:
        return {"type": "Person", "name": by}
    version = {"schema:softwareVersion": comparison.engine} if comparison.engine else {}
    return {"type": "Software", "name": "Crossread engine", **version}


def _target(document: Document, start: int, end: int, exact: str, prefix: str, suffix: str) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = []
    if WITHHELD not in exact:  # else the words may not go out, and only their place can be told
        around = {name: words for name, words in (("prefix", prefix), ("suffix", suffix)) if words}
        selectors.append({"type": "TextQuoteSelector", "exact": exact, **around})
    selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    return {
        "type": "SpecificResource",
        "source": source_of(document),
        "state": {"type": "TimeState", "cached": _copy(document)},
        "selector": selectors,
    }


def _urn(kind: str, identifier: str, *digests: str) -> str:
    """A name that is the same whenever the same thing goes out, and nobody else's: an id alone is a database's."""
    name = "\n".join([kind, identifier, *digests])
    return uuid.uuid5(_NAMES, name.encode("utf-8", "backslashreplace").decode()).urn  # an id may hold a lone surrogate


def _moment(at: datetime) -> str:
    """In UTC, as the model asks for."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def schema_org(comparison: Comparison) -> list[dict[str, Any]]:
    """The articles as schema.org knows them, in column order. What is not known is left out."""
    return [_article(document) for document in comparison.documents]


def _article(document: Document) -> dict[str, Any]:
    known = {
        "headline": document.headline,
        "author": _authors(document.byline),
        "datePublished": document.published.isoformat() if document.published else None,
        "publisher": {"@type": "NewsMediaOrganization", "name": document.outlet},
        "url": web_address(document.url),
        "inLanguage": document.language,
    }
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": source_of(document),
        **{name: value for name, value in known.items() if value},
        "encoding": {"@type": "MediaObject", "name": document.source, "sha256": document.sha256},
    }


def _authors(byline: str | None) -> dict[str, str] | None:
    """Whoever the byline names, in its words: it may be several people, or an agency."""
    name = _BY.sub("", (byline or "").strip(), count=1)
    return {"@type": "Person", "name": name} if name else None
