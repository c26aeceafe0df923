"""Getting in: a story's articles, upload and paste, the page that shows what was read, discard and remove."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import queries
from ..access import batch_for, story_for
from ..downloads import attachment
from ..engine.layout import column_letter
from ..errors import ServiceError
from ..forms import PasteForm, UploadForm
from ..models import Article, ImportBatch, ImportFile, Story
from ..services.articles import article_remove
from ..services.imports import Facts, GivenFile, batch_confirm, file_discard, files_import
from .reading import Reading


@require_safe
def articles(request: HttpRequest, story_id: int) -> HttpResponse:
    return _articles_page(request, story_for(request, story_id, "read"))


@require_POST
def upload(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "import")
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _articles_page(request, story, upload=form)
    return _take_in(request, story, form.cleaned_data["files"])


@require_POST
def paste(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "import")
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _articles_page(request, story, paste=form)
    facts = Facts(outlet=form.cleaned_data["outlet"], headline=form.cleaned_data["headline"])
    return _take_in(request, story, [GivenFile.from_text(form.cleaned_data["text"], facts)])


def _take_in(request: HttpRequest, story: Story, files: list) -> HttpResponse:
    try:
        batch = files_import(actor=request.user, story=story, files=files)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("imports.articles", story.pk)
    return redirect("imports.review", batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, batch_id: int) -> HttpResponse:
    """What was read of each file of an import. Saving keeps what is right and shows what is not."""
    story, batch = batch_for(request, batch_id, "import")
    if request.method != "POST":
        return _review_page(request, story, batch, Reading(batch))
    reading = Reading(batch, request.POST)
    if not reading.save(request.user):
        return _review_page(request, story, batch, reading)
    if request.POST.get("act") != "confirm":
        messages.success(request, "Saved.")
        return redirect("imports.review", batch.pk)
    try:
        outcome = batch_confirm(actor=request.user, batch=batch)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("imports.articles", story.pk)
    for article in outcome.left:
        messages.error(request, f"“{article}” was not confirmed: tick the passages that are its report, or discard it.")
    return redirect("imports.review", batch.pk) if outcome.left else redirect(story)


@require_POST
def discard(request: HttpRequest, batch_id: int, file_id: int) -> HttpResponse:
    """Drops one draft. The button stands in the page's form: what was corrected in the others is saved first."""
    story, batch = batch_for(request, batch_id, "import")
    file = get_object_or_404(ImportFile.objects.defer("content").select_related("batch"), pk=file_id, batch=batch)
    reading = Reading(batch, request.POST, without=file) if "article" in request.POST else None
    if reading and not reading.save(request.user):
        return _review_page(request, story, batch, reading)
    try:
        file_discard(actor=request.user, file=file)
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{file}” is discarded.")
    return redirect("imports.review", batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, story_id: int, article_id: int) -> HttpResponse:
    story = story_for(request, story_id, "import")
    article = _article(story, article_id)
    if request.method != "POST":
        context = {
            "story": story,
            "here": "articles",
            "article": article,
            "letter": column_letter(article.position - 1),
        }
        return render(request, "imports/remove.html", context | {"decided": queries.decided_in(article)})
    name = f"“{article}” ({article.outlet})"
    article_remove(actor=request.user, article=article)
    messages.success(request, f"{name} is out of the story. Its file is kept.")
    return redirect("imports.articles", story.pk)


@require_safe
def source(request: HttpRequest, story_id: int, article_id: int) -> HttpResponse:
    story = story_for(request, story_id, "read")
    return attachment(_article(story, article_id).current.file)


def _article(story: Story, article_id: int) -> Article:
    found = Article.objects.select_related("outlet", "current__file").defer("current__text")
    return get_object_or_404(found, pk=article_id, story=story)


def _articles_page(
    request: HttpRequest, story: Story, *, upload: UploadForm | None = None, paste: PasteForm | None = None
) -> HttpResponse:
    context = {
        "story": story,
        "here": "articles",
        "rows": [(column_letter(article.position - 1), article) for article in queries.articles(story)],
        "open_batches": queries.open_batches(story),
        "upload_form": upload or UploadForm(),
        "paste_form": paste or PasteForm(),
        "outlets": queries.outlet_names(request.user),
    }
    return render(request, "imports/articles.html", context, status=422 if upload or paste else 200)


def _review_page(request: HttpRequest, story: Story, batch: ImportBatch, reading: Reading) -> HttpResponse:
    context = {
        "story": story,
        "here": "articles",
        "batch": batch,
        "reading": reading,
        "outlets": queries.outlet_names(request.user),
    }
    return render(request, "imports/review.html", context, status=reading.status)
