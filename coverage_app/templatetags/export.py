"""Filters of the export's templates."""

from django import template

from ..export import phrases
from ..sanitizing import note_html

register = template.Library()

register.filter("note", note_html)
register.filter("in_words", phrases.in_words)
register.filter("moment", phrases.moment)
register.filter("counted", phrases.counted)
register.filter("listed", phrases.listed)
