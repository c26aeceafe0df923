"""The data inside the document: what machines read, and what lets anybody check the words that are printed.

A block of data is a <script> of a type that no browser runs. Packed, the comparison and the annotations take about a
fifth of the room, and the document stays small enough to be sent by mail: JSON, compressed by gzip, written in base64.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from ..engine.documents import Comparison
from ..engine.interchange import to_json
from ..sanitizing import data_text
from .options import Options
from .selection import published

COMPARISON = "crossread-comparison"  # ids of the blocks
ANNOTATIONS = "crossread-annotations"
JSON, LINKED = "application/json", "application/ld+json"
_PACKED = "+gzip+base64"
LARGEST = 50_000_000  # bytes of a block when it is unpacked; what is larger is no document of ours

_BLOCK = re.compile(r'<script type="([^"]+)" id="(crossread-[a-z]+)">([^<]*)</script>')


class Unreadable(ValueError):
    """Data that cannot be read. Its text says why."""


@dataclass(frozen=True)
class Block:
    id: str
    type: str
    text: SafeString


def data_blocks(comparison: Comparison, options: Options) -> tuple[Block, ...]:
    """The comparison in its format, without the pairs, which nothing in the document speaks of; the annotations after
    the W3C's model."""
    if options.data == "none":
        return ()
    going = replace(published(comparison, options), pairs=())
    return (_block(COMPARISON, JSON, _described(going, options), options),)


def _block(name: str, kind: str, data: Any, options: Options) -> Block:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if options.data == "packed":
        packed = gzip.compress(text.encode("utf-8", "surrogatepass"), mtime=0)
        return Block(name, kind + _PACKED, data_text(base64.b64encode(packed).decode("ascii")))
    return Block(name, kind, data_text(text))


def _described(comparison: Comparison, options: Options) -> dict[str, Any]:
    """The comparison format, with a member that says how this document was made from it."""
    made = options.made.isoformat() if options.made else None
    export = {"title": options.title, "layout": options.layout, "made": made, "cap": options.cap}
    return {**to_json(comparison), "export": export}


def read_data(html: str) -> Mapping[str, Any]:
    """The blocks of a document by their ids. Raises Unreadable."""
    return {name: _read(kind, text) for kind, name, text in _BLOCK.findall(html)}


def _read(kind: str, text: str) -> Any:
    try:
        if kind.endswith(_PACKED):
            return json.loads(_unpacked(base64.b64decode(text, validate=True)).decode("utf-8", "surrogatepass"))
        return json.loads(text)
    except (ValueError, OSError, EOFError) as error:
        raise Unreadable(f"The data inside cannot be read: {error}.") from error


def _unpacked(packed: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable("The data inside is larger than any that Crossread writes.")
    return data
