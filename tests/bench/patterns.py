"""Regular expressions of the engine on hostile text: does their time grow with its length, or faster?

A pattern all of whose repeats are bounded takes at most so much at each place of a text. The others are searched for
through texts of N and MORE times N characters, made of what a pattern may take for its beginning many times over.
"""

import importlib
import math
import pkgutil
import re
import time
from collections.abc import Iterator

import coverage_app.engine

from .reporting import Figure

N, MORE = 1_000, 8
STEEPEST = 1.5  # the power with which time grows: linear is 1, quadratic is 2
SLOW = 0.01  # seconds below which a search is not worth a second look: clocks are coarse
SURE = 0.2  # seconds from which one count is enough
REPEATS = 3  # the quickest of so many counts

_UNBOUNDED = re.compile(r"(?<!\\)[*+]|\{\d*,\}")
_REPEATED = (
    " ", "\n", ".", "…", "-", "'", '"', "“", "”", "«", "(", "[", "<", "/", ":", ",", "A", "a", "1", "1,", "1 ", "A.",
    "Aa ", "a ", "A ", ". ", "… ", '" ', "a'", "A a", " that a", ", which a", "a.m. ", "Mr. ", "1. ", "first ", "by ",
    "\u0301", "\u200f", "國", "。", "ا",
)  # fmt: skip


def run() -> Iterator[Figure | str]:
    """A line for each pattern that is too steep, and the steepest."""
    worst, name = 0.0, "none is slow"
    for where, pattern in _patterns():
        growth = max(_growth(pattern, unit) for unit in _REPEATED)
        if growth > STEEPEST:
            yield f"{where} grows with the power {growth:.2f}"
        if growth > worst:
            worst, name = growth, where
    yield Figure(f"steepest pattern ({name})", worst, "power", f"at most {STEEPEST}", worst <= STEEPEST)


def _patterns() -> Iterator[tuple[str, "re.Pattern[str]"]]:
    """The patterns of text with a repeat that nothing bounds, by module and name."""
    for module in pkgutil.iter_modules(coverage_app.engine.__path__):
        for name, value in sorted(vars(importlib.import_module(f"coverage_app.engine.{module.name}")).items()):
            for pattern in value.values() if isinstance(value, dict) else [value]:
                is_of_text = isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str)
                if is_of_text and _UNBOUNDED.search(pattern.pattern):
                    yield f"{module.name}.{name}", pattern


def _growth(pattern: "re.Pattern[str]", unit: str) -> float:
    long = _seconds(pattern, unit, MORE * N)
    return math.log(long / _seconds(pattern, unit, N), MORE) if long > SLOW else 0.0


def _seconds(pattern: "re.Pattern[str]", unit: str, length: int) -> float:
    """The processor's time, so that other programs do not count."""
    text = unit * (length // len(unit)) + "\x00"  # ends with what no pattern looks for
    taken = []
    for _ in range(REPEATS):
        start = time.thread_time()
        for _match in pattern.finditer(text):
            pass
        taken.append(time.thread_time() - start)
        if taken[-1] > SURE:
            break
    return min(taken)
