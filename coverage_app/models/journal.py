"""The journal: who did what when, and how to undo it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .stories import Story


class Change(models.Model):
    """One step in a story's journal. `before` and `after` hold what was touched as plain data, enough to go back and
    forth: see services/history.py."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="changes")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # null: the engine
    at = models.DateTimeField(default=timezone.now, editable=False)
    verb = models.CharField(max_length=40)  # "annotation.accept"
    summary = models.CharField(max_length=300)  # for people
    object_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    undone = models.BooleanField(default=False)  # taken back, and not done again since
    of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )  # the step that this one takes back ("undo") or does again ("redo")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.summary
