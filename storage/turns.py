"""Whose turn it is to write: a queue of tickets on disk, first come first served, between processes and threads.

A ticket is a file in `DATA/.turns` on which its owner holds an flock. The kernel lets go of the lock however the
owner dies, so a ticket that can be locked by somebody else is a dead one and is swept away; the oldest living ticket
has its turn. `fcntl.flock` belongs to the open file, so two threads of one process queue like two processes.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.problems import Busy

FOLDER = ".turns"
_GLANCE = 0.01
"""Seconds between two looks at the queue: short against a write (some 50 ms), long against the look itself (20 us)."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the turn: what it does (`run`, `backfill apa-en`), its process id, and since when (aware, UTC)."""

    who: str
    pid: int
    since: datetime

    def __str__(self) -> str:
        return f"{self.who} (process {self.pid}, since {self.since:%H:%M:%S} UTC)"


@contextmanager
def turn(data: Path, who: str, wait: float) -> Iterator[None]:
    """Hold the store of the folder `data` for the length of the block, after at most `wait` seconds of queueing.

    Raises Busy, which names the holder, when the time is over. The queue is fair: who came first goes first.
    """
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    ticket, handle = _drawn(folder, who)
    try:
        _wait_until_first(folder, ticket, time.monotonic() + wait)
        _write_holder(handle, who)
        yield
    finally:
        ticket.unlink(missing_ok=True)
        fcntl.flock(handle, fcntl.LOCK_UN)
        os.close(handle)


def holder(data: Path) -> Holder | None:
    """Who holds the store of the folder `data` just now; None if nobody does."""
    folder = data / FOLDER
    return next((_holder(ticket) for ticket in _tickets(folder) if _alive(ticket)), None)


def _drawn(folder: Path, who: str) -> tuple[Path, int]:
    """A new ticket behind all others, locked. Numbers are drawn under a lock, so an older ticket is always locked."""
    with (folder / "last").open("a+", encoding="ascii", errors="replace") as last:
        fcntl.flock(last, fcntl.LOCK_EX)
        last.seek(0)
        number = _number(last.read(), folder) + 1
        last.truncate(0)
        last.write(str(number))
        last.flush()
        ticket = folder / f"{number:012d}"
        handle = os.open(ticket, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        fcntl.flock(handle, fcntl.LOCK_EX)
        _write_holder(handle, who)
    return ticket, handle


def _number(last: str, folder: Path) -> int:
    """The number drawn last; after a power cut, which may leave anything in the file, that of the newest ticket."""
    return int(last) if last.isdecimal() else max((int(ticket.name) for ticket in _tickets(folder)), default=0)


def _write_holder(handle: int, who: str) -> None:
    note = {"who": who, "pid": os.getpid(), "since": datetime.now(UTC).isoformat()}
    os.pwrite(handle, json.dumps(note).ljust(256).encode(), 0)


def _wait_until_first(folder: Path, ticket: Path, until: float) -> None:
    while living := next((t for t in _tickets(folder) if t < ticket and _alive(t, sweep=True)), None):
        if time.monotonic() >= until:
            raise Busy(folder.parent, _holder(living))
        time.sleep(_GLANCE)


def _tickets(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]" * 12))


def _alive(ticket: Path, sweep: bool = False) -> bool:
    """Whether somebody holds the ticket. A dead one is removed on the way by who may `sweep`: those that came later,
    for a ticket is not locked yet at the moment it is drawn."""
    try:
        handle = os.open(ticket, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        if sweep:
            ticket.unlink(missing_ok=True)
        return False
    finally:
        os.close(handle)


def _holder(ticket: Path) -> Holder | None:
    try:
        note = json.loads(ticket.read_text())
        return Holder(note["who"], note["pid"], datetime.fromisoformat(note["since"]))
    except (FileNotFoundError, ValueError, KeyError):
        return None
