"""The doctor's look at the store: databases, WAL, who holds it, the archive's end, runs that never ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from flows.doctor import Line
from flows.queries import query
from flows.running import running
from flows.watching import looking
from storage.archive import Archived, Fault, files, tail
from storage.database import PUBLISHED, WAREHOUSE, reader
from storage.migrate import migrations, schema_number
from storage.problems import StoreProblem
from storage.turns import holder

LONG_HELD = timedelta(minutes=10)


def store_lines(data: Path, now: datetime) -> Iterator[Line]:
    """Everything about the store of a data folder; one line when there is none yet."""
    if not (data / WAREHOUSE).is_file():
        yield Line("OK", "warehouse", f"no {data / WAREHOUSE} yet; the first run makes it")
        return
    yield holder_line(data, now)
    yield warehouse_line(data)
    yield wal_line(data)
    yield published_line(data, now)
    yield archive_line(data / "archive")
    yield from run_lines(data)


def holder_line(data: Path, now: datetime) -> Line:
    """Who holds the store just now."""
    who = holder(data)
    if who is None:
        return Line("OK", "lock", "nobody holds the store")
    if now - who.since > LONG_HELD:
        return Line(
            "WARN", "lock", f"held for long by {who}", f"look at it: ps -p {who.pid}; a killed one lets go by itself"
        )
    return Line("OK", "lock", f"held by {who}")


def warehouse_line(data: Path) -> Line:
    """Whether the pipeline's store opens, and its schema."""
    path = data / WAREHOUSE
    try:
        with looking(data, "doctor") as con:
            number, newest = schema_number(con), migrations()[-1][0]
    except (StoreProblem, duckdb.Error) as problem:
        return Line("FAIL", "warehouse", f"{path}: {problem}", f"onrecord rebuild --data {data}")
    said = f"{path}, {path.stat().st_size / 1024**2:.1f} MB, schema {number}"
    if number > newest:
        return Line("FAIL", "warehouse", f"{said}, but this onrecord knows {newest}", "pip install --upgrade onrecord")
    if number < newest:
        return Line("WARN", "warehouse", f"{said} of {newest}", "the next run brings it up to date: onrecord run")
    return Line("OK", "warehouse", said)


def wal_line(data: Path) -> Line:
    """A write-ahead log beside the store while nobody writes: its writer was killed."""
    wal = data / f"{WAREHOUSE}.wal"
    if wal.exists() and holder(data) is None:
        said = f"{wal.name} was left by a writer that was killed; what it had finished is safe in it"
        return Line("WARN", "wal", said, "the next run takes it in, or now: onrecord publish")
    return Line("OK", "wal", "nothing left over")


def published_line(data: Path, now: datetime) -> Line:
    """Whether the readers' copy opens, and its age."""
    path = data / PUBLISHED
    if not path.exists() and running(data):
        return Line("OK", "published", f"no {path} yet; the run under way publishes it when it ends")
    try:
        with reader(data) as con:
            row = con.execute("SELECT count(*) FROM statements").fetchone()
    except (StoreProblem, duckdb.Error) as problem:
        return Line("FAIL", "published", str(problem), f"onrecord publish --data {data}")
    age = now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    said = f"{path}, {row[0] if row else 0} statements, {spoken(age)} old"
    return Line("OK", "published", said)


def archive_line(folder: Path) -> Line:
    """Whether the end of the newest archive file reads back whole."""
    names = files(folder)
    if not names:
        return Line("OK", "archive", f"{folder} is empty")
    kept = faults = 0
    for record in tail(folder, names[-1]):
        kept += isinstance(record, Archived)
        faults += isinstance(record, Fault)
    said = f"{len(names)} files; the newest, {names[-1]}, reads back {kept} answers"
    if faults:
        said += f" and breaks off {faults} times, as a killed run leaves it"
        return Line("WARN", "archive", said, "nothing to do: what reads back is kept, the rest is fetched again")
    return Line("OK", "archive", said)


def run_lines(data: Path) -> Iterator[Line]:
    """Runs that began, never ended and are not alive, and how the last finished one went."""
    try:
        with looking(data, "doctor") as con:
            unfinished = con.execute(query("unfinished_runs")).fetchall()
            last = con.execute(query("last_run")).fetchone()
    except (StoreProblem, duckdb.Error):
        return
    living = running(data)
    stuck = [run for run in unfinished if run[0] not in living]
    for run_id, flow, started_at in stuck:
        said = f"{flow} {run_id} began {started_at:%Y-%m-%d %H:%M} UTC and never ended: it was killed"
        yield Line("WARN", "stuck run", said, "nothing is locked; the next run continues: onrecord run")
    if not stuck:
        now_running = ", ".join(f"{run_id} (process {pid})" for run_id, pid in living.items())
        yield Line("OK", "runs", f"running: {now_running}" if living else "none running, none stuck")
    if last:
        flow, state, finished_at, message = last
        said = f"{flow} {state} at {finished_at:%Y-%m-%d %H:%M} UTC: {message}"
        yield Line(
            "WARN" if state == "failed" else "OK", "last run", said, "onrecord status" if state == "failed" else ""
        )


def newest_fetch(data: Path) -> datetime | None:
    """When the newest page in the store was fetched (UTC); None if there is none or it cannot be read."""
    if not (data / WAREHOUSE).is_file():
        return None
    try:
        with looking(data, "doctor") as con:
            row = con.execute("SELECT max(fetched_at) FROM pages").fetchone()
    except (StoreProblem, duckdb.Error):
        return None
    return row[0] if row else None


def spoken(span: timedelta) -> str:
    """A length of time in its largest unit.

    >>> spoken(timedelta(minutes=90)), spoken(timedelta(days=3)), spoken(timedelta(seconds=5))
    ('1.5 hours', '3 days', '5 seconds')
    """
    for unit, seconds in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if span.total_seconds() >= seconds:
            return f"{round(span.total_seconds() / seconds, 1):g} {unit}"
    return f"{max(0, round(span.total_seconds()))} seconds"
