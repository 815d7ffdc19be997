"""Connections that lead to checked addresses only and that no slow answer outlives: what httpx talks through."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from scrapers.problems import Refused
from scrapers.safety import is_public

Resolve = Callable[[str, int], list[str]]


def addresses(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system's resolver knows them. Raises httpcore.ConnectError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host} has no address ({error})") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


class Door(httpcore.NetworkBackend):
    """Opens connections for one host. The name is looked up once a connection and the address that was checked is the
    one connected to, so a second DNS answer cannot differ. `trusted` is a mirror the user named, wherever it is."""

    def __init__(self, trusted: bool, resolve: Resolve = addresses) -> None:
        self._trusted = trusted
        self._resolve = resolve
        self._sockets = httpcore.SyncBackend()
        self.deadline = float("inf")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers. Raises Refused for an address not public."""
        failure: Exception | None = None
        for address in self._checked(host, port):
            try:
                stream = self._sockets.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _checked(self, host: str, port: int) -> list[str]:
        found = self._resolve(host, port)
        private = [address for address in found if not is_public(address)]
        if private and not self._trusted:
            raise Refused(f"{host} leads to {private[0]}, which is not a public address and no mirror names it")
        return found

    def left(self, timeout: float | None) -> float:
        """The seconds a step may still take. Raises httpcore.ReadTimeout when the whole page has had its time."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole page took too long")
        return left if timeout is None else min(timeout, left)


class _Timed(httpcore.NetworkStream):
    """A connection whose every step also ends at its door's deadline."""

    def __init__(self, stream: httpcore.NetworkStream, door: Door) -> None:
        self._stream = stream
        self._door = door

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._door.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._door.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._door.left(timeout)), self._door)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own signature
        return self._stream.get_extra_info(info)
