"""Background tasks. Each may run twice, and calls one service."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from .services.alignment import alignment_run


@task()
def align(alignment_id: int, watch: bool = True) -> None:
    """Compares the articles of a story.

    The queue never takes up the task of a worker that died. So each run leaves a second task behind that is due when its
    lease has run out: it finds the run done and ends, or finds it abandoned and does it.
    """
    if watch and align.get_backend().supports_defer:
        _look_again(alignment_id, after=settings.ALIGNMENT_LEASE_SECONDS)
    held_until = alignment_run(alignment_id=alignment_id)
    if held_until is not None:
        wait = (held_until - timezone.now()).total_seconds()
        _look_again(alignment_id, after=max(wait, 0))


def _look_again(alignment_id: int, *, after: float) -> None:
    due = timezone.now() + timedelta(seconds=after + 1)  # a second later, so that the lease is surely over
    align.using(run_after=due).enqueue(alignment_id, watch=False)
