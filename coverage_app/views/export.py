"""The export page: what goes out, how it looks, and the file itself. All choices stand in the address, so that a link
leads to the very export one sees."""

from __future__ import annotations

import json

from csp.constants import SELF
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from .. import queries
from ..access import story_for
from ..engine.derived import with_derived
from ..engine.interchange import to_json
from ..export import style
from ..export.form import ExportForm
from ..export.html import render_html
from ..export.options import file_name, may_go_out_unchecked

# What the document asks for itself, and: framed by nobody but us, sandboxed even when it is opened outside the frame.
_PREVIEW_POLICY = {**style.policy(), "frame-ancestors": [SELF], "sandbox": [True]}


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "export")
    comparison = queries.exported(story)
    form = ExportForm(request.GET, story.title, comparison)
    options = form.options(timezone.now())
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
    return HttpResponse(
        render_html(comparison, ExportForm(request.GET, story.title, comparison).options(timezone.now()))
    )


@require_safe
def download(request: HttpRequest, story_id: int, kind: str) -> HttpResponse:
    story = story_for(request, story_id, "export")
    if kind not in ("html", "json"):
        raise Http404("A story can be exported as html or json.")
    comparison = queries.exported(story)
    options = ExportForm(request.GET, story.title, comparison).options(timezone.now())
    if kind == "html":
        response = HttpResponse(render_html(comparison, options), content_type="text/html; charset=utf-8")
    else:
        text = json.dumps(to_json(with_derived(comparison)), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json")
    name = file_name(options.title, kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
