"""`make train`: fine-tunes a small encoder as the second reader, and writes its weights as int8 ONNX.

Its two outputs are logits: that the main content is the same, and that at least one fact is shared. It starts from
all-MiniLM-L6-v2 (Apache-2.0), learns from invented stories and some of ABCD-Link, and last from the gold events; what
it says of each gold event without having learned from it is written down for `make eval` (folds.py). The same data,
seed and versions give the same weights on the same kind of processor.
"""

import argparse
import copy
import random
import sys
import tempfile
from pathlib import Path

import torch
from sklearn.metrics import average_precision_score
from transformers import BertTokenizerFast

from coverage_app.engine.second_reader import WEIGHTS, CrossEncoder
from tests.bench.gold import events_of
from tests.bench.shared import shared_or_exit

from .export import export
from .folds import last_lesson
from .learning import SEED, Encoder, start, train
from .pairs import Example, from_abcd, from_story
from .stories import HELD_OUT, stories

RATE = 8e-5
FIRST_STORIES = 18
FIRST_EPOCHS, SECOND_EPOCHS = 1, 2
ABCD_PAIRS = 2000  # of ABCD-Link: a fact told twice, but by one hand, so that more of them teach the wrong thing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder of the weights that are written")
    parser.add_argument(
        "--stories",
        type=Path,
        default=Path("var/reader-stories.pt"),
        help="what the stories taught; if there, training goes on from it",
    )
    args = parser.parse_args()
    tokenizer = BertTokenizerFast.from_pretrained(start())
    model = Encoder()
    if args.stories.exists():
        model.load_state_dict(torch.load(args.stories))
    else:
        train(model, tokenizer, first_stage(), FIRST_EPOCHS, RATE)
        first = copy.deepcopy(model.state_dict())
        train(model, tokenizer, second_stage(), SECOND_EPOCHS, RATE)
        # Halfway between the two (Wortsman et al. 2022): what the second stage knows by heart of invented stories makes
        # the reader no better on real ones, and the mean is better on those than either.
        model.load_state_dict({name: torch.lerp(first[name], w, 0.5) for name, w in model.state_dict().items()})
        args.stories.parent.mkdir(exist_ok=True)
        torch.save(model.state_dict(), args.stories)
    measure(model, tokenizer)
    model.load_state_dict(last_lesson(args.stories, tokenizer, events_of(shared_or_exit())))
    export(model, tokenizer, args.out)


def measure(model: Encoder, tokenizer: BertTokenizerFast) -> None:
    """Prints how well the model ranks the pairs of stories that it has not learned from."""
    examples = [example for story in stories(HELD_OUT) for example in from_story(story, SEED)]
    with tempfile.TemporaryDirectory() as scratch:
        export(model, tokenizer, Path(scratch))
        verdicts = CrossEncoder(Path(scratch)).read([(e.first, e.second) for e in examples])
    same = average_precision_score([e.same for e in examples], [v.same for v in verdicts])
    shares = average_precision_score([e.shares for e in examples], [v.shares for v in verdicts])
    sys.stdout.write(
        f"held-out stories, {len(examples)} pairs: average precision {same:.3f} same, {shares:.3f} shares\n"
    )


def first_stage() -> list[Example]:
    """Some of ABCD-Link, whose texts are one hand's rewriting of the other's, and the first stories."""
    abcd = list(from_abcd(shared_or_exit() / "corpus" / "abcd-link", SEED))
    return random.Random(SEED).sample(abcd, ABCD_PAIRS) + [
        e for s in stories()[:FIRST_STORIES] for e in from_story(s, SEED)
    ]


def second_stage() -> list[Example]:
    """All stories: five articles each, written as if by five newsrooms."""
    return [example for story in stories() for example in from_story(story, SEED)]


if __name__ == "__main__":
    main()
