"""An answer as far as it came: its body up to a cap, and what ended it before its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import httpcore

from scrapers.records import Truncated

NO_ANSWER = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
"""What a connection raises that brings nothing more."""


class TooLarge(Exception):
    """A body over the cap."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came once a head was there; `fault` is why the body came no further, None if it is whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fault: Exception | None

    @property
    def truncated(self) -> Truncated | None:
        """The fault in WARC's words."""
        if self.fault is None:
            return None
        if isinstance(self.fault, TooLarge):
            return "length"
        if isinstance(self.fault, httpcore.TimeoutException):
            return "time"
        broken = isinstance(self.fault, httpcore.NetworkError) or "closed" in str(self.fault)
        return "disconnect" if broken else "unspecified"


def body_of(chunks: Iterator[bytes], most: int) -> tuple[bytes, Exception | None]:
    """A body up to the chunk that exceeds `most` bytes, and why no further."""
    body = BytesIO()
    try:
        for chunk in chunks:
            body.write(chunk)
            if body.tell() > most:
                return body.getvalue(), TooLarge()
    except NO_ANSWER as fault:
        return body.getvalue(), fault
    return body.getvalue(), None


def in_words(fault: Exception) -> str:
    """What a connection raised, for a person."""
    said = str(fault)
    kind = "time-out" if isinstance(fault, httpcore.TimeoutException) else "broken connection"
    return f"{kind} ({said})" if said else kind
