"""Outlets and articles in the administration. The text and its passages are shown, and corrected on the review page."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.forms import HiddenInput, IntegerField, ModelForm
from django.http import HttpRequest

from ..engine.layout import column_letter
from ..errors import StaleEdit
from ..models import Article, Outlet, Passage, Revision
from ..services.articles import article_correct, article_remove
from .readonly import ReadOnlyInline

HTTPS_UNLESS_SAID = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "homepage", "articles")
    formfield_overrides = HTTPS_UNLESS_SAID
    list_filter = ("kind",)
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description="articles", ordering="article_count")
    def articles(self, outlet: Outlet) -> int:
        return outlet.article_count


class RevisionInline(ReadOnlyInline):
    model = Revision
    fields = ("number", "file", "created_at")
    readonly_fields = fields
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("file").defer("text", "file__content")


class ArticleForm(ModelForm):
    """The version travels with the form, so that two who correct the same article at once both hear of it."""

    version = IntegerField(widget=HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("version") != self.instance.version:
            raise ValidationError(
                "Somebody else saved this article while you had it open. Load it again to see theirs."
            )
        return data


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    form = ArticleForm
    fields = (
        "story",
        "column",
        "state",
        "outlet",
        "headline",
        "byline",
        "published_at",
        "url",
        "language",
        "text",
        "version",
    )
    readonly_fields = ("story", "column", "state", "language", "text")
    autocomplete_fields = ("outlet",)
    formfield_overrides = HTTPS_UNLESS_SAID
    list_display = ("headline_or_not", "outlet", "story", "column", "state", "published_at", "passages", "furniture")
    list_filter = ("state", "language", "published_at")
    list_select_related = ("outlet", "story")
    search_fields = ("headline", "outlet__name", "story__title")
    inlines = (RevisionInline,)
    actions = None  # articles are removed one by one: each time the story is compared anew

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        aside = Q(current__passages__kind=Passage.Kind.FURNITURE)
        return (
            super()
            .get_queryset(request)
            .annotate(
                passage_count=Count("current__passages", filter=~aside),
                furniture_count=Count("current__passages", filter=aside),
            )
        )

    @admin.display(description="headline", ordering="headline")
    def headline_or_not(self, article: Article) -> str:
        return article.headline or "No headline"

    @admin.display(ordering="position")
    def column(self, article: Article) -> str:
        return column_letter(article.position - 1)

    @admin.display(description="passages", ordering="passage_count")
    def passages(self, article: Article) -> int:
        return article.passage_count

    @admin.display(description="set aside", ordering="furniture_count")
    def furniture(self, article: Article) -> int:
        return article.furniture_count

    @admin.display(description="text as it was read")
    def text(self, article: Article) -> str:
        return article.current.text if article.current else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # articles come from files: "Upload articles"

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_archived(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_archived(obj)

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        values = form.cleaned_data
        try:
            article_correct(
                actor=request.user,
                article=Article.objects.select_related("story", "outlet", "current").get(pk=obj.pk),
                version=values["version"],
                outlet=values["outlet"].name,
                headline=values["headline"],
                byline=values["byline"],
                published_at=values["published_at"],
                url=values["url"],
                kinds={},
            )
        except StaleEdit as late:
            messages.error(request, f"{late} Nothing of yours was saved. Look at theirs, and correct it again.")

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        article_remove(actor=request.user, article=obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """What goes with an article is its own: that the administration cannot delete a link alone is no obstacle."""
        to_delete, counts, _, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected


def _is_archived(article: Article | None) -> bool:
    return article is not None and article.story.archived_at is not None
