"""The English sentences of the export: what is said of notes, rows and decisions, and how numbers and lists are worded.

Whatever is said of the coverage is said of the articles compared, never of all the coverage there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..engine.documents import ENGINE, Annotation

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_KINDS = {
    "added_detail": "Added detail",
    "difference": "Difference",
    "omission": "Omission",
    "note": "Note",
}
_CLASSES = {
    "number": "number",
    "date_or_time": "date or time",
    "name_or_title": "name or title",
    "quote_altered": "quotation altered",
    "quote_cut": "quotation cut",
    "attribution": "attribution",
    "hedge": "hedge",
    "agency": "who did it",
    "loaded_word": "loaded word",
    "scope": "scope",
    "contradiction": "contradiction",
    "style": "house style",
    "other": "other",
}


def in_words(number: int) -> str:
    """One to twelve as words, as papers print them; "no" for none."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def counted(number: int, singular: str, plural: str = "") -> str:
    return f"{in_words(number)} {singular if number == 1 else plural or singular + 's'}"


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def among(total: int) -> str:
    """What a claim of "only" holds for."""
    return f"among these {in_words(total)} articles" if total > 1 else "for the one article compared"


def kind(annotation: Annotation) -> str:
    """What sort of note it is: "Difference: number"."""
    name = _KINDS[annotation.kind]
    label = _CLASSES.get(annotation.difference_class or "")
    return f"{name}: {label}" if annotation.kind == "difference" and label else name


def statement(annotation: Annotation, total: int) -> str:
    """What an annotation claims of its outlets, in a sentence; nothing for a plain note."""
    outlets = listed(annotation.outlets)
    if not outlets:
        return ""
    if annotation.kind == "added_detail" and total == 1:
        return f"In {outlets}, the only article compared."
    if annotation.kind == "added_detail":
        if annotation.among and annotation.among != total:
            return f"Only in {outlets} among the {in_words(annotation.among)} articles compared when it was checked."
        return f"Only in {outlets} {among(total)}."
    if annotation.kind == "difference":
        return f"Differs between {outlets}." if len(annotation.outlets) > 1 else f"Worded so by {outlets}."
    if annotation.kind == "omission":
        return f"Left out by {outlets}."
    return ""


def decision(annotation: Annotation) -> str:
    """Who stands behind an annotation."""
    if annotation.state == "proposed":
        return "Proposed by the engine, not checked." if annotation.by == ENGINE else f"Proposed by {annotation.by}."
    return f"Accepted by {'the engine' if annotation.by == ENGINE else annotation.by}."


def decided(count: int, singular: str, *, by: str, state: str) -> str:
    """A line of who decided what: "three links accepted by Ada Lead"."""
    things = counted(count, singular)
    if by == ENGINE and state == "proposed":
        return f"{things} proposed by the engine and not checked"
    return f"{things} {state} by {'the engine' if by == ENGINE else by}"


def moment(at: datetime) -> str:
    """11 March 2026, 15:42 UTC."""
    return f"{at.day} {at:%B %Y, %H:%M} {at.tzname() or ''}".rstrip()
