"""`manage.py serve`: web server and worker start and stop together, and nothing stays behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes through /proc")

SECONDS = 30  # to start or to stop, on a slow machine


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment_for(folder: Path) -> dict[str, str]:
    """Settings as a newcomer has them, with this folder for the data."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CROSSREAD", "DATABASE"))}
    return kept | {"CROSSREAD_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "coverage_app.settings"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `make prepare` leaves it."""
    folder = tmp_path_factory.mktemp("prepared")
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, env=environment_for(folder), check=True
        )
    return folder


@pytest.fixture
def serve(prepared: Path, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts the command with its output in the file `out`, or on a terminal."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    started = []

    def start(*arguments: str, terminal: int | None = None) -> subprocess.Popen[str]:
        with (tmp_path / "out").open("w") as out:
            process = subprocess.Popen(  # a session of its own, as a shell would give it
                [sys.executable, "manage.py", "serve", *arguments],
                cwd=settings.BASE_DIR,
                env=environment_for(tmp_path),
                stdout=terminal or out,
                stderr=terminal or out,
                text=True,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield start
    for pid in processes(tmp_path):
        os.kill(pid, signal.SIGKILL)
    for process in started:
        process.wait()


def processes(folder: Path) -> list[int]:
    """All that run with this folder for their data, whoever their parent is."""
    mark = f"CROSSREAD_VAR={folder}\0".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark in (entry / "environ").read_bytes() + b"\0":
                found.append(int(entry.name))
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
    return found


def wait_for(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda by: by.name)
def test_one_signal_stops_both_and_leaves_nothing_behind(
    by: signal.Signals, serve: Callable[..., subprocess.Popen[str]], port: int, tmp_path: Path
) -> None:
    process = serve("--port", str(port))
    out = tmp_path / "out"
    wait_for(lambda: f"Crossread is at http://127.0.0.1:{port}/" in out.read_text(), out.read_text())
    wait_for(lambda: "Starting worker" in out.read_text(), out.read_text())

    os.killpg(process.pid, by)  # as a terminal does it: to all of its foreground

    assert process.wait(SECONDS) == 0, out.read_text()
    wait_for(lambda: not processes(tmp_path), f"still there: {processes(tmp_path)}")


def test_a_closed_terminal_stops_both(serve: Callable[..., subprocess.Popen[str]], port: int, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    process = serve("--port", str(port), terminal=theirs)
    os.close(theirs)
    said = b""
    while b"Crossread is at" not in said:
        said += os.read(ours, 4096)

    os.close(ours)  # whatever is printed now fails
    os.killpg(process.pid, signal.SIGHUP)

    process.wait(SECONDS)
    wait_for(lambda: not processes(tmp_path), f"still there: {processes(tmp_path)}")


def test_a_signal_in_the_first_moments_leaves_nothing_behind(
    serve: Callable[..., subprocess.Popen[str]], port: int, tmp_path: Path
) -> None:
    process = serve("--port", str(port))
    wait_for(lambda: len(processes(tmp_path)) > 1, "no second process")

    process.send_signal(signal.SIGINT)

    process.wait(SECONDS)
    wait_for(lambda: not processes(tmp_path), f"still there: {processes(tmp_path)}")


def test_when_the_worker_dies_the_web_server_stops_too_and_it_says_so(
    serve: Callable[..., subprocess.Popen[str]], port: int, tmp_path: Path
) -> None:
    process = serve("--port", str(port))
    out = tmp_path / "out"
    wait_for(lambda: "Starting worker" in out.read_text(), out.read_text())
    (worker,) = [pid for pid in processes(tmp_path) if b"db_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    os.kill(worker, signal.SIGKILL)

    assert process.wait(SECONDS) != 0
    assert "ended by itself" in out.read_text()
    wait_for(lambda: not processes(tmp_path), f"still there: {processes(tmp_path)}")


def test_a_busy_port_is_said_with_what_to_do(
    serve: Callable[..., subprocess.Popen[str]], port: int, tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = serve("--port", str(port))

        assert process.wait(SECONDS) == 1
    said = (tmp_path / "out").read_text()
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use" in said
    assert f"PORT={port + 1}" in said
    assert "Traceback" not in said


def test_without_a_worker(serve: Callable[..., subprocess.Popen[str]], port: int, tmp_path: Path) -> None:
    serve("--port", str(port), "--web-only")
    out = tmp_path / "out"
    wait_for(lambda: "Crossread is at" in out.read_text(), out.read_text())

    assert not [pid for pid in processes(tmp_path) if b"db_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
