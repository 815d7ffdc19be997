"""Which runs are alive: each holds a lock on a file of its own for as long as it lives, whatever kills it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = ".running"


@contextmanager
def alive(data: Path, run_id: str) -> Iterator[None]:
    """Mark a run as running for the length of the block. The mark goes when the block ends well; a kill leaves it."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / run_id
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
        path.unlink(missing_ok=True)


@contextmanager
def left_over(data: Path) -> Iterator[list[str]]:
    """The runs that died before they ended, each held so that no other start takes care of it too.

    When the block ends well their marks are removed.
    """
    folder = data / FOLDER
    held = []
    try:
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            file = path.open("r")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                continue
            held.append((path, file))
        yield [path.name for path, _ in held]
        for path, _ in held:
            path.unlink(missing_ok=True)
    finally:
        for _, file in held:
            file.close()


def running(data: Path) -> dict[str, int]:
    """The runs alive now, each with its process id."""
    found = {}
    for path in sorted((data / FOLDER).glob("*")):
        with path.open("r") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                found[path.name] = int(file.read().strip() or 0)
    return found
