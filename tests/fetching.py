"""What the tests of fetching share: an invented site, a clock that only sleeping moves, a mirrored fetcher."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapers.fetch import LIMITS, Fetcher, Limits
from scrapers.site import Layout, Site
from tests.loopback import Loopback, Route, loopback

HOST = "news.example"
SITE = Site(
    name="example-en",
    outlet="example",
    title="The Example",
    language="en",
    zone="Asia/Baku",
    hosts=(HOST,),
    article=r"^https?://[^/]+/a/(?P<id>\d+)$",
    layouts=(Layout(("h1",), ("article",)),),
    home=f"https://{HOST}/",
    pause=2.0,
)
QUICK = Limits(connect=1.0, read=0.2, whole=0.4)
CONTACT = "desk@reader.example"


class Time:
    """A clock that only sleeping moves, and moves by exactly what was slept."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 11, 12, tzinfo=UTC).timestamp()
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.at

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@contextmanager
def web(
    routes: dict[str, Route], folder: Path | None = None, limits: Limits = LIMITS, **more: Any
) -> Iterator[tuple[Fetcher, Loopback, Time]]:
    """A server that stands for news.example, a fetcher that goes there, and their common clock."""
    time = Time()
    with (
        loopback(routes, time) as server,
        Fetcher(
            CONTACT, {HOST: server.address}, folder, clock=time.now, sleep=time.sleep, limits=limits, **more
        ) as fetcher,
    ):
        yield fetcher, server, time


def at(path: str) -> str:
    """A URL of the invented site."""
    return f"https://{HOST}{path}"
