"""Stories and who works on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Role(models.TextChoices):
    """What a member may do; each includes the ones before it (see access.py)."""

    VIEWER = "viewer", "Viewer"
    EDITOR = "editor", "Editor"
    LEAD = "lead", "Lead"


MOST_WORDS = 10  # of a search: each makes the query longer, and databases refuse the longest
LONGEST_WORD = 200  # characters, for the same reason; a title has no more


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: User) -> StoryQuerySet:
        return self.filter(members__user=user)

    def matching(self, words: str) -> StoryQuerySet:
        """Stories that have each of the words (of many, the first) in their title, an outlet's name or a headline."""
        found = self
        for word in words.replace("\0", " ").split()[:MOST_WORDS]:
            word = word[:LONGEST_WORD]
            by_article = Story.objects.filter(
                models.Q(articles__headline__icontains=word) | models.Q(articles__outlet__name__icontains=word)
            )
            found = found.filter(models.Q(title__icontains=word) | models.Q(pk__in=by_article.values("pk")))
        return found


class Story(models.Model):
    """One event, and the comparison of its coverage."""

    title = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("compare.page", args=[self.pk])


class Member(models.Model):
    """A user's part in a story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.EDITOR)

    class Meta:
        ordering = ["user__username"]
        constraints = [models.UniqueConstraint(fields=["story", "user"], name="member_once_in_a_story")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
