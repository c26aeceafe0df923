"""Imports in the administration: "Upload articles", and what became of each file. Files are kept as they came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from ..downloads import attachment
from ..errors import ServiceError
from ..forms import FilesField
from ..models import ImportBatch, ImportFile, Story
from ..services.imports import Facts, GivenFile, batch_confirm, files_import
from .readonly import ReadOnlyAdmin, ReadOnlyInline


class UploadArticlesForm(forms.Form):
    """Files, or the text of one article, for a story."""

    story = forms.ModelChoiceField(
        Story.objects.all(), widget=AutocompleteSelect(ImportBatch._meta.get_field("story"), admin.site)
    )
    files = FilesField(
        required=False,
        help_text="Saved web pages (.html), plain text (.txt) or Word files (.docx), at most 10 MB each.",
    )
    outlet = forms.CharField(max_length=120, required=False, help_text="Of the pasted text: who published it.")
    headline = forms.CharField(max_length=500, required=False, widget=forms.TextInput(attrs={"class": "vTextField"}))
    text = forms.CharField(
        label="Pasted text", required=False, widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 12})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.given_files() and not data.get("text"):
            self.add_error("files", "Choose at least one file, or paste an article’s text.")
        if data.get("text") and not data.get("outlet"):
            self.add_error("outlet", "Say who published the pasted text.")
        return data

    def given_files(self) -> list:
        """The files as they were chosen; none at all comes as one that is empty."""
        return [file for file in self.cleaned_data.get("files") or [] if file]

    def given(self) -> list:
        """All that files_import is to take in."""
        data = self.cleaned_data
        files = self.given_files()
        if data["text"]:
            files.append(GivenFile.from_text(data["text"], Facts(outlet=data["outlet"], headline=data["headline"])))
        return files


class FileInline(ReadOnlyInline):
    model = ImportFile
    fields = ("name", "size", "state", "message", "article", "original")
    readonly_fields = ("article", "original")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportFile]:
        return super().get_queryset(request).defer("content").prefetch_related("revisions__article__outlet")

    @admin.display(description="article")
    def article(self, file: ImportFile) -> str:
        for revision in file.revisions.all():
            address = reverse("admin:coverage_app_article_change", args=[revision.article_id])
            article = revision.article
            return format_html('<a href="{}">{}: {}</a>', address, article.outlet, article)
        return "–"

    @admin.display(description="original")
    def original(self, file: ImportFile) -> str:
        return _download_link(file)


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Its "Add" is the upload; the page of an import says what became of each file, and confirms."""

    list_display = ("__str__", "story", "created_by", "created_at", "files", "failed", "waiting")
    list_filter = ("created_at",)
    list_select_related = ("story", "created_by")
    search_fields = ("story__title", "files__name", "created_by__username")
    inlines = (FileInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                file_count=Count("files", distinct=True),
                failed_count=Count("files", filter=Q(files__state=ImportFile.State.FAILED), distinct=True),
                waiting_count=Count("files", filter=Q(files__state=ImportFile.State.READ), distinct=True),
            )
        )

    @admin.display(ordering="file_count")
    def files(self, batch: ImportBatch) -> int:
        return batch.file_count

    @admin.display(description="not read", ordering="failed_count")
    def failed(self, batch: ImportBatch) -> int:
        return batch.failed_count

    @admin.display(description="to be confirmed", ordering="waiting_count")
    def waiting(self, batch: ImportBatch) -> int:
        return batch.waiting_count

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Who may change stories may bring articles into any of them; membership is a matter of the story's pages."""
        return request.user.has_perm("coverage_app.change_story")

    def get_urls(self) -> list:
        confirm = path(
            "<key:batch_id>/confirm/",
            self.admin_site.admin_view(self.confirm),
            name="coverage_app_importbatch_confirm",
        )
        return [confirm, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The page “Upload articles”: several files at once, or pasted text, for a story."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            form = UploadArticlesForm(request.POST, request.FILES)
            if form.is_valid():
                try:
                    batch = files_import(actor=request.user, story=form.cleaned_data["story"], files=form.given())
                except ServiceError as error:
                    form.add_error("story", str(error))
                else:
                    return redirect("admin:coverage_app_importbatch_change", batch.pk)
        else:
            form = UploadArticlesForm(initial={"story": request.GET.get("story")})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Upload articles",
            "form": form,
            "media": self.media + form.media,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/coverage_app/importbatch/upload.html", context, status=status)

    def render_change_form(
        self, request: HttpRequest, context: dict, add: bool = False, change: bool = False, **more: Any
    ) -> HttpResponse:
        batch = more["obj"]
        waiting = batch.waiting_count and not batch.story.archived_at and self.has_add_permission(request)
        context |= {"title": "What was read", "waiting": waiting}
        return super().render_change_form(request, context, add=add, change=change, **more)

    @method_decorator(require_POST)
    def confirm(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        batch = ImportBatch.objects.filter(pk=batch_id).first()
        if batch is None:
            raise Http404("No such import.")
        try:
            outcome = batch_confirm(actor=request.user, batch=batch)
        except ServiceError as error:
            messages.error(request, str(error))
            return redirect("admin:coverage_app_importbatch_change", batch.pk)
        if outcome.confirmed:
            number = outcome.confirmed
            sentence = f"{number} article{'' if number == 1 else 's'} confirmed; the comparison is being made."
            messages.success(request, sentence)
        for article in outcome.left:
            messages.error(request, f"“{article}” was not confirmed: nothing of it is taken for part of the report.")
        return redirect("admin:coverage_app_importbatch_change", batch.pk)


@admin.register(ImportFile)
class ImportFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "story", "size", "state", "message", "created_at", "original")
    list_filter = ("state", "batch__created_at")
    list_select_related = ("batch__story",)
    search_fields = ("name", "sha256", "batch__story__title")
    exclude = ("content",)
    readonly_fields = ("original",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportFile]:
        return super().get_queryset(request).defer("content")

    def get_urls(self) -> list:
        download = path(
            "<key:file_id>/download/",
            self.admin_site.admin_view(self.download),
            name="coverage_app_importfile_download",
        )
        return [download, *super().get_urls()]

    @method_decorator(require_safe)
    def download(self, request: HttpRequest, file_id: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = ImportFile.objects.filter(pk=file_id).first()
        if file is None or not file.sha256:
            raise Http404("No such file, or it was too large to be kept.")
        return attachment(file)

    @admin.display(ordering="batch__story__title")
    def story(self, file: ImportFile) -> str:
        return file.batch.story.title

    @admin.display(description="given", ordering="batch__created_at")
    def created_at(self, file: ImportFile) -> Any:
        return file.batch.created_at

    @admin.display(description="original")
    def original(self, file: ImportFile) -> str:
        return _download_link(file)


def _download_link(file: ImportFile) -> str:
    if not file.sha256:
        return "not kept"
    address = reverse("admin:coverage_app_importfile_download", args=[file.pk])
    return format_html('<a href="{}" title="SHA-256 {}">Download</a>', address, file.sha256)
