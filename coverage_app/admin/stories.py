"""Stories and their members in the administration."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..errors import ServiceError
from ..models import Article, Member, Role, Story
from ..services.stories import (
    member_add,
    member_change,
    story_archive,
    story_create,
    story_delete,
    story_rename,
    story_restore,
)


class MemberForm(ModelForm):
    """A membership is one account's: another account is another member."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].disabled = self.instance.pk is not None


class MemberFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """Says beforehand, at the list, what the services would refuse."""
        super().clean()
        had = any(form.initial.get("role") == Role.LEAD for form in self.initial_forms)
        left = [form for form in self.forms if form not in self.deleted_forms]
        if had and not any(form.cleaned_data.get("role") == Role.LEAD for form in left):
            raise ValidationError("A story needs a lead: make somebody else lead first.")


class MemberInline(admin.TabularInline):
    model = Member
    form = MemberForm
    formset = MemberFormSet
    extra = 1
    autocomplete_fields = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        return super().get_queryset(request).select_related("user")


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    fields = ("title", "archived_at", "created_by", "created_at")
    readonly_fields = ("created_by", "created_at")
    list_display = ("title", "articles", "members", "created_by", "created_at", "archived_at")
    list_filter = (("archived_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("created_by",)
    search_fields = ("title", "articles__outlet__name", "articles__headline")
    inlines = (MemberInline,)
    view_on_site = False  # a story is shown to its members only; an administrator need not be one
    actions = None  # stories are deleted one by one, by somebody who reads what goes with them

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        confirmed = Q(articles__state=Article.State.CONFIRMED)
        return (
            super()
            .get_queryset(request)
            .annotate(
                article_count=Count("articles", filter=confirmed, distinct=True),
                member_count=Count("members", distinct=True),
            )
        )

    @admin.display(description="articles", ordering="article_count")
    def articles(self, story: Story) -> int:
        return story.article_count

    @admin.display(description="members", ordering="member_count")
    def members(self, story: Story) -> int:
        return story.member_count

    def get_inlines(self, request: HttpRequest, obj: Story | None) -> tuple:
        """Members come once the story is there: who opens it is its lead by then."""
        return self.inlines if obj else ()

    def response_add(self, request: HttpRequest, obj: Story, post_url_continue: str | None = None) -> HttpResponse:
        """On to its page, where members and articles are added."""
        return redirect("admin:coverage_app_story_change", obj.pk)

    def save_model(self, request: HttpRequest, obj: Story, form: ModelForm, change: bool) -> None:
        """As on the story's own pages: by the services, which keep the journal."""
        if not change:
            made = story_create(actor=request.user, title=obj.title)
            obj.pk, obj.created_at, obj.created_by = made.pk, made.created_at, made.created_by
        elif "title" in form.changed_data:
            story_rename(actor=request.user, story=Story.objects.get(pk=obj.pk), title=obj.title)
        if "archived_at" in form.changed_data and obj.archived_at:
            story_archive(actor=request.user, story=obj)
        elif "archived_at" in form.changed_data:
            story_restore(actor=request.user, story=obj)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        """Members, by the services. Who becomes lead comes before who is it no longer, so that there is always one."""
        formset.save(commit=False)
        added = [(None, member.user, member.role) for member in formset.new_objects]
        changed = [(member.pk, member.user, member.role) for member, _ in formset.changed_objects]
        removed = [(member.pk, member.user, None) for member in formset.deleted_objects]
        for key, user, role in sorted([*added, *changed, *removed], key=lambda step: step[2] != Role.LEAD):
            try:
                if key is None:
                    member_add(actor=request.user, story=form.instance, username=user.get_username(), role=role)
                else:
                    member = Member.objects.select_related("user", "story").get(pk=key)
                    member_change(actor=request.user, member=member, role=role)
            except ServiceError as error:
                messages.error(request, str(error))

    def delete_model(self, request: HttpRequest, obj: Story) -> None:
        story_delete(actor=request.user, story=obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """What goes with a story is its own: that the administration cannot delete a link alone is no obstacle."""
        to_delete, counts, _, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected
