"""Writes the journal. Called by the other services inside their transaction, never by a view."""

from typing import Any

from django.contrib.auth.models import User

from ..models import Change, Story


def record(
    *,
    actor: User | None,
    story: Story,
    verb: str,
    summary: str,
    object_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    of: Change | None = None,
) -> Change:
    """One entry. `before` and `after` are what was touched as plain data; `of` is the step that it takes back or does
    again (services/history.py)."""
    longest = Change._meta.get_field("summary").max_length or 0
    if len(summary) > longest:
        summary = summary[: longest - 1] + "…"
    return Change.objects.create(
        actor=actor,
        story=story,
        verb=verb,
        summary=summary,
        object_id=object_id,
        before=before,
        after=after,
        of=of,
    )
