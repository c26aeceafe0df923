"""Where members are is written down once, and again only when it changes or grows old."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coverage_app import queries
from coverage_app.models import Presence
from coverage_app.services.presence import presence_note

pytestmark = pytest.mark.database


def _mine(story, user):
    return next(member for member in queries.members_here(story) if member.user == user)


def test_it_is_written_when_new_moved_or_old(story, editor):
    assert presence_note(actor=_mine(story, editor), row="pt1")
    assert not presence_note(actor=_mine(story, editor), row="pt1")
    assert presence_note(actor=_mine(story, editor), row="pt2")
    Presence.objects.update(at=timezone.now() - timedelta(seconds=11))
    assert presence_note(actor=_mine(story, editor), row="pt2")
    assert Presence.objects.get().row == "pt2"


def test_two_pages_of_one_member_share_one_place(story, editor):
    first, second = _mine(story, editor), _mine(story, editor)
    assert presence_note(actor=first, row="pt1")
    assert presence_note(actor=second, row="pt2"), "neither page knew of the other's place"
    assert Presence.objects.get().row == "pt2"


def test_here_is_who_was_seen_within_half_a_minute(story, editor, lead):
    presence_note(actor=_mine(story, editor), row="")
    assert {member.user for member in queries.members_here(story) if member.here} == {editor}
    Presence.objects.update(at=timezone.now() - queries.SEEN_FOR)
    assert not any(member.here for member in queries.members_here(story))
