"""The days of a backfill that are done, so that a second call does only what is missing."""

from __future__ import annotations

from datetime import date, datetime

import duckdb

from storage.transaction import transaction


def done_days(con: duckdb.DuckDBPyConnection, site: str, since: date, until: date) -> set[date]:
    """The publication days from `since` to `until`, both included, that a backfill of the site has finished."""
    rows = con.execute(
        "SELECT DISTINCT day FROM pipeline.slices WHERE site = ? AND day BETWEEN ? AND ?", [site, since, until]
    ).fetchall()
    return {day for (day,) in rows}


def finish_day(
    con: duckdb.DuckDBPyConnection, site: str, day: date, run_id: str, done_at: datetime, pages: int
) -> None:
    """Note that a day is done; `pages` is how many articles it named. A day done again keeps the newer note."""
    with transaction(con):
        con.execute("DELETE FROM pipeline.slices WHERE site = ? AND day = ?", [site, day])
        con.execute("INSERT INTO pipeline.slices VALUES (?, ?, ?, ?, ?)", [site, day, run_id, done_at, pages])
