"""The document's one stylesheet and the policy that allows nothing but it.

The sheet lies beside this module, not among the static files: an export is made the same way with and without a web
server, collected static files or a manifest.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString

from ..sanitizing import style_text

_SHEET = Path(__file__).with_name("document.css")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def stylesheet() -> SafeString:
    """The sheet without comments and indentation: exactly what stands between <style> and </style>."""
    lines = _COMMENT.sub("", _SHEET.read_text(encoding="utf-8")).splitlines()
    return style_text("\n".join(line.strip() for line in lines if line.strip()))


@cache
def style_source() -> str:
    """The source expression that allows this very sheet (CSP level 2, hash sources)."""
    digest = hashlib.sha256(stylesheet().encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def policy() -> dict[str, list[str]]:
    """Content-Security-Policy of the document: its own style, pictures inside the file, nothing from anywhere."""
    return {
        "default-src": ["'none'"],
        "style-src": [style_source()],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def policy_text() -> str:
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy().items())
