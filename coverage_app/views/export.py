"""The export page: what goes out, how it looks, and the file itself. All choices stand in the address, so that a link
leads to the very export one sees."""

from __future__ import annotations

import json

from csp.constants import SELF
from csp.decorators import csp
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from .. import queries
from ..access import story_for
from ..engine.derived import with_derived
from ..engine.documents import Comparison
from ..engine.interchange import to_json
from ..export import style
from ..export.html import render_html
from ..export.options import MARKS, Options, file_name, may_go_out_unchecked
from ..models import Story

_MARKS_LABELS = {"both": "Added and left-out words", "added": "Added words only", "none": "None"}

# What the document asks for itself, and: framed by nobody but us, sandboxed even when it is opened outside the frame.
_PREVIEW_POLICY = {**style.policy(), "frame-ancestors": [SELF], "sandbox": [True]}


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

    def __init__(self, request: HttpRequest, story: Story, comparison: Comparison) -> None:
        super().__init__(request.GET)
        self._story = story
        self.fields["title"].widget.attrs["placeholder"] = story.title
        self.fields["reference"].choices = [(d.id, d.outlet) for d in comparison.documents]
        waiting = sum(map(may_go_out_unchecked, comparison.annotations))
        self.fields["proposed"].help_text = (
            f"{waiting} proposed by the engine, which is fairly sure of them; they go out marked as not checked."
            if waiting
            else "None that the engine is fairly sure of are waiting."
        )

    def options(self) -> Options:
        self.full_clean()
        chosen = self.cleaned_data
        return Options(
            title=chosen.get("title") or self._story.title,
            reference=chosen.get("reference") or None,
            include_proposed=chosen.get("proposed", False),
            marks=chosen.get("marks") or "both",
            made=timezone.now(),
        )


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "export")
    comparison = queries.exported(story)
    form = ExportForm(request, story, comparison)
    options = form.options()
    context = {
        "story": story,
        "here": "export",
        "form": form,
        "options": options,
        "query": request.GET.urlencode(),
        "articles": len(comparison.documents),
        "points": len(comparison.points),
        "proposed": sum(map(may_go_out_unchecked, comparison.annotations)),
        "going": sum(map(options.includes, comparison.annotations)),
    }
    if not request.htmx:
        return render(request, "export/page.html", context)
    response = render(request, "export/page.html#result", context)
    return trigger_client_event(response, "crossread:after", {"say": "The preview is up to date."}, after="settle")


@require_safe
@xframe_options_sameorigin
@csp(_PREVIEW_POLICY)
def preview(request: HttpRequest, story_id: int) -> HttpResponse:
    """The document itself, for the sandboxed frame of the page."""
    story = story_for(request, story_id, "export")
    comparison = queries.exported(story)
    return HttpResponse(render_html(comparison, ExportForm(request, story, comparison).options()))


@require_safe
def download(request: HttpRequest, story_id: int, kind: str) -> HttpResponse:
    story = story_for(request, story_id, "export")
    if kind not in ("html", "json"):
        raise Http404("A story can be exported as html or json.")
    comparison = queries.exported(story)
    options = ExportForm(request, story, comparison).options()
    if kind == "html":
        response = HttpResponse(render_html(comparison, options), content_type="text/html; charset=utf-8")
    else:
        text = json.dumps(to_json(with_derived(comparison)), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json")
    name = file_name(options.title, kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
