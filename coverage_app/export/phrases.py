"""The sentences of the export in the language that is active: what is said of notes, rows and decisions, how numbers
and lists are worded. In English here; other languages are in locale/ (`make messages`).

A sentence is one message with places for names and numbers, never put together from parts: other languages have other
orders. What is filled in needs no inflection: numbers, names, and "by …" of a role.

Whatever is said of the coverage is said of the articles compared, never of all the coverage there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

from ..engine.documents import ENGINE, Annotation
from .rights import Quoted

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

KINDS = {
    "added_detail": gettext_lazy("Added detail"),
    "difference": gettext_lazy("Difference"),
    "omission": gettext_lazy("Omission"),
    "note": gettext_lazy("Note"),
}
CLASSES = {
    "number": gettext_lazy("number"),
    "date_or_time": gettext_lazy("date or time"),
    "name_or_title": gettext_lazy("name or title"),
    "quote_altered": gettext_lazy("quotation altered"),
    "quote_cut": gettext_lazy("quotation cut"),
    "attribution": gettext_lazy("attribution"),
    "hedge": gettext_lazy("hedge"),
    "agency": gettext_lazy("who did it"),
    "loaded_word": gettext_lazy("loaded word"),
    "scope": gettext_lazy("scope"),
    "contradiction": gettext_lazy("contradiction"),
    "style": gettext_lazy("house style"),
    "other": gettext_lazy("other"),
}
_PLACES = {
    "headline": gettext_lazy("headline"),
    "standfirst": gettext_lazy("standfirst"),
    "set aside": gettext_lazy("set aside"),
}
# They stand after "by", as names do.
_ROLES = {
    "lead": pgettext_lazy("accepted by …", "the lead"),
    "editor": pgettext_lazy("accepted by …", "an editor"),
    "viewer": pgettext_lazy("accepted by …", "a viewer"),
}
_TIME_OF_DAY = pgettext_lazy("format of a time of day", "H:i")
_BEFORE_I = re.compile(r"h?i(?![aeo])", re.IGNORECASE)


def in_words(number: int) -> str:
    """In English, one to twelve as words, as papers print them, and "no" for none; else figures."""
    if (get_language() or "en").startswith("en") and 0 <= number < len(_NUMBERS):
        return _NUMBERS[number]
    return figures(number)


def figures(number: int) -> str:
    """1,234 as the language writes it."""
    return str(number_format(number, force_grouping=True))


def articles(number: int) -> str:
    return ngettext("%(n)s article", "%(n)s articles", number) % {"n": in_words(number)}


def points(number: int) -> str:
    return ngettext("%(n)s point", "%(n)s points", number) % {"n": in_words(number)}


def unmatched(number: int, total: int) -> str:
    """Passages of one outlet that no other has."""
    return ngettext(
        "%(n)s passage without a counterpart among these %(total)s articles",
        "%(n)s passages without a counterpart among these %(total)s articles",
        number,
    ) % {"n": in_words(number), "total": in_words(total)}


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    if len(names) < 2:
        return "".join(names)
    said = {"first": comma().join(names[:-1]), "last": names[-1]}
    if _BEFORE_I.match(names[-1]):  # "Mirador e Infobae", not "y Infobae"
        return pgettext("end of a list whose last item begins with the sound of i", "%(first)s and %(last)s") % said
    return pgettext("end of a list", "%(first)s and %(last)s") % said


def comma() -> str:
    return pgettext("between items of a list", ", ")


def gap() -> str:
    """What stands between two sentences: a space, but nothing in Chinese, whose full stops have one in them."""
    return pgettext("two sentences", "%(first)s %(second)s") % {"first": "", "second": ""}


def colon() -> str:
    return pgettext("before what is listed or quoted", ":")


def quotation_marks() -> tuple[str, str]:
    """What stands before and after quoted words, where nothing sets it for <q>."""
    before, _, after = pgettext("quotation marks", "“…”").partition("…")
    return before, after


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def what_all_report(total: int) -> str:
    return gettext("What both report") if total == 2 else gettext("What all %(n)s report") % {"n": in_words(total)}


def tally(reporting: int, total: int, *, alone: str = "", letters: Sequence[str] = ()) -> str:
    """How many report a point: "in all five", "only in B among these five articles", "in two of five: A C"."""
    if alone:
        return gettext("only in %(outlet)s among these %(n)s articles") % {"outlet": alone, "n": in_words(total)}
    if reporting == total:
        return gettext("in both") if total == 2 else gettext("in all %(n)s") % {"n": in_words(total)}
    counted = gettext("in %(n)s of %(total)s") % {"n": in_words(reporting), "total": in_words(total)}
    return f"{counted}{colon()}{gap()}{' '.join(letters)}" if letters else counted


def summary(total: int, in_points: int, everywhere: int) -> str:
    """How many articles and points there are, and how many of the points all articles have."""
    counted = gettext("%(articles)s, %(points)s.") % {"articles": articles(total), "points": points(in_points)}
    if total < 2 or not in_points:
        return capital(counted)
    shared = ngettext(
        "%(n)s of the points stands in every article.", "%(n)s of the points stand in every article.", everywhere
    ) % {"n": in_words(everywhere)}
    if not everywhere:
        shared = gettext("None of the points stands in every article.")
    return f"{capital(counted)}{gap()}{capital(shared)}"


def place(where: str) -> str:
    """Where a passage stands: "¶3" is the same in every language."""
    return str(_PLACES.get(where, where))


def kind(annotation: Annotation) -> str:
    """What sort of note it is: "Difference: number"."""
    name, label = str(KINDS[annotation.kind]), CLASSES.get(annotation.difference_class or "")
    if annotation.kind != "difference" or not label:
        return name
    return gettext("%(kind)s: %(class)s") % {"kind": name, "class": label}


def mark(annotation: Annotation) -> str:
    """What is said of the words under a note to whoever does not see the mark, before the note's number."""
    if annotation.kind == "added_detail" and annotation.state == "accepted":
        return gettext("added by %(outlets)s, note") % {"outlets": listed(annotation.outlets)}
    return gettext("note")


