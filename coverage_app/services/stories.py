"""Writes stories and their members."""

import logging

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from ..errors import ServiceError
from ..models import Member, Role, Story
from .journal import record
from .locking import lock

audit = logging.getLogger("coverage_app.audit")


@transaction.atomic
def story_create(*, actor: User, title: str) -> Story:
    """A new story, with its maker as lead."""
    story = Story.objects.create(title=title, created_by=actor)
    Member.objects.create(story=story, user=actor, role=Role.LEAD)
    record(actor=actor, story=story, verb="story.create", summary=f"Opened “{title}”", after={"title": title})
    return story


@transaction.atomic
def story_rename(*, actor: User, story: Story, title: str) -> None:
    before = lock(story.pk).title  # the form has already put the new one into `story`
    story.title = title
    story.save(update_fields=["title"])
    record(
        actor=actor,
        story=story,
        verb="story.rename",
        summary=f"Renamed to “{title}”",
        before={"title": before},
        after={"title": title},
    )


@transaction.atomic
def story_archive(*, actor: User, story: Story) -> None:
    story.archived_at = timezone.now()
    story.save(update_fields=["archived_at"])
    record(actor=actor, story=story, verb="story.archive", summary="Archived the story")


@transaction.atomic
def story_restore(*, actor: User, story: Story) -> None:
    story.archived_at = None
    story.save(update_fields=["archived_at"])
    record(actor=actor, story=story, verb="story.restore", summary="Restored the story from the archive")


@transaction.atomic
def story_delete(*, actor: User, story: Story) -> None:
    """Deletes the story with its articles, annotations and journal, for good. The server's log keeps who did it."""
    key = story.pk
    story.delete()
    transaction.on_commit(lambda: audit.warning("story %s (%r) deleted by account %s", key, story.title, actor.pk))


@transaction.atomic
def member_add(*, actor: User, story: Story, username: str, role: str) -> Member:
    user = User.objects.filter(username__iexact=username.strip(), is_active=True).first()
    if user is None:
        raise ServiceError(f"There is no account “{username}”. Ask an administrator to make one.")
    member, made = Member.objects.get_or_create(story=story, user=user, defaults={"role": role})
    if not made:
        raise ServiceError(f"{user.username} is a member already. Change the role in the list.")
    record(
        actor=actor,
        story=story,
        verb="member.add",
        summary=f"Added {user.username} as {role}",
        object_id=user.pk,
        after={"user": user.pk, "role": role},
    )
    return member


@transaction.atomic
def member_change(*, actor: User, member: Member, role: str | None) -> None:
    """Gives a member another role, or (None) takes the member out. A story keeps at least one lead."""
    lock(member.story_id)
    now = Member.objects.filter(pk=member.pk).first()  # two leads may be changing each other
    if now is None:
        raise ServiceError(f"{member.user.username} is no member any more.")
    member.role = now.role
    leads = Member.objects.filter(story=member.story_id, role=Role.LEAD)
    if member.role == Role.LEAD and role != Role.LEAD and leads.count() == 1:
        raise ServiceError("A story needs a lead: make somebody else lead first.")
    before = {"user": member.user_id, "role": member.role}
    if role is None:
        summary = f"Removed {member.user.username}"
        member.delete()
    else:
        summary = f"Made {member.user.username} {role}"
        member.role = role
        member.save(update_fields=["role"])
    record(
        actor=actor,
        story=member.story,
        verb="member.change" if role else "member.remove",
        summary=summary,
        object_id=member.user_id,
        before=before,
        after={"user": member.user_id, "role": role} if role else None,
    )
