"""Site floors asked of the database: does each site deliver what its site file promises?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from scrapers.site import Site

SAMPLE = 10
"""Pages below which a share says nothing."""


@dataclass(frozen=True, slots=True)
class MissedFloor:
    """A site that delivered less than its floor over the last day. `floor` and `found` are pages or shares."""

    site: str
    what: str
    floor: float
    found: float

    @property
    def sentence(self) -> str:
        """The miss in words."""
        return f"{self.site}: {self.what} over the last day: {self.found:g}, floor {self.floor:g}"


LAPSED = timedelta(days=30)
"""How long after its last scheduled run a site still owes its floors: a schedule that died must be noticed."""

_KEPT_UP = """
SELECT
  (SELECT min(fetched_at) FROM pages WHERE site = ?),
  (SELECT max(started_at) FROM runs WHERE flow = 'ingest' AND list_contains(sites, ?))
"""

_LAST = """
WITH asked AS (
  SELECT p.run_id, p.url, p.detail, p.fetched_at, p.outcome = 'layout changed' AS unread
  FROM pages p SEMI JOIN runs r ON r.run_id = p.run_id AND r.flow = 'ingest'
  WHERE p.site = ? AND p.outcome IN ('stored', 'same words', 'no statements', 'layout changed')
)
SELECT
  coalesce(any_value(run_id), ''), count(*) FILTER (NOT unread), count(*) FILTER (unread),
  coalesce(arg_max(url, fetched_at) FILTER (unread), ''), coalesce(arg_max(detail, fetched_at) FILTER (unread), '')
FROM asked WHERE run_id = (SELECT arg_max(run_id, fetched_at) FROM asked)
"""


@dataclass(frozen=True, slots=True)
class LastArticles:
    """What became of a site's articles in the last scheduled run that was answered any: how many were read, how many
    no layout fits, and the address and `pages.detail` of the last of those."""

    run_id: str
    read: int
    unread: int
    url: str
    detail: str


def last_articles(con: duckdb.DuckDBPyConnection, site: str) -> LastArticles:
    """The articles by which a site's layout is judged: those of the last run that met any."""
    return LastArticles(*(con.execute(_LAST, [site]).fetchone() or ("", 0, 0, "", "")))


_DAY = """
SELECT
  count(DISTINCT p.url) FILTER (p.outcome IN ('stored', 'no statements')) AS pages,
  coalesce(avg((p.outcome <> 'no statements')::INTEGER) FILTER (p.outcome IN ('stored', 'no statements')), 0),
  coalesce(avg((v.published_at IS NOT NULL)::INTEGER) FILTER (v.version_id IS NOT NULL), 0)
FROM pages p LEFT JOIN versions v USING (page_id)
WHERE p.site = ? AND p.fetched_at > ?::TIMESTAMPTZ - INTERVAL 1 DAY AND p.fetched_at <= ?
"""


def missed_floors(con: duckdb.DuckDBPyConnection, sites: Iterable[Site], now: datetime) -> list[MissedFloor]:
    """The floors that these sites missed in the 24 hours before `now` (aware).

    A site is judged from the second day on, and its shares from ten pages on: a first run, or one page, is no sample.
    One that no scheduled run has asked for in a month is not kept up any more (a finished backfill, the demo's folder):
    it owes nothing new.
    """
    found: list[MissedFloor] = []
    for site in sites:
        first, last = con.execute(_KEPT_UP, [site.name, site.name]).fetchone() or (None, None)
        if first is None or last is None or first > now - timedelta(days=1) or last < now - LAPSED:
            continue
        pages, with_statements, with_date = con.execute(_DAY, [site.name, now, now]).fetchone() or (0, 0, 0)
        asked = [("new pages", site.floor.pages_a_day, pages)]
        if pages >= SAMPLE:
            asked.append(("share of pages with statements", site.floor.with_statements, with_statements))
            asked.append(("share of pages with a date", site.floor.with_date, with_date))
        found += [MissedFloor(site.name, what, floor, have) for what, floor, have in asked if have < floor]
    return found
