"""Runs the web server and the task worker together, and stops them together."""

import contextlib
import http.client
import shlex
import signal
import socket
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from honcho.manager import Manager
from honcho.printer import Message, Printer

# Less than honcho's own patience (5 s), after which it kills: requests under way may finish, and the worker's task too.
SECONDS_TO_FINISH = 4
ANSWER_POLL_SECONDS = 0.1
STOPPED_AS_ASKED = (128 + signal.SIGINT, 128 + signal.SIGTERM)


class Command(BaseCommand):
    help = "Runs the web server and the task worker together until Ctrl-C. For one machine; see docs/operators.md."
    requires_system_checks = ()  # both programs run the checks themselves

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", default=8000, type=int, help="port to listen on (default: %(default)s)")
        parser.add_argument("--threads", default=8, type=int, help="requests served at a time (default: %(default)s)")
        parser.add_argument("--web-only", action="store_true", help="leave the worker out; run db_worker elsewhere")

    def handle(self, *, host: str, port: int, threads: int, web_only: bool, **options: Any) -> None:
        _check_free(host, port)
        both = _WebAndWorker(host, port)
        both.add("web", "gunicorn", "coverage_app.wsgi", "--bind", _address(host, port), "--threads", str(threads),
                 "--worker-class", "gthread", "--graceful-timeout", str(SECONDS_TO_FINISH), "--log-level", "warning",
                 "--no-control-socket")  # fmt: skip
        if not web_only:
            both.add("worker", "django", "db_worker", "--no-reload", "--verbosity", "1")
        both.loop()
        if both.returncode and both.returncode not in STOPPED_AS_ASKED:
            raise CommandError("A part of Crossread ended by itself, so all was stopped. The lines above say why.")


class _WebAndWorker(Manager):  # type: ignore[misc]  # honcho has no types
    """honcho's manager, with what it leaves open: a closed terminal, a signal in the first moments, and the address."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(_Lines())
        self._host, self._port = host, port

    def add(self, name: str, module: str, *arguments: str) -> None:
        # `exec`, so that no shell stands between a signal and the program.
        command = "exec " + shlex.join([sys.executable, "-m", module, *arguments])
        self.add_process(name, command, cwd=str(settings.BASE_DIR))

    def _start(self) -> None:
        # The relays between us and the programs must outlive a closed terminal, to tell us that their program stopped.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        super()._start()
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
        threading.Thread(target=self._say_where, daemon=True).start()

    def terminate(self) -> None:
        if self._all_started():
            super().terminate()
        else:  # honcho does not know yet whom to stop
            signal.signal(signal.SIGALRM, lambda *_: self.terminate())
            signal.setitimer(signal.ITIMER_REAL, ANSWER_POLL_SECONDS)

    def _say_where(self) -> None:
        pause = threading.Event()
        while not self._terminating and not _answers(self._host, self._port):
            pause.wait(ANSWER_POLL_SECONDS)
        if not self._terminating:
            line = f"Crossread is at http://{_address(_reachable(self._host), self._port)}/   (Ctrl-C stops it)\n"
            self.events.put(Message(type="line", data=line, time=self._clock.now(), name="system", colour=None))


class _Lines(Printer):  # type: ignore[misc]
    """Prints, as long as there is somebody to read it: stopping must not fail because the terminal is gone."""

    def write(self, message: Message) -> None:
        with contextlib.suppress(OSError):
            super().write(message)


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {_address(host, port)}: {error.strerror}. "
                f"Choose another port: make demo PORT={port + 1}, or manage.py serve --port {port + 1}"
            ) from error


def _answers(host: str, port: int) -> bool:
    """Whether the web server answers at all; any status will do."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=10)
    try:
        connection.request("GET", "/health/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104  compared, not bound


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
