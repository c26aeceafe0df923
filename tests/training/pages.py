"""Invented articles as they are found on pages, with what stands between the report: what the furniture scorer learns
from.

A file is UTF-8 text. Each article is opened by `== what kind of outlet`. Every further line is a paragraph behind what
it is: `R | ` report (headline, standfirst, heading, body) or `F | ` furniture.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pages"
PARAGRAPH = re.compile(r"(?P<kind>[RF]) \| (?P<text>\S.*)")


@dataclass(frozen=True)
class Page:
    """The paragraphs of an article, and whether each is furniture."""

    paragraphs: tuple[str, ...]
    is_furniture: tuple[bool, ...]


def pages(folder: Path = FOLDER) -> list[Page]:
    """All articles of a folder. Raises ValueError with file and line for what cannot be read."""
    return [page for path in sorted(folder.glob("*.txt")) for page in _parse(path)]


def _parse(path: Path) -> list[Page]:
    found: list[list[re.Match[str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            found.append([])
        elif found and (paragraph := PARAGRAPH.fullmatch(line)):
            found[-1].append(paragraph)
        elif line.strip():
            raise ValueError(f"{path.name}:{number}: neither an article's head nor a paragraph: {line[:60]!r}")
    return [Page(tuple(p["text"] for p in page), tuple(p["kind"] == "F" for p in page)) for page in found]
