"""A story bundle as a zip, out and in. Nothing of it is written to a disk, so that the names in it lead nowhere."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from typing import BinaryIO

from .bundle import (
    AGAIN,
    FORMAT,
    FORMAT_MINOR,
    FORMAT_VERSION,
    MOST_MEMBERS,
    Bundle,
    Journal,
    Manifest,
    Member,
    Story,
    UnfitBundle,
    decode,
    encode,
)
from .bundle_check import check

MANIFEST, COMPARISON, STORY, JOURNAL = "manifest.json", "comparison.json", "story.json", "journal.json"
FILES = "files/"  # before the SHA-256 of each file's bytes

CHOOSE = "Choose the file that “Story bundle” on an export page gave."

# A story of sixty articles has some 20 MB of pages and 15 MB of JSON.
MOST_BYTES = 300 * 2**20  # unpacked
MOST_JSON = 64 * 2**20
MOST_RATIO = 100  # of what is unpacked to the bundle itself; pages and JSON have 5 to 30
EVER_SUSPECT = 20 * 2**20  # bytes; less is harmless, whatever its ratio
MOST_LIST = 2**20  # bytes of the zip's own list of its files
_END = struct.Struct("<4s4H2LH")  # the record that ends a zip
_LOCATOR = 20  # bytes of the one before it, in a zip of the larger kind
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, OSError, EOFError, ValueError, OverflowError)
LEVEL = 6  # of deflate
_MOMENT = (1980, 1, 1, 0, 0, 0)  # of every member: two bundles of an unchanged story are the same bytes


def pack(bundle: Bundle) -> bytes:
    """The zip. The same bundle gives the same bytes. Raises UnfitBundle for what could not be read again."""
    members = {
        COMPARISON: bundle.comparison,
        STORY: encode(bundle.story),
        JOURNAL: encode(bundle.journal),
        **{FILES + digest: content for digest, content in bundle.files.items()},
    }
    manifest = Manifest(
        format=FORMAT,
        version=FORMAT_VERSION,
        minor=FORMAT_MINOR,
        title=bundle.story.title,
        members=[
            Member(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in sorted(members.items())
        ],
    )
    members = {MANIFEST: encode(manifest), **dict(sorted(members.items()))}
    unpacked = sum(map(len, members.values()))
    longest = max(len(content) for name, content in members.items() if name.endswith(".json"))
    if len(members) > MOST_MEMBERS or unpacked > MOST_BYTES or longest > MOST_JSON:
        raise UnfitBundle(
            f"This story is too large for a bundle: at most {MOST_MEMBERS:,} files and {MOST_BYTES // 2**20} MB. "
            "Remove articles that are not needed, or move the whole database instead."
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED, LEVEL)
    _refuse_swollen(unpacked, len(packed.getvalue()))
    return packed.getvalue()


def unpack(file: BinaryIO) -> Bundle:
    """The bundle in a zip, checked. Raises UnfitBundle."""
    try:
        _refuse_crowded(file)
        with zipfile.ZipFile(file) as archive:
            members = _members(archive)
    except UnfitBundle:
        raise
    except _DAMAGED as error:
        raise UnfitBundle(f"This is no story bundle, or it is damaged: it cannot be unpacked. {AGAIN}") from error
    story = decode(members[STORY], Story, STORY)
    bundle = Bundle(
        story=story,
        journal=decode(members[JOURNAL], Journal, JOURNAL),
        files={name.removeprefix(FILES): content for name, content in members.items() if name.startswith(FILES)},
        comparison=members[COMPARISON],
    )
    check(bundle)
    return bundle


def _refuse_crowded(file: BinaryIO) -> None:
    """Before zipfile reads the zip's list of its files: how long that is, stands at the end. A list for more or larger
    files than a bundle has (zip64), or one that something stands behind, is none of ours."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _LOCATOR - _END.size))
    tail = file.read()
    file.seek(0)
    if b"PK" not in tail:
        raise UnfitBundle(f"This is no story bundle: it is no zip. {CHOOSE}")
    signature, _, _, _, count, length, _, comment = _END.unpack(tail[-_END.size :])
    if signature != b"PK\5\6" or comment or tail.startswith(b"PK\6\7") or length > MOST_LIST:
        raise UnfitBundle(f"This is no story bundle, or it was packed by other means: it cannot be unpacked. {AGAIN}")
    if count > MOST_MEMBERS:
        raise UnfitBundle(f"The bundle holds {count:,} files; at most {MOST_MEMBERS:,} are taken in.")


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The files by name, each as the manifest says. How much will be unpacked is known, and bounded, before."""
    infos = [info for info in archive.infolist() if not info.is_dir()]  # who zips by hand has folders in it
    names = [info.filename for info in infos]
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > MOST_BYTES:
        raise UnfitBundle(
            f"The bundle would unpack to {len(infos):,} files and {unpacked / 2**20:,.0f} MB; "
            f"at most {MOST_MEMBERS:,} and {MOST_BYTES // 2**20} are taken in. Ask who sent it for a smaller story."
        )
    _refuse_swollen(unpacked, packed)
    if len(set(names)) < len(names):
        raise UnfitBundle(f"The bundle holds two files of the same name, “{_twice(names)}”. {AGAIN}")
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnfitBundle("The bundle is locked with a password. Unpack it, and zip it again without one.")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise UnfitBundle(f"The bundle is packed in an unusual way. {AGAIN}")
    if MANIFEST not in names:
        raise UnfitBundle(f"This zip is no story bundle: it has no {MANIFEST}. {CHOOSE}")
    manifest = _manifest(_content(archive, MANIFEST))
    listed = {member.name: member for member in manifest.members}
    for name in (COMPARISON, STORY, JOURNAL):
        if name not in listed:
            raise UnfitBundle(f"The bundle lacks {name}. {AGAIN}")
    for name in sorted(set(names) ^ {MANIFEST, *listed}):
        said = "lacks a file that its manifest lists" if name in listed else "holds a file that its manifest lacks"
        raise UnfitBundle(f"The bundle {said}: “{name}”. {AGAIN}")
    found = {name: _content(archive, name) for name in listed}
    for name, content in found.items():
        if hashlib.sha256(content).hexdigest() != listed[name].sha256:
            raise UnfitBundle(f"“{name}” is not what the bundle’s manifest says it is: its SHA-256 is another. {AGAIN}")
        if name not in (COMPARISON, STORY, JOURNAL) and name != FILES + listed[name].sha256:
            raise UnfitBundle(f"The bundle holds a file that is no part of a story: “{name}”. {AGAIN}")
    return found


def _refuse_swollen(unpacked: int, packed: int) -> None:
    if unpacked > EVER_SUSPECT and unpacked > MOST_RATIO * packed:
        raise UnfitBundle(
            f"The bundle unpacks to more than {MOST_RATIO} times its size, which no story’s files do. "
            "Ask who made it for a smaller story."
        )


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most as many bytes as the zip's own list says: zipfile stops there, and the check sum tells."""
    if name.endswith(".json") and archive.getinfo(name).file_size > MOST_JSON:
        raise UnfitBundle(f"“{name}” in the bundle has more than {MOST_JSON // 2**20} MB. Ask for a smaller story.")
    return archive.read(name)


def _manifest(content: bytes) -> Manifest:
    try:
        said = json.loads(content)
        known = said["format"] == FORMAT
        version, minor = int(said["version"]), int(said["minor"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnfitBundle(f"The bundle’s {MANIFEST} cannot be read. {AGAIN}") from error
    if not known:
        raise UnfitBundle(f'This zip is no story bundle: the "format" in its {MANIFEST} is not {FORMAT}.')
    if (version, minor) > (FORMAT_VERSION, FORMAT_MINOR) or version != FORMAT_VERSION:
        raise UnfitBundle(
            f"The bundle is of version {version}.{minor}, and this Crossread knows {FORMAT_VERSION}.{FORMAT_MINOR}: "
            "some of the story would be lost. Bring this Crossread up to date first."
        )
    return decode(content, Manifest, MANIFEST)


def _twice(names: list[str]) -> str:
    return next(name for i, name in enumerate(names) if name in names[:i])
