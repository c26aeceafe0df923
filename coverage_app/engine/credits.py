"""Which news agency an article credits: in its dateline, its byline or a line of credits, or as one that it cites.

The names are those of the trade; a dateline's brackets name any other one too.
"""

import re
from collections.abc import Iterator

from .documents import Document, Reason

# By the name that is shown, how it is written.
_AGENCIES = {
    "AP": "AP|Associated Press", "Reuters": "Reuters|Thomson Reuters|REUTERS", "AFP": "AFP|Agence France-Presse",
    "Bloomberg": "Bloomberg|Bloomberg News", "dpa": "dpa|DPA|Deutsche Presse-Agentur", "EFE": "EFE|Agencia EFE",
    "ANSA": "ANSA|Ansa", "Xinhua": "Xinhua|新华社|新華社", "TASS": "TASS|Tass", "Interfax": "Interfax",
    "Kyodo": "Kyodo|Kyodo News", "Yonhap": "Yonhap|Yonhap News Agency", "PTI": "PTI|Press Trust of India",
    "ANI": "ANI", "UPI": "UPI", "PA": "PA Media|Press Association", "Anadolu": "Anadolu|Anadolu Agency",
    "KCNA": "KCNA|Korean Central News Agency",
}  # fmt: skip
UNNAMED = "news agencies"  # in a line of credits that names none
_NAMED = {spelling: name for name, spellings in _AGENCIES.items() for spelling in spellings.split("|")}
_NAME = "|".join(sorted(map(re.escape, _NAMED), key=lambda spelling: (-len(spelling), spelling)))
_AGENCY = re.compile(rf"(?<!\w)(?:{_NAME})(?!\w)")
_UNNAMED = re.compile(r"\b(?:agencies|wires?|wire (?:services?|reports))\b", re.IGNORECASE)
_DATELINE = re.compile(r"\((?!c\))([^\W\d_][\w .&'-]{1,30})\)\s?[–—-]")
DATELINE = 120  # characters of a passage in which a dateline ends
OPENING = 4  # report passages, of which one begins with the dateline
_CREDIT = re.compile(
    r"\W{0,9}(?:by|sources?|copyright|©|\(c\)|reporting|additional reporting|compiled|written|quelle|avec)\b",
    re.IGNORECASE,
)
LONGEST_CREDIT = 200  # characters of such a line
_CITED = re.compile(
    rf"(?<!\w)(?:(?:according to|told|tells|reported by|quoted by|citing) (?:the )?(?P<after>{_NAME})(?!\w)"
    rf"|(?P<before>{_NAME})(?: news agency)? (?:also )?(?:reported|reports|quoted|confirmed)\b)"
)


def credits_of(document: Document) -> tuple[str | None, tuple[Reason, ...]]:
    """The agency whose report an article says it is, None if it names none; and all that says so.

    A reason of kind `own` says that the outlet is that agency itself, `credit` that a dateline, byline or line of
    credits names it, `cited` that the report quotes it for something.
    """
    found = dict.fromkeys(_reasons(document))
    first = next((reason.detail for reason in found if reason.kind != "cited"), None)
    return first, tuple(found)


def _reasons(document: Document) -> Iterator[Reason]:
    if document.outlet in _NAMED:
        yield Reason("own", _NAMED[document.outlet])
    for passage in document.report[:OPENING]:
        if match := _DATELINE.search(passage.text, 0, DATELINE):
            yield Reason("credit", _NAMED.get(match[1].strip(), match[1].strip()))
    lines = [p.text for p in document.passages if not p.is_report and len(p.text) <= LONGEST_CREDIT]
    for line in [f"By {document.byline}" if document.byline else "", *lines]:
        if _CREDIT.match(line):
            named = _AGENCY.findall(line)
            yield from (Reason("credit", _NAMED[name]) for name in named)
            if not named and _UNNAMED.search(line):
                yield Reason("credit", UNNAMED)
    for passage in document.report:
        for match in _CITED.finditer(passage.text):
            yield Reason("cited", _NAMED[match["after"] or match["before"]])
