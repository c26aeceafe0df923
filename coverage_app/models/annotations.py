"""Annotations and where they point."""

from django.conf import settings
from django.db import models

from .articles import Outlet, Passage
from .stories import Story


class Annotation(models.Model):
    """A statement of an editor or of the engine about words in one or more passages."""

    class Kind(models.TextChoices):
        ADDED_DETAIL = "added_detail", "Added detail"
        DIFFERENCE = "difference", "Difference"
        OMISSION = "omission", "Omission"
        NOTE = "note", "Note"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Dismissed"

    class Difference(models.TextChoices):
        NUMBER = "number", "Number"
        DATE_OR_TIME = "date_or_time", "Date or time"
        NAME_OR_TITLE = "name_or_title", "Name or title"
        QUOTE_ALTERED = "quote_altered", "Quotation altered"
        QUOTE_CUT = "quote_cut", "Quotation cut"
        ATTRIBUTION = "attribution", "Attribution"
        HEDGE = "hedge", "Hedge"
        AGENCY = "agency", "Who did it"
        LOADED_WORD = "loaded_word", "Loaded word"
        SCOPE = "scope", "Scope"
        CONTRADICTION = "contradiction", "Contradiction"
        STYLE = "style", "House style"
        OTHER = "other", "Other"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="annotations")
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.ADDED_DETAIL)
    difference_class = models.CharField(max_length=14, choices=Difference.choices, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    outlets = models.ManyToManyField(Outlet, related_name="annotations")  # the ones credited
    label = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # Markdown; shown through sanitizing.py only
    confidence = models.FloatField(null=True, blank=True)  # the engine's, 0..1
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # who wrote or decided it last; null: the engine
    at = models.DateTimeField(auto_now=True)
    among = models.PositiveIntegerField(null=True, blank=True)  # articles compared when an editor decided it
    origin = models.CharField(max_length=200, blank=True)  # which annotation made elsewhere it was; empty: made here
    version = models.PositiveIntegerField(default=1)  # counts edits, for those who save at the same time

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class Target(models.Model):
    """Where an annotation points; offsets count within the passage."""

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="targets")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="targets")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="target_not_empty")]

    def __str__(self) -> str:
        return self.exact
