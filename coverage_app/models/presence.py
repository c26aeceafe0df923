"""Who has a story open now."""

from django.db import models

from .stories import Member


class Presence(models.Model):
    """Where a member was last seen in a story. Kept in the database, since several server processes share nothing else;
    old news after queries.SEEN_FOR, and no part of the journal."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="presence")
    row = models.CharField(max_length=40, blank=True)  # the key of the row in sight, "pt7"; empty: none
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member} at {self.row or 'no row'}"
