"""Keeps what second readers said of two passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from ..engine import second_reader as engine
from ..models import Verdict

# As long as a story is worked on, and no longer: so the table stays small, and the verdicts of readers that are no
# longer in use, and of stories that were deleted, leave it by themselves.
KEPT_FOR = timedelta(days=30)


class KeptVerdicts:
    """The verdicts of one reader, in the database."""

    def __init__(self, reader: str) -> None:
        self._reader = reader[: Verdict._meta.get_field("reader").max_length]  # the keys have it whole

    def known(self, keys: Sequence[str]) -> Mapping[str, engine.Verdict]:
        # in_bulk asks for as many at a time as the database takes.
        return {key: engine.Verdict(kept.same, kept.shares) for key, kept in Verdict.objects.in_bulk(keys).items()}

    def keep(self, verdicts: Mapping[str, engine.Verdict]) -> None:
        """Another worker may keep the same ones at the same time: a key has one verdict, whoever writes it."""
        rows = [
            Verdict(key=key, reader=self._reader, same=verdict.same, shares=verdict.shares)
            for key, verdict in verdicts.items()
        ]
        Verdict.objects.bulk_create(rows, ignore_conflicts=True)


def verdicts_forget_old() -> None:
    """Deletes those that were kept longest; what of them is asked for again is read again."""
    Verdict.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
