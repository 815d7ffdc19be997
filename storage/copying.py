"""Copying a big file where most of it was copied before: by reference, into the copy before last, or in whole."""

from __future__ import annotations

import fcntl
import mmap
import os
import sys
from pathlib import Path

_FICLONE = 0x40049409
_PIECE = 1 << 18
"""Bytes compared and written at once: a DuckDB block."""


def copied(source: Path, target: Path, spare: Path | None = None) -> None:
    """Make `target` a synced copy of `source`; `spare`, an older copy if there is one, may be used up for it.

    Where the filesystem shares blocks (xfs, btrfs) that costs nothing. Elsewhere only the pieces that differ are
    written into the spare, if nobody has it open; else everything is. `target` is half-made until this returns.
    """
    if not _cloned(source, target):
        if spare is not None and _nobody_has_open(spare):
            spare.replace(target)
            _brought_level(source, target)
        else:
            _copied_whole(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def synced_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cloned(source: Path, target: Path) -> bool:
    """Share the blocks, where the filesystem can."""
    if sys.platform != "linux":
        return False
    with source.open("rb") as old, target.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), _FICLONE, old.fileno())
        except OSError:
            return False
    return True


def _nobody_has_open(file: Path) -> bool:
    """Whether no process at all (a reader, a backup) has the file open: only then does Linux grant a write lease."""
    if sys.platform != "linux" or not file.is_file():
        return False
    with file.open("rb+") as handle:
        try:
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError:
            return False
    return True


def _brought_level(source: Path, target: Path) -> None:
    """Write into `target` those pieces of `source` that differ."""
    size = source.stat().st_size
    with source.open("rb") as old, target.open("rb+") as new:
        new.truncate(size)
        with (
            mmap.mmap(old.fileno(), size, access=mmap.ACCESS_READ) as there,
            mmap.mmap(new.fileno(), size, access=mmap.ACCESS_READ) as here,
        ):
            for at in range(0, size, _PIECE):
                piece = there[at : at + _PIECE]
                if piece != here[at : at + _PIECE]:
                    os.pwrite(new.fileno(), piece, at)


def _copied_whole(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("wb") as new:
        while os.sendfile(new.fileno(), old.fileno(), None, 1 << 26):
            pass
