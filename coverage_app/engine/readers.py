"""Readers that are made of other readers: one that reads in portions, and one that asks another when in doubt.

They fit wherever a `Reader` does (second_reader.py).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from .second_reader import Reader, Verdict, Verdicts, key_of

PORTION = 200  # pairs that are read before it is said how far it is: a second or two
ADVICE = 8  # the same of an adviser, who is slow, and reads them side by side
UNSURE = 1.5  # logits from 0 up to which a reader is in doubt: between 18 and 82 percent

Told = Callable[[int, int], None]
"""Called with the number of pairs that are read and that of all."""


class Adviser(Protocol):
    """A reader that may fail, and that is slow or costly: asked only about what another is in doubt of."""

    @property
    def name(self) -> str:
        """Names the model: another name, other verdicts."""

    def read(self, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Verdict]:
        """The verdicts of those pairs, ADVICE at most, that it could read."""


class InPortions:
    """A reader that gives another one portion after the other, and tells in between how far it is."""

    def __init__(self, reader: Reader, told: Told) -> None:
        self.name, self.languages = reader.name, reader.languages
        self._reader, self._told = reader, told

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        verdicts: list[Verdict] = []
        for at in range(0, len(pairs), PORTION):
            verdicts += self._reader.read(pairs[at : at + PORTION])
            self._told(len(verdicts), len(pairs))
        return verdicts


class Doubting:
    """A reader that asks an adviser about the pairs that another reader leaves in doubt.

    At most `most` pairs are asked about, the most doubtful first; which they are does not depend on what is kept. What
    the adviser says is kept in `verdicts`, portion by portion; where it fails, the first reader's verdict stands. A
    portion of which it reads nothing ends the asking: it would fail with the others too. `advised` and `failed` count
    the pairs on which it was and was not heard.
    """

    def __init__(self, reader: Reader, adviser: Adviser, verdicts: Verdicts, told: Told, most: int) -> None:
        self.name, self.languages = f"{reader.name}, {adviser.name}", reader.languages
        self.advised = self.failed = 0
        self._reader, self._adviser, self._verdicts, self._told, self._most = reader, adviser, verdicts, told, most

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        verdicts = self._reader.read(pairs)
        keys = [key_of(self._adviser.name, *pair) for pair in pairs]
        texts = dict(zip(keys, pairs, strict=True))
        doubts = {key: abs(verdict.same) for key, verdict in zip(keys, verdicts, strict=True)}
        doubtful = sorted((key for key, doubt in doubts.items() if doubt <= UNSURE), key=lambda key: (doubts[key], key))
        asked = {key: texts[key] for key in doubtful[: self._most]}
        advice = self._advice(asked)
        self.advised += len(advice)
        self.failed += len(asked) - len(advice)
        return [advice.get(key, verdict) for key, verdict in zip(keys, verdicts, strict=True)]

    def _advice(self, asked: Mapping[str, tuple[str, str]]) -> Mapping[str, Verdict]:
        """What is kept of these or now said."""
        advice = dict(self._verdicts.known(sorted(asked)))
        new = [key for key in asked if key not in advice]
        for at in range(0, len(new), ADVICE):
            portion = new[at : at + ADVICE]
            read = self._adviser.read([asked[key] for key in portion])
            said = {key: read[asked[key]] for key in portion if asked[key] in read}
            if not said:
                break
            self._verdicts.keep(said)
            advice |= said
            self._told(at + len(portion), len(new))
        return advice
