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
from scrapers.discover import Found, day_sources
from scrapers.fetch import Fetcher
from scrapers.pace import JITTER
from scrapers.records import PageRef
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


_EMPTY_DAYS = 2
"""Days in a row without an article that any archive may have; where all of more have none, none is noted as done."""

MOST_PAGES_A_DAY = 30
"""Pages of an archive that are asked for one day."""

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
    elif not site.days_are_whole:
        rests_on += "; a script fills its archive by day, so a part of each day may be all that is found"
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
            findings = _day_by_day(run, site, fetcher, intake, list(_days(since, until, oldest_first)), advance)
        else:
            findings = walk_back(run, site, fetcher, intake, since, until, oldest_first, advance)
    reports = intake.reports()
    report = next((report for report in reports if report.site == site.name), SiteReport(site.name))
    return replace(report, findings=findings)


def _day_by_day(
    run: Run, site: Site, fetcher: Fetcher, intake: Intake, days: Sequence[date], advance: Advance
) -> tuple[str, ...]:
    """Day after day. A day is done when it was over before we looked and every page it named was answered. Sentences
    for days whose archive could not be read whole, and for an archive that names nothing at all on days in a row."""
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        done = done_days(con, site.name, min(days), max(days))
    publish_now_and_then = Publishing(run)
    advance(f"{site.name} days", len(done), len(days))
    named: dict[date, int | None] = {}
    for day in (day for day in days if day not in done):
        named[day] = _fetch_day(run, site, fetcher, intake, day, (min(days), max(days)), advance)
        if run.stop.is_set():
            return ()
        advance(f"{site.name} days", 1, len(days))
        publish_now_and_then()
    unread, empty = ([day for day, count in named.items() if count == what] for what in (None, 0))
    if len(empty) == len(named) > _EMPTY_DAYS and not done:
        return (f"its archive names no article on any of {len(empty)} days: did its address or layout change?",)
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        for day in (day for day in empty if _is_done(day, site, run)):
            finish_day(con, site.name, day, run.run_id, run.clock(), 0)
    told = f"the archive of {len(unread)} days could not be read whole: the next call asks for them again"
    partly = _IN_PART.format(len(named) - len(unread))
    return (*((told,) if unread else ()), *((partly,) if not site.days_are_whole and len(named) > len(unread) else ()))


_IN_PART = "partial: a script adds to the archive of {} days what no page names, so none is noted as done: see --urls"


def _fetch_day(
    run: Run, site: Site, fetcher: Fetcher, intake: Intake, day: date, span: tuple[date, date], advance: Advance
) -> int | None:
    """Fetch what the archive of one day names and we have not; of the other days that its page shows, those of the
    span. How many articles that is, None if the archive could not be read whole."""
    pages = list(_pages_of(run, site, fetcher, intake, day))
    refs = {ref.url: ref for page in pages if page for ref in page.refs if _is_within(ref, site, span)}
    wanted = [page for page in known_pages(run, site, list(refs)).values() if is_missing(page)]
    answered = fetch_all(run, site, wanted, fetcher, intake, uncounted(advance))
    intake.flush()
    if answered and refs and None not in pages and _is_done(day, site, run):
        with writer(run.data, run.who, run.settings.lock_wait) as con:
            finish_day(con, site.name, day, run.run_id, run.clock(), len(refs))
    return None if None in pages else len(refs)


def _is_done(day: date, site: Site, run: Run) -> bool:
    """Whether a day whose archive was read has no more to come: it was over by now, and all of it stood there."""
    return site.days_are_whole and run.clock() > _end(day, site)


def _end(day: date, site: Site) -> datetime:
    return datetime.combine(day + timedelta(days=1), dtime.min, site.tz)


def _pages_of(run: Run, site: Site, fetcher: Fetcher, intake: Intake, day: date) -> Iterator[Found | None]:
    """What the archive of a day names, page by page; None for one that could not be had, or if there is no end of them.

    Where the articles of a page begin or end with the day it may show but a part: the pages around it are asked too.
    """
    left = first = [target.url for target in day_sources(site, day)]
    asked: list[str] = []
    while left:
        here, left = left[0], left[1:]
        if run.stop.is_set() or len(asked) == MOST_PAGES_A_DAY:
            yield None
            return
        asked.append(here)
        before = known_pages(run, site, [here])[here]
        found = source(run, site, fetcher, intake, before, _end(day, site) if here in first else None)
        intake.flush()
        if found is None and known_pages(run, site, [here])[here].outcome == "gone":
            found = Found()  # 404: the site has no such page, as some have none for a day without news
        yield found
        left += [url for url in _around(found, site, day) if url not in (*asked, *left)]


def _around(found: Found | None, site: Site, day: date) -> Iterator[str]:
    """The pages after and before one that may hold more of a day, newest articles first; none where none are dated."""
    days = [each for ref in found.refs if (each := _day_of(ref, site))] if found else []
    if found and days:
        yield from filter(None, (found.after if min(days) >= day else "", found.before if max(days) <= day else ""))


def _is_within(ref: PageRef, site: Site, span: tuple[date, date]) -> bool:
    day = _day_of(ref, site)
    return day is None or span[0] <= day <= span[1]


def _day_of(ref: PageRef, site: Site) -> date | None:
    return ref.published_at.astimezone(site.tz).date() if ref.published_at else None


def _days(since: date, until: date, oldest_first: bool) -> Iterator[date]:
    count = (until - since).days + 1
    steps = range(count) if oldest_first else reversed(range(count))
    return (since + timedelta(days=step) for step in steps)
