"""What a reparse reads again, and how far it got: a bookmark, so that a killed one goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from storage.transaction import transaction

_BOOKMARK = "reparse"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One archived fetch: whose it was and where it is kept."""

    url: str
    site: str
    run_id: str
    warc_file: str
    warc_offset: int


def fetches(
    con: duckdb.DuckDBPyConnection, sites: Sequence[str], since: datetime | None, after: str | None
) -> list[Fetch]:
    """Every fetch with a body of these sites (all without names), by URL and time; only of URLs behind `after`.

    With `since` (aware), of the URLs that were fetched then or later: all their fetches.
    """
    rows = con.execute(
        "SELECT url, site, run_id, warc_file, warc_offset FROM pages "
        "WHERE warc_file IS NOT NULL AND sha256 IS NOT NULL "
        "AND (len($sites) = 0 OR list_contains($sites, site)) AND ($after IS NULL OR url > $after) "
        "AND ($since IS NULL OR url IN (SELECT url FROM pages WHERE fetched_at >= $since)) "
        "ORDER BY url, fetched_at, page_id",
        {"sites": list(sites), "after": after, "since": since},
    ).fetchall()
    return [Fetch(*row) for row in rows]


def open_bookmark(con: duckdb.DuckDBPyConnection, scope: str) -> str | None:
    """The last URL that a reparse of this scope had done when it was killed; None if there was none."""
    row = con.execute("SELECT value FROM pipeline.state WHERE name = ?", [_BOOKMARK]).fetchone()
    left = json.loads(row[0]) if row else {}
    return left.get("after") if left.get("scope") == scope else None


def leave_bookmark(con: duckdb.DuckDBPyConnection, scope: str, after: str) -> None:
    """Note that everything up to the URL `after` is done."""
    bookmark = json.dumps({"scope": scope, "after": after})
    with transaction(con):
        remove_bookmark(con)
        con.execute("INSERT INTO pipeline.state VALUES (?, ?)", [_BOOKMARK, bookmark])


def remove_bookmark(con: duckdb.DuckDBPyConnection) -> None:
    """Note that no reparse is half done."""
    con.execute("DELETE FROM pipeline.state WHERE name = ?", [_BOOKMARK])
