"""Whose turn it is: one request to a host at a time, with a pause between two, whichever thread or process asks."""

from __future__ import annotations

import fcntl
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scrapers.problems import Unreachable
from scrapers.safety import file_stem

JITTER = 0.25
"""The share by which a pause may grow: requests like clockwork are what walls look for, and never shrink it."""

LONGEST_WAIT = 300.0
"""Seconds a run waits for a host that asked for patience; one that asks for more is left to the next run."""

LONGEST_PAUSE = 3600.0
"""Seconds between two requests that a run still sits through: a robots.txt may write a Crawl-delay of years."""


@dataclass(frozen=True)
class _Times:
    """When the last request to a host ended, and before when it wants no other; POSIX times."""

    ended: float = 0.0
    not_before: float = 0.0


class Pace:
    """Pauses, kept in one small file a host in `folder`, so that they hold across runs that overlap or follow."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._clock = clock
        self._sleep = sleep

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[None]:
        """Wait until `host` may be asked again, `pause` seconds and some after its last answer; hold it until done.

        Raises Unreachable if the host asked for more patience than a run has.
        """
        with self._opened(host) as file:
            wait = self._wait(_times(file), pause)
            if wait > max(LONGEST_WAIT, min(pause, LONGEST_PAUSE) * (1 + JITTER)):
                raise Unreachable(f"{host} is to be left alone for another {wait:.0f} s; a later run will ask again")
            if wait > 0:
                self._sleep(wait)
            _note(file, ended=self._now())
            try:
                yield
            finally:
                _note(file, ended=self._now())

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask `host` for the next `seconds`."""
        with self._opened(host) as file:
            _note(file, not_before=max(_times(file).not_before, self._now() + seconds))

    def _wait(self, times: _Times, pause: float) -> float:
        """Seconds to wait. No pause lasts longer than itself, so a clock that was set back stops no site for ever."""
        gap = pause * (1 + random.random() * JITTER)  # noqa: S311 - politeness, not secrecy
        since = max(0.0, self._now() - times.ended)
        return max(gap - since, times.not_before - self._now())

    def _now(self) -> float:
        return self._clock().timestamp()

    @contextmanager
    def _opened(self, host: str) -> Iterator[int]:
        path = self._folder / f"{file_stem(host)}.pace"
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)


def _times(file: int) -> _Times:
    try:
        ended, not_before = os.pread(file, 100, 0).split()
        return _Times(float(ended), float(not_before))
    except ValueError:
        return _Times()


def _note(file: int, ended: float | None = None, not_before: float | None = None) -> None:
    before = _times(file)
    after = (before.ended if ended is None else ended, before.not_before if not_before is None else not_before)
    os.pwrite(file, b"%30.6f %30.6f\n" % after, 0)
