"""The time of publication in a line of its own: "March 11, 2026, 3:42 p.m. (updated 6:05 p.m.)".

The only module that imports dateutil.
"""

import re
from datetime import datetime

from dateutil import parser  # type: ignore[import-untyped]

LONGEST = 80  # characters of such a line
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# All that may stand in the line beside months and figures.
_WORD = re.compile(
    r"""(?:
      (?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)? | st | nd | rd | th | [ap]\.?m | noon | midnight
    | updated | published | posted | last | modified | first | on | at | of | and | the | h | hrs? | hours
    | gmt | utc | bst | i?st | [ecmp][sd]?t | cest | cet | eest | eet | msk | z | local | time
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_LETTERS = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
_SECOND = re.compile(r"\b(?:updated|last|modified)\b|[(|]", re.IGNORECASE)  # begins the time of a later change
_FIRST = re.compile(r"^\W*(?:(?:first|published|posted|on|at)\W+)*", re.IGNORECASE)
_CLOCK_WITH_DOT = re.compile(r"\b(\d{1,2})\.(\d\d)(?![.\d])")  # 6.00am, but not 12.03.2026
# Zones that name one offset; ET and PT have two, and which one holds is for the editor to say.
_HOURS = {"GMT": 0, "UTC": 0, "BST": 1, "CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "PST": -8, "PDT": -7, "MSK": 3}
_ZONES = {name: 3600 * hours for name, hours in _HOURS.items()}


def is_moment(line: str) -> bool:
    """Whether a line holds a date, perhaps a time, and nothing else."""
    if len(line) > LONGEST or not _YEAR.search(line) or not _MONTH.search(line):
        return False
    return all(_MONTH.fullmatch(word) or _WORD.fullmatch(word) for word in _LETTERS.findall(line))


def moment_of(line: str) -> datetime | None:
    """The first time in such a line, without a zone unless it names one; None where there is none to be understood."""
    if not is_moment(line):
        return None
    line = _FIRST.sub("", line)
    later = _SECOND.search(line)
    first = line[: later.start()] if later else line
    try:
        return parser.parse(_CLOCK_WITH_DOT.sub(r"\1:\2", first).strip(" ,;·-"), tzinfos=_ZONES)
    except (ValueError, OverflowError):
        return None
