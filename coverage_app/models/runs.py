"""What a background task works at: its progress for those who wait, and the lease of the worker that is at it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Run(models.Model):
    """One piece of work for a worker. The row is also the worker's lease: see services/leases.py."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    progress = models.FloatField(default=0)  # 0..1
    message = models.CharField(max_length=300, blank=True)  # what it is doing, why it failed, or how it was made
    lease = models.UUIDField(null=True)  # whose claim it is
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @staticmethod
    def new_lease() -> uuid.UUID:
        return uuid.uuid4()
