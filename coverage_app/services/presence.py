"""Notes who is where in a story. No editorial act: it locks nothing and stands in no journal."""

from datetime import timedelta

from django.utils import timezone

from ..models import Member, Presence

EVERY = timedelta(seconds=10)  # who stays in one place is written down no more often


def presence_note(*, actor: Member, row: str) -> bool:
    """The member (fetched with their presence) is at this row now ("" for none). One write, or none when that is known
    already; whether it was written."""
    now = timezone.now()
    last: Presence | None = getattr(actor, "presence", None)
    if last and last.row == row and now - last.at < EVERY:
        return False
    Presence.objects.bulk_create(
        [Presence(member=actor, row=row, at=now)],
        update_conflicts=True,
        unique_fields=["member"],
        update_fields=["row", "at"],
    )
    return True
