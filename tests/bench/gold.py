"""The gold events, as the engine reads them, with where each of our passages stands in the gold."""

import importlib.util
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from coverage_app.engine.documents import Document
from coverage_app.engine.reading import read
from coverage_app.engine.scoring import Scorer

from .shared import articles, gold_folders

SMALLER = (2, 3)  # articles of the smaller stories that are made of an event


@dataclass(frozen=True)
class Event:
    """One event. Spans are (file, start, end) in the article without white space, as evaluate.py counts them."""

    name: str
    evaluator: ModuleType
    documents: tuple[Document, ...]
    gold: dict[str, Any]
    where: dict[str, tuple[str, int, int]]  # span of each of our passages

    @cached_property
    def cover(self) -> dict[str, set[str]]:
        """The gold passages that each of our passages stands for."""
        return self.evaluator.stands_for({"where": self.where}, self.gold)

    def stands(self, pair: tuple[str, str]) -> set[tuple[str, ...]]:
        """The pairs of gold passages that a pair of ours stands for."""
        return {tuple(sorted(both)) for both in itertools.product(self.cover[pair[0]], self.cover[pair[1]])}

    def place(self, passage: str, text: str, start: int, end: int) -> tuple[str, int, int]:
        """The span of text[start:end] of a passage."""
        file, begin, _ = self.where[passage]
        index = self.evaluator.squeeze(text)[1]
        return file, begin + index[start], begin + index[end]

    def smaller(self) -> list[Sequence[Document]]:
        """The stories of two and three articles that can be made of the event: with fewer witnesses, or none."""
        return [chosen for size in SMALLER for chosen in itertools.combinations(self.documents, size)]


def evaluator_of(shared: Path) -> ModuleType:
    """eval/evaluate.py as a module."""
    spec = importlib.util.spec_from_file_location("evaluate", shared / "eval" / "evaluate.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"no eval/evaluate.py in {shared}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def events_of(shared: Path, furniture: Scorer | None = None) -> list[Event]:
    """All gold events; `furniture` tells report from furniture where it is not the shipped scorer."""
    evaluator = evaluator_of(shared)
    return [_event(evaluator, folder, furniture) for folder in gold_folders(shared)]


def _event(evaluator: ModuleType, folder: Path, furniture: Scorer | None) -> Event:
    raw = evaluator.Raw(folder)
    documents = tuple(read(path.read_bytes(), path.name, furniture=furniture) for path in articles(folder))
    where = {}
    for document in documents:
        after = 0
        for passage in document.passages:
            where[passage.id] = raw.find(document.source, passage.text, after)
            after = where[passage.id][2]
    return Event(folder.name, evaluator, documents, evaluator.load_gold(folder, raw), where)
