"""Fits every scorer of the engine on the gold events and writes engine/fitted.json: `python -m tests.bench.fitting`."""

import sys
from pathlib import Path

from coverage_app.engine.fitted import PLACE, Fitted, dumps
from coverage_app.engine.linking import scored_pairs

from .fit_details import fit_details
from .fit_differences import fit_differences
from .fit_furniture import fit_furniture
from .fit_links import fit_links
from .gold import Event, events_of
from .shared import shared_or_exit
from .verdicts import LeftOut


def fitted_without(shared: Path, away: str | None = None) -> tuple[Fitted, list[Event]]:
    """Scorers that do not know the event `away`, nor go by anything that has learned from it; and all events, as they
    are read with them."""
    furniture = fit_furniture([event for event in events_of(shared) if event.name != away])
    events = events_of(shared, furniture)
    known = [event for event in events if event.name != away]
    readers = [LeftOut(event.name, [away] if away else []) for event in known]
    links = fit_links(known, readers)
    by_words = [scored_pairs(event.documents, links, None) for event in known]
    pairs = [scored_pairs(event.documents, links, reader) for event, reader in zip(known, readers, strict=True)]
    # Details are fitted on what words alone give, so that they are found without a reader too.
    fitted = Fitted(links, fit_details(known, by_words), fit_differences(known, pairs), furniture)
    return fitted, events


def main() -> None:
    fitted, _ = fitted_without(shared_or_exit())
    PLACE.write_text(dumps(fitted), encoding="utf-8")
    sys.stdout.write(f"wrote {PLACE.name}\n")


if __name__ == "__main__":
    main()
