"""A local stand-in for a model behind an OpenAI-compatible address, that can be told to misbehave."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Request(BaseHTTPRequestHandler):
    """One request; a behaviour answers it."""

    server: "StandIn"

    def do_POST(self) -> None:
        self.question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(self)
        self.server.behave(self)

    def do_GET(self) -> None:  # where a redirect would lead
        self.server.asked.append(self)
        self.send(200, b"{}")

    @property
    def passages(self) -> dict[str, str]:
        return json.loads(self.question["messages"][1]["content"])

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def say(self, content: Any) -> None:
        """Answers as a model that says this."""
        message = {"role": "assistant", "content": content}
        self.send(200, json.dumps({"choices": [{"index": 0, "message": message}]}).encode())

    def log_message(self, *arguments: Any) -> None:
        """Nothing."""


class StandIn(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, behave: Callable[[Request], None]) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.behave = behave
        self.asked: list[Request] = []
        self.over = threading.Event()  # what a slow behaviour waits for

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *arguments: Any) -> None:
        """Nothing: whoever asked has gone, as it should."""


@contextmanager
def stand_in(behave: Callable[[Request], None]) -> Iterator[StandIn]:
    server = StandIn(behave)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
