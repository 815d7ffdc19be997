"""Listings walked back, for sites without a day archive: the span is found by jumping, then followed page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as dtime
from statistics import median_low

from flows.a_run import Publishing
from flows.intake import Intake, Run
from flows.progress import Advance
from flows.steps import fetch_all, is_missing, known_pages, source
from scrapers.fetch import Fetcher
from scrapers.records import PageRef
from scrapers.site import Site
from storage.database import writer
from storage.slices import done_days, finish_day

DEEPEST = 1 << 16
"""The highest number of a listing's page that is asked for."""

_NOTHING_NEW = 2
"""Pages in a row that name nothing new (one may have failed) after which a listing counts as ended."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing: what it names, and the day of publication of each where it is known."""

    refs: tuple[PageRef, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)

    @property
    def urls(self) -> frozenset[str]:
        """What it names, in no order."""
        return frozenset(ref.url for ref in self.refs)

    @property
    def middle(self) -> date | None:
        """The day in the middle: a pinned or promoted card at the top or the side moves it little."""
        return median_low(self.days.values()) if self.days else None


def walk_back(
    run: Run, site: Site, fetcher: Fetcher, intake: Intake, since: date, until: date, advance: Advance
) -> tuple[str, ...]:
    """Fetch what a site's listings name of the days that are not done yet; sentences for what they do not reach.

    A day is noted as done when every listing was followed beyond it and every page it named was answered.
    """
    listings = [listing.url for listing in site.listings if "{page}" in listing.url]
    if not listings:
        return (f"{site.name} has neither a day archive nor a listing that counts pages: give its pages with --urls",)
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        done = done_days(con, site.name, since, until)
    missing = {since + timedelta(days=n) for n in range((until - since).days + 1)} - done
    total = len(done) + len(missing)
    advance(f"{site.name} days", len(done), total)
    walks = [_Walk(run, site, fetcher, intake, listing, min(missing), max(missing)) for listing in listings if missing]
    for walk in walks:
        passed = set[date]()
        for day in walk.followed(missing):
            passed.add(day)
            if walk is walks[-1]:
                _note_done(run, site, day)
                advance(f"{site.name} days", 1, total)
        missing = passed
    return tuple(walk.ended for walk in walks if walk.ended)


def _note_done(run: Run, site: Site, day: date) -> None:
    """Note a day as done, if it was over by now."""
    now = run.clock()
    if now > datetime.combine(day + timedelta(days=1), dtime.min, site.tz):
        with writer(run.data, run.who, run.settings.lock_wait) as con:
            finish_day(con, site.name, day, run.run_id, now, 0)


@dataclass
class _Walk:
    """One listing followed through one span. `ended` is a sentence once it turned out not to reach back to it."""

    run: Run
    site: Site
    fetcher: Fetcher
    intake: Intake
    listing: str
    since: date
    until: date
    ended: str = ""
    looked: dict[int, Page | None] = field(default_factory=dict)

    def followed(self, missing: Collection[date]) -> Iterator[date]:
        """Fetch what the listing names of the span, newest first; each missing day once the listing is beyond it and
        all its pages were answered."""
        publish_now_and_then = Publishing(self.run)
        left, seen = set(missing), set[str]()
        idle, oldest = 0, None
        for number in range(self._first(), DEEPEST):
            page = self._page(number)
            if self.run.stop.is_set():
                return
            fresh = [ref for ref in page.refs if ref.url not in seen] if page else []
            seen |= {ref.url for ref in fresh}
            days = [page.days[ref.url] for ref in fresh if ref.url in page.days] if page else []
            wanted = [ref for ref in fresh if page and self._may_be_within(ref, page)]
            if page is None or not self._fetched(wanted):
                left -= set(days) or left  # asked again by the next call
            beyond = {day for day in left if days and day > max(days)}
            yield from sorted(beyond, reverse=True)
            left -= beyond
            idle, oldest = (0, min([*days, oldest or date.max])) if fresh else (idle + 1, oldest)
            if idle == _NOTHING_NEW:
                if oldest and oldest <= self.since:
                    yield from left
                else:
                    self.ended = f"{self.listing} goes back to {oldest or 'nothing'} only: it names no older page"
                return
            if page and page.middle and page.middle < self.since and not wanted:
                return
            publish_now_and_then()

    def _first(self) -> int:
        """The last page whose middle lies after the span: found by doubling, then by halving. 1 if there is none."""
        after, other = 0, 1
        while other < DEEPEST and self._is_after(other):
            after, other = other, 2 * other
        while other - after > 1:
            half = (after + other) // 2
            after, other = (half, other) if self._is_after(half) else (after, half)
        return max(1, after)

    def _is_after(self, number: int) -> bool:
        """Whether a page of the listing lies after the span. One beyond the listing's end, which is empty or the first
        page again, does not."""
        page = self.looked[number] = self._page(number)
        first = self.looked[1]
        repeats = number > 1 and page and first and page.urls == first.urls
        return bool(page and not repeats and page.middle and page.middle > self.until)

    def _page(self, number: int) -> Page | None:
        """A page of the listing; None if it could not be had."""
        if number in self.looked:
            return self.looked.pop(number)
        url = self.listing.format(page=number)
        named = source(self.run, self.site, self.fetcher, self.intake, known_pages(self.run, self.site, [url])[url])
        if named is None:
            return None
        days = self._days(named.refs)
        if named.refs and not days and self._fetched([named.refs[0], named.refs[-1]]):
            days = self._days(named.refs)
        return Page(named.refs, days)

    def _days(self, refs: Sequence[PageRef]) -> dict[str, date]:
        """The days of publication that the listing prints, or that pages in the store do."""
        stored = known_pages(self.run, self.site, [ref.url for ref in refs])
        times = {ref.url: ref.published_at or stored[ref.url].published_at for ref in refs}
        return {url: when.astimezone(self.site.tz).date() for url, when in times.items() if when}

    def _may_be_within(self, ref: PageRef, page: Page) -> bool:
        """Whether a reference may belong to the span; one without a date if the dates around it may."""
        if ref.url in page.days:
            return self.since <= page.days[ref.url] <= self.until
        return not page.days or (min(page.days.values()) <= self.until and max(page.days.values()) >= self.since)

    def _fetched(self, refs: Sequence[PageRef]) -> bool:
        """Fetch those that were never answered. Whether all are now."""
        known = known_pages(self.run, self.site, [ref.url for ref in refs])
        wanted = [page for page in known.values() if is_missing(page)]
        answered = fetch_all(self.run, self.site, wanted, self.fetcher, self.intake)
        self.intake.flush()
        return answered
