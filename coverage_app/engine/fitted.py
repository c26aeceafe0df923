"""What was fitted on the gold events: a scorer for each part of the engine, kept in fitted.json.

`python -m tests.bench.fitting` fits them and writes the file; docs/engine.md says on what, and how well they do.
"""

import json
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from .linking import LinkScorers, PairScorers
from .scoring import Levels, Scorer

PLACE = Path(__file__).parent / "fitted.json"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The scorers, by what they score."""

    links: LinkScorers  # that two passages report the same
    details: Scorer  # that a reader marks a run of words as a detail of one outlet
    differences: Scorer  # that a reader marks two runs of words as a difference
    furniture: Scorer  # that a paragraph is no report


@cache
def shipped() -> Fitted:
    """The scorers that come with Crossread."""
    return loads(PLACE.read_text(encoding="utf-8"))


def loads(text: str) -> Fitted:
    """Scorers from JSON. Raises KeyError if one is missing."""
    known = json.loads(text)
    scorers = {field.name: Scorer(**known[field.name]) for field in fields(Fitted) if field.name != "links"}
    links = {step: _pair_scorers(**known["links"][step]) for step in ("words", "read")}
    return Fitted(links=LinkScorers(**links), **scorers)


def _pair_scorers(same: dict[str, Any], shares: dict[str, Any], levels: dict[str, Any]) -> PairScorers:
    borders, values = tuple(levels["borders"]), tuple(levels["values"])
    return PairScorers(Scorer(**same), Scorer(**shares), Levels(borders, values))


def dumps(fitted: Fitted) -> str:
    """Scorers as JSON, to be read by people too."""
    return json.dumps(asdict(fitted), indent=2) + "\n"
