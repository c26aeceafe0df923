"""Story bundles to test with: a sound one, and the same one spoiled."""

import hashlib
import io
import json
import zipfile

from coverage_app import queries
from coverage_app.bundling import bundle
from coverage_app.engine.bundle_zip import pack
from coverage_app.engine.derived import with_derived
from coverage_app.engine.interchange import dumps


def packed(story) -> bytes:
    return pack(bundle(story))


def as_json(story) -> str:
    return dumps(with_derived(queries.exported(story)))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, content)
    return out.getvalue()


def with_manifest(files: dict[str, bytes], **more: object) -> bytes:
    """The zip of these files, with a manifest that fits them."""
    listed = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if name != "manifest.json"
    ]
    manifest = {"format": "crossread/bundle", "version": 1, "minor": 0, "title": "Story", "members": listed, **more}
    return zipped({**files, "manifest.json": json.dumps(manifest).encode()})


def spoiled(data: bytes, spoil, member: str = "story.json") -> bytes:
    """The bundle after `spoil` changed the parsed JSON of a member, with hashes that fit again."""
    files = members(data)
    parsed = json.loads(files[member])
    spoil(parsed)
    return with_manifest({**files, member: json.dumps(parsed).encode()})
