"""Story bundles: out for the lead, in for everybody who may open a story."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from ..access import story_for
from ..bundling import bundle
from ..engine.bundle import UnfitBundle
from ..engine.bundle_zip import pack
from ..errors import ServiceError
from ..export.options import file_name
from ..forms import BundleForm
from ..services.bundles import bundle_import


@require_safe
def download(request: HttpRequest, story_id: int) -> HttpResponse:
    """All of the story, the full originals too: for its lead only."""
    story = story_for(request, story_id, "bundle")
    try:
        packed = pack(bundle(story))
    except UnfitBundle as error:
        messages.error(request, str(error))
        return redirect("export.page", story.pk)
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, file_name(story.title, "bundle.zip"))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    form = BundleForm(request.POST, request.FILES) if request.method == "POST" else BundleForm()
    if form.is_valid():
        try:
            story = bundle_import(actor=request.user, file=form.cleaned_data["file"])
        except ServiceError as error:
            form.add_error("file", f"{error} Nothing was imported.")
        else:
            messages.success(
                request, "The story is here as it was, and you lead it. Add your colleagues as members under Settings."
            )
            return redirect(story)
    return render(request, "bundles/load.html", {"form": form}, status=422 if form.errors else 200)
