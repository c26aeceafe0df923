"""Where the corpus lies, and what to do when it does not."""

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CORPUS_OF_FIVE = "qin-blinken-call"


def shared_or_exit() -> Path:
    """The folder with corpus/ and eval/. Absent: says so and leaves, with success, but in CI with failure."""
    folder = Path(os.environ.get("CROSSREAD_SHARED") or REPOSITORY.parent / "shared")
    if (folder / "corpus").is_dir():
        return folder
    sys.stderr.write(
        f"Skipped: no corpus at {folder}. Set CROSSREAD_SHARED to the folder that holds corpus/ and eval/.\n"
    )
    sys.exit(1 if os.environ.get("CI") else 0)


def gold_folders(shared: Path) -> list[Path]:
    return sorted(path.parent for path in (shared / "corpus").glob("*/gold.json"))


def articles(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.txt"))
