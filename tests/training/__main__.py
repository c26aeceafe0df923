"""`make train`: trains the small encoder that is the second reader, and writes its weights as int8 ONNX.

Its two outputs are logits: that the main content is the same, and that at least one fact is shared. It starts from
all-MiniLM-L6-v2 (Apache-2.0) and learns what two larger readers, which start from all-mpnet-base-v2 (Apache-2.0), say
of many pairs (teaching.py); what such a reader says of each gold event without having learned from it is written down
for `make eval` (folds.py). The same data, seeds and versions give the same weights on the same kind of processor; those
of another run are as good, and not the same bytes.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import average_precision_score

from coverage_app.engine.reading import read
from coverage_app.engine.second_reader import WEIGHTS, CrossEncoder
from tests.bench.gold import events_of
from tests.bench.shared import articles, shared_or_exit
from tests.bench.verdicts import GROUPS

from .export import export
from .folds import gold_of, keep_verdicts
from .learning import DEVICE
from .pairs import LEAST_LIKELY, Example, from_abcd, from_documents, from_story, of_story, shortened
from .starts import large, small
from .stories import HELD_OUT, stories
from .teaching import SEED, SETS, Teachers, taught

WITHOUT_GOLD = "qin-blinken-call"  # a story of the corpus that only the teachers label


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder of the weights that are written")
    out = parser.parse_args().out
    shared = shared_or_exit()
    events = events_of(shared)
    labelled = [example for story in stories() for example in from_story(story, SEED)]
    gold, pool = gold_of(events), pool_of(shared, labelled)
    sys.stdout.write(f"{len(pool)} pairs to be taught, {len(labelled)} of stories, on {DEVICE}\n")
    with tempfile.TemporaryDirectory() as scratch:
        teachers = Teachers(large(Path(scratch)), labelled, pool, gold)
    for groups in SETS:
        keep_verdicts(taught(small(), teachers, groups, pool, gold), groups, events)
    reader = taught(small(), teachers, tuple(range(len(GROUPS))), pool, gold)
    export(reader.model, reader.tokenizer, out)
    measure(CrossEncoder(out))


def pool_of(shared: Path, labelled: Sequence[Example]) -> list[Example]:
    """What the small reader learns from its teachers: the stories' pairs that those learn from, their other ones,
    those of other news, and all of them cut."""
    pool, taken = list(labelled), {example.pair for example in labelled}
    for story in stories():
        pool += [e for likely, e in of_story(story) if likely >= LEAST_LIKELY and e.pair not in taken]
    pool += from_abcd(shared / "corpus" / "abcd-link", SEED)
    pool += from_documents([read(p.read_bytes(), p.name) for p in articles(shared / "corpus" / WITHOUT_GOLD)])
    return pool + list(shortened(pool, SEED))


def measure(reader: CrossEncoder) -> None:
    """Prints how well the reader ranks the pairs of stories that it has not learned from."""
    examples: Sequence[Example] = [example for story in stories(HELD_OUT) for example in from_story(story, SEED)]
    verdicts = reader.read([example.pair for example in examples])
    same = average_precision_score([e.same for e in examples], [v.same for v in verdicts])
    shares = average_precision_score([e.shares for e in examples], [v.shares for v in verdicts])
    sys.stdout.write(
        f"held-out stories, {len(examples)} pairs: average precision {same:.3f} same, {shares:.3f} shares\n"
    )


if __name__ == "__main__":
    main()
