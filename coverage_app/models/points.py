"""The aligned comparison: points, links, checked absences, and the runs of the engine that propose them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .articles import Article, Passage
from .runs import Run
from .stories import Story


class Point(models.Model):
    """One thing that is reported: a row."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="points")
    label = models.CharField(max_length=300)
    label_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # the editor who named it; null: the engine, which may name it anew
    position = models.PositiveIntegerField()
    placed = models.BooleanField(default=False)  # an editor chose its place among the points
    locked = models.BooleanField(default=False)  # the engine leaves it alone
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Link(models.Model):
    """A passage's place in a point."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="links")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="links")
    confidence = models.FloatField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null: the engine
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["passage__start", "pk"]
        constraints = [models.UniqueConstraint(fields=["point", "passage"], name="link_once")]

    def __str__(self) -> str:
        return f"passage {self.passage_id} in point {self.point_id}"


class Absence(models.Model):
    """An editor looked and found that an article does not report a point. What nobody looked at is not stored: every
    article without a link in a point is unmatched there."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="absences")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="absences")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "article"], name="absence_once")]

    def __str__(self) -> str:
        return f"article {self.article_id} without point {self.point_id}"


class Alignment(Run):
    """One run of the engine over a story: see services/alignment.py."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="alignments")
    engine = models.CharField(max_length=40, blank=True)
    pairs = models.JSONField(default=list)  # [[passage key, passage key, confidence], …]

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "lease_until"], name="alignment_claim")]

    def __str__(self) -> str:
        return f"Alignment {self.pk} ({self.get_state_display()})"
