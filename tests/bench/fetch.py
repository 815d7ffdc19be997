"""What politeness costs: overhead a page against a bare httpx loop over the same pages, and 20 hosts at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from scrapers.fetch import Fetcher
from scrapers.records import RawPage
from storage.archive import Archive, tail
from tests.fetching import CONTACT, HOST, SITE, at
from tests.loopback import Answer, Loopback, loopback

PAGES = 2000
HOSTS = 20
EACH = 10
PAUSE = 0.2
BODY = b"<p>" + b"All work and no play makes a dull page. " * 700 + b"</p>"


def main() -> None:
    """Print three tables: fetching, the archive, and hosts side by side."""
    with loopback({f"/a/{number}": Answer(BODY) for number in range(PAGES)}) as server, TemporaryDirectory() as folder:
        bare = _timed(lambda: _bare(server))
        polite = _timed(lambda: _polite(server, Path(folder)))
        print(f"{f'{PAGES} pages of {len(BODY) // 1024} KB, no pause':<42}{'ms a page':>9}{'CPU ms a page':>16}")
        _row("a bare httpx loop", bare)
        _row("Fetcher", polite)
        _row("overhead", (polite[0] - bare[0], polite[1] - bare[1]))
        _archive(Path(folder))
        _hosts(server)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.thread_time()
    work()
    return time.perf_counter() - wall, time.thread_time() - cpu


def _row(name: str, seconds: tuple[float, float]) -> None:
    print(f"  {name:<40}{seconds[0] / PAGES * 1000:>9.2f}{seconds[1] / PAGES * 1000:>16.2f}")


def _bare(server: Loopback) -> None:
    with httpx.Client() as client:
        for number in range(PAGES):
            client.get(f"{server.address}/a/{number}").raise_for_status()


def _polite(server: Loopback, folder: Path) -> None:
    site = replace(SITE, pause=0.0)
    with Fetcher(CONTACT, {HOST: server.address}, folder / "pace") as fetcher:
        for number in range(PAGES):
            fetcher.get(at(f"/a/{number}"), site)


def _archive(folder: Path) -> None:
    now = datetime(2026, 3, 11, tzinfo=UTC)
    pages = [RawPage(HOST, at(f"/a/{n}"), at(f"/a/{n}"), now, 200, (), BODY + b"%d" % n) for n in range(PAGES)]
    with Archive(folder / "archive").file(HOST, "bench", "bench", now) as file:
        written = _timed(lambda: [file.write(page) for page in pages])
    read = _timed(lambda: sum(1 for _ in tail(folder / "archive", file.name)))
    _row("archive: write", written)
    _row("archive: read back", read)


def _hosts(server: Loopback) -> None:
    """The shortest time there is: robots.txt and its pages one after the other, a pause between two."""
    names = [f"host-{number}.example" for number in range(HOSTS)]
    with (
        Fetcher(CONTACT, dict.fromkeys(names, server.address), None) as fetcher,
        ThreadPoolExecutor(HOSTS) as pool,
    ):
        wall, _ = _timed(lambda: list(pool.map(lambda name: _host(fetcher, name), names)))
    least = EACH * PAUSE
    print(f"{HOSTS} hosts at once, {EACH} pages each, pause {PAUSE} s (and up to a quarter more)")
    print(f"  {'least possible':<40}{least:>9.2f} s")
    print(f"  {'taken':<40}{wall:>9.2f} s")


def _host(fetcher: Fetcher, name: str) -> None:
    site = replace(SITE, hosts=(name,), home=f"https://{name}/", pause=PAUSE)
    for number in range(EACH):
        fetcher.get(f"https://{name}/a/{number}", site)


if __name__ == "__main__":
    main()
