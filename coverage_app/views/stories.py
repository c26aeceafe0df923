"""My stories: list, new, title and members, archive, delete."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import queries
from ..access import story_for
from ..errors import ServiceError
from ..forms import MemberForm, StoryForm
from ..models import Member, Role
from ..services import stories as service

STORIES_A_PAGE = 30


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    archived = request.GET.get("archived") == "1"
    stories = queries.stories(request.user, words=words, archived=archived)
    page = Paginator(stories, STORIES_A_PAGE).get_page(request.GET.get("page"))
    template = "stories/list.html#found" if request.htmx else "stories/list.html"
    return render(request, template, {"page": page, "words": words, "archived": archived})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = StoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        story = service.story_create(actor=request.user, title=form.cleaned_data["title"])
        return redirect("imports.articles", story.pk)
    return render(request, "stories/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "manage" if request.method == "POST" else "read")
    form = StoryForm(request.POST or None, instance=story)
    if request.method == "POST" and form.is_valid():
        service.story_rename(actor=request.user, story=story, title=form.cleaned_data["title"])
        messages.success(request, "The title is changed.")
        return redirect("stories.settings", story.pk)
    return _settings_page(request, story, form=form, status=422 if form.errors else 200)


@require_POST
def member_add(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "manage")
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            member = service.member_add(actor=request.user, story=story, **form.cleaned_data)
        except ServiceError as error:
            form.add_error("username", str(error))
        else:
            messages.success(request, f"{member.user} is now a member.")
            return redirect("stories.settings", story.pk)
    return _settings_page(request, story, member_form=form, status=422)


@require_POST
def member_change(request: HttpRequest, story_id: int, member_id: int) -> HttpResponse:
    story = story_for(request, story_id, "manage")
    member = get_object_or_404(Member.objects.select_related("user", "story"), pk=member_id, story=story)
    role = request.POST.get("role")
    if role not in (*Role.values, "none"):
        messages.error(request, "Choose one of the roles in the list.")
        return redirect("stories.settings", story.pk)
    try:
        service.member_change(actor=request.user, member=member, role=None if role == "none" else role)
    except ServiceError as error:
        messages.error(request, str(error))
    if not Member.objects.filter(story=story, user=request.user).exists():
        return redirect("stories.list")
    return redirect("stories.settings", story.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "manage")
    if request.method != "POST":
        return render(request, "stories/confirm.html", {"story": story, "act": "archive"})
    service.story_archive(actor=request.user, story=story)
    messages.success(request, f"“{story}” is in the archive: it can be read and exported, not changed.")
    return redirect("stories.list")


@require_POST
def restore(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "manage")
    service.story_restore(actor=request.user, story=story)
    messages.success(request, f"“{story}” is back from the archive.")
    return redirect(story)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, story_id: int) -> HttpResponse:
    story = story_for(request, story_id, "manage")
    if request.method != "POST" or request.POST.get("title", "").strip() != story.title.strip():
        wrong = request.method == "POST"
        context = {"story": story, "act": "delete", "wrong": wrong}
        return render(request, "stories/confirm.html", context, status=422 if wrong else 200)
    title = story.title
    service.story_delete(actor=request.user, story=story)
    messages.success(request, f"“{title}” is deleted.")
    return redirect("stories.list")


def _settings_page(
    request: HttpRequest,
    story: object,
    *,
    form: StoryForm | None = None,
    member_form: MemberForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "story": story,
        "here": "settings",
        "form": form or StoryForm(instance=story),
        "member_form": member_form or MemberForm(),
        "members": queries.members(story),
        "roles": Role.choices,
    }
    return render(request, "stories/settings.html", context, status=status)
