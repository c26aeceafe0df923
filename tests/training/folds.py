"""Readers that have not learned from an event, and what they say of it.

A reader that learned from an event knows it by heart: what it says of it is worth nothing to the scorers that weigh its
verdicts, nor to a figure. So the six events are in three groups of two, and each event is read by readers that learned
from neither it nor its fellow, nor had a teacher who did: by one that learned from both other groups, whose verdicts
are as good as those of a story that is new to the product, and by two that learned from one other group each, for the
folds in which the scorers too must not know the third. tests/bench/verdicts.py reads what is written here.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from coverage_app.engine.fitted import shipped
from coverage_app.engine.linking import OPEN, candidates
from coverage_app.engine.second_reader import CrossEncoder
from tests.bench.gold import Event
from tests.bench.verdicts import GROUPS, group_of, keep

from .export import export
from .learning import Learner
from .pairs import Example
from .teaching import Groups

SPARE = 0.8  # share of OPEN from which pairs are read for a fold: its scorers of words are not quite the shipped ones


def gold_of(events: Sequence[Event]) -> dict[int, list[Example]]:
    """By group: the pairs of its events that the product would ask a reader about."""
    return {
        group: [example for event in events if event.name in names for example in _examples(event)]
        for group, names in enumerate(GROUPS)
    }


def keep_verdicts(reader: Learner, learned: Groups, events: Sequence[Event]) -> None:
    """Writes down what the reader says, as it would be shipped, of the events that it has not learned from."""
    with tempfile.TemporaryDirectory() as scratch:
        export(reader.model, reader.tokenizer, Path(scratch))
        packed = CrossEncoder(Path(scratch))
        for event in events:
            if group_of(event.name) not in learned:
                pairs = sorted(_pairs(event))
                keep(event.name, learned, dict(zip(pairs, packed.read(pairs), strict=True)))
                sys.stdout.write(f"{event.name}: {len(pairs)} pairs read by one that learned from {learned}\n")
                sys.stdout.flush()


def _examples(event: Event) -> Iterator[Example]:
    for found in candidates(event.documents, shipped().links.words):
        if found.likely >= OPEN:
            stands = event.stands(found.key)
            same, shares = (float(bool(stands & event.gold[name])) for name in ("must", "may"))
            yield Example(found.first.text, found.second.text, same, shares)


def _pairs(event: Event) -> set[tuple[str, str]]:
    return {
        tuple(sorted((found.first.text, found.second.text)))
        for documents in (event.documents, *event.smaller())
        for found in candidates(documents, shipped().links.words)
        if found.likely >= OPEN * SPARE
    }
