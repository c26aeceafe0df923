"""Drives Debian's Chromium against the live server. A test fails when its pages log an error, break the
Content-Security-Policy, or ask for anything outside the server."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    expect,
    sync_playwright,
)

from ..conftest import IN_CI

# Playwright's event loop runs in the thread of the tests, whose use of the database is as synchronous as ever.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# As in .ci/browser.sh. The headless shell first: the same engine without a desktop's windows, which cost more than a
# second of a processor for each profile.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
# A form that is shown again with its errors, and an edit that came too late, are answers by design.
ANSWERS_BY_DESIGN = re.compile(r"Failed to load resource: .* status of (409|422)\b")
WORKER_STOP_SECONDS = 10


class Trouble:
    """What the pages of a test complained about."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._expected: list[re.Pattern[str]] = [ANSWERS_BY_DESIGN]

    def expect(self, pattern: str) -> None:
        """Complaints that match are part of the test."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        return [line for line in self.lines if not any(pattern.search(line) for pattern in self._expected)]

    def watch(self, context: BrowserContext, server: str) -> None:
        def console(message: ConsoleMessage) -> None:
            if message.type == "error":  # violations of the policy come here too
                self.lines.append(f"console: {message.text} ({message.location.get('url')})")

        def error(problem: WebError) -> None:
            self.lines.append(f"script: {problem.error}")

        def request(sent: Request) -> None:
            address = urlsplit(sent.url)
            if address.scheme in ("http", "https", "ws", "wss") and address.netloc != urlsplit(server).netloc:
                self.lines.append(f"outside request: {sent.url}")

        context.on("console", console)
        context.on("weberror", error)
        context.on("request", request)


expect.set_options(timeout=15_000)  # ms; a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = "no Chromium or Chrome on the PATH (Debian: apt-get install chromium-headless-shell)"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS + as_root)
        yield browser
        browser.close()


@pytest.fixture
def trouble() -> Trouble:
    return Trouble()


@pytest.fixture
def context(browser: Browser, live_server, transactional_db: None, trouble: Trouble) -> Iterator[BrowserContext]:
    """A fresh profile; addresses are relative to the live server. Closed before the database is emptied."""
    context = browser.new_context(base_url=live_server.url, viewport=WIDE, locale="en-GB")
    context.set_default_timeout(10_000)
    trouble.watch(context, live_server.url)
    yield context
    context.close()
    assert not trouble.unexpected(), "The pages complained:\n" + "\n".join(trouble.unexpected())


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = context.new_page()
    yield page
    if getattr(request.node, "failed", False):
        folder = Path(django_settings.VAR_DIR) / "failed"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=folder / f"{request.node.name}.png", full_page=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if call.when == "call":
        item.failed = report.failed
    return report


def _sign_in(context: BrowserContext, user: User, server: str) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server}])


@pytest.fixture
def signed_in(context: BrowserContext, live_server) -> Callable[[User], None]:
    """signed_in(user): from here on the browser is that user's."""

    def sign_in(user: User) -> None:
        _sign_in(context, user, live_server.url)

    return sign_in


@pytest.fixture
def page_of(browser: Browser, live_server, context: BrowserContext, trouble: Trouble) -> Iterator[Callable[..., Page]]:
    """page_of(user, has_touch=True …): a page in another browser, which is that user's; watched like the first."""
    others: list[BrowserContext] = []

    def open_page(user: User, **options: object) -> Page:
        other = browser.new_context(base_url=live_server.url, locale="en-GB", **{"viewport": WIDE, **options})
        other.set_default_timeout(10_000)
        trouble.watch(other, live_server.url)
        _sign_in(other, user, live_server.url)
        others.append(other)
        return other.new_page()

    yield open_page
    for other in others:
        other.close()


@pytest.fixture
def axe(page: Page) -> Callable[..., None]:
    """axe(): asserts that axe-core finds nothing on the page as it now is. axe("#part") looks at a part only."""

    def check(part: str | None = None) -> None:
        found = Axe().run(page, context=part).response["violations"]
        told = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
            + "\n".join(f"    {node['target']}: {node['failureSummary']}" for node in violation["nodes"])
            for violation in found
        ]
        assert not found, f"axe-core on {page.url}:\n" + "\n".join(told)

    return check


@pytest.fixture
def start_worker(settings, transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """start_worker(): a real worker process on the test's database. With this fixture the live server queues its tasks
    instead of running them at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "coverage_app.settings",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "CROSSREAD_VAR": str(tmp_path),
    }
    command = [sys.executable, "-m", "django", "db_worker", "--interval", "0.2", "--no-startup-delay", "--no-reload"]
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=environment))
        return started[-1]

    yield start
    for worker in started:
        worker.terminate()
    for worker in started:
        try:
            worker.wait(WORKER_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
