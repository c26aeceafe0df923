"""What was uploaded or pasted, byte for byte, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .stories import Story


class ImportBatch(models.Model):
    """Files that were given together."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="batches")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "import batches"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Import {self.pk}"


class ImportFile(models.Model):
    """One file of a batch, with its own outcome. The bytes are kept as they came, whatever becomes of the article."""

    class State(models.TextChoices):
        READ = "read", "Read, to be confirmed"
        CONFIRMED = "confirmed", "Confirmed"
        DISCARDED = "discarded", "Discarded"
        FAILED = "failed", "Not read"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)  # empty: too large to be taken in
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices)
    message = models.TextField(blank=True)  # why it was not read, or what to look at

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
