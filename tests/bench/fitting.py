"""Fits every scorer of the engine on the gold events and writes engine/fitted.json: `python -m tests.bench.fitting`."""

import sys
from collections.abc import Sequence

from coverage_app.engine.fitted import PLACE, Fitted, dumps, shipped
from coverage_app.engine.linking import scored_pairs

from .fit_details import fit_details
from .fit_links import fit_links
from .gold import Event, events_of
from .shared import shared_or_exit
from .verdicts import LeftOut


def fitted_on(events: Sequence[Event], without: Sequence[str] = ()) -> Fitted:
    """Scorers that know these events alone; nothing that they go by has learned from the events `without`."""
    readers = [LeftOut(event.name, without) for event in events]
    links = fit_links(events, readers)
    pairs = [scored_pairs(event.documents, links, reader) for event, reader in zip(events, readers, strict=True)]
    return Fitted(
        links=links,
        details=fit_details(events, pairs),
        differences=shipped().differences,
        furniture=shipped().furniture,
    )


def main() -> None:
    PLACE.write_text(dumps(fitted_on(events_of(shared_or_exit()))), encoding="utf-8")
    sys.stdout.write(f"wrote {PLACE.name}\n")


if __name__ == "__main__":
    main()
