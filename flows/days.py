"""Backfills by publication day: a day done is noted, so that a second call does only what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as dtime

from flows.a_run import Publishing, close_run, fetching, open_run
from flows.intake import Clock, Intake, Run, utc_now
from flows.listings import walk_back
from flows.progress import Advance, silent
from flows.report import RunReport, SiteReport
from flows.settings import Settings
from flows.steps import fetch_all, is_missing, known_pages, source
from flows.stopping import Stopping
from scrapers.discover import day_sources
from scrapers.fetch import Fetcher
from scrapers.site import Site
from storage.database import writer
from storage.known import pages_by_day
from storage.slices import done_days, finish_day


@dataclass(frozen=True, slots=True)
class Plan:
    """What a backfill of a site would do: its days, how many are done, pages known in the span, minutes to go."""

    site: str
    days: int
    days_done: int
    pages_known: int
    minutes: float


def plan(settings: Settings, site: Site, since: date, until: date, clock: Clock = utc_now) -> Plan:
    """The plan for a span of days. Minutes are the pause times the pages a day the store knows of, or the floor's."""
    days = list(_days(since, until, oldest_first=True))
    with writer(settings.data, "backfill --dry-run", settings.lock_wait) as con:
        done = done_days(con, site.name, since, until)
        by_day = pages_by_day(con, site.name, site.zone)
    in_span = sum(count for day, count in by_day.items() if since <= day <= until)
    usual = sum(by_day.values()) / len(by_day) if by_day else max(site.floor.pages_a_day, 1)
    left = len(days) - len(done)
    requests = left * (usual + max(1, len(site.days)))
    return Plan(site.name, len(days), len(done), in_span, round(requests * site.pause / 60, 1))


def from_days(
    settings: Settings,
    sites: Sequence[Site],
    since: date,
    until: date,
    *,
    oldest_first: bool = False,
    clock: Clock = utc_now,
    advance: Advance = silent,
    stop: Stopping | None = None,
) -> RunReport:
    """Everything these sites published from `since` to `until` (both included, in the site's zone) that is missing."""

    def one(site: Site) -> SiteReport:
        return backfill_site(run, site, fetcher, since, until, oldest_first, advance)

    with open_run(settings, "backfill", (site.name for site in sites), clock, stop) as run:
        with fetching(run) as fetcher, ThreadPoolExecutor(max_workers=min(16, len(sites))) as pool:
            reports = list(pool.map(one, sites))
        return close_run(run, reports)


def backfill_site(
    run: Run, site: Site, fetcher: Fetcher, since: date, until: date, oldest_first: bool, advance: Advance = silent
) -> SiteReport:
    """One site's part of a backfill: its missing days one by one, or its listings walked back where it has no days."""
    findings: tuple[str, ...] = ()
    with Intake(run) as intake:
        if site.days:
            _day_by_day(run, site, fetcher, intake, list(_days(since, until, oldest_first)), advance)
        else:
            findings = walk_back(run, site, fetcher, intake, since, until, advance)
    reports = intake.reports()
    report = next((report for report in reports if report.site == site.name), SiteReport(site.name))
    return replace(report, findings=findings)


def _day_by_day(run: Run, site: Site, fetcher: Fetcher, intake: Intake, days: Sequence[date], advance: Advance) -> None:
    """Day after day. A day is done when it was over before we looked and every page it named was answered."""
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        done = done_days(con, site.name, min(days), max(days))
    publish_now_and_then = Publishing(run)
    advance(f"{site.name} days", len(done), len(days))
    for day in (day for day in days if day not in done):
        _fetch_day(run, site, fetcher, intake, day)
        if run.stop.is_set():
            return
        advance(f"{site.name} days", 1, len(days))
        publish_now_and_then()


def _fetch_day(run: Run, site: Site, fetcher: Fetcher, intake: Intake, day: date) -> None:
    """Fetch what one day published and we have not. It is done when it was over before we looked and all answered."""
    over = datetime.combine(day + timedelta(days=1), dtime.min, site.tz)
    asked = known_pages(run, site, [target.url for target in day_sources(site, day)])
    named = [source(run, site, fetcher, intake, before, over) for before in asked.values()]
    refs = {ref.url: ref for one in named if one for ref in one.refs}
    wanted = [page for page in known_pages(run, site, list(refs)).values() if is_missing(page)]
    answered = fetch_all(run, site, wanted, fetcher, intake)
    intake.flush()
    if answered and None not in named and run.clock() > over:
        with writer(run.data, run.who, run.settings.lock_wait) as con:
            finish_day(con, site.name, day, run.run_id, run.clock(), len(refs))


def _days(since: date, until: date, oldest_first: bool) -> Iterator[date]:
    count = (until - since).days + 1
    steps = range(count) if oldest_first else reversed(range(count))
    return (since + timedelta(days=step) for step in steps)
