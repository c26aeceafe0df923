"""Reads annotations that were made elsewhere: after the Web Annotation Data Model (W3C Recommendation of 23 February
2017; our own export too), and as Hypothesis exports them (its API, and the file of its client).

A Statement is what somebody said of some words; anchors.py finds those in the articles of a story.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from .anchors import Quoted
from .documents import Document

MOST = 2000  # annotations of a file
MOST_TARGETS = 100  # of an annotation
DEEPEST = 8  # selectors within selectors, pages within collections
LONGEST_ID = 200
OURS = "crossread:"
KINDS = ("added_detail", "difference", "omission", "note")
_PROXIES = ("https://via.hypothes.is/", "https://hyp.is/go?url=")
_IDLE = re.compile(r"(utm_\w+|fbclid|gclid|mc_\w+)(=|$)")  # parameters that change nothing of a page


class UnfitAnnotations(ValueError):
    """What cannot be read as annotations. Its text says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words that a statement is about. `sources` are addresses of their page, or the hash of its text."""

    quoted: Quoted
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said elsewhere. `id` is the same whenever the same annotation is read."""

    id: str
    by: str
    at: datetime | None
    text: str  # Markdown, or plain
    tags: tuple[str, ...]
    pointers: tuple[Pointer, ...]
    label: str = ""  # these are known of our own exports only
    kind: str = "note"
    difference_class: str = ""
    outlets: tuple[str, ...] = ()
    checked: bool = True  # not: an engine proposed it, and nobody said that it holds
    is_point: bool = False  # a row of a comparison, which is no annotation here


