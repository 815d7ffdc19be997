"""Giving back the room that rewritten stories left in the warehouse: a new file, checked, in the old one's place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from storage.copying import synced_folder
from storage.database import alone, connection, plain_words, warehouse
from storage.problems import Damaged

_NEW = ".warehouse.compact.duckdb"
GROWN = 1.25
"""How much larger than after the last time the file must be before it is written anew: DuckDB gives back only whole
row groups, so how many dead rows a file carries cannot be asked of it, but a file that did not grow has few."""

_NOTE = "compacted"


@dataclass(frozen=True, slots=True)
class Compacted:
    """Sizes of the warehouse in bytes, before and after; equal where there was too little to gain."""

    before: int
    after: int


def compact(data: Path, wait: float = 600, grown: float = GROWN) -> Compacted:
    """Write the warehouse of the folder `data` anew, if it has grown by this much since the last time; with 0, always.

    The old file stays until the new one has as many rows in every table. Raises what `writer` raises, and Damaged.
    """
    new = data / _NEW
    with alone(data, "compact", wait) as path, plain_words(path):
        with warehouse(path, wait) as con:
            con.execute("CHECKPOINT")
            last = con.execute("SELECT value FROM pipeline.state WHERE name = ?", [_NOTE]).fetchone()
        before = path.stat().st_size
        if last is None or before >= grown * int(last[0]):
            _remove(new)
            try:
                _copy(path, new)
                new.replace(path)
            finally:
                _remove(new)
            synced_folder(data)
        return Compacted(before, path.stat().st_size)


def _copy(path: Path, new: Path) -> None:
    """Copy tables, views, macros and comments; refuse a copy that lacks a row."""
    con = connection(new)
    try:
        con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS before (READ_ONLY)")
        (name,) = con.execute("SELECT current_database()").fetchone() or ("",)
        con.execute(f'COPY FROM DATABASE before TO "{name}"')
        if _rows(con, "before") != _rows(con, name):
            raise Damaged(path, "its copy does not have the same rows")
        con.execute("DETACH before")
        con.execute("CHECKPOINT")
        con.execute("DELETE FROM pipeline.state WHERE name = ?", [_NOTE])
        con.execute("INSERT INTO pipeline.state VALUES (?, ?)", [_NOTE, str(new.stat().st_size)])
        con.execute("CHECKPOINT")
    finally:
        con.close()


def _rows(con: duckdb.DuckDBPyConnection, database: str) -> dict[tuple[str, str], int]:
    """How many rows each table of an attached database has."""
    tables = con.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY ALL", [database]
    ).fetchall()
    return {(schema, table): _count(con, f'"{database}"."{schema}"."{table}"') for schema, table in tables}


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - names from the catalog
    return int(row[0]) if row else 0


def _remove(file: Path) -> None:
    for suffix in ("", ".wal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
