"""Work that may take a while, done by whichever worker is alive.

The row of a Run is the lease: a worker claims it by a conditional UPDATE, renews it with every report of progress, and
whoever finds it expired may claim it anew. So the work may run twice, and only the holder of the lease writes. See
docs/decisions/0004-lease.md.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks.base import Task

from ..errors import ServiceError
from ..models.runs import Run

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3  # a run that kills its worker must not go on killing workers
GRACE = timedelta(seconds=1)  # between the end of a lease and the look at it
LONGEST_MESSAGE = 300  # characters, as the table holds


class LeaseLost(Exception):
    """Another worker took the run over, or it was superseded: stop, and write nothing."""


@dataclass(frozen=True)
class Lease:
    """A worker's claim of one run."""

    model: type[Run]
    run: int
    token: uuid.UUID

    def report(self, sentence: str, share: float) -> None:
        """Tells those who wait how far it is, and renews the lease. Raises LeaseLost."""
        self._write(message=sentence, progress=share, lease_until=timezone.now() + _length())

    def done(self, **result: Any) -> None:
        """Writes the result. Raises LeaseLost, so that the caller's transaction ends without it."""
        self._write(
            **{"state": Run.State.DONE, "lease": None, "progress": 1.0, "finished_at": timezone.now(), **result}
        )

    def failed(self, why: str) -> None:
        self._mine().update(
            state=Run.State.FAILED, lease=None, message=why[:LONGEST_MESSAGE], finished_at=timezone.now()
        )

    def _write(self, **fields: Any) -> None:
        if not self._mine().update(**fields):
            raise LeaseLost

    def _mine(self) -> Any:
        return self.model._default_manager.filter(pk=self.run, lease=self.token)


@dataclass(frozen=True)
class Leases:
    """The runs of one model, and the task that does one of them, given its key."""

    model: type[Run]
    task: Task

    def enqueue(self, run: int) -> None:
        """Queues a run that was just made, once the transaction is over."""
        self._look_again(run, at=timezone.now() + _length())  # in case the task below is lost with its process
        transaction.on_commit(lambda: self.task.enqueue(run))

    def do(self, run: int, work: Callable[[Lease], None], *, if_it_breaks: str) -> None:
        """Claims the run and does the work. If its lease is another worker's, looks again when that is over. What a
        ServiceError says is why it failed; of any other error those who wait are told `if_it_breaks`."""
        lease = self.claim(run)
        if lease is None:
            held = self.model._default_manager.filter(pk=run, state=Run.State.RUNNING).first()
            if held and held.lease_until:
                self._look_again(run, at=held.lease_until)
            return
        try:
            work(lease)
        except LeaseLost:
            log.warning("%s %s was superseded or taken over by another worker", self.model._meta.verbose_name, run)
        except ServiceError as error:
            lease.failed(str(error))
        except Exception:
            lease.failed(if_it_breaks)
            raise

    @transaction.atomic
    def claim(self, run: int) -> Lease | None:
        token, now = Run.new_lease(), timezone.now()
        free = self.model._default_manager.filter(
            Q(state=Run.State.QUEUED) | Q(state=Run.State.RUNNING, lease_until__lt=now), pk=run
        )
        until = now + _length()
        if free.filter(attempts__gte=MOST_ATTEMPTS).update(
            state=Run.State.FAILED,
            lease=None,
            finished_at=now,
            message=f"Given up after {MOST_ATTEMPTS} attempts: the worker died each time. Tell your administrator.",
        ):
            return None
        if not free.update(state=Run.State.RUNNING, lease=token, lease_until=until, attempts=F("attempts") + 1):
            return None
        self._look_again(run, at=until)
        return Lease(self.model, run, token)

    def _look_again(self, run: int, *, at: datetime) -> None:
        """The queue never takes up the task of a worker that died. So every claim leaves a task behind that is due when
        its lease is over: it finds the run done and ends, or abandoned and does it."""
        if self.task.get_backend().supports_defer:
            self.task.using(run_after=max(at, timezone.now()) + GRACE).enqueue(run)


def _length() -> timedelta:
    return timedelta(seconds=settings.ALIGNMENT_LEASE_SECONDS)
