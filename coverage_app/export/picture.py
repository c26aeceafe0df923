"""The overview as a picture for a teaser or a social post: which outlet reports which point, under the title."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

import font_source_sans_pro as sans  # type: ignore[import-untyped]
import font_source_serif_pro as serif  # type: ignore[import-untyped]
import resvg_py
from django.template.loader import render_to_string
from django.utils import translation

from ..engine.documents import Comparison
from ..presentation import Sheet
from . import phrases
from .options import Options
from .printing import printable
from .selection import chosen

WIDTH, HEIGHT = 1200, 630  # pixels: what social networks show without cutting
MARGIN = 64
_NAMES = 250  # width of the outlets' names
_MOST_OUTLETS = 10
_LONGEST_NAME = 26  # characters
# Font size of the title, how many of its characters fit a line (Source Serif has some 0.47 em a character), how many
# lines it may take.
_TITLES = ((60, 37, 2), (48, 47, 2), (40, 56, 3))
_LARGEST_CELL = 44


@dataclass(frozen=True)
class Square:
    x: int
    reported: bool
    checked: bool  # an editor looked and found nothing


@dataclass(frozen=True)
class Row:
    y: int
    name: str
    squares: tuple[Square, ...]


def overview_svg(comparison: Comparison, options: Options) -> str:
    """The picture as SVG: text stays text, so it needs a serif and a sans font where it is shown."""
    sheet = Sheet(chosen(comparison, options), options.reference)
    points = [row for row in sheet.rows if row.point and row.present]
    everywhere = sum(row.in_all for row in points)
    size, lines = _title(options.title)
    top = MARGIN + 46 + len(lines) * round(size * 1.12) + 40
    shown = sheet.columns[:_MOST_OUTLETS]
    room = HEIGHT - MARGIN - 66 - top
    step = min(42, room // max(1, len(shown)))
    cell = max(3, min(_LARGEST_CELL, (WIDTH - 2 * MARGIN - _NAMES) // max(1, len(points)), step - 4))

    def squares(document: str) -> Iterator[Square]:
        for n, row in enumerate(points):
            absence = sheet.absences.get((row.key, document))
            checked = absence is not None and absence.state == "checked"
            yield Square(MARGIN + _NAMES + n * cell, document in row.present, checked)

    with translation.override(options.language):
        rest = len(sheet.columns) - len(shown)
        context = {
            "options": options,
            "colours": options.theme.light,
            "width": WIDTH,
            "height": HEIGHT,
            "margin": MARGIN,
            "size": size,
            "lines": [(MARGIN + 62 + (n + 1) * round(size * 1.12) - 16, line) for n, line in enumerate(lines)],
            "rows": [
                Row(top + n * step, _short(column.document.outlet), tuple(squares(column.document.id)))
                for n, column in enumerate(shown)
            ],
            "rest": phrases.more_outlets(rest) if rest else "",
            "cell": max(2, cell - max(1, cell // 6)),
            "baseline": cell // 2 + 6,
            "summary": phrases.summary(len(sheet.columns), len(points), everywhere),
            "outlets": phrases.listed([column.document.outlet for column in sheet.columns]),
        }
        return printable(render_to_string("export/overview.svg", context)).strip() + "\n"


def overview_png(comparison: Comparison, options: Options) -> bytes:
    """The same as PNG, twice as large: letters stay sharp on any screen. Chinese needs a font of the system's that
    has its signs."""
    png = resvg_py.svg_to_bytes(
        svg_string=overview_svg(comparison, options),
        width=2 * WIDTH,
        font_files=[*serif.font_files_ttf.values(), *sans.font_files_ttf.values()],
        serif_family="Source Serif Pro",
        sans_serif_family="Source Sans Pro",
    )
    return bytes(png)


def _title(title: str) -> tuple[int, list[str]]:
    """A font size, and the title in lines that fit; cut where it is too long for all."""
    wide = sum(ord(sign) > 0x2E80 for sign in title) > len(title) / 3  # signs of Chinese and its like are twice as wide
    for size, fitting, most in _TITLES:
        lines = textwrap.wrap(title, fitting // 2 if wide else fitting)
        if len(lines) <= most:
            return size, lines
    size, fitting, most = _TITLES[-1]
    return size, textwrap.wrap(title, fitting // 2 if wide else fitting, max_lines=most, placeholder=" …")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
