"""Backfills by publication day: a day done is noted, so that a second call does only what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as dtime
from math import log2

from flows.a_run import Publishing, close_run, fetching, open_run
from flows.intake import Clock, Intake, Run, utc_now
from flows.listings import walk_back
from flows.progress import Advance, silent, uncounted
from flows.report import RunReport, SiteReport
from flows.settings import Settings
from flows.steps import fetch_all, is_missing, known_pages, source
from flows.stopping import Stopping
from scrapers.discover import day_sources
from scrapers.fetch import Fetcher
from scrapers.pace import JITTER
from scrapers.site import Site
from storage.database import writer
from storage.known import pages_by_day
from storage.slices import done_days, finish_day


@dataclass(frozen=True, slots=True)
class Plan:
    """What a backfill of a site would do: its days, how many are done, pages known in the span, requests and minutes to
    go; and in a sentence what the estimate rests on."""

    site: str
    days: int
    days_done: int
    pages_known: int
    requests: int
    minutes: float
    rests_on: str


CARDS = 20
"""Articles that a page of a listing names, as most do: what a plan counts with."""


def plan(settings: Settings, site: Site, since: date, until: date) -> Plan:
    """The plan for a span of days. Minutes are the site's pause times the requests: the articles that the days left
    are likely to name, less those that are known, and the pages of day archives or listings that name them."""
    with writer(settings.data, "backfill --dry-run", settings.lock_wait) as con:
        done = done_days(con, site.name, since, until)
        by_day = pages_by_day(con, site.name, site.zone)
    days = set(_days(since, until, oldest_first=True))
    in_span = {day: count for day, count in by_day.items() if day in days}
    usual = sum(by_day.values()) / len(by_day) if by_day else max(site.floor.pages_a_day, 1)
    articles = sum(max(usual, in_span.get(day, 0)) - in_span.get(day, 0) for day in days - done)
    requests = round(articles + _listing_pages(site, len(days - done), usual))
    minutes = round(requests * site.pause * (1 + JITTER / 2) / 60, 1)
    rests_on = (
        f"{sum(by_day.values())} pages known, of {len(by_day)} days"
        if by_day
        else f"no page known yet: a lower bound, from the {usual:g} pages a day that the site owes at least"
    )
    if not site.days and not any(listing.counts for listing in site.listings):
        requests, minutes = 0, 0.0
        rests_on = "it has neither a day archive nor a listing that counts pages: give its pages with --urls"
    return Plan(site.name, len(days), len(done), sum(in_span.values()), requests, minutes, rests_on)


def _listing_pages(site: Site, days: int, usual: float) -> float:
    """Pages of day archives, or of listings (the jump to the span, then its pages), that a backfill would ask for."""
    if site.days or not days:
        return days * sum(listing.pages if listing.counts else 1 for listing in site.days)
    jump = 2 * log2(2 + days * usual / CARDS)
    return sum(jump + days * usual / CARDS for listing in site.listings if listing.counts)


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
            findings = walk_back(run, site, fetcher, intake, since, until, oldest_first, advance)
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
        _fetch_day(run, site, fetcher, intake, day, advance)
        if run.stop.is_set():
            return
        advance(f"{site.name} days", 1, len(days))
        publish_now_and_then()


def _fetch_day(run: Run, site: Site, fetcher: Fetcher, intake: Intake, day: date, advance: Advance) -> None:
    """Fetch what one day published and we have not. It is done when it was over before we looked and all answered."""
    over = datetime.combine(day + timedelta(days=1), dtime.min, site.tz)
    asked = known_pages(run, site, [target.url for target in day_sources(site, day)])
    named = [source(run, site, fetcher, intake, before, over) for before in asked.values()]
    refs = {ref.url: ref for one in named if one for ref in one.refs}
    wanted = [page for page in known_pages(run, site, list(refs)).values() if is_missing(page)]
    answered = fetch_all(run, site, wanted, fetcher, intake, uncounted(advance))
    intake.flush()
    if answered and None not in named and run.clock() > over:
        with writer(run.data, run.who, run.settings.lock_wait) as con:
            finish_day(con, site.name, day, run.run_id, run.clock(), len(refs))


def _days(since: date, until: date, oldest_first: bool) -> Iterator[date]:
    count = (until - since).days + 1
    steps = range(count) if oldest_first else reversed(range(count))
    return (since + timedelta(days=step) for step in steps)
