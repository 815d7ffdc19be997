"""A real web server on loopback for tests: pages by path, a log of every request, and faults on demand."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a path answers. `body` may be an iterator: its parts are sent as they come, without a Content-Length.

    `length` overrides the Content-Length; `cut` closes the connection after so many bytes of the body; `drip` sends
    head and body byte by byte until the client goes away. `raw` is sent in the place of any answer, and the connection
    closed behind it; with `reset` it is torn down.
    """

    body: bytes | Callable[[], Iterator[bytes]] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    cut: int | None = None
    drip: bool = False
    drip_head: bool = False
    raw: bytes | Callable[[], Iterator[bytes]] | None = None
    reset: bool = False


@dataclass(frozen=True)
class Seen:
    """One request as it came: when (by the server's clock), what, and with which headers (names lower case)."""

    at: float
    path: str
    headers: Mapping[str, str]
    connection: int


Route = Answer | Callable[["Seen"], Answer] | list[Answer]
"""What a path answers: always the same, what a function says, or each in turn (the last one for ever after)."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing: a client that went away is what some tests are about."""


class Loopback:
    """The server: `routes` by path (with query first, then without), `log` of requests, `address` of its root."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.routes: dict[str, Route] = {}
        self.log: list[Seen] = []
        self._clock = clock
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.port: int = self._server.server_address[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def paths(self) -> list[str]:
        """The paths asked for, in order, robots.txt left out."""
        return [seen.path for seen in self.log if seen.path != "/robots.txt"]

    def _answer(self, seen: Seen) -> Answer:
        with self._lock:
            self.log.append(seen)
            route = self.routes.get(seen.path) or self.routes.get(seen.path.split("?")[0]) or Answer(b"", 404)
            if isinstance(route, list):
                return route.pop(0) if len(route) > 1 else route[0]
        return route if isinstance(route, Answer) else route(seen)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                seen = Seen(loopback._clock(), self.path, headers, self.client_address[1])
                try:
                    _send(self, loopback._answer(seen))
                except OSError:  # the client went away: that is what some tests are about
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    if answer.raw is not None:
        _send_raw(handler, answer)
        return
    parts = answer.body if callable(answer.body) else None
    whole = b"" if parts else answer.body
    assert isinstance(whole, bytes)
    head = [f"HTTP/1.1 {answer.status} -", *(f"{name}: {value}" for name, value in answer.headers.items())]
    if parts or answer.cut is not None or (answer.drip and answer.length is None):
        head.append("Connection: close")
        handler.close_connection = True
    if not parts and answer.status != 304 and "Transfer-Encoding" not in answer.headers:
        head.append(f"Content-Length: {len(whole) if answer.length is None else answer.length}")
    _write(handler, "\r\n".join([*head, "", ""]).encode("latin-1"), answer.drip_head)
    for part in parts() if parts else (whole[: answer.cut],):
        _write(handler, part, answer.drip)


def _send_raw(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    handler.close_connection = True
    for part in answer.raw() if callable(answer.raw) else (answer.raw or b"",):
        _write(handler, part, drip=False)
    if answer.reset:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()


def _write(handler: BaseHTTPRequestHandler, data: bytes, drip: bool) -> None:
    step = 1 if drip else len(data) or 1
    for start in range(0, len(data), step):
        handler.wfile.write(data[start : start + step])
        handler.wfile.flush()
        if drip:
            time.sleep(0.02)


@contextmanager
def loopback(routes: Mapping[str, Route] | None = None, clock: Callable[[], float] = time.time) -> Iterator[Loopback]:
    """A running server with these routes; robots.txt is 404 unless a route says otherwise."""
    with Loopback(clock) as server:
        server.routes.update(routes or {})
        yield server
