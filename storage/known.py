"""What the store knows of addresses before they are asked for again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from scrapers.due import LADDER
from scrapers.due import due as is_due
from scrapers.records import RawPage
from storage.page_result import page_id
from storage.tables import rows_given


@dataclass(frozen=True, slots=True)
class Known:
    """One address: what to ask with, and how it went so far. Times are aware, UTC; None where nothing is known.

    `etag` and `last_modified` are of the newest answer with a body that was no wall. `published_at` is of the newest
    version it carried, `outcome` of the last fetch; `have` is whether its words were ever read; `warc_file` and
    `warc_offset` lead to the newest answer with a body.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    published_at: datetime | None = None
    first_seen_at: datetime | None = None
    last_checked_at: datetime | None = None
    outcome: str | None = None
    have: bool = False
    warc_file: str | None = None
    warc_offset: int | None = None


_KNOWN = """
SELECT
  p.url,
  arg_max(p.etag, p.fetched_at) FILTER (p.sha256 IS NOT NULL AND p.outcome <> 'blocked'),
  arg_max(p.last_modified, p.fetched_at) FILTER (p.sha256 IS NOT NULL AND p.outcome <> 'blocked'),
  max(v.published_at),
  min(p.fetched_at),
  max(p.fetched_at),
  arg_max(p.outcome, p.fetched_at),
  bool_or(p.outcome IN ('stored', 'same words', 'no statements')),
  arg_max(p.warc_file, p.fetched_at) FILTER (p.sha256 IS NOT NULL AND p.outcome <> 'blocked'),
  arg_max(p.warc_offset, p.fetched_at) FILTER (p.sha256 IS NOT NULL AND p.outcome <> 'blocked')
FROM pages p LEFT JOIN versions v ON v.page_id = p.page_id
"""


def known(con: duckdb.DuckDBPyConnection, site: str, urls: Sequence[str]) -> dict[str, Known]:
    """What is known of these addresses of a site; those never asked for are not in the answer."""
    if not urls:
        return {}
    query = f"{_KNOWN} SEMI JOIN given ON given.url = p.url WHERE p.site = ? GROUP BY p.url"
    return {row[0]: Known(*row) for row in rows_given(con, query, site, url=dict.fromkeys(urls))}


def due(con: duckdb.DuckDBPyConnection, site: str, now: datetime) -> list[Known]:
    """The articles of a site that the re-check ladder asks for again at `now` (aware), the youngest first."""
    oldest = now - LADDER[-1][0]
    rows = con.execute(
        f"{_KNOWN} WHERE p.site = ? AND p.url IN (SELECT url FROM pages WHERE site = ? AND fetched_at > ?) "  # noqa: S608
        "GROUP BY p.url HAVING bool_or(p.outcome IN ('stored', 'same words', 'no statements')) "
        "AND coalesce(max(v.published_at), min(p.fetched_at)) > ? "
        "AND arg_max(p.outcome, p.fetched_at) NOT IN ('gone', 'refused') "
        "ORDER BY coalesce(max(v.published_at), min(p.fetched_at)) DESC, p.url",
        [site, site, oldest, oldest],
    ).fetchall()
    return [page for page in (Known(*row) for row in rows) if _asked(page, now)]


def _asked(page: Known, now: datetime) -> bool:
    assert page.first_seen_at is not None
    assert page.last_checked_at is not None
    return is_due(now - (page.published_at or page.first_seen_at), now - page.last_checked_at)


def stored(con: duckdb.DuckDBPyConnection, pages: Sequence[RawPage]) -> list[bool]:
    """For each answer, whether this very one (address, moment, bytes) is in the store."""
    names = [page_id(page.url, page.fetched_at, hashlib.sha256(page.body).hexdigest()) for page in pages]
    if not names:
        return []
    rows = rows_given(con, "SELECT page_id FROM pages SEMI JOIN given USING (page_id)", page_id=names)
    have = {name for (name,) in rows}
    return [name in have for name in names]


def fetched(con: duckdb.DuckDBPyConnection, moments: Sequence[tuple[str, datetime]]) -> set[tuple[str, datetime]]:
    """Which of these fetches (address, aware time) are in the store."""
    if not moments:
        return set()
    urls, times = zip(*moments, strict=True)
    query = "SELECT url, fetched_at FROM pages SEMI JOIN given USING (url, fetched_at)"
    rows = rows_given(con, query, url=urls, fetched_at=times)
    return {(url, at.astimezone(UTC)) for url, at in rows}


def pages_by_day(con: duckdb.DuckDBPyConnection, site: str, zone: str) -> dict[date, int]:
    """How many stories of a site are known by their publication day in the time zone `zone`."""
    rows = con.execute(
        "SELECT CAST(timezone(?, published_at) AS DATE), count(*) FROM stories "
        "WHERE site = ? AND published_at IS NOT NULL GROUP BY 1",
        [zone, site],
    ).fetchall()
    return dict(rows)
