"""Putting a rebuilt warehouse in the place of the old one: what only the old one knew is carried over, if it opens."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import duckdb

from storage.copying import copied, synced_folder
from storage.database import connection
from storage.migrate import refuse_newer_schema

REBUILDING = ".rebuild"
"""The folder beside the warehouse in which a new one grows; one that was killed there goes on."""

LEFT_BEHIND = ".before-rebuild"
"""What the name of a replaced warehouse gets at its end."""

_ONLY_THERE = ("runs", "pipeline.slices")
"""Tables the archive says little of: when runs ended and how, and which days a backfill has finished."""


def refuse_newer(old: Path) -> None:
    """Raise NewerSchema if a newer onrecord made the warehouse `old`: this one would lose what it does not know."""
    if not old.exists():
        return
    with suppress(duckdb.Error), connection(old, read_only=True) as con:
        refuse_newer_schema(con, old)


def lost_files(old: Path, archive: Collection[str]) -> dict[str, int]:
    """Files that the warehouse `old` knows fetches of, how many, and that are not in the archive any more; none if it
    cannot be read."""
    if old.exists():
        with suppress(duckdb.Error), connection(old, read_only=True) as con:
            rows = con.execute(
                "SELECT warc_file, count(*) FROM pages WHERE warc_file IS NOT NULL GROUP BY 1 ORDER BY 1"
            )
            return {name: fetches for name, fetches in rows.fetchall() if name not in archive}
    return {}


def carry_over(con: duckdb.DuckDBPyConnection, old: Path) -> None:
    """Copy what the archive does not keep from the warehouse `old` into the one behind `con`; what cannot be read of a
    damaged one is made up from the pages: each run they name."""
    if old.exists():
        with suppress(duckdb.Error):
            con.execute(f"ATTACH '{str(old).replace(chr(39), chr(39) * 2)}' AS before (READ_ONLY)")
            try:
                for table in _ONLY_THERE:
                    con.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
                    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM before.{table}")  # noqa: S608
            finally:
                con.execute("DETACH before")
    con.execute(
        "INSERT INTO runs (run_id, flow, started_at, finished_at, state, sites, pages, message) "
        "SELECT run_id, coalesce(nullif(split_part(run_id, '-', 2), ''), 'unknown'), min(fetched_at), max(fetched_at), "
        "'rebuilt', list(DISTINCT site ORDER BY site), count(*), 'Known from the archive only.' "
        "FROM pages ANTI JOIN runs USING (run_id) GROUP BY run_id"
    )


def swap(new: Path, old: Path) -> None:
    """Rename `new` over `old`, which stays beside it as `….before-rebuild` with its log. Synced.

    At every moment one of them has the name: a start that finds no warehouse would begin an empty one.
    """
    behind, log = old.with_name(f"{old.name}{LEFT_BEHIND}"), old.with_name(f"{old.name}.wal")
    for earlier in (behind, behind.with_name(f"{behind.name}.wal")):
        earlier.unlink(missing_ok=True)
    if old.exists():
        _named_too(old, behind)
    if log.exists():  # before the new one comes: it is not the log of that
        log.replace(behind.with_name(f"{behind.name}.wal"))
    new.replace(old)
    synced_folder(old.parent)


def _named_too(file: Path, name: Path) -> None:
    """Give a file a second name; where the filesystem has no hard links, copy it."""
    try:
        os.link(file, name)
    except OSError:
        copied(file, name)
