"""The second reader: a small model that reads two passages together and says whether they report the same.

It is asked about the pairs that the lexical scorer leaves open (similarity.py). What it needs of a model is `Reader`;
the one that is shipped is a cross-encoder (Nogueira & Cho 2019) of 22 million weights for English, trained by
`make train`; docs/model-card.md says on what, and how well it does. One of several languages would be another Reader.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import onnxruntime  # type: ignore[import-untyped]
from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
CARD = "reader.json"  # licence, languages, and the SHA-256 of the other files
MODEL = "reader.onnx"
WORDS = "reader-words.json"
LONGEST = 128  # word pieces of both passages together, as in training


class Verdict(NamedTuple):
    """What a reader says of two passages: logits, so that 0 means undecided."""

    same: float  # that their main content is the same
    shares: float  # that they share at least one fact


class Reader(Protocol):
    """Anything that can read pairs of passages."""

    @property
    def name(self) -> str:
        """Names the model and its weights: another name, other verdicts."""

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes; it is asked only about two passages that are in one of them."""

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """A verdict for every pair of texts, in their order. The same pair, either way round, gets the same verdict."""


class Verdicts(Protocol):
    """A place where verdicts are kept, by key."""

    def known(self, keys: Sequence[str]) -> Mapping[str, Verdict]:
        """Those of the keys that are kept."""

    def keep(self, verdicts: Mapping[str, Verdict]) -> None:
        """Keep these."""


class NoReader(RuntimeError):
    """The reader's files are missing or not those that were trained. Its text says what to do."""


class CrossEncoder:
    """The shipped reader. Raises NoReader if a file is missing or its SHA-256 is not the card's."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        card = checked(folder)
        self.name = f"cross-encoder {card.model[:16]}"
        self.languages = card.languages
        self._tokenizer = Tokenizer.from_file(str(folder / WORDS))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        options = onnxruntime.SessionOptions()
        # One pair at a time on one thread, several pairs side by side: the activations of an int8 model are scaled by
        # what is read together, so that batches would let a pair's verdict depend on its company.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        with ThreadPoolExecutor() as pool:
            return list(pool.map(self._verdict, pairs))

    def _verdict(self, pair: tuple[str, str]) -> Verdict:
        first, second = sorted(pair)
        encoded = self._tokenizer.encode(first, second)
        inputs = {
            "input_ids": [encoded.ids],
            "attention_mask": [encoded.attention_mask],
            "token_type_ids": [encoded.type_ids],
        }
        ((logits,),) = self._session.run(["logits"], inputs)
        return Verdict(*(round(float(value), 3) for value in logits))


class Remembering:
    """A reader that asks another only about what is not kept yet."""

    def __init__(self, reader: Reader, verdicts: Verdicts) -> None:
        self.name, self.languages = reader.name, reader.languages
        self._reader, self._verdicts = reader, verdicts

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        keys = [key_of(self.name, *pair) for pair in pairs]
        kept = dict(self._verdicts.known(sorted(set(keys))))
        new = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in kept}
        if new:
            said = dict(zip(new, self._reader.read(list(new.values())), strict=True))
            self._verdicts.keep(said)
            kept |= said
        return [kept[key] for key in keys]


def key_of(name: str, one: str, other: str) -> str:
    """What a verdict is kept under: the SHA-256 of the reader's name and the two texts, whichever comes first."""
    return hashlib.sha256("\0".join((name, *sorted((one, other)))).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def shipped_reader() -> CrossEncoder:
    """The reader that comes with Crossread, loaded once. Raises NoReader."""
    return CrossEncoder()


class Card(NamedTuple):
    """What is known of a reader's files once they are found whole."""

    languages: frozenset[str]
    model: str  # SHA-256 of the weights


def checked(folder: Path = WEIGHTS) -> Card:
    """The card of the reader in a folder. Raises NoReader if a file is missing or not the one that was trained."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        expected = {name: str(card["sha256"][name]) for name in (MODEL, WORDS)}
        languages = frozenset(map(str, card["languages"]))
        found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in expected}
    except FileNotFoundError as error:
        missing = Path(error.filename).name
        raise NoReader(f"The second reader's file {missing} is missing. Get it from the repository.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(CARD) from error
    for name, sha256 in expected.items():
        if found[name] != sha256:
            raise _damaged(name)
    return Card(languages, expected[MODEL])


def _damaged(name: str) -> NoReader:
    return NoReader(f"The second reader's file {name} is damaged or not ours. Get it from the repository.")
