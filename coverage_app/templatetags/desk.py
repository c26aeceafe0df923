"""What the templates of a story's pages need beside Django's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .. import queries
from ..sanitizing import note_html

if TYPE_CHECKING:
    from ..strip import Stop

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


@register.simple_tag
def strip_stops(desk: Any) -> SafeString:
    """The links of the overview strip of a page (views/desk.py: Desk). Made here and not by a loop in the template,
    since every edit brings the strip again: a long story has hundreds of rows, and this takes a fifth of the time."""
    strip = desk.strip
    ground = f"0h10v{strip.height}h-10z"

    def kinds(stop: Stop) -> str:
        found = [stop.kind, "" if stop.matches else "out", "found" if stop.matches and stop.row.hit_count else ""]
        found += ["open" if stop.is_open else "", "sighted" if stop.key == desk.row_key else ""]
        return " ".join(filter(None, found))

    def address(stop: Stop) -> str:
        if stop.matches:
            return "" if stop.key in desk.here else f"{desk.row_url}{stop.key}"
        return f"{desk.any_row_url}{stop.key}"

    return format_html_join(
        "",
        '<a href="{}#row-{}" class="{}"{}><title>{}</title><path class="ground" d="M{} {}"/><path d="{}"/></a>',
        (
            (
                address(stop),
                stop.key,
                kinds(stop),
                format_html(' aria-current="{}"', "true") if stop.key == desk.row_key else "",
                stop.name,
                stop.x,
                ground,
                stop.drawing,
            )
            for stop in strip.stops
        ),
    )
