"""`onrecord status`: the last runs, and for each site what is due, what it owes, how late we see its news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from flows.queries import query
from flows.report import lacking
from scrapers.site import Site
from storage.database import WAREHOUSE, Busy, connection, plain_words, reader
from storage.floors import missed_floors
from storage.known import due
from storage.runs import RunRow, last_runs
from storage.turns import Holder, holder, turn

DAY = timedelta(days=1)

GLANCE_WAIT = 1.0
"""Seconds to queue for the warehouse before the published copy must do: watching never holds a run up for long."""


@contextmanager
def looking(data: Path, who: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, read-only, if its turn comes within a second; else the published copy, as fresh as the last run.

    Raises NotPublished where there is neither, Damaged where what is looked at cannot be read.
    """
    with ExitStack() as stack:
        try:
            con = _warehouse(stack, data, who)
        except (Busy, OSError, duckdb.IOException):
            stack.close()
            con = stack.enter_context(reader(data))
        yield con


def _warehouse(stack: ExitStack, data: Path, who: str) -> duckdb.DuckDBPyConnection:
    """The warehouse in its turn. Raises Busy, OSError or duckdb.IOException where it cannot be had just now."""
    if not (data / WAREHOUSE).is_file():
        raise FileNotFoundError(data / WAREHOUSE)
    stack.enter_context(turn(data, who, GLANCE_WAIT))
    con = connection(data / WAREHOUSE, read_only=True)
    stack.callback(con.close)
    stack.enter_context(plain_words(data / WAREHOUSE))
    return con


@dataclass(frozen=True, slots=True)
class SiteDay:
    """What the scheduled runs got of a site in 24 hours. Lags are minutes from publication to us."""

    site: str
    pages: int = 0
    new_articles: int = 0
    versions: int = 0
    with_statements: int = 0
    with_date: int = 0
    layout_changed: int = 0
    layout_detail: str | None = None
    layout_kept: str | None = None
    layout_url: str | None = None
    failures: int = 0
    last_fetch: datetime | None = None
    lag_median: float | None = None
    lag_max: float | None = None


def site_days(con: duckdb.DuckDBPyConnection, since: datetime) -> dict[str, SiteDay]:
    """Each site that was fetched by a scheduled run since a moment (aware). Raises duckdb.Error."""
    rows = con.execute(query("site_day"), {"since": since}).fetchall()
    return {row[0]: SiteDay(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """A site as it stands: its last 24 hours, what the next run will ask for, and what it owes."""

    day: SiteDay
    due: int
    owes: tuple[str, ...]

    def row(self) -> dict[str, object]:
        """The site as a flat row, for `--json`."""
        return {"kind": "site", **asdict(self.day), "due": self.due, "owes": list(self.owes)}


@dataclass(frozen=True, slots=True)
class Status:
    """The whole picture at one moment (UTC)."""

    at: datetime
    runs: tuple[RunRow, ...]
    sites: tuple[SiteStatus, ...]
    held_by: Holder | None

    @property
    def exit_code(self) -> int:
        """3 when the last finished run failed or a site owes something, else 0."""
        finished = next((run for run in self.runs if run.finished_at), None)
        failed = finished is not None and finished.state == "failed"
        return 3 if failed or any(site.owes for site in self.sites) else 0


def status(data: Path, sites: Sequence[Site], now: datetime, most: int = 10) -> Status:
    """Look at the store of a data folder at `now` (aware). Raises StoreProblem where there is nothing to look at."""
    with looking(data, "status") as con:
        days = site_days(con, now - DAY)
        found = tuple(_site(con, site, days.get(site.name, SiteDay(site.name)), now) for site in sites)
        return Status(now, tuple(last_runs(con, most)), found, _other(holder(data)))


def _site(con: duckdb.DuckDBPyConnection, site: Site, day: SiteDay, now: datetime) -> SiteStatus:
    owes = [f"{floor.what}: {floor.found:g}, the floor is {floor.floor:g}" for floor in missed_floors(con, [site], now)]
    if day.layout_changed:
        owes.append(_layout_sentence(day))
    return SiteStatus(day, len(due(con, site.name, now)), tuple(owes))


def _layout_sentence(day: SiteDay) -> str:
    """How many pages no layout fits, which selector found nothing on the last of them, and where that one is kept."""
    missed = lacking(day.layout_url or "", day.layout_detail or "")
    kept = f"It is kept in {day.layout_kept}; " if day.layout_kept else ""
    asked = f"onrecord sites add-case {day.site} {day.layout_url}"
    return f"{day.layout_changed} pages could not be read: {missed}. {kept}make it a test case: {asked}"


def _other(held: Holder | None) -> Holder | None:
    """Who holds the store, but for ourselves."""
    return None if held is None or held.who == "status" else held


def run_row(run: RunRow) -> dict[str, object]:
    """A run as a flat row, for `--json`; seconds it took, None while it runs."""
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
    return {"kind": "run", **asdict(run), "sites": run.sites or [], "seconds": seconds}
