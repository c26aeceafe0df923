"""`make eval`: the figures of eval/evaluate.py for every gold event, ours beside the baseline's."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import fmean

from coverage_app.engine.compare import compare
from coverage_app.engine.interchange import to_json
from coverage_app.engine.reading import read

from .shared import articles, gold_folders, shared_or_exit

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
)
MOST_CROWDED = 8  # passages of one article in a row, the bar


def main() -> int:
    """Prints the table; 1 when a bar is missed."""
    shared = shared_or_exit()
    ours, baseline = {}, {}
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "comparison.json"
        for folder in gold_folders(shared):
            documents = [read(path.read_bytes(), path.name) for path in articles(folder)]
            out.write_text(json.dumps(to_json(compare(documents))), encoding="utf-8")
            ours[folder.name] = _scores(shared, out, folder)
            _run(shared / "eval" / "baseline.py", folder, out)
            baseline[folder.name] = _scores(shared, out, folder)
    _print_table(ours, baseline)
    missed = list(_missed(ours, baseline))
    sys.stdout.write("\n".join(["", *missed] if missed else ["", "All bars met."]) + "\n")
    return 1 if missed else 0


def _run(script: Path, *arguments: object) -> str:
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _scores(shared: Path, comparison: Path, folder: Path) -> dict[str, dict[str, float]]:
    return json.loads(_run(shared / "eval" / "evaluate.py", comparison, folder, "--json"))


def _print_table(ours: dict, baseline: dict) -> None:
    heads = [f"{group}.{name}" for group, name in FIGURES]
    write = sys.stdout.write
    write(
        "Weights were fitted on these events (seen); `python -m tests.bench.fit` gives the links of each left out.\n\n"
    )
    write(f"{'event':24s}" + "".join(f"{head:>16s}" for head in heads) + f"{'baseline links':>16s}\n")
    for name, scores in ours.items():
        cells = [_cell(scores[group][figure]) for group, figure in FIGURES]
        write(f"{name:24s}" + "".join(f"{cell:>16s}" for cell in cells) + f"{baseline[name]['links']['f1']:16.3f}\n")
    means = [fmean(scores[group][figure] or 0 for scores in ours.values()) for group, figure in FIGURES]
    write(f"{'mean':24s}" + "".join(f"{mean:16.3f}" for mean in means))
    write(f"{fmean(scores['links']['f1'] for scores in baseline.values()):16.3f}\n")
    hit, found, gold = (sum(s["furniture"][key] for s in ours.values()) for key in ("hit", "found", "gold"))
    write(f"\nfurniture over all events together: f1={2 * hit / max(1, found + gold):.3f}\n")


def _cell(value: float | None) -> str:
    return "-" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _missed(ours: dict, baseline: dict):
    for name, scores in ours.items():
        if min(scores["text"].values()) < 1:
            yield f"MISSED {name}: text was lost or changed ({scores['text']})"
        if scores["links"]["f1"] < baseline[name]["links"]["f1"]:
            yield f"MISSED {name}: links.f1 is below the baseline"
        if scores["points"]["crowd"] > MOST_CROWDED:
            yield f"MISSED {name}: {scores['points']['crowd']} passages of one article in a row"
    if fmean(s["links"]["f1"] for s in ours.values()) <= fmean(s["links"]["f1"] for s in baseline.values()):
        yield "MISSED: the mean of links.f1 is not above the baseline"


if __name__ == "__main__":
    sys.exit(main())
