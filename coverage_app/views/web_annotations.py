"""Annotations that were made elsewhere: where each would go, and then there."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..access import story_for
from ..engine.web_annotations import UnfitAnnotations, read_annotations
from ..errors import ServiceError
from ..forms import AnnotationsFileForm, AnnotationsTextForm
from ..models import Story
from ..services.web_annotations import annotations_import, annotations_place


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest, story_id: int) -> HttpResponse:
    """A file shows what would become of it; confirmed, the same text is taken in."""
    story = story_for(request, story_id, "annotate")
    if request.method != "POST":
        return _page(request, story, AnnotationsFileForm())
    if "text" in request.POST:
        return _take_in(request, story)
    form = AnnotationsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, story, form)
    text = form.cleaned_data["file"].read()
    try:
        placement = annotations_place(story=story, statements=read_annotations(text))
    except UnfitAnnotations as error:
        form.add_error("file", str(error))
        return _page(request, story, form)
    confirm = AnnotationsTextForm(initial={"text": text.decode(json.detect_encoding(text), "replace")})
    context = {"story": story, "here": "articles", "placement": placement, "form": confirm}
    return render(request, "web_annotations/placement.html", context)


def _take_in(request: HttpRequest, story: Story) -> HttpResponse:
    try:
        statements = read_annotations(request.POST["text"].encode("utf-8", "replace"))
        placement = annotations_import(actor=request.user, story=story, statements=statements)
    except (UnfitAnnotations, ServiceError) as error:
        messages.error(request, str(error))
        return redirect("web_annotations.load", story.pk)
    count = len(placement.placed)
    messages.success(
        request, f"Took in {count} annotation{'' if count == 1 else 's'}. “u” takes them back in one step."
    )
    return redirect(story)


def _page(request: HttpRequest, story: Story, form: AnnotationsFileForm) -> HttpResponse:
    context = {"story": story, "here": "articles", "form": form}
    return render(request, "web_annotations/load.html", context, status=422 if form.errors else 200)
