"""What may be chosen about an export, and how its file is called."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from ..engine.documents import Annotation

Marks = Literal["both", "added", "none"]
MARKS: tuple[Marks, ...] = get_args(Marks)

# Confidence from which a proposal that nobody has checked may go out: an editor sees all that are made, and knows what
# they are; a reader is not to be shown guesses of which most are wrong.
LEAST_PUBLISHED = 0.3
LONGEST_NAME = 60  # characters; some mail programs and file systems still cut longer names


@dataclass(frozen=True, slots=True)
class Options:
    title: str
    reference: str | None = None  # id of the document whose wording the others are compared with; None: the first
    include_proposed: bool = False  # the engine's annotations that nobody has checked, marked as such
    marks: Marks = "both"  # which words are marked: added and left out, added only, none
    made: datetime | None = None  # printed as the time of the export; None: not printed

    def includes(self, annotation: Annotation) -> bool:
        """Whether an annotation goes out."""
        return annotation.state == "accepted" or (self.include_proposed and may_go_out_unchecked(annotation))


def may_go_out_unchecked(annotation: Annotation) -> bool:
    """Whether it is a proposal that the engine is sure enough of."""
    is_sure = annotation.confidence is None or annotation.confidence >= LEAST_PUBLISHED
    return annotation.state == "proposed" and is_sure


def file_name(title: str, kind: str) -> str:
    """A name that every system takes: "Café & co: talks" as html is cafe-co-talks.html."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return f"{words[:LONGEST_NAME].rstrip('-') or 'comparison'}.{kind}"
