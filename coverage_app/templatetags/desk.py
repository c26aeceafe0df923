"""What the templates of a story's pages need beside Django's own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template import engines
from django.template.context import RequestContext
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from jinja2 import Environment, StrictUndefined

from .. import queries
from ..sanitizing import note_html

if TYPE_CHECKING:
    from ..engine.documents import Annotation
    from ..strip import Stop

MOST_ADDRESSES = 1 << 14  # a long story's rows have some thousands

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


@register.filter
def kind(annotation: Annotation) -> str:
    """What an annotation says of its words: "only here", "difference (number): AP"."""
    outlets = ", ".join(annotation.outlets)
    if annotation.kind == "added_detail":
        return "only here" if len(annotation.outlets) == 1 else f"only in {outlets}"
    if annotation.kind == "omission":
        return f"left out by {outlets}"
    if annotation.kind == "difference":
        named = annotation.difference_class not in (None, "other")
        return (
            f"difference ({words(annotation.difference_class or '')}): {outlets}" if named else f"difference: {outlets}"
        )
    return f"note on {outlets}"


# --- rows, by a template that Jinja compiles: in a tenth of the time that Django's own language takes


def environment(**options: Any) -> Environment:
    """Of templates/**/*.jinja. What they are not given is an error."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    found = Environment(**options)  # noqa: S701  Django's backend sees to escaping
    found.filters |= {"key": queries.key, "note": note_html, "percent": percent, "kind": kind}
    found.globals["address"] = lambda name, *keys: _address(get_script_prefix(), name, *keys)
    return found


@lru_cache(maxsize=MOST_ADDRESSES)
def _address(prefix: str, name: str, *keys: int) -> str:
    """The same at every edit of a page: `reverse` would be most of what a row costs."""
    return reverse(name, args=keys)


def _macros() -> Any:
    return engines["jinja2"].env.get_template("compare/row.jinja").module


@register.simple_tag(takes_context=True)
def row_html(context: RequestContext, row: dict, oob: bool = False) -> str:
    """A row (views/desk.py: row_context)."""
    return _macros().row(context["story"], context["desk"], str(context["csrf_token"]), row, oob)


@register.simple_tag(takes_context=True)
def card_html(context: RequestContext, annotation: Annotation) -> str:
    """What an annotation says that stands in no row."""
    return _macros().card(context["desk"], str(context["csrf_token"]), annotation, None, "unplaced")


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
