"""Which days a phrase of time means, so that "this Sunday" and "June 18" can be the same day. English only."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from .difference_words import MONTHS, WEEKDAYS

Days = tuple[date, date]
"""The first and the last day."""

WEEK = 7
_MONTH = {name: number for number, name in enumerate(MONTHS, start=1)} | {
    name[:3]: number for number, name in enumerate(MONTHS, start=1) if name != "may"
}
_MONTH["sept"] = _MONTH["sep"]
_WEEKDAY = {name: number for number, name in enumerate(WEEKDAYS)}
_BESIDE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def days(norms: Sequence[str], published: date | None) -> Days | None:
    """The days that the words of a phrase mean, counted from the day of publication; None where they say no day, or
    need a day of publication that is not known."""
    at = next((n for n, norm in enumerate(norms) if norm in _MONTH), None)
    if at is not None:
        return _of_month(norms, at, published)
    try:
        return _counted(norms, published) if published else _of_year(norms)
    except (OverflowError, ValueError):  # past the first or the last day that the calendar knows
        return None


def _counted(norms: Sequence[str], published: date) -> Days | None:
    """The days that are counted from that of publication."""
    for n, norm in enumerate(norms):
        before = norms[n - 1] if n else ""
        if norm in _BESIDE:
            return _one(published + timedelta(_BESIDE[norm]))
        if norm in _WEEKDAY:
            return _one(published + timedelta(_to_weekday(_WEEKDAY[norm], before, published)))
        if norm == "week" and before in ("this", "last", "next"):
            monday = published - timedelta(published.weekday()) + WEEK * timedelta(_step(before))
            return monday, monday + timedelta(WEEK - 1)
        if norm == "year" and before in ("this", "last", "next"):
            return _whole_year(published.year + _step(before))
    return _of_year(norms)


def _of_year(norms: Sequence[str]) -> Days | None:
    return next((_whole_year(int(norm)) for norm in norms if _YEAR.fullmatch(norm)), None)


def _step(word: str) -> int:
    return {"last": -1, "next": 1}.get(word, 0)


def _to_weekday(wanted: int, before: str, published: date) -> int:
    """Days from publication: to the coming weekday behind "this" or "next", else back to the last one."""
    ahead = (wanted - published.weekday()) % WEEK
    if before in ("this", "next", "coming"):
        return ahead or WEEK * (before != "this")
    return ahead - WEEK if ahead else -WEEK * (before == "last")


def _of_month(norms: Sequence[str], at: int, published: date | None) -> Days | None:
    year = next((int(norm) for norm in norms if _YEAR.fullmatch(norm)), published.year if published else None)
    if year is None:
        return None
    month = _MONTH[norms[at]]
    beside = (norms[n] for n in (at + 1, at - 1) if 0 <= n < len(norms))  # June 18, 18 June
    number = next((int(match[1]) for norm in beside if (match := _DAY.fullmatch(norm))), None)
    try:
        if number:
            return _one(date(year, month, number))
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    except ValueError:  # June 31, or past the last year that the calendar knows
        return None


def _one(day: date) -> Days:
    return day, day


def _whole_year(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31)
