"""What all tests share: the corpus, and a cast of users round one story."""

import os
from pathlib import Path

import pytest
from django.conf import settings

IN_CI = bool(os.environ.get("CI"))

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what touches the database (`-m database` runs it on PostgreSQL too, see make test-postgres), and puts the
    browser tests last: Playwright leaves an event loop running in this thread, and they are the slowest."""
    for item in items:
        in_browser = item.path.is_relative_to(Path(__file__).parent / "browser")
        if in_browser:
            item.add_marker("browser")
        elif item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpus and evaluator. Absent: skipped with the reason, but a failure in CI."""
    folder = Path(settings.SHARED_DIR)
    if not (folder / "corpus").is_dir():
        reason = f"no corpus at {folder}: set CROSSREAD_SHARED to the folder that holds corpus/ and eval/"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    return folder
