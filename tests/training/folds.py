"""The second reader's last lesson, on gold events, and what it says of each event when it has not seen that one.

A reader that learned from an event knows it by heart: what it says of it is worth nothing to the scorers that weigh its
verdicts, nor to a figure. So the six events are in three groups of two, and each event is read by readers that learned
from neither it nor its fellow: by one that learned from both other groups, whose verdicts are as good as those of a
story that is new to the product, and by two that learned from one other group each, for the folds in which the scorers
too must not know the third. tests/bench/verdicts.py reads what is written here. What is shipped is the mean of those
that learned from two groups (Wortsman et al. 2022).
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import torch
from transformers import BertTokenizerFast

from coverage_app.engine.fitted import shipped
from coverage_app.engine.linking import OPEN, candidates
from coverage_app.engine.second_reader import CrossEncoder
from tests.bench.gold import Event
from tests.bench.verdicts import GROUPS, group_of, keep

from .export import export
from .learning import Encoder, train
from .pairs import Example

RATE = 4e-5
EPOCHS = 1
SPARE = 0.8  # share of OPEN from which pairs are read for a fold: its scorers of words are not quite the shipped ones


def last_lesson(weights: Path, tokenizer: BertTokenizerFast, events: Sequence[Event]) -> dict[str, torch.Tensor]:
    """Trains readers from the weights, one for every set of groups but the whole, and keeps what each says of the
    events that it has not learned from. Returns the mean of the weights of those that learned from two groups."""
    both = []
    for learned in [*combinations(range(len(GROUPS)), 2), *combinations(range(len(GROUPS)), 1)]:
        seen = [event for event in events if group_of(event.name) in learned]
        model = Encoder()
        model.load_state_dict(torch.load(weights))
        train(model, tokenizer, [example for event in seen for example in _examples(event)], EPOCHS, RATE)
        if len(learned) == 2:
            both.append(model.state_dict())
        with tempfile.TemporaryDirectory() as scratch:
            export(model, tokenizer, Path(scratch))
            reader = CrossEncoder(Path(scratch))
            for event in events:
                if event not in seen:
                    pairs = sorted(_pairs(event))
                    keep(event.name, learned, dict(zip(pairs, reader.read(pairs), strict=True)))
                    sys.stdout.write(f"{event.name}: {len(pairs)} pairs read by one that learned from {learned}\n")
                    sys.stdout.flush()
    return {name: torch.stack([state[name] for state in both]).mean(0) for name in both[0]}


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
