"""The readers' copy: checked, copied, synced, renamed into place. Readers keep what they have open, and never wait."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from storage.check import Finding, findings
from storage.copying import copied, synced_folder
from storage.database import PUBLISHED, alone, connection, plain_words, warehouse
from storage.problems import Damaged, StoreProblem
from storage.vocabulary import note_words

_NEW = f".{PUBLISHED}.new"
_SPARE = f".{PUBLISHED}.spare"
_MARK = f".{PUBLISHED}.from"

VOCABULARY = 30
"""How many seconds a publish may spend on the words of days for search; what is left the next ones do."""


class ChecksFailed(StoreProblem):
    """An error-level check found rows, so the copy was not replaced. `findings` are those checks."""

    code = 3

    def __init__(self, found: Iterable[Finding]) -> None:
        self.findings = tuple(found)
        told = "; ".join(finding.sentence for finding in self.findings[:3])
        super().__init__(f"Not published, the old copy stays: {told}. See the rows with: onrecord check")


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing came to: the copy, its size in bytes, how long it took; `changed` is whether it was replaced."""

    path: Path
    bytes: int
    seconds: float
    changed: bool


def publish(data: Path, wait: float = 600, force: bool = False) -> Published:
    """Replace `onrecord.duckdb` in the folder `data` by the warehouse as it is now; nothing if it is so already.

    `force` writes a wholly new file even then (after `forget`, so that no old block stays anywhere). Raises
    ChecksFailed (the old copy stays), and what `writer` raises.
    """
    began = time.monotonic()
    target = data / PUBLISHED
    with alone(data, "publish", wait) as path:
        _sweep(data, force)
        with warehouse(path, wait) as con:
            con.execute("CHECKPOINT")
            source = _fingerprint(path)
            changed = force or _published_from(data) != [source, _fingerprint(target)]
            if changed:
                _refuse_errors(con)
                whole = note_words(con, VOCABULARY)
                con.execute("CHECKPOINT")
                source = _fingerprint(path)
        if changed:
            with plain_words(target):
                _replace(path, data, keep_spare=not force)
            if whole:
                _mark(data, [source, _fingerprint(target)])
    return Published(target, target.stat().st_size, time.monotonic() - began, changed)


def _sweep(data: Path, force: bool) -> None:
    """Remove what a killed publish left. We have the turn, so nobody else is at it."""
    (data / _NEW).unlink(missing_ok=True)
    if force:
        (data / _SPARE).unlink(missing_ok=True)


def _refuse_errors(con: duckdb.DuckDBPyConnection) -> None:
    failed = findings(con, "error")
    if failed:
        raise ChecksFailed(failed)


def _replace(path: Path, data: Path, keep_spare: bool) -> None:
    """Copy, look at the copy, rename. The copy before this one becomes the spare that the next one is written into."""
    target, new, spare = data / PUBLISHED, data / _NEW, data / _SPARE
    try:
        copied(path, new, spare)
        _look_at(new)
        spare.unlink(missing_ok=True)
        if keep_spare:
            _keep(target, spare)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)  # on a full disk its room is needed
    synced_folder(data)


def _keep(target: Path, spare: Path) -> None:
    """Keep the file that is about to be replaced under a second name, where the filesystem has hard links."""
    with suppress(OSError):
        os.link(target, spare)


def _look_at(copy: Path) -> None:
    """Open the copy as a reader would. Raises Damaged if it cannot be read."""
    try:
        con = connection(copy, read_only=True)
        con.execute("SELECT count(*) FROM statements").fetchone()
        con.close()
    except duckdb.Error as problem:
        raise Damaged(copy, str(problem).splitlines()[0]) from problem


def _fingerprint(path: Path) -> list[int]:
    """What tells a file from the same file written to or replaced; nothing for one that is not there."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ino]


def _published_from(data: Path) -> object:
    try:
        return json.loads((data / _MARK).read_text())
    except (OSError, ValueError):
        return None


def _mark(data: Path, made: list[list[int]]) -> None:
    """Remember what the copy was made from, and the copy. Lost in a crash, it costs one needless copy."""
    (data / _MARK).write_text(json.dumps(made))
