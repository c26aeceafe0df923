"""The data inside the document: what machines read, and what lets anybody check the words that are printed.

A block of data is a <script> of a type that no browser runs. Packed, the comparison and the annotations take about a
tenth of the room, and the document stays small enough to be sent by mail: JSON, compressed by xz, written in base64. (A
window of gzip is too small to see that both speak of the same words.)
"""

from __future__ import annotations

import base64
import json
import lzma
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from ..engine.documents import Comparison
from ..engine.interchange import to_json
from ..sanitizing import data_text
from .options import Options
from .web_annotations import collection, schema_org

ARTICLES = "crossread-articles"  # ids of the blocks
COMPARISON = "crossread-comparison"
ANNOTATIONS = "crossread-annotations"
PACK = "crossread-pack"  # both of these in one
JSON, LINKED = "application/json", "application/ld+json"
PACKED = "application/json+xz+base64"
LARGEST = 50_000_000  # bytes of a block when it is unpacked; what is larger is no document of ours
LARGEST_MEMORY = 200_000_000  # bytes that unpacking may take; ours takes some 70,000,000

_BLOCK = re.compile(r'<script type="([^"]+)" id="(crossread-[a-z]+)">([^<]*)</script>')


class Unreadable(ValueError):
    """Data that cannot be read. Its text says why."""


@dataclass(frozen=True)
class Block:
    id: str
    type: str
    text: SafeString


def data_blocks(going: Comparison, options: Options) -> tuple[Block, ...]:
    """Of what goes out (selection.published): the articles for search engines, which read them only as they stand; the
    annotations after the W3C's model; and the comparison in its format, without the pairs, which nothing in the
    document speaks of."""
    if options.data == "none":
        return ()
    going = replace(going, pairs=())
    articles = Block(ARTICLES, LINKED, data_text(_dumped(schema_org(going))))
    annotations, described = collection(going, options), _described(going, options)
    if options.data == "packed":  # together
        text = _dumped({ANNOTATIONS: annotations, COMPARISON: described})
        packed = lzma.compress(text.encode("utf-8", "surrogatepass"), preset=9)
        return articles, Block(PACK, PACKED, data_text(base64.b64encode(packed).decode("ascii")))
    return (
        articles,
        Block(ANNOTATIONS, LINKED, data_text(_dumped(annotations))),
        Block(COMPARISON, JSON, data_text(_dumped(described))),
    )


def _dumped(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _described(comparison: Comparison, options: Options) -> dict[str, Any]:
    """The comparison format, with a member that says how this document was made from it."""
    made = options.made.isoformat() if options.made else None
    export = {"title": options.title, "layout": options.layout, "made": made, "cap": options.cap}
    return {**to_json(comparison), "export": export}


def read_data(html: str) -> Mapping[str, Any]:
    """What is in the blocks of a document, by their ids. Raises Unreadable."""
    found: dict[str, Any] = {}
    for kind, name, text in _BLOCK.findall(html):
        data = _read(kind, text)
        found |= data if name == PACK and isinstance(data, dict) else {name: data}
    return found


def _read(kind: str, text: str) -> Any:
    try:
        if kind == PACKED:
            return json.loads(_unpacked(base64.b64decode(text, validate=True)).decode("utf-8", "surrogatepass"))
        return json.loads(text)
    except (ValueError, lzma.LZMAError, EOFError) as error:
        raise Unreadable(f"The data inside cannot be read: {error}.") from error


def _unpacked(packed: bytes) -> bytes:
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=LARGEST_MEMORY)
    data = unpacker.decompress(packed, LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable("The data inside is larger than any that Crossread writes.")
    if not unpacker.eof:
        raise Unreadable("The data inside is cut off.")
    return data
