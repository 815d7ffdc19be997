"""The table of runs: one row each, begun when the run begins, so that a killed one can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True, slots=True)
class RunRow:
    """One row of `runs`. `finished_at` is None while it runs, or if it was killed."""

    run_id: str
    flow: str
    started_at: datetime
    finished_at: datetime | None
    state: str
    sites: list[str] | None
    pages: int | None
    versions: int | None
    statements: int | None
    message: str | None


def start_run(
    con: duckdb.DuckDBPyConnection, run_id: str, flow: str, started_at: datetime, sites: Sequence[str]
) -> None:
    """Note that a run has begun; once more for the same run changes nothing."""
    con.execute(
        "INSERT INTO runs (run_id, flow, started_at, state, sites) "
        "SELECT ?, ?, ?, 'running', ? WHERE NOT EXISTS (FROM runs WHERE run_id = ?)",
        [run_id, flow, started_at, list(sites), run_id],
    )


def finish_run(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    finished_at: datetime,
    state: str,
    pages: int = 0,
    versions: int = 0,
    statements: int = 0,
    message: str = "",
) -> None:
    """Note how a run ended and what it brought."""
    con.execute(
        "UPDATE runs SET finished_at = ?, state = ?, pages = ?, versions = ?, statements = ?, message = ? "
        "WHERE run_id = ?",
        [finished_at, state, pages, versions, statements, message, run_id],
    )


def last_runs(con: duckdb.DuckDBPyConnection, count: int = 10) -> list[RunRow]:
    """The newest runs first."""
    rows = con.execute(
        "SELECT run_id, flow, started_at, finished_at, state, sites, pages, versions, statements, message "
        "FROM runs ORDER BY started_at DESC, run_id DESC LIMIT ?",
        [count],
    ).fetchall()
    return [RunRow(*row) for row in rows]
