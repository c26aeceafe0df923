"""Blind double review: two editors answer the same questions about a story's links without seeing each other."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .articles import Passage
from .points import Point
from .stories import Story


class DoubleReview(models.Model):
    """One round: open while the two answer, then the lead decides where they differ, then closed for all to read."""

    class State(models.TextChoices):
        OPEN = "open", "Under review"
        DECIDING = "deciding", "To be decided"
        CLOSED = "closed", "Closed"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="double_reviews")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story"], condition=~models.Q(state="closed"), name="double_review_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"Double review {self.pk}"


class Reviewer(models.Model):
    """One of the two who were asked."""

    double_review = models.ForeignKey(DoubleReview, on_delete=models.CASCADE, related_name="reviewers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["double_review", "user"], name="reviewer_once_in_a_round")]

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.username


class Candidate(models.Model):
    """A passage and a point: does the one report the other? It outlives both, since figures are made of it, and is a
    question again when they come back."""

    class Verdict(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    double_review = models.ForeignKey(DoubleReview, on_delete=models.CASCADE, related_name="candidates")
    number = models.PositiveIntegerField()  # the order in which both are asked
    point = models.ForeignKey(Point, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    passage = models.ForeignKey(Passage, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    label = models.CharField(max_length=300)  # of the point, as it was
    verdict = models.CharField(max_length=3, choices=Verdict.choices, blank=True)  # the lead's; empty: none yet
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["double_review", "point", "passage"], name="candidate_once_in_a_round")
        ]

    def __str__(self) -> str:
        return f"passage {self.passage_id} in point {self.point_id}?"


class Answer(models.Model):
    """What one reviewer said. Nobody else sees it while the round is open, and no journal has it."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="answers")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="answers")
    yes = models.BooleanField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["candidate", "reviewer"], name="answer_once")]

    def __str__(self) -> str:
        return "yes" if self.yes else "no"
