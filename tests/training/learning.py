"""A cross-encoder, how it learns and how it reads: both passages are read together (Nogueira & Cho 2019)."""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerFast, get_linear_schedule_with_warmup

from coverage_app.engine.second_reader import LONGEST, Verdict

from .pairs import Example

BUCKET = 40  # batches that are sorted by length together, so that little is padding
REPORTED = 100  # batches between two lines of progress
READ_TOGETHER = 256
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@dataclass(frozen=True)
class Lesson:
    """How examples are learned. `frozen` counts the lowest layers that stay as they are; the word vectors always do:
    names are not to be learned by heart."""

    epochs: int
    rate: float
    batch: int = 32
    frozen: int = 1
    warm_up: float = 0.1


class Encoder(nn.Module):
    """Logits (batch, 2): same main content, at least one fact shared."""

    def __init__(self, start: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(start, add_pooling_layer=False)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(self.encoder.config.hidden_size, 2)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor | None = None
    ) -> torch.Tensor:
        types = {} if token_type_ids is None else {"token_type_ids": token_type_ids}
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask, **types).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        return self.head(self.dropout((states * mask).sum(1) / mask.sum(1)))


class Learner:
    """An encoder with its tokenizer, on the graphics card if there is one. Its head starts by chance: `seed`."""

    def __init__(self, start: Path, seed: int) -> None:
        torch.manual_seed(seed)
        self.tokenizer: PreTrainedTokenizerFast = AutoTokenizer.from_pretrained(start)
        self.model = Encoder(start).to(DEVICE)
        self._start, self._seed = start, seed

    def copy(self) -> "Learner":
        """Another one that knows as much."""
        twin = Learner(self._start, self._seed)
        twin.model.load_state_dict(self.model.state_dict())
        return twin

    def learn(self, examples: Sequence[Example], lesson: Lesson) -> None:
        """Learns the examples; what an example does not say (None) is not learned."""
        torch.manual_seed(self._seed)
        shuffle = random.Random(self._seed)
        encoder = self.model.encoder
        self.model.requires_grad_(True)
        for still in (encoder.embeddings, *encoder.encoder.layer[: lesson.frozen]):
            still.requires_grad_(False)
        learning = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        optimizer = torch.optim.AdamW(learning, lr=lesson.rate)
        steps = lesson.epochs * -(-len(examples) // lesson.batch)
        schedule = get_linear_schedule_with_warmup(optimizer, int(lesson.warm_up * steps), steps)
        self.model.train()
        began, total = time.monotonic(), torch.zeros((), device=DEVICE)
        batches = (batch for _ in range(lesson.epochs) for batch in _batches(examples, lesson.batch, shuffle))
        for done, batch in enumerate(batches, 1):
            # passages are read in either order while learning; the product always reads them in one
            texts = [(e.second, e.first) if shuffle.random() < 0.5 else (e.first, e.second) for e in batch]
            said = [[e.same, e.shares] for e in batch]
            wanted = torch.tensor([[value or 0.0 for value in values] for values in said], device=DEVICE)
            known = torch.tensor([[float(value is not None) for value in values] for values in said], device=DEVICE)
            losses = nn.functional.binary_cross_entropy_with_logits(self._logits(texts), wanted, reduction="none")
            loss = (losses * known).sum() / known.sum()
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total += loss.detach()
            if done % REPORTED == 0 or done == steps:
                sys.stdout.write(f"step {done}/{steps} loss {total / done:.4f} {time.monotonic() - began:.0f} s\n")
                sys.stdout.flush()
        self.model.eval()

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """A verdict for every pair, in their order; read in the order in which the product reads them."""
        self.model.eval()
        verdicts = [Verdict(0.0, 0.0)] * len(pairs)
        order = sorted(range(len(pairs)), key=lambda n: sum(map(len, pairs[n])))
        with torch.no_grad():
            for at in range(0, len(order), READ_TOGETHER):
                some = order[at : at + READ_TOGETHER]
                logits = self._logits([(min(pairs[n]), max(pairs[n])) for n in some]).tolist()
                for n, (same, shares) in zip(some, logits, strict=True):
                    verdicts[n] = Verdict(same, shares)
        return verdicts

    def _logits(self, texts: Sequence[tuple[str, str]]) -> torch.Tensor:
        firsts, seconds = map(list, zip(*texts, strict=True))
        encoded = self.tokenizer(
            firsts, seconds, truncation="longest_first", max_length=LONGEST, padding=True, return_tensors="pt"
        ).to(DEVICE)
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == "cuda"):
            return self.model(**encoded).float()


def _batches(examples: Sequence[Example], size: int, shuffle: random.Random) -> Iterator[list[Example]]:
    """Every example once: in chance order, those of about one length together."""
    order = list(examples)
    shuffle.shuffle(order)
    batches = []
    for at in range(0, len(order), BUCKET * size):
        chunk = sorted(order[at : at + BUCKET * size], key=lambda e: len(e.first) + len(e.second))
        batches += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    shuffle.shuffle(batches)
    yield from batches
