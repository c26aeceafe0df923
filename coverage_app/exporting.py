"""A story on its way out: what is read for an export, and what was chosen about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from . import queries
from .engine.documents import Comparison
from .export.form import ExportForm
from .export.options import Options, Texts
from .models import FrontMatter, Story


@dataclass(frozen=True)
class Exporting:
    """The comparison as it leaves the house, and the choices about it."""

    comparison: Comparison
    form: ExportForm

    def options(self, made: datetime) -> Options:
        return self.form.options(made)


def exporting(story: Story, query: QueryDict) -> Exporting:
    """Eleven queries."""
    comparison = queries.exported(story)
    front = queries.front_matter(story)
    form = ExportForm(query, story.title, comparison, texts_of(front), queries.roles(story))
    return Exporting(comparison, form)


def texts_of(front: FrontMatter) -> Texts:
    return Texts(front.byline, front.dated, front.introduction, front.method)
