"""One writer a story: every service that writes to one takes its row first, so that no two wait for each other."""

from ..errors import StoryArchived
from ..models import Story


def lock(story_id: int) -> Story:
    """The story as it now is, held until the transaction ends; others that write to it wait. (SQLite lets one write at
    a time anyway.) Raises Story.DoesNotExist when somebody has deleted it."""
    return Story.objects.select_for_update().get(pk=story_id)


def lock_open(story_id: int) -> Story:
    """As `lock`. Raises StoryArchived when the story is in the archive."""
    story = lock(story_id)
    if story.archived_at is not None:
        raise StoryArchived
    return story
