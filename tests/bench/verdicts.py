"""What the second reader says of a gold event when it has not learned from it, as `make train` wrote it down."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from coverage_app.engine.second_reader import Verdict

FOLDER = Path(__file__).with_name("verdicts")
# Events that no reader learns from one without the other; see tests/training/folds.py.
GROUPS = (
    ("comey-memos", "north-korea-test-halt"),
    ("dnc-lawsuit", "pompeo-pyongyang"),
    ("iran-nuclear-archive", "tariff-delay"),
)
UNREAD = Verdict(-3.0, -3.0)  # of a pair that was not read since words nearly rule it out: most likely nothing shared


class LeftOut:
    """A Reader of one event that has not learned from it, nor from the events `without`. `unread` counts the pairs that
    were not read when the verdicts were written."""

    languages = frozenset({"en"})

    def __init__(self, event: str, without: Sequence[str] = ()) -> None:
        away = {group_of(event), *map(group_of, without)}
        learned = tuple(n for n in range(len(GROUPS)) if n not in away)
        self.name = f"left out: {_label(learned)}"
        self.unread = 0
        kept = json.loads((FOLDER / f"{event}.json").read_text(encoding="utf-8"))
        self._verdicts = {key: Verdict(*values) for key, values in kept[_label(learned)].items()}

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        found = [self._verdicts.get(_key(pair)) for pair in pairs]
        self.unread += found.count(None)
        return [verdict or UNREAD for verdict in found]


def group_of(event: str) -> int:
    """The number of an event's group."""
    return next(n for n, group in enumerate(GROUPS) if event in group)


def keep(event: str, learned: Sequence[int], verdicts: Mapping[tuple[str, str], Verdict]) -> None:
    """Writes down what a reader that learned from these groups says of the event's pairs; the texts are not kept."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{event}.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept[_label(learned)] = {_key(pair): [round(v.same, 2), round(v.shares, 2)] for pair, v in sorted(verdicts.items())}
    path.write_text(json.dumps(kept, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")


def _label(learned: Sequence[int]) -> str:
    return "+".join(event for n in sorted(learned) for event in GROUPS[n])


def _key(pair: tuple[str, str]) -> str:
    return hashlib.sha256("\0".join(sorted(pair)).encode()).hexdigest()[:12]
