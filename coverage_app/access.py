"""Who may do what: the only place where rights are decided, at the moment an object is fetched.

A story that is not yours answers 404, as if it did not exist; one that you may see but not change answers 403.
"""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.csrf import csrf_failure
from django_htmx.http import HttpResponseClientRedirect

from .errors import StoryArchived
from .models import (
    Annotation,
    Candidate,
    Change,
    DoubleReview,
    Edition,
    ImportBatch,
    Passage,
    Point,
    Reviewer,
    Role,
    Story,
)

# What each role may do; a role includes the ones before it.
_RIGHTS = {
    Role.VIEWER: {"read", "export"},
    Role.EDITOR: {"import", "align", "annotate"},
    # Title, members, archive and delete; double review; all of the story in one file, the full originals too; editions.
    Role.LEAD: {"manage", "adjudicate", "bundle", "publish", "withdraw"},
}
_IN_ARCHIVE = {"read", "export", "manage", "bundle", "withdraw"}  # what is public can be withdrawn at any time


@cache
def rights(role: str, *, archived: bool = False) -> frozenset[str]:
    """All that a role may do in a story."""
    order = list(_RIGHTS)
    allowed = set().union(*(_RIGHTS[r] for r in order[: order.index(Role(role)) + 1]))
    return frozenset(allowed & _IN_ARCHIVE if archived else allowed)


def story_for(request: HttpRequest, story_id: int, right: str) -> Story:
    """The story, with `may` (all that this user may do in it) for the templates, and `newest`, the key of its newest
    Change: read before anything else, so that whoever asks later what is new since then misses nothing."""
    newest = Change.objects.filter(story=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    mine = Story.objects.filter(pk=story_id, members__user=request.user)
    story = next(iter(mine.order_by().annotate(role=F("members__role"), newest=Subquery(newest))), None)
    if story is None:
        raise Http404("No such story, or you are not a member of it.")
    story.newest = story.newest or 0
    story.may = rights(story.role, archived=story.archived_at is not None)
    if right not in story.may:
        raise PermissionDenied(
            str(StoryArchived())
            if right in rights(story.role)
            else f"Your role in this story ({Role(story.role).label.lower()}) does not allow this. Ask its lead."
        )
    return story


def batch_for(request: HttpRequest, batch_id: int, right: str) -> tuple[Story, ImportBatch]:
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise Http404("No such import.")
    return story_for(request, batch.story_id, right), batch


def edition_for(request: HttpRequest, edition_id: int, right: str) -> tuple[Story, Edition]:
    """An edition, without its files. One that is not kept is there for whoever asked for it only."""
    edition = Edition.objects.without_files().filter(pk=edition_id).first()
    if edition is None or not (edition.kept or edition.requested_by_id == request.user.pk):
        raise Http404("No such edition.")
    return story_for(request, edition.story_id, right), edition


class AnnotationDeleted(Http404):
    """An annotation of a story that is yours; `change` is the journal's entry of who deleted it, `said` what it was."""

    def __init__(self, story: Story, change: Change, annotation_id: int) -> None:
        super().__init__("Somebody deleted this annotation.")
        self.story = story
        self.change = change
        self.said = change.before[f"annotation:{annotation_id}"]


def annotation_for(request: HttpRequest, annotation_id: int, right: str) -> tuple[Story, Annotation]:
    annotation = Annotation.objects.filter(pk=annotation_id).first()
    if annotation is not None:
        return story_for(request, annotation.story_id, right), annotation
    one, of_many = Q(object_id=annotation_id), Q(of__verb="annotation.import")
    gone = Change.objects.filter(one | of_many, verb__in=["annotation.delete", "undo", "redo"])
    deleted = gone.filter(after__has_key=f"annotation:{annotation_id}").first()
    if deleted is None:
        raise Http404("No such annotation.")
    raise AnnotationDeleted(story_for(request, deleted.story_id, right), deleted, annotation_id)


def passage_for(request: HttpRequest, passage_id: int, right: str) -> tuple[Story, Passage]:
    passage = Passage.objects.select_related("revision__article__outlet").filter(pk=passage_id).first()
    if passage is None:
        raise Http404("No such passage: its article may have been replaced.")
    return story_for(request, passage.revision.article.story_id, right), passage


def candidate_for(request: HttpRequest, story_id: int, candidate_id: int, right: str) -> tuple[Story, Candidate]:
    """A question of a double review of this story."""
    story = story_for(request, story_id, right)
    candidate = Candidate.objects.select_related("double_review").filter(pk=candidate_id).first()
    if candidate is None or candidate.double_review.story_id != story.pk:
        raise Http404("No such question.")
    return story, candidate


def reviewer_for(request: HttpRequest, double_review: DoubleReview) -> Reviewer:
    """The part in a round of one who was asked; nobody else answers."""
    reviewer = double_review.reviewers.filter(user=request.user).first()
    if reviewer is None:
        raise PermissionDenied("Only the two who were asked answer in a double review.")
    return reviewer


def point_for(request: HttpRequest, point_id: int, right: str) -> tuple[Story, Point]:
    point = Point.objects.filter(pk=point_id).first()
    if point is None:
        raise Http404("No such point: it may have been merged into another one.")
    return story_for(request, point.story_id, right), point


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every view asks for a sign-in unless it says otherwise. A fragment request is answered with HX-Redirect, so that
    the sign-in page never lands inside a row, and one comes back to the page one was on."""

    def process_view(self, request: HttpRequest, view_func: object, *args: object) -> HttpResponse | None:
        # Django asks who it is in any case; then the answer is another for each session, and no cache keeps it.
        open_to_all = not getattr(view_func, "login_required", True)
        return None if open_to_all else super().process_view(request, view_func, *args)

    def handle_no_permission(self, request: HttpRequest, view_func: object) -> HttpResponse:
        return _sign_in_again(request) if request.htmx else super().handle_no_permission(request, view_func)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this session. A fragment's form whose session is over leads to the sign-in page."""
    if request.htmx and not request.user.is_authenticated:
        return _sign_in_again(request)
    return csrf_failure(request, reason)  # shows templates/403_csrf.html


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    current = request.htmx.current_url_abs_path or ""
    safe = url_has_allowed_host_and_scheme(current, allowed_hosts=None)
    back = urlsplit(current)._replace(fragment="").geturl() if safe else resolve_url("stories.list")
    return HttpResponseClientRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")
