"""What all tests share: the corpus, and a cast of users round one story."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from coverage_app.models import Role, Story
from coverage_app.services.stories import member_add, story_create

IN_CI = bool(os.environ.get("CI"))

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Marks what touches the database (`-m database` runs it on PostgreSQL too, see make test-postgres), and puts the
    browser tests last: Playwright leaves an event loop running in this thread, and they are the slowest."""
    for item in items:
        in_browser = item.path.is_relative_to(Path(__file__).parent / "browser")
        if in_browser:
            item.add_marker("browser")
        elif item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    yield  # others choose by these marks, and sort
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpus and evaluator. Absent: skipped with the reason, but a failure in CI."""
    folder = Path(settings.SHARED_DIR)
    if not (folder / "corpus").is_dir():
        reason = f"no corpus at {folder}: set CROSSREAD_SHARED to the folder that holds corpus/ and eval/"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    return folder


# --- the cast: one leads the story, one edits it, one may only read it, one has never heard of it, one runs the server


def _user(username: str, first: str, last: str, **more: bool) -> User:
    return User.objects.create_user(username, first_name=first, last_name=last, **more)


@pytest.fixture
def lead(db: None) -> User:
    return _user("lena", "Lena", "Lead")


@pytest.fixture
def editor(db: None) -> User:
    return _user("edith", "Edith", "Editor")


@pytest.fixture
def viewer(db: None) -> User:
    return _user("victor", "Victor", "Viewer")


@pytest.fixture
def stranger(db: None) -> User:
    return _user("stan", "Stan", "Stranger")


@pytest.fixture
def administrator(db: None) -> User:
    return _user("ada", "Ada", "Admin", is_staff=True, is_superuser=True)


@pytest.fixture
def story(lead: User, editor: User, viewer: User) -> Story:
    """A story without articles, with a lead, an editor and a viewer."""
    story = story_create(actor=lead, title="Call between the two ministers")
    member_add(actor=lead, story=story, username=editor.username, role=Role.EDITOR)
    member_add(actor=lead, story=story, username=viewer.username, role=Role.VIEWER)
    return story


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """sign_in(user) is a browser in which that user is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
