"""What may be chosen about an export, and how its file is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from ..engine.documents import ENGINE, Annotation
from .themes import PAPER, Theme

Layout = Literal["columns", "articles", "ledger"]
Data = Literal["packed", "plain", "none"]
DATA: tuple[Data, ...] = get_args(Data)
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
Marks = Literal["both", "added", "none"]
MARKS: tuple[Marks, ...] = get_args(Marks)

# Confidence from which a proposal that nobody has checked may go out: an editor sees all that are made, and knows what
# they are; a reader is not to be shown guesses of which most are wrong.
LEAST_PUBLISHED = 0.3
LONGEST_NAME = 60  # characters; some mail programs and file systems still cut longer names
HOUSE_LANGUAGE = "en"  # in which editors write unless it is plain that they do not, whatever the document's is
LANGUAGES = {"en": "English", "fr": "français", "de": "Deutsch", "es": "español", "zh-hans": "中文"}
USUAL_CAP = 150  # words of one outlet; what a press review may quote differs by country and house


@dataclass(frozen=True, slots=True)
class Texts:
    """What a newsroom says before and behind the comparison."""

    byline: str = ""
    dated: date | None = None  # printed beside the byline
    introduction: str = ""  # Markdown
    method: str = ""  # Markdown


@dataclass(frozen=True, slots=True)
class Options:
    title: str
    layout: Layout = "columns"
    reference: str | None = None  # id of the document whose wording the others are compared with; None: the first
    without: frozenset[str] = frozenset()  # ids of documents, points and notes, kinds of note, classes of difference
    include_proposed: bool = False  # the engine's annotations that nobody has checked, marked as such
    marks: Marks = "both"  # which words are marked: added and left out, added only, none
    cap: int | None = None  # None: texts go out in full; else only words that notes and points need, so many an outlet
    roles: Mapping[str, str] | None = None  # what to call each editor instead of the name; None: names go out
    texts: Texts = Texts()
    language: str = HOUSE_LANGUAGE  # of the document's own words, one of LANGUAGES
    theme: Theme = PAPER
    data: Data = "packed"  # the comparison and its annotations inside the document, for machines
    made: datetime | None = None  # printed as the time of the export; None: not printed

    def includes(self, annotation: Annotation) -> bool:
        """Whether an annotation goes out."""
        if self.without & {annotation.id, annotation.kind, annotation.difference_class}:
            return False
        return annotation.state == "accepted" or (self.include_proposed and may_go_out_unchecked(annotation))

    def called(self, by: str) -> str:
        """How somebody who decided something is called."""
        return by if self.roles is None or by == ENGINE else self.roles.get(by, "editor")


def may_go_out_unchecked(annotation: Annotation) -> bool:
    """Whether it is a proposal that the engine is sure enough of."""
    is_sure = annotation.confidence is None or annotation.confidence >= LEAST_PUBLISHED
    return annotation.state == "proposed" and is_sure


def file_name(title: str, kind: str) -> str:
    """A name that every system takes: "Café & co: talks" as html is cafe-co-talks.html. What cannot be written in plain
    letters stays as it is: 通话.html."""
    words = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in title).split()
    name = "-".join(map(_plainly, words))[:LONGEST_NAME].rstrip("-")
    return f"{name or 'comparison'}.{kind}"


def _plainly(word: str) -> str:
    """Without accents, if nothing else is lost: café is cafe; Straße and йод stay."""
    word = unicodedata.normalize("NFC", word.lower())
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "-", plain) if len(plain) >= len(word) else word
