"""The export page: what goes out, how it looks, and the file itself. All choices stand in the address, so that a link
leads to the very export one sees; only the texts before and behind the comparison are kept with the story."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from .. import queries
from ..access import story_for
from ..export import style
from ..export.formats import FORMATS
from ..export.html import render_html
from ..export.options import file_name, may_go_out_unchecked
from ..export.selection import chosen
from ..exporting import exporting
from ..forms import FrontMatterForm
from ..services.front_matter import front_matter_save
from .editions import offer


@require_safe
def page(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "export")
    export = exporting(story, request.GET)
    comparison, options = export.comparison, export.options(timezone.now())
    going = chosen(comparison, options)
    context = {
        "story": story,
        "here": "export",
        "form": export.form,
        "options": options,
        "query": request.GET.urlencode(),
        "loaded": bool(comparison.documents),
        "compared": bool(comparison.points),
        "articles": len(going.documents),
        "points": len(going.points),
        "notes": len(going.annotations),
        "unchecked": sum(map(may_go_out_unchecked, going.annotations)),
        "offer": offer(story, comparison, options),
        "formats": [format for format in FORMATS.values() if format.kind != "html"],
    }
    if not request.htmx:
        return render(request, "export/page.html", context)
    response = render(request, "export/page.html#result", context)
    return trigger_client_event(response, "crossread:after", {"say": "The preview is up to date."}, after="settle")


@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, story_id: int) -> HttpResponse:
    """The document itself, for the sandboxed frame of the page."""
    export = exporting(story_for(request, story_id, "export"), request.GET)
    options = export.options(timezone.now())
    # What the document asks for itself, and: framed by nobody but us, sandboxed even when it is opened outside the
    # frame.
    policy = {**style.policy(options.theme), "frame-ancestors": [SELF], "sandbox": [True]}
    return csp(policy)(lambda _: HttpResponse(render_html(export.comparison, options)))(request)


@require_safe
def download(request: HttpRequest, story_id: int, kind: str) -> HttpResponse:
    story = story_for(request, story_id, "export")
    if kind not in FORMATS:
        raise Http404(f"A story can be exported as one of these: {', '.join(FORMATS)}.")
    export, format = exporting(story, request.GET), FORMATS[kind]
    options = export.options(timezone.now())
    response = HttpResponse(format.write(export.comparison, options), content_type=format.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name(options.title, format.ending))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, story_id: int) -> HttpResponse:
    """Byline, date, introduction and note on method, which all exports of the story have."""
    story = story_for(request, story_id, "export" if request.method != "POST" else "annotate")
    form = FrontMatterForm(request.POST or None, instance=queries.front_matter(story))
    if request.method == "POST" and form.is_valid():
        front_matter_save(actor=request.user, front_matter=form.instance)
        return redirect(f"{reverse('export.page', args=[story.pk])}?{request.GET.urlencode()}")
    context = {"story": story, "here": "export", "form": form, "query": request.GET.urlencode()}
    return render(request, "export/texts.html", context, status=422 if request.method == "POST" else 200)
