"""What may be chosen about an export, as fields of a form and in an address: the page shows the one, a link and a
published version keep the other."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.http import QueryDict

from ..engine.documents import Comparison
from .options import MARKS, Options, may_go_out_unchecked

_MARKS_LABELS = {"both": "Added and left-out words", "added": "Added words only", "none": "None"}


class ExportForm(forms.Form):
    """What may be chosen. Whatever is left out or makes no sense is as usual, so that any address shows something."""

    title = forms.CharField(
        max_length=200, required=False, help_text="The document's heading. Empty: the name of the story."
    )
    reference = forms.ChoiceField(
        label="Compare wording with", required=False, help_text="The other articles' words are marked against this one."
    )
    marks = forms.ChoiceField(
        label="Mark words", choices=[(mark, _MARKS_LABELS[mark]) for mark in MARKS], required=False
    )
    proposed = forms.BooleanField(label="Include notes that nobody has checked", required=False)

    def __init__(self, query: QueryDict, title: str, comparison: Comparison) -> None:
        super().__init__(query)
        self._title = title
        self.fields["title"].widget.attrs["placeholder"] = title
        outlets = [(document.id, document.outlet) for document in comparison.documents]
        self.fields["reference"].choices = outlets  # type: ignore[attr-defined]  # it is a ChoiceField
        waiting = sum(map(may_go_out_unchecked, comparison.annotations))
        self.fields["proposed"].help_text = (
            f"{waiting} proposed by the engine, which is fairly sure of them; they go out marked as not checked."
            if waiting
            else "None that the engine is fairly sure of are waiting."
        )

    def options(self, made: datetime) -> Options:
        self.full_clean()
        chosen = self.cleaned_data
        return Options(
            title=chosen.get("title") or self._title,
            reference=chosen.get("reference") or None,
            include_proposed=chosen.get("proposed", False),
            marks=chosen.get("marks") or "both",
            made=made,
        )
