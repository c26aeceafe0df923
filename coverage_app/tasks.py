"""Background tasks. Each may run twice, and calls one service."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from .services.alignment import alignment_run


@task()
def align(alignment_id: int) -> None:
    """Compares the articles of a story, unless a living worker is at it."""
    held_until = alignment_run(alignment_id=alignment_id)
    if held_until is not None:
        _look_again(alignment_id, after=(held_until - timezone.now()).total_seconds())


def align_soon(alignment_id: int) -> None:
    """Queues a run, in the transaction that makes its row.

    The queue never takes up the task of a worker that died. So a second task comes with the first, due when the first
    one's lease has run out: it finds the run done and ends, or finds it abandoned and does it.
    """
    if align.get_backend().supports_defer:
        _look_again(alignment_id, after=settings.ALIGNMENT_LEASE_SECONDS)
    transaction.on_commit(lambda: align.enqueue(alignment_id))


def _look_again(alignment_id: int, *, after: float) -> None:
    due = timezone.now() + timedelta(seconds=max(after, 0) + 1)  # a second later, so that the lease is surely over
    align.using(run_after=due).enqueue(alignment_id)
