"""The document's one stylesheet and the policy that allows nothing but it.

The sheets lie beside this module, not among the static files: an export is made the same way with and without a web
server, collected static files or a manifest.
"""

import base64
import hashlib
import re
from pathlib import Path

from django.utils.safestring import SafeString

from ..sanitizing import style_text
from .themes import PAPER, Colours, Theme

# page.css is for a page of our own; document.css for what stands in it or in somebody else's page.
_SHEETS = {name: Path(__file__).with_name(f"{name}.css").read_text(encoding="utf-8") for name in ("page", "document")}
_ROOT = ".crossread"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def stylesheet(theme: Theme = PAPER, *, scoped: bool = False) -> SafeString:
    """The sheet without comments and indentation: exactly what stands between <style> and </style>. `scoped`: each of
    its rules holds within the root only (CSS nesting), and pages are left as they are."""
    light, dark = _variables(theme.light), _variables(theme.dark)
    if scoped:  # in light colours always, since nothing is known of the page around it
        return style_text(_bare(f"{light}\n{_ROOT}{{\n{_SHEETS['document']}\n}}"))
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}"  # on screens: paper is light
    document = _SHEETS["document"].replace("&", _ROOT)
    return style_text(_bare(f"{light}\n{dark}\n{_SHEETS['page']}\n{document}"))


def _variables(colours: Colours) -> str:
    return f"{_ROOT} {{ " + " ".join(f"--{name}: {colour};" for name, colour in colours.items()) + " }"


def _bare(css: str) -> str:
    lines = _COMMENT.sub("", css).splitlines()
    bare = "\n".join(line.strip() for line in lines if line.strip())
    return bare.replace(" { ", "{").replace("; }", "}").replace("; ", ";")


def style_source(theme: Theme = PAPER) -> str:
    """The source expression that allows this very sheet (CSP level 2, hash sources)."""
    digest = hashlib.sha256(stylesheet(theme).encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def policy(theme: Theme = PAPER) -> dict[str, list[str]]:
    """Content-Security-Policy of the document: its own style, pictures inside the file, nothing from anywhere."""
    return {
        "default-src": ["'none'"],
        "style-src": [style_source(theme)],
        "img-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def policy_text(theme: Theme = PAPER) -> str:
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy(theme).items())
