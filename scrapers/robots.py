"""What a host's robots.txt asks of us, by RFC 9309: a function of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from protego import Protego

AGENT = "onrecord"
"""The product token that robots.txt may name."""

READ_AT_MOST = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 asks for at least 500 KiB."""

KEPT_FOR = 24 * 3600.0
"""Seconds an answer is good for (RFC 9309, 2.4)."""

KEPT_BRIEFLY = 15 * 60.0
"""Seconds until a robots.txt is asked for again that could not be had, or that the host was too busy to give."""

_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Robots:
    """A host's answer to /robots.txt. `status` is None when there was no answer at all; `at` is a POSIX time."""

    status: int | None
    text: str
    at: float

    @property
    def reachable(self) -> bool:
        """False means: ask nothing now. So 5xx and silence (RFC 9309, 2.3.1.4). Every 4xx allows everything (2.3.1.3:
        "MAY access any resources"), 429 too: the wait it asks for is kept all the same, and it counts only briefly."""
        return self.status is not None and self.status < 500

    def fresh(self, now: float) -> bool:
        """Whether the answer still counts at POSIX time `now`."""
        lasts = self.reachable and self.status not in _BUSY
        return 0 <= now - self.at < (KEPT_FOR if lasts else KEPT_BRIEFLY)

    def allows(self, url: str) -> bool:
        """Whether we may ask for `url`."""
        return self.reachable and bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """The Crawl-delay it asks of us, in seconds; 0 if none."""
        return float(self._rules.crawl_delay(AGENT) or 0)

    @cached_property
    def _rules(self) -> Protego:
        answered = self.status is not None and 200 <= self.status < 300
        return Protego.parse(self.text if answered else "")
