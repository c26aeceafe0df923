"""Filters of the comparison page."""

from django import template

from .. import queries
from ..sanitizing import note_html

register = template.Library()

register.filter("key", queries.key)
register.filter("note", note_html)


@register.filter
def percent(share: float) -> str:
    return f"{share:.0%}"


@register.filter
def words(name: str) -> str:
    """A name of the format as words: "date_or_time" is "date or time"."""
    return name.replace("_", " ")
