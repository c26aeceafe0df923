"""What all tests share: the corpus, and a cast of users round one story."""

import os
from pathlib import Path

import pytest
from django.conf import settings

IN_CI = bool(os.environ.get("CI"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpus and evaluator. Absent: skipped with the reason, but a failure in CI."""
    folder = Path(settings.SHARED_DIR)
    if not (folder / "corpus").is_dir():
        reason = f"no corpus at {folder}: set CROSSREAD_SHARED to the folder that holds corpus/ and eval/"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    return folder
