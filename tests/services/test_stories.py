"""Stories and members: what the journal keeps."""

import pytest

from coverage_app.errors import ServiceError
from coverage_app.models import Member
from coverage_app.services.stories import member_change, story_rename


def test_a_rename_can_be_undone_from_the_journal(lead, story):
    old = story.title
    story.title = "Something else"  # as a form leaves it
    story_rename(actor=lead, story=story, title="Something else")
    change = story.changes.get(verb="story.rename")
    assert (change.before, change.after) == ({"title": old}, {"title": "Something else"})


def test_a_lead_who_is_no_longer_the_only_one_by_an_old_page_cannot_leave_the_story_without(lead, editor, story):
    """The page that was opened before says that there are two leads."""
    second = story.members.get(user=editor)
    Member.objects.filter(pk=second.pk).update(role="lead")
    stale = story.members.get(user=lead)
    member_change(actor=editor, member=Member.objects.get(pk=second.pk), role="viewer")
    with pytest.raises(ServiceError, match="needs a lead"):
        member_change(actor=editor, member=stale, role="editor")


def test_changing_a_member_who_has_left_says_so(lead, editor, story):
    stale = story.members.get(user=editor)
    Member.objects.filter(pk=stale.pk).delete()
    with pytest.raises(ServiceError, match="no member any more"):
        member_change(actor=lead, member=stale, role="lead")
