"""Fits every scorer of the engine on the gold events and writes engine/fitted.json: `python -m tests.bench.fitting`."""

import sys
from collections.abc import Sequence

from coverage_app.engine.fitted import PLACE, Fitted, dumps, shipped
from coverage_app.engine.linking import scored_pairs
from coverage_app.engine.second_reader import Reader, Remembering, Verdict, shipped_reader

from .fit_details import fit_details
from .fit_links import fit_links
from .gold import Event, events_of
from .shared import shared_or_exit


class Memory:
    """Verdicts kept in memory: the same pairs are asked about again and again while fitting."""

    def __init__(self) -> None:
        self._kept: dict[str, Verdict] = {}

    def known(self, keys: Sequence[str]) -> dict[str, Verdict]:
        return {key: self._kept[key] for key in keys if key in self._kept}

    def keep(self, verdicts: dict[str, Verdict]) -> None:
        self._kept.update(verdicts)


def remembering_reader() -> Reader:
    return Remembering(shipped_reader(), Memory())


def fitted_on(events: Sequence[Event], reader: Reader) -> Fitted:
    """Scorers that know these events alone."""
    links = fit_links(events, reader)
    pairs = [scored_pairs(event.documents, links, reader) for event in events]
    return Fitted(
        links=links,
        details=fit_details(events, pairs),
        differences=shipped().differences,
        furniture=shipped().furniture,
    )


def main() -> None:
    PLACE.write_text(dumps(fitted_on(events_of(shared_or_exit()), remembering_reader())), encoding="utf-8")
    sys.stdout.write(f"wrote {PLACE.name}\n")


if __name__ == "__main__":
    main()
