"""Writes the texts that go out with a story's exports."""

from django.contrib.auth.models import User
from django.db import transaction

from ..models import FrontMatter
from .journal import record
from .locking import lock_open

_FIELDS = ("byline", "introduction", "method")


@transaction.atomic
def front_matter_save(*, actor: User, front_matter: FrontMatter) -> None:
    """Keeps the texts as they are in `front_matter`, which a form has filled."""
    story = front_matter.story
    lock_open(story.pk)
    before = FrontMatter.objects.filter(story=story).first()
    front_matter.pk = before.pk if before else None
    front_matter.save()
    record(
        actor=actor,
        story=story,
        verb="export.texts",
        summary="Changed the texts of the export",
        before=_plain(before) if before else None,
        after=_plain(front_matter),
    )


def _plain(front_matter: FrontMatter) -> dict[str, str | None]:
    dated = front_matter.dated.isoformat() if front_matter.dated else None
    return {field: getattr(front_matter, field) for field in _FIELDS} | {"dated": dated}
