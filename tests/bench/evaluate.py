"""`make eval`: the figures of eval/evaluate.py for every gold event, each left out of all that is fitted.

For each event every scorer is fitted on the other five, with one set of choices for all, and the whole engine is run
with those and with a second reader that has not learned from the event (verdicts.py). Beside that, as "seen", stand
the figures of what is shipped, which was fitted on all six. `--shipped` takes these alone: what each run of the checks
asks is whether the engine still does what it did, and that takes a minute instead of four.

What no fold chooses was chosen once, with all six events in view: the signs of furniture, the rules of the classes of
difference, and the named figures of differences.py, points.py and the fit scripts (JOINING, MOST_OF_A_PASSAGE, LEAST,
LEVELS).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import fmean
from typing import Any

from coverage_app.engine.compare import compare
from coverage_app.engine.fitted import Fitted, shipped
from coverage_app.engine.interchange import to_json
from coverage_app.engine.second_reader import Reader, shipped_reader

from .fit_differences import class_accuracy, gold_kinds
from .fitting import fitted_without
from .gold import Event, events_of
from .shared import shared_or_exit
from .verdicts import LeftOut

FIGURES = (
    ("text", "located"),
    ("text", "covered"),
    ("links", "f1"),
    ("links", "precision"),
    ("links", "recall"),
    ("links", "ece"),
    ("links", "skill"),
    ("points", "f1"),
    ("points", "crowd"),
    ("furniture", "f1"),
    ("added", "f1"),
    ("added", "n"),
    ("differences", "recall"),
    ("differences", "precision"),
    ("differences", "n"),
    ("differences", "class"),  # share of those that meet the gold which have its class
)
MOST_CROWDED = 6  # passages of one article in a row

Scores = dict[str, dict[str, Any]]


def main() -> int:
    """Prints the tables; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description="Scores the engine against the gold standards in the shared folder.")
    parser.add_argument("--shipped", action="store_true", help="only what is shipped, without leaving events out")
    shipped_only = parser.parse_args().shipped
    shared = shared_or_exit()
    events = events_of(shared)
    names = [event.name for event in events]
    with ProcessPoolExecutor() as pool:
        wanted = (_seen,) if shipped_only else (_seen, _left_out)
        seen, *rest = (dict(run) for run in [pool.map(figures, [shared] * len(names), names) for figures in wanted])
    for left_out in rest:
        _print_table("each event left out of all that is fitted and trained", left_out)
        unread = {name: scores["reader"]["unread"] for name, scores in left_out.items()}
        sys.stdout.write(f"pairs counted as nothing in common, since no verdict on them was kept: {unread}\n")
    _print_table("seen: what is shipped, fitted and trained on these events", seen)
    baseline = {event.name: _baseline(shared, event) for event in events}
    _print_table("character TF-IDF with one threshold (eval/baseline.py)", baseline)
    missed = list(_missed(rest[0] if rest else seen, baseline))
    sys.stdout.write("\n".join(missed if missed else ["All bars met."]) + "\n")
    return 1 if missed else 0


def _left_out(shared: Path, name: str) -> tuple[str, Scores]:
    """The figures of an event that nothing has been fitted or trained on."""
    fitted, events = fitted_without(shared, name)
    event = next(event for event in events if event.name == name)
    reader = LeftOut(name)
    scores = _scores(shared, event, reader, fitted)
    return name, scores | {"reader": {"unread": reader.unread}}


def _seen(shared: Path, name: str) -> tuple[str, Scores]:
    """The figures of an event with what is shipped."""
    event = next(event for event in events_of(shared) if event.name == name)
    return name, _scores(shared, event, shipped_reader(), shipped())


def _scores(shared: Path, event: Event, reader: Reader, fitted: Fitted) -> Scores:
    made = to_json(compare(event.documents, reader=reader, fitted=fitted))
    scores = _evaluated(shared, event.name, json.dumps(made))
    right, met = class_accuracy(event, made, gold_kinds(shared, event))
    scores["differences"]["class"] = right / max(1, met)
    return scores


def _baseline(shared: Path, event: Event) -> Scores:
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "comparison.json"
        _run(shared / "eval" / "baseline.py", shared / "corpus" / event.name, out)
        return _evaluated(shared, event.name, out.read_text(encoding="utf-8"))


def _evaluated(shared: Path, name: str, comparison: str) -> Scores:
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "comparison.json"
        out.write_text(comparison, encoding="utf-8")
        return json.loads(_run(shared / "eval" / "evaluate.py", out, shared / "corpus" / name, "--json"))


def _run(script: Path, *arguments: object) -> str:
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _print_table(title: str, scores: dict[str, Scores]) -> None:
    write = sys.stdout.write
    write(f"\n{title}\n{'event':24s}" + "".join(f"{group.removesuffix('s'):>13s}" for group, _ in FIGURES) + "\n")
    write(f"{'':24s}" + "".join(f"{name:>13s}" for _, name in FIGURES) + "\n")
    for name, its in scores.items():
        write(f"{name:24s}" + "".join(f"{_cell(its[group].get(figure)):>13s}" for group, figure in FIGURES) + "\n")
    means = [fmean(its[group].get(figure) or 0 for its in scores.values()) for group, figure in FIGURES]
    write(f"{'mean':24s}" + "".join(f"{mean:13.3f}" for mean in means) + "\n")
    write(f"furniture over all events together: f1 {_furniture(scores):.3f}\n\n")


def _furniture(scores: dict[str, Scores]) -> float:
    hit, found, gold = (sum(its["furniture"][key] for its in scores.values()) for key in ("hit", "found", "gold"))
    return 2 * hit / max(1, found + gold)


def _cell(value: float | None) -> str:
    return "-" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _missed(ours: dict[str, Scores], baseline: dict[str, Scores]) -> Iterator[str]:
    for name, scores in ours.items():
        if min(scores["text"].values()) < 1:
            yield f"MISSED {name}: text was lost or changed ({scores['text']})"
        if scores["links"]["f1"] < baseline[name]["links"]["f1"]:
            yield f"MISSED {name}: links.f1 is below the baseline"
        if scores["points"]["crowd"] > MOST_CROWDED:
            yield f"MISSED {name}: {scores['points']['crowd']} passages of one article in a row"


if __name__ == "__main__":
    sys.exit(main())
