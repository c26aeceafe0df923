"""Editorial work in the administration: to be looked at, not to be changed. It is decided on the story's pages."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator

from ..models import Absence, Alignment, Annotation, Change, Link, Passage, Point, Target
from .readonly import ReadOnlyAdmin, ReadOnlyInline

WORDS_SHOWN = 100  # characters of a passage in a list


def _excerpt(passage: Passage) -> str:
    return Truncator(passage.text).chars(WORDS_SHOWN)


class LinkInline(ReadOnlyInline):
    model = Link
    fields = ("passage_text", "outlet", "confidence", "state", "by", "at")
    readonly_fields = ("passage_text", "outlet", "at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        return super().get_queryset(request).select_related("passage__revision__article__outlet", "by")

    @admin.display(description="passage")
    def passage_text(self, link: Link) -> str:
        return _excerpt(link.passage)

    @admin.display(description="outlet")
    def outlet(self, link: Link) -> str:
        return link.passage.revision.article.outlet.name


class TargetInline(ReadOnlyInline):
    model = Target
    fields = ("exact", "outlet", "start", "end")
    readonly_fields = ("outlet",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Target]:
        return super().get_queryset(request).select_related("passage__revision__article__outlet")

    @admin.display(description="outlet")
    def outlet(self, target: Target) -> str:
        return target.passage.revision.article.outlet.name


@admin.register(Point)
class PointAdmin(ReadOnlyAdmin):
    list_display = ("label", "story", "position", "passages", "locked")
    list_filter = ("locked",)
    list_select_related = ("story",)
    search_fields = ("label", "story__title")
    inlines = (LinkInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Point]:
        return super().get_queryset(request).annotate(link_count=Count("links"))

    @admin.display(description="passages", ordering="link_count")
    def passages(self, point: Point) -> int:
        return point.link_count


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    list_display = ("passage_text", "outlet", "point", "confidence", "state", "by", "at")
    list_filter = ("state", ("by", admin.EmptyFieldListFilter))
    list_select_related = ("point", "passage__revision__article__outlet", "by")
    search_fields = ("point__label", "point__story__title", "passage__revision__article__outlet__name")
    date_hierarchy = "at"

    @admin.display(description="passage")
    def passage_text(self, link: Link) -> str:
        return _excerpt(link.passage)

    @admin.display(description="outlet", ordering="passage__revision__article__outlet__name")
    def outlet(self, link: Link) -> str:
        return link.passage.revision.article.outlet.name


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin):
    list_display = ("point", "article", "by", "at")
    list_select_related = ("point", "article", "by")
    search_fields = ("point__label", "article__headline", "article__outlet__name")
    date_hierarchy = "at"


@admin.register(Annotation)
class AnnotationAdmin(ReadOnlyAdmin):
    list_display = ("label", "story", "kind", "difference_class", "state", "by", "at")
    list_filter = ("state", "kind", "difference_class")
    list_select_related = ("story", "by")
    search_fields = ("label", "story__title")
    inlines = (TargetInline,)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("summary", "story", "verb", "actor", "at")
    list_filter = ("verb",)
    list_select_related = ("story", "actor")
    search_fields = ("summary", "story__title", "actor__username")
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        found = super().get_queryset(request)
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return found.defer("before", "after") if is_list else found


@admin.register(Alignment)
class AlignmentAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "story", "state", "message", "requested_by", "requested_at", "finished_at", "engine")
    list_filter = ("state", "engine")
    list_select_related = ("story", "requested_by")
    search_fields = ("story__title", "message")
    exclude = ("pairs", "lease")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alignment]:
        return super().get_queryset(request).defer("pairs")
