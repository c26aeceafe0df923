"""Outlets, their articles, and the passages of each revision."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from .imports import ImportFile
from .stories import Story


class Outlet(models.Model):
    """Who published."""

    class Kind(models.TextChoices):
        WIRE = "wire", "Wire agency"
        PAPER = "paper", "Paper"
        BROADCASTER = "broadcaster", "Broadcaster"
        OFFICIAL = "official", "Official source"
        OTHER = "other", "Other"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OTHER)
    homepage = models.URLField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="outlet_name_once")]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """One outlet's text in a story: column A, B, C … A draft is what was read and not yet confirmed."""

    class State(models.TextChoices):
        DRAFT = "draft", "To be confirmed"
        CONFIRMED = "confirmed", "Confirmed"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="articles")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="articles")
    position = models.PositiveIntegerField(help_text="The column: 1 is A, 2 is B …")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    headline = models.CharField(max_length=500, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    current = models.ForeignKey("Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)  # counts edits: see services/articles.py

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.headline or f"Article {self.pk}"


class Revision(models.Model):
    """One state of an article's text. The text never changes: a corrected article is a new revision."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(default=1)
    file = models.ForeignKey(ImportFile, on_delete=models.RESTRICT, related_name="revisions")
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.article}, revision {self.number}"


class Passage(models.Model):
    """A sentence-sized span of a revision's text."""

    class Kind(models.TextChoices):
        HEADLINE = "headline", "Headline"
        STANDFIRST = "standfirst", "Standfirst"
        BODY = "body", "Body"
        FURNITURE = "furniture", "Furniture"

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()  # as it was read; what an editor splits off takes the next free one
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    paragraph = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    kind_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # the editor who corrected the kind; null: the engine's

    class Meta:
        ordering = ["revision", "start"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "number"], name="passage_number_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="passage_not_empty"),
        ]

    def __str__(self) -> str:
        return f"passage {self.number} of {self.revision_id}"

    @property
    def text(self) -> str:
        """The passage's words; fetch it with its revision (select_related)."""
        return self.revision.text[self.start : self.end]
