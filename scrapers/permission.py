"""What may be asked for: each origin's robots.txt, asked once a day, redirects followed, by RFC 9309."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.bodies import beginning
from scrapers.problems import Refused, Unreachable
from scrapers.records import RawPage
from scrapers.robots import READ_AT_MOST, Robots
from scrapers.robots_cache import RobotsCache
from scrapers.safety import is_web

Ask = Callable[[str], tuple[RawPage, str | None]]
"""What a robots.txt's address answers, and where that redirects to. Raises Unreachable or Refused."""


class Permission:
    """The robots.txt of every origin, kept in `folder`. May be used from several threads: each is asked for once."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._cache = RobotsCache(folder)
        self._clock = clock
        self._asking: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def given(self, url: str, ask: Ask) -> Robots:
        """The robots.txt that allows `url`. Raises Refused where it does not, Unreachable where nobody can know."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        with self._asking[origin]:
            robots = self._cache.get(origin, self._clock().timestamp())
            if robots is None:
                robots = self._asked(f"{origin}/robots.txt", ask)
                self._cache.put(origin, robots)
        if not robots.reachable:
            raise Unreachable(f"{url} was not asked for, because robots.txt gave no answer: {robots.text[:300]}")
        if not robots.allows(url):
            raise Refused(f"{url} was not asked for: {origin}/robots.txt disallows it")
        return robots

    def _asked(self, here: str, ask: Ask) -> Robots:
        for _ in range(1 + 5):  # RFC 9309, 2.3.1.2: at least five redirects, to other hosts too
            try:
                page, target = ask(here)
            except Unreachable as problem:
                status = problem.page.status if problem.page and problem.page.status >= 400 else None
                return Robots(status, str(problem), self._clock().timestamp())
            if target is None:
                return _robots(page)
            if not is_web(target):
                break
            here = target
        return Robots(404, "it redirects without end", self._clock().timestamp())


def _robots(page: RawPage) -> Robots:
    if not 200 <= page.status < 300:
        return Robots(page.status, f"{page.final_url} answered {page.status}", page.fetched_at.timestamp())
    text = beginning(page, READ_AT_MOST).decode("utf-8-sig", "replace")
    return Robots(page.status, text, page.fetched_at.timestamp())