def statement(annotation: Annotation, total: int) -> str:
    """What an annotation claims of its outlets, in a sentence; nothing for a plain note."""
    outlets = listed(annotation.outlets)
    if not outlets:
        return ""
    if annotation.kind == "added_detail" and total == 1:
        return gettext("In %(outlets)s, the only article compared.") % {"outlets": outlets}
    if annotation.kind == "added_detail":
        if annotation.among and annotation.among != total:
            return gettext("Only in %(outlets)s among the %(n)s articles compared when it was checked.") % {
                "outlets": outlets,
                "n": in_words(annotation.among),
            }
        return gettext("Only in %(outlets)s among these %(n)s articles.") % {"outlets": outlets, "n": in_words(total)}
    if annotation.kind == "difference" and len(annotation.outlets) > 1:
        return gettext("Differs between %(outlets)s.") % {"outlets": outlets}
    if annotation.kind == "difference":
        return gettext("Worded so by %(outlets)s.") % {"outlets": outlets}
    if annotation.kind == "omission":
        return gettext("Left out by %(outlets)s.") % {"outlets": outlets}
    return ""


def who(by: str) -> str:
    """What stands after "by": a name, or a role in its place: "an editor"."""
    return str(_ROLES.get(by, by))


def decision(annotation: Annotation) -> str:
    """Who stands behind an annotation, and since when."""
    if annotation.state == "proposed" and annotation.by == ENGINE:
        return gettext("Proposed, not checked.")
    if annotation.state == "proposed":
        return gettext("Proposed by %(name)s.") % {"name": who(annotation.by)}
    if annotation.by == ENGINE:
        return gettext("Accepted by the engine.")
    if annotation.at:
        return gettext("Accepted by %(name)s, %(time)s.") % {"name": who(annotation.by), "time": moment(annotation.at)}
    return gettext("Accepted by %(name)s.") % {"name": who(annotation.by)}


def decided_links(number: int, *, by: str, state: str) -> str:
    """A line of who decided what: "three links accepted by Ada Lead"."""
    said = {"n": in_words(number), "name": who(by)}
    if state == "accepted":
        return ngettext("%(n)s link accepted by %(name)s", "%(n)s links accepted by %(name)s", number) % said
    if state == "rejected":
        return ngettext("%(n)s link rejected by %(name)s", "%(n)s links rejected by %(name)s", number) % said
    if by == ENGINE:
        return (
            ngettext(
                "%(n)s link proposed by the engine and not checked",
                "%(n)s links proposed by the engine and not checked",
                number,
            )
            % said
        )
    return ngettext("%(n)s link proposed by %(name)s", "%(n)s links proposed by %(name)s", number) % said


def decided_notes(number: int, *, by: str, state: str) -> str:
    said = {"n": in_words(number), "name": who(by)}
    if state == "accepted":
        return ngettext("%(n)s note accepted by %(name)s", "%(n)s notes accepted by %(name)s", number) % said
    if by == ENGINE:
        return (
            ngettext(
                "%(n)s note proposed by the engine and not checked",
                "%(n)s notes proposed by the engine and not checked",
                number,
            )
            % said
        )
    return ngettext("%(n)s note proposed by %(name)s", "%(n)s notes proposed by %(name)s", number) % said


def decided_absences(number: int, *, by: str) -> str:
    return ngettext("%(n)s absence checked by %(name)s", "%(n)s absences checked by %(name)s", number) % {
        "n": in_words(number),
        "name": who(by),
    }


def set_aside(number: int, outlet: str) -> str:
    """In a list of what was set aside: "three of Meridian Wire"."""
    return gettext("%(n)s of %(outlet)s") % {"n": in_words(number), "outlet": outlet}


def quoted(count: Quoted) -> str:
    """How much of an article is printed."""
    return gettext("%(words)s of %(of)s words quoted; at most %(cap)s are.") % {
        "words": figures(count.words),
        "of": figures(count.of),
        "cap": figures(count.cap),
    }


def moment(at: datetime) -> str:
    """11 March 2026, 15:42 UTC."""
    time = f"{date_format(at, str(_TIME_OF_DAY))} {at.tzname() or ''}".rstrip()
    return pgettext("a time", "%(day)s, %(time)s") % {"day": day(at), "time": time}


def day(on: date) -> str:
    """11 March 2026."""
    if on.day == 1:  # "1er mars 2026", but "2 mars 2026"
        return date_format(on, pgettext("format of a date that is the first of a month", "j F Y"))
    return date_format(on, pgettext("format of a date", "j F Y"))


def more_outlets(number: int) -> str:
    return ngettext("and %(n)s more", "and %(n)s more", number) % {"n": in_words(number)}


def not_found_in(number: int) -> str:
    """In a long list of outlets, instead of naming each: "Not found in 52 others"."""
    return ngettext("Not found in %(n)s other", "Not found in %(n)s others", number) % {"n": in_words(number)}
