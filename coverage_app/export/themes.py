"""House colours: a theme is a small JSON file, checked when it is read.

    {"name": "The Courier", "light": {"link": "#8a1538"}, "dark": {"link": "#f2a3b8"}}

Any colour that is left out is that of PAPER, the theme of Crossread itself. What is written must be readable on what
it is written on: at least 4.5 to 1 (WCAG 2.2, success criterion 1.4.3), lines and marks 3 to 1 (1.4.11).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Colours = Mapping[str, str]  # name: #rrggbb

_LIGHT = {
    "paper": "#fbfaf6",
    "sunk": "#f3f1ea",
    "ink": "#1c1b19",
    "soft": "#5a564e",
    "rule": "#d9d5c9",
    "strong": "#8d887b",
    "link": "#1d4f7c",
    "insert": "#2f6b36",
    "delete": "#8f3028",
    "mark": "#dbe7f4",
    "mark-line": "#1d4f7c",
    "proposed": "#f7e9c4",
    "proposed-line": "#8a6100",
    "focus": "#b1490f",
}
_DARK = {
    "paper": "#17181a",
    "sunk": "#1e2023",
    "ink": "#e9e6df",
    "soft": "#aeaaa1",
    "rule": "#37393d",
    "strong": "#6d6f74",
    "link": "#8fc1ee",
    "insert": "#8fd19a",
    "delete": "#f0a49b",
    "mark": "#21384f",
    "mark-line": "#8fc1ee",
    "proposed": "#463a19",
    "proposed-line": "#e7c15c",
    "focus": "#ffb37a",
}
_WORDS = [("ink", "paper"), ("ink", "sunk"), ("ink", "mark"), ("ink", "proposed"), ("soft", "paper"), ("soft", "sunk")]
_WORDS += [("link", "paper"), ("link", "sunk"), ("delete", "paper"), ("delete", "mark"), ("link", "mark")]
_LINES = [("insert", "paper"), ("mark-line", "paper"), ("proposed-line", "paper"), ("focus", "paper")]
_READABLE, _VISIBLE = 4.5, 3.0

_COLOUR = re.compile(r"#[0-9a-f]{6}")
LONGEST_NAME = 60


class UnfitTheme(ValueError):
    """A theme that cannot be used. Its text says what is wrong and what to do."""


@dataclass(frozen=True)
class Theme:
    """Two sets of the same colours, for light and dark screens; paper is printed with the light ones."""

    name: str
    light: Colours
    dark: Colours


PAPER = Theme("Paper", _LIGHT, _DARK)


def read_theme(text: str) -> Theme:
    """The theme in a file's text. Raises UnfitTheme."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UnfitTheme(f"This is no JSON: {error}.") from error
    name = data.get("name") if isinstance(data, dict) else None
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        raise UnfitTheme(f'A theme is an object with a "name" of at most {LONGEST_NAME} characters.')
    unknown = sorted(set(data) - {"name", "light", "dark"})
    if unknown:
        raise UnfitTheme(f"A theme has no {', '.join(unknown)}: only name, light and dark.")
    theme = Theme(name.strip(), _colours(data, "light", _LIGHT), _colours(data, "dark", _DARK))
    faults = [*_faults("light", theme.light), *_faults("dark", theme.dark)]
    if faults:
        raise UnfitTheme(" ".join(faults))
    return theme


def _colours(data: Mapping[str, Any], which: str, usual: Colours) -> Colours:
    given = data.get(which, {})
    if not isinstance(given, dict):
        raise UnfitTheme(f'"{which}" must be an object of colours.')
    for name, colour in given.items():
        if name not in usual:
            raise UnfitTheme(f"There is no colour {name!r} in {which}; there are {', '.join(usual)}.")
        if not isinstance(colour, str) or not _COLOUR.fullmatch(colour.lower()):
            raise UnfitTheme(f"{which} {name} must be written like #1d4f7c, not {colour!r}.")
    return {**usual, **{name: colour.lower() for name, colour in given.items()}}


def _faults(which: str, colours: Colours) -> Iterator[str]:
    for pairs, least in ((_WORDS, _READABLE), (_LINES, _VISIBLE)):
        for front, back in pairs:
            found = contrast(colours[front], colours[back])
            if found < least:
                yield f"{which}: {front} on {back} has a contrast of {found:.1f} to 1; at least {least} is needed."


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
