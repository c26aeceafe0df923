"""Word files into HTML; the only module that imports mammoth."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from xml.parsers import expat

from .documents import UnreadableSource

MAX_ENTRIES = 2000  # files inside a .docx; a real one has some twenty
# mammoth makes a tree of the XML, in which the shortest element takes as much as the longest: 1 kB and 0.05 ms. So its
# bytes are limited, and its nodes (elements, attributes, comments). An article of 3,000 words has some 10,000 nodes; it
# has 45,000 when every word is formatted by itself. Pictures are not unpacked, and may be as large as they like.
MAX_XML = 4 * 1024 * 1024
MAX_NODES = 100_000

_PARTS = (".xml", ".rels")
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the format knows no other
_DAMAGED = (zipfile.BadZipFile, zlib.error, expat.ExpatError, RuntimeError, OSError, EOFError, ValueError)

_BROKEN = "This file is named like a Word document but cannot be opened as one. Save it again as .docx or as .txt."
_TOO_MUCH = (
    "This Word file would unpack to far more than an article needs, so it was not opened. Save its text as .txt."
)


def page_of(data: bytes) -> str:
    """The HTML of a Word file, without its pictures.

    Raises UnreadableSource for what is no sound .docx, or holds more than MAX_XML bytes or MAX_NODES nodes of XML.
    """
    try:
        parts = _parts(data)
        _refuse_swollen(parts.values())
    except _DAMAGED as error:
        if isinstance(error, UnreadableSource):
            raise
        raise UnreadableSource(_BROKEN) from error

    import mammoth  # type: ignore[import-untyped]  # costs start-up time, and few articles are Word files

    try:
        result = mammoth.convert_to_html(
            _packed(parts), convert_image=mammoth.images.img_element(lambda _image: {"src": ""})
        )
    except Exception as error:  # mammoth has no error class of its own: whatever it says, the file is broken
        raise UnreadableSource(_BROKEN) from error
    return f"<html><body>{result.value}</body></html>"


def _parts(data: bytes) -> dict[str, bytes]:
    """The XML in the file, by name. The sizes that the file declares are not believed."""
    parts: dict[str, bytes] = {}
    left = MAX_XML
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise UnreadableSource(_TOO_MUCH)
        for entry in entries:
            if not entry.filename.endswith(_PARTS):
                continue
            if entry.compress_type not in _COMPRESSIONS:
                raise UnreadableSource(_BROKEN)
            with archive.open(entry) as file:
                parts[entry.filename] = file.read(left + 1)
            left -= len(parts[entry.filename])
            if left < 0:
                raise UnreadableSource(_TOO_MUCH)
    if "word/document.xml" not in parts:
        raise UnreadableSource(_BROKEN)
    return parts


def _refuse_swollen(parts: Iterable[bytes]) -> None:
    """Raises UnreadableSource for more than MAX_NODES nodes, and for a document type: Word writes none, and entities
    that it defines could unfold without end."""
    left = MAX_NODES

    def element(_name: str, attributes: dict[str, str]) -> None:
        spend(1 + len(attributes))

    def other(*_node: str) -> None:
        spend(1)

    def spend(nodes: int) -> None:
        nonlocal left
        left -= nodes
        if left < 0:
            raise UnreadableSource(_TOO_MUCH)

    def refuse(*_declaration: object) -> None:
        raise UnreadableSource(_BROKEN)

    for part in parts:
        parser = expat.ParserCreate()
        parser.StartElementHandler = element
        parser.CommentHandler = parser.ProcessingInstructionHandler = parser.StartCdataSectionHandler = other
        parser.StartDoctypeDeclHandler = refuse
        parser.Parse(part, True)


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """A Word file of these parts alone, so that mammoth reads nothing that was not looked at."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed
