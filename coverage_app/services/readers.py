"""Which second reader a comparison is made with, and what is to be said of it.

The reader that comes with Crossread, its verdicts kept in the database; and where an operator has set an address, a
model there as its adviser. Without the reader's files words alone decide, and whoever looks at the comparison is told.
"""

from __future__ import annotations

from django.conf import settings

from ..engine.documents import Progress
from ..engine.readers import Doubting, InPortions, Told
from ..engine.second_reader import NoReader, Reader, Remembering, shipped_reader
from .verdicts import KeptVerdicts

LOST = "Articles are compared by words alone, so what is told in other words is found less often."
# What compare() has said before it asks the reader, and says afterwards: the shares of the work between are the
# reader's, most of them the shipped one's.
BEFORE, READ, ADVISED = 0.05, 0.4, 0.5


def reader_find() -> tuple[Reader | None, str]:
    """The reader that comes with Crossread and nothing to say; or none, and why, and what to do."""
    try:
        return shipped_reader(), ""
    except NoReader as error:
        return None, str(error)


class StoryReader:
    """The reader of one comparison. `reader` is what compare() asks, None where words alone decide."""

    def __init__(self, progress: Progress) -> None:
        shipped, self._missing = reader_find()
        self._adviser: Doubting | None = None
        self.reader: Reader | None = None
        if shipped is None:
            return
        remembering = Remembering(shipped, KeptVerdicts(shipped.name))
        self.reader = InPortions(remembering, _told(progress, "Reading pairs of passages", BEFORE, READ))
        if settings.READER_URL:
            from ..remote_reader import RemoteReader  # and with it httpx, which nothing else needs

            remote = RemoteReader(
                url=settings.READER_URL,
                model=settings.READER_MODEL,
                key=settings.READER_KEY,
                seconds=settings.READER_SECONDS,
            )
            told = _told(progress, f"Asking {settings.READER_MODEL} about uncertain pairs", READ, ADVISED)
            kept = KeptVerdicts(remote.name)
            self.reader = self._adviser = Doubting(self.reader, remote, kept, told, settings.READER_PAIRS)

    @property
    def remark(self) -> str:
        """What is to be said of the comparison once it is made: what was lost, or who else read how much of it."""
        if self._missing:
            return f"{LOST} Tell your administrator: {self._missing}"
        if self._adviser is None:
            return ""
        said = f"{self._adviser.advised} uncertain pairs were read by {settings.READER_MODEL}."
        if self._adviser.failed:
            said += f" {self._adviser.failed} could not be, and were left to the reader that comes with Crossread."
        return said


def _told(progress: Progress, sentence: str, start: float, end: float) -> Told:
    return lambda read, total: progress(f"{sentence}: {read} of {total}", start + (end - start) * read / total)