def read_annotations(data: bytes) -> tuple[Statement, ...]:
    """The annotations of a file, in its order. Raises UnfitAnnotations."""
    try:
        parsed = _cleaned(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise UnfitAnnotations(
            "This file is no JSON, so no annotations can be read from it. Export them as JSON (in Hypothesis: Share, "
            "Export, JSON), or as W3C Web Annotations (JSON-LD)."
        ) from error
    found = list(_annotations(parsed, DEEPEST))
    if not found:
        raise UnfitAnnotations(
            "There are no annotations in this file. Hypothesis’ JSON export and W3C Web Annotations (JSON-LD) are read."
        )
    if len(found) > MOST:
        raise UnfitAnnotations(f"This file has {len(found):,} annotations; at most {MOST:,} are read. Divide it.")
    return tuple(map(_statement, found))


def _annotations(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Annotations wherever a file keeps them: alone, in a list, in a collection and its pages, in a graph."""
    if depth < 0:
        return
    if isinstance(value, list):
        for one in value:
            yield from _annotations(one, depth - 1)
    elif isinstance(value, Mapping):
        if "target" in value:
            yield value
            return
        for name in ("items", "first", "next", "rows", "annotations", "@graph"):
            yield from _annotations(value.get(name), depth - 1)


def _cleaned(value: Any) -> Any:
    """Without what no database and no page can hold: NUL, and halves of characters."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return {name: _cleaned(one) for name, one in value.items()} if isinstance(value, dict) else value


def _statement(given: Mapping[str, Any]) -> Statement:
    bodies = [*_bodies(given)]
    ours = given.get(f"{OURS}kind")
    creator = next(_listed(given.get("creator") or given.get("user_info") or given.get("user")), None)
    said = {
        purpose: [text for text, told in bodies if told == purpose]
        for purpose in ("describing", "commenting", "tagging")
    }
    plain = Statement(
        id=_id(given),
        by=_name(creator) or _name(given.get("user")),
        at=_moment(given.get("created") or given.get("modified")),
        text="\n\n".join(text for text, told in bodies if told != "tagging"),
        tags=tuple(dict.fromkeys([*_strings(given.get("tags")), *said["tagging"]])),
        pointers=tuple(_pointers(given.get("target"), _sources(given), DEEPEST))[:MOST_TARGETS],
        is_point=ours == "point",
    )
    if ours not in KINDS:
        return plain
    return replace(
        plain,
        text="\n\n".join(said["commenting"]),
        tags=(),
        label=" ".join(said["describing"]),
        kind=str(ours),
        difference_class=next(iter(said["tagging"]), ""),
        outlets=tuple(_strings(given.get(f"{OURS}outlets"))),
        checked=given.get(f"{OURS}state", "accepted") == "accepted",
    )


def _bodies(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Texts with their purpose."""
    for text in (given.get("text"), given.get("bodyValue")):
        if isinstance(text, str) and text.strip():
            yield text.strip(), ""
    for body in _listed(given.get("body")):
        if isinstance(body, str):
            yield body, ""  # an address, or words: either is worth reading
        elif isinstance(body, Mapping):
            text = body.get("value") or body.get("source") or body.get("id")
            if isinstance(text, str) and text.strip():
                yield text.strip(), str(body.get("purpose") or "")


def _sources(given: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_strings(given.get("uri")))


def _pointers(target: Any, sources: tuple[str, ...], depth: int) -> Iterator[Pointer]:
    """A target is an address, a resource, one with selectors, or a list or choice of them."""
    if depth < 0:
        return
    for one in _listed(target):
        if isinstance(one, str):
            yield Pointer(Quoted(""), (*sources, one))
        elif isinstance(one, Mapping) and "items" in one:
            yield from _pointers(one["items"], sources, depth - 1)
        elif isinstance(one, Mapping):
            yield Pointer(_quoted(one.get("selector")), (*sources, *_named_sources(one)))


def _named_sources(target: Mapping[str, Any]) -> Iterator[str]:
    """Its page, and the copies of it that were read."""
    for name in ("source", "id", "state", "scope", "canonical", "via"):
        for one in _listed(target.get(name)):
            if isinstance(one, str):
                yield one
            elif isinstance(one, Mapping):
                yield from _strings([one.get("id"), one.get("cached"), one.get("source"), one.get("sha256")])


def _quoted(selector: Any) -> Quoted:
    """The innermost words of the selectors, with the place that is told beside them."""
    exact = prefix = suffix = within = ""
    start = end = None
    for depth, one in _selectors(selector, 0):
        if one.get("type") == "TextQuoteSelector" and isinstance(one.get("exact"), str):
            if depth and exact:
                within, start, end = exact, None, None
            exact = one["exact"]
            prefix, suffix = (str(one.get(name) or "") for name in ("prefix", "suffix"))
        elif one.get("type") == "TextPositionSelector" and not depth:
            start, end = (value if isinstance(value, int) else None for value in (one.get("start"), one.get("end")))
    return Quoted(exact, prefix, suffix, start, end, within)


def _selectors(selector: Any, depth: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if depth > DEEPEST:
        return
    for one in _listed(selector):
        if isinstance(one, Mapping):
            yield depth, one
            yield from _selectors(one.get("refinedBy"), depth + 1)


def _id(given: Mapping[str, Any]) -> str:
    """What the file calls it if that can be nobody else's name; else a hash of all that it says."""
    name = given.get("id") or given.get("@id")
    if isinstance(name, str) and ":" in name and len(name) <= LONGEST_ID:
        return name
    if isinstance(name, str) and name and "user" in given:  # Hypothesis calls them by a bare name
        return f"https://hypothes.is/a/{name}"[:LONGEST_ID]
    canonical = json.dumps(given, sort_keys=True).encode("utf-8", "surrogatepass")
    return f"sha256:{hashlib.sha256(canonical).hexdigest()}"


def _name(creator: Any) -> str:
    if isinstance(creator, Mapping):
        names = ("name", "nickname", "display_name", "id")
        creator = next((creator[name] for name in names if isinstance(creator.get(name), str) and creator[name]), "")
    name = creator if isinstance(creator, str) else ""
    account = re.match(r"(?:acct:|mailto:)?([^\s@]+)@\S+$", name)  # who it is, and not where to write to them
    return account[1] if account else name


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _listed(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def _strings(value: Any) -> Iterator[str]:
    yield from (one for one in _listed(value) if isinstance(one, str) and one)


# --- whose words


def documents_of(pointer: Pointer, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Those that a pointer names, by the hash of their file, else by address; none where it names none of ours."""
    addresses = {_address(source) for source in pointer.sources}
    return tuple(d for d in documents if names_file(pointer, d)) or tuple(
        d for d in documents if d.url and _address(d.url) in addresses
    )


def names_file(pointer: Pointer, document: Document) -> bool:
    """Whether a pointer is about this very file."""
    return bool(document.sha256) and any(document.sha256 in source.casefold() for source in pointer.sources)


def _address(url: str) -> str:
    """An address without what does not tell pages apart."""
    for proxy in _PROXIES:
        url = url.removeprefix(proxy)
    rest = url.split("#")[0].partition("://")[2] or url
    path, _, query = rest.partition("?")
    host, slash, path = path.partition("/")
    for prefix in ("www.", "m.", "amp."):
        host = host.casefold().removeprefix(prefix)
    kept = sorted(part for part in query.split("&") if part and not _IDLE.match(part))
    return f"{host}/{path.rstrip('/')}?{'&'.join(kept)}" if slash or query else host
