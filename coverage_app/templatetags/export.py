"""Filters and tags of the export's templates."""

from collections.abc import Sequence

from django import template

from ..article import ReadPassage
from ..export import phrases
from ..export.printing import PrintedPassage
from ..presentation import RowView
from ..sanitizing import note_html

register = template.Library()

register.filter("note", note_html)
register.filter("in_words", phrases.in_words)
register.filter("unmatched", phrases.unmatched)
register.filter("who", phrases.who)
register.filter("place", phrases.place)
register.filter("kind", phrases.kind)
register.filter("quoted", phrases.quoted)
register.simple_tag(phrases.colon)
register.simple_tag(phrases.comma)
register.simple_tag(phrases.gap)


@register.simple_tag
def tally(what: RowView | ReadPassage, letters: Sequence[str] = ()) -> str:
    """How many outlets report a row or a passage."""
    alone = what.alone[0].outlet if isinstance(what, RowView) and what.alone else ""
    return phrases.tally(what.reporting, what.total, alone=alone, letters=letters)


@register.simple_tag
def wording(printed: PrintedPassage) -> dict[str, tuple[str, ...]]:
    """The words of a passage that are marked as added or left out, where marks alone would not be heard."""
    pieces = [piece for stretch in printed.stretches for piece in stretch.pieces]
    return {
        "added": tuple(piece.text.strip() for piece in pieces if piece.op == "insert" and piece.text.strip()),
        "left_out": tuple(piece.brief for piece in pieces if piece.op == "delete"),
    }


register.simple_tag(phrases.not_found_in)
