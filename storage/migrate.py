"""Bring a database up to date: numbered migrations, each a transaction; then the views, made anew."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import duckdb

from storage.problems import NewerSchema, NotMigrated
from storage.transaction import transaction

_HERE = Path(__file__).parent
_STATE = """
CREATE SCHEMA IF NOT EXISTS pipeline;
CREATE TABLE IF NOT EXISTS pipeline.migrations (number INTEGER, name VARCHAR, applied_at TIMESTAMPTZ);
COMMENT ON TABLE pipeline.migrations IS 'The migrations this database has been through, oldest first.';
CREATE TABLE IF NOT EXISTS pipeline.made_from (views VARCHAR);
COMMENT ON TABLE pipeline.made_from IS 'A digest of the files that made the views of this database.';
"""
_MADE = """
SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database()
UNION ALL SELECT DISTINCT if(function_type = 'table_macro', 'MACRO TABLE', 'MACRO'), function_name
FROM duckdb_functions() WHERE NOT internal AND database_name = current_database()
"""
"""What a renewal takes away first, so that a view which has no file any more does not stay behind."""


@cache
def migrations() -> tuple[tuple[int, str, str], ...]:
    """Every migration: number, name, SQL; oldest first."""
    files = sorted((_HERE / "migrations").glob("[0-9]*.sql"))
    return tuple((int(file.stem[:4]), file.stem, file.read_text("utf-8")) for file in files)


@cache
def views() -> tuple[str, ...]:
    """The SQL of every view and macro, in the order they are made: by file name."""
    return tuple(file.read_text("utf-8") for file in sorted((_HERE / "views").glob("*.sql")))


def is_behind(con: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Whether the database at `path` lacks a migration or was given its views by other files than today's; cheap.

    Raises NewerSchema when it has been through a migration that this version does not know.
    """
    return refuse_newer_schema(con, path) < migrations()[-1][0] or _stale_views(con)


def bring_up_to_date(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply the migrations that the database at `path` lacks and make its views anew.

    Raises NotMigrated when the data do not let one be carried out.
    """
    number = schema_number(con)
    for migration in migrations():
        if migration[0] > number:
            _apply(con, path, *migration)
    _renew_views(con)


def refuse_newer_schema(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """The database's schema number. Raises NewerSchema when it is beyond the migrations this version knows."""
    number, newest = schema_number(con), migrations()[-1][0]
    if number > newest:
        raise NewerSchema(
            f"{path} has schema {number}, this onrecord knows {newest}: it was written by a newer one. "
            "Nothing was changed. Update with: pip install --upgrade onrecord"
        )
    return number


def schema_number(con: duckdb.DuckDBPyConnection) -> int:
    """The newest migration the database has been through; 0 for an empty one."""
    if not _one(con, "SELECT count(*) FROM duckdb_schemas() WHERE schema_name = 'pipeline'"):
        return 0
    return _one(con, "SELECT coalesce(max(number), 0) FROM pipeline.migrations")


def _apply(con: duckdb.DuckDBPyConnection, path: Path, number: int, name: str, sql: str) -> None:
    """One migration in one transaction."""
    try:
        with transaction(con):
            con.execute(_STATE)
            con.execute(sql)
            con.execute("INSERT INTO pipeline.migrations VALUES (?, ?, now())", [number, name])
    except (duckdb.ProgrammingError, duckdb.DataError, duckdb.IntegrityError) as problem:
        raise NotMigrated(path, name, str(problem).strip().splitlines()[0]) from problem


def _renew_views(con: duckdb.DuckDBPyConnection) -> None:
    with transaction(con):
        for kind, name in con.execute(_MADE).fetchall():
            con.execute(f'DROP {kind} "{name}"')
        for sql in views():
            con.execute(sql)
        con.execute("DELETE FROM pipeline.made_from")
        con.execute("INSERT INTO pipeline.made_from VALUES (?)", [_views_digest()])


def _stale_views(con: duckdb.DuckDBPyConnection) -> bool:
    return con.execute("SELECT views FROM pipeline.made_from").fetchall() != [(_views_digest(),)]


@cache
def _views_digest() -> str:
    return hashlib.sha256("\n".join(views()).encode()).hexdigest()[:16]


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
