"""Two versions of what an annotation says, side by side, with the words that only one of them has marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .engine.documents import Passage
from .engine.wording import compare_wording


@dataclass(frozen=True)
class Words:
    text: str
    differs: bool  # the other version does not have them, or not so


@dataclass(frozen=True)
class Part:
    """One field in both versions."""

    name: str
    theirs: tuple[Words, ...]
    mine: tuple[Words, ...]

    @property
    def is_same(self) -> bool:
        return not any(words.differs for words in (*self.theirs, *self.mine))


def parts(fields: Iterable[tuple[str, str, str]]) -> tuple[Part, ...]:
    """Of each field (its name, their text, my text) both versions marked; fields that both leave empty are left out."""
    return tuple(
        Part(name, _marked(theirs, mine), _marked(mine, theirs)) for name, theirs, mine in fields if theirs or mine
    )


def _marked(text: str, other: str) -> tuple[Words, ...]:
    if not other.strip() or text == other:
        return (Words(text, text != other),) if text else ()
    wording = compare_wording((_passage("other", other),), (_passage("text", text),), house_style=True)
    return tuple(Words(run.text, run.op != "equal") for run in wording.runs["text"] if run.op != "delete")


def _passage(name: str, text: str) -> Passage:
    return Passage(id=name, start=0, end=len(text), paragraph=0, kind="body", text=text)
