"""Exports that were made by a task: published editions of a story, and files that somebody asked for."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from .runs import Run
from .stories import Story

TOKEN_BYTES = 24  # 192 bits: an address that nobody finds by trying


def _token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


class EditionQuerySet(models.QuerySet["Edition"]):
    def without_files(self) -> EditionQuerySet:
        """All but what may be megabytes."""
        return self.defer("html", "json", "archive")


class Edition(Run):
    """An export as it went out, made by services/editions.py and never changed after that. One that is kept is
    published: it has a number in its story, and may be shown to the public. One that is not kept is a large file for
    whoever asked for it, until they ask for another."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="editions")
    kept = models.BooleanField()
    number = models.PositiveIntegerField(null=True, blank=True)  # 1, 2, 3 in the story, once it is made
    query = models.TextField(blank=True)  # the choices as they stand in the address of the export page
    choices = models.JSONField(default=list)  # the same in words, as they were called then
    title = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)  # when the story was read; printed in the document
    html = models.BinaryField(default=b"")
    policy = models.TextField(blank=True)  # the document's Content-Security-Policy, which allows its style and no other
    json = models.BinaryField(default=b"")  # the comparison as published (docs/comparison-format.md)
    archive = models.BinaryField(default=b"")  # of one that is not kept: a zip with a file of each format
    sha256 = models.CharField(max_length=64, blank=True)  # of the HTML
    news = models.JSONField(default=list)  # what changed since the edition before: export/since.py
    public = models.BooleanField(default=False)
    token = models.CharField(max_length=43, unique=True, default=_token)  # its public address
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True)  # for readers

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"Edition {self.number}" if self.number else "Edition that is being made"

    def get_absolute_url(self) -> str:
        """Its public address."""
        return reverse("published.show", args=[self.token])
