"""The two databases: `writer` for the pipeline's warehouse, one at a time; `reader` for the published copy."""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from storage.copying import copied, synced_folder
from storage.migrate import bring_up_to_date, is_behind
from storage.problems import Busy, CannotWrite, Damaged, Lost, NewerSchema, NotPublished, StoreProblem
from storage.turns import turn

__all__ = [
    "PUBLISHED",
    "WAREHOUSE",
    "Busy",
    "CannotWrite",
    "Damaged",
    "NewerSchema",
    "alone",
    "connection",
    "reader",
    "warehouse",
    "writer",
]

WAREHOUSE = "warehouse.duckdb"
PUBLISHED = "onrecord.duckdb"

_STORAGE_VERSION = "v1.4.0"
"""The oldest file format in which a commit need not look at the columns of all older rows (v1.2.0 had zstd for text
already, and files a tenth larger). DuckDB 1.4, 1.5 and 2.0 read it."""

_QUICK = """
SET disabled_compression_methods = 'fsst';
SET checkpoint_threshold = '1B';
"""
"""For batches of few rows. Trying FSST on each of their columns costs a tenth of the whole; `compact` makes up for it.
A commit goes right into the file and not by way of the log, whose writing was a third of a commit's cost."""

_CANNOT_WRITE = re.compile(
    r"no space left|file too large|disk quota|read-only file system|permission denied|could not write|input/output",
    re.IGNORECASE,
)
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EIO}
_LOCKED = re.compile(r"could not set lock|conflicting lock|being used by another process", re.IGNORECASE)
_FILE = re.compile(r'file "([^"]+)"')
_HOLDER = re.compile(r"held in (?P<who>.*?) ?\(PID (?P<pid>\d+)\)")
_NEWER = re.compile(r"newer version of duckdb|storage version|version number|newer DuckDB", re.IGNORECASE)


@contextmanager
def writer(data: Path, who: str, wait: float = 600) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of the folder `data`, alone and up to date, for one short piece of work.

    `who` says what is being done (`run`, `backfill apa-en`) to those that wait; `wait` is how many seconds to queue.
    Work in `with writer(...) as con`, in explicit transactions; never hold it over a request. Not re-entrant.
    Raises Busy (another run holds it), CannotWrite (full disk, read-only folder), Damaged, NewerSchema.
    """
    with alone(data, who, wait) as path, warehouse(path, wait) as con:
        yield con


@contextmanager
def alone(data: Path, who: str, wait: float = 600) -> Iterator[Path]:
    """The turn to write, with no database open yet; yields the warehouse's path. Raises as `writer` does."""
    path = data / WAREHOUSE
    with plain_words(path), turn(data, who, wait):
        yield path


@contextmanager
def warehouse(path: Path, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse at `path`, brought up to date, for whoever has the turn.

    Raises Lost when there is none beside an archive: an empty one, begun there, would be published over what is known.
    """
    until = time.monotonic() + wait
    if not path.exists():
        if next((path.parent / "archive").glob("*/*.warc.gz"), None):
            raise Lost(path)
        _carry_forward(path)
    con = _opened(path, until)
    try:
        if is_behind(con, path):
            con.execute("CHECKPOINT")  # into the file, which is then copied
            con.close()
            _carry_forward(path)
            con = _opened(path, until)
        yield con
    finally:
        con.close()


@contextmanager
def reader(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published copy of the folder `data`, read-only, times in UTC. It never waits and never blocks a run.

    Raises NotPublished when there is none yet, Damaged when it cannot be read.
    """
    path = data / PUBLISHED
    if not path.is_file():
        raise NotPublished(path)
    with plain_words(path):
        con = connection(path, read_only=True)
        try:
            yield con
        finally:
            con.close()


def connection(path: Path, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A plain connection to the database file `path` with our settings. Raises duckdb.Error."""
    if not read_only and not path.exists():
        _create(path)
    con = duckdb.connect(str(path), read_only=read_only)
    con.execute("SET TimeZone = 'UTC'")
    return con


def _carry_forward(path: Path) -> None:
    """The warehouse as this version wants it: from nothing, or a copy of the old one, under its name only when whole.

    Not in place: the log that a kill leaves between a migration's commit and its checkpoint cannot always be replayed
    (duckdb#18259; a table with a generated column never is). Costs the room of a second warehouse while it lasts.
    """
    growing = path.with_name(f".{path.name}.growing")
    _remove(growing)
    try:
        if path.exists():
            copied(path, growing)
        con = connection(growing)
        try:
            bring_up_to_date(con, path)
            con.execute("CHECKPOINT")
        finally:
            con.close()
        growing.replace(path)
    finally:
        _remove(growing)  # on a full disk its room is needed
    synced_folder(path.parent)


def _remove(file: Path) -> None:
    for suffix in ("", ".wal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _create(path: Path) -> None:
    """A new file in our format, under its name only when it is whole: a kill must not leave an empty file behind."""
    newborn = path.with_name(f".{path.name}.new")
    newborn.unlink(missing_ok=True)
    with duckdb.connect() as con:
        name = str(newborn).replace("'", "''")
        con.execute(f"ATTACH '{name}' AS newborn (STORAGE_VERSION '{_STORAGE_VERSION}')")
        con.execute("DETACH newborn")
    newborn.replace(path)


def _opened(path: Path, until: float) -> duckdb.DuckDBPyConnection:
    """The warehouse, as soon as whoever opened it without our queue (a notebook, the duckdb shell) lets go of it."""
    while True:
        try:
            con = connection(path)
            con.execute(_QUICK)
            return con
        except duckdb.IOException as problem:
            if not _LOCKED.search(str(problem)):
                raise
            if time.monotonic() >= until:
                raise Busy(path.parent, _other_program(str(problem))) from problem
            time.sleep(0.05)


def _other_program(message: str) -> str | None:
    found = _HOLDER.search(message)
    return f"{found['who']} (process {found['pid']})" if found else None


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn what DuckDB and the system say of a file into the store's own problems; a wrong query stays what it is."""
    try:
        yield
    except (
        duckdb.IOException,
        duckdb.FatalException,
        duckdb.InternalException,
        duckdb.SerializationException,
    ) as problem:
        raise _problem(path, str(problem)) from problem
    except duckdb.TransactionException as problem:
        if not _CANNOT_WRITE.search(str(problem)):
            raise
        raise _problem(path, str(problem)) from problem
    except OSError as problem:
        if problem.errno not in _DISK:
            raise
        raise CannotWrite(Path(problem.filename or path), os.strerror(problem.errno)) from problem


def _problem(path: Path, message: str) -> StoreProblem:
    line = message.strip().splitlines()[0][:200].rstrip("!. ")
    if _CANNOT_WRITE.search(message):
        named = _FILE.search(message)
        return CannotWrite(Path(named[1]) if named else path, line)
    if _NEWER.search(message):
        return NewerSchema(f"{path} was written by a newer DuckDB: {line}. Update with: pip install --upgrade onrecord")
    return Damaged(path, line, is_copy=path.name == PUBLISHED)
