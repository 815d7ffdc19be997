"""Listings walked back, for sites without a day archive: the span is found by jumping, then followed page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as dtime
from statistics import median_low

from flows.a_run import Publishing
from flows.intake import Intake, Run
from flows.progress import Advance, uncounted
from flows.steps import fetch_all, is_missing, known_pages, source
from scrapers.fetch import Fetcher
from scrapers.records import PageRef
from scrapers.site import Listing, Site
from storage.database import writer
from storage.known import Known
from storage.slices import done_days, finish_day

DEEPEST = 1 << 16
"""The highest number of a listing's page that is asked for."""

_NOTHING_NEW = 2
"""Pages in a row that lead no further back (one may have failed) after which a listing counts as ended."""


_KNOWN_AT_ONCE = 200
"""Pages that are looked up in the store together."""


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
    run: Run,
    site: Site,
    fetcher: Fetcher,
    intake: Intake,
    since: date,
    until: date,
    oldest_first: bool,
    advance: Advance,
) -> tuple[str, ...]:
    """Fetch what a site's listings name of the days that are not done yet; sentences for what they do not reach.

    A listing is followed from its newer pages to its older ones, for news that comes in meanwhile pushes articles onto
    pages not read yet; so oldest first means day by day, each found by a jump. A day is noted as done when every
    listing was followed beyond it and every page it named was answered.
    """
    seen = [_Seen(listing) for listing in site.listings if listing.counts]
    if not seen:
        return (f"{site.name} has neither a day archive nor a listing that counts pages: give its pages with --urls",)
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        done = done_days(con, site.name, since, until)
    missing = [day for n in range((until - since).days + 1) if (day := since + timedelta(days=n)) not in done]
    advance(f"{site.name} days", len(done), len(done) + len(missing))
    spans = [[day] for day in missing] if oldest_first else [missing]
    for span in filter(None, spans):
        left = set(span)
        for listing in seen:
            passed = set[date]()
            for days in _Walk(run, site, fetcher, intake, uncounted(advance), listing, span[0], span[-1]).followed(
                left
            ):
                passed |= days
                if listing is seen[-1]:
                    _note_done(run, site, days)
                    advance(f"{site.name} days", len(days), len(done) + len(missing))
            left = passed
    return tuple(listing.ended for listing in seen if listing.ended)


def _note_done(run: Run, site: Site, days: Collection[date]) -> None:
    """Note those of the days as done that were over by now."""
    now = run.clock()
    over = [day for day in days if now > datetime.combine(day + timedelta(days=1), dtime.min, site.tz)]
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        for day in over:
            finish_day(con, site.name, day, run.run_id, now, 0)


@dataclass
class _Seen:
    """What all walks along one listing learn of it: the middles of its pages by number, the oldest day it goes back to,
    a sentence once it turned out not to reach back to a span, and what the store knew of its pages."""

    listing: Listing
    middles: dict[int, date] = field(default_factory=dict)
    oldest: date = date.min
    ended: str = ""
    known: dict[str, Known] = field(default_factory=dict)


@dataclass
class _Walk:
    """One listing followed through one span."""

    run: Run
    site: Site
    fetcher: Fetcher
    intake: Intake
    advance: Advance
    seen: _Seen
    since: date
    until: date
    looked_at: list[tuple[int, Page]] = field(default_factory=list)

    def followed(self, missing: Collection[date]) -> Iterator[set[date]]:
        """Fetch what the listing names of the span, newest first; the missing days, each once the listing is beyond it
        and all its pages were answered."""
        if self.until < self.seen.oldest:
            return
        publish_now_and_then = Publishing(self.run)
        left, met = set(missing), set[str]()
        idle, oldest, reached = 0, None, date.max
        for number in range(self._first(), DEEPEST):
            page = self._next(number)
            if self.run.stop.is_set():
                return
            fresh = [ref for ref in page.refs if ref.url not in met] if page else []
            met |= {ref.url for ref in fresh}
            days = [page.days[ref.url] for ref in fresh if ref.url in page.days] if page else []
            wanted = [ref for ref in fresh if page and self._may_be_within(ref, page)]
            if page is None or not self._fetched(wanted):
                left -= set(days) or left  # asked again by the next call
            beyond = {day for day in left if days and day > max(days)}
            if beyond:
                yield beyond
            left -= beyond
            oldest = min([*days, oldest or date.max]) if fresh else oldest
            if page and any(page.days.get(ref.url, reached) <= reached for ref in fresh):
                idle, reached = 0, page.middle or reached
                self.seen.middles[number] = reached
            else:
                idle += 1
            if idle == _NOTHING_NEW:
                if oldest and oldest <= self.since:
                    yield left
                else:
                    self._note_end(oldest)
                return
            if page and page.middle and page.middle < self.since and not wanted:
                return
            publish_now_and_then()

    def _note_end(self, oldest: date | None) -> None:
        """Note how far back the listing goes: no walk need look for an older day."""
        self.seen.oldest = oldest or date.min
        url = self.seen.listing.url
        self.seen.ended = f"{url} goes back to {oldest or 'nothing'} only: it names no older page"

    def _first(self) -> int:
        """The last page whose middle lies after the span, as far as a search by doubling, then halving, tells. 1 if
        there is none.

        What earlier walks saw is where it begins. A page that lay after a day still does, but for what the site took
        out since: so a page further up. One that did not may by now: then the walk begins a little early.
        """
        middles = self.seen.middles.items()
        after = max((number for number, middle in middles if middle > self.until), default=1) - 1
        other = min((number for number, middle in middles if number > after and middle <= self.until), default=0)
        step = 1
        while not other and after + step < DEEPEST:
            if self._is_after(after + step):
                after, step = after + step, 2 * step
            else:
                other = after + step
        while other - after > 1:
            half = (after + other) // 2
            after, other = (half, other) if self._is_after(half) else (after, half)
        return max(1, after)

    def _is_after(self, number: int) -> bool:
        """Whether a page of the listing lies after the span. One beyond the listing's end does not: it is empty, most
        of its first or last page again, or newer than a page before it."""
        page = self._page(number)
        if page is None or any(2 * len(page.urls & other.urls) > len(page.urls) for _, other in self.looked_at):
            return False
        self.looked_at.append((number, page))
        before = min((middle for each, middle in self.seen.middles.items() if each < number), default=date.max)
        if page.middle is None or page.middle > before:
            return False
        self.seen.middles[number] = page.middle
        return page.middle > self.until

    def _next(self, number: int) -> Page | None:
        """A page as the walk goes on to it: as the search saw it, if that was after the page before. What was asked
        earlier may lack articles that were pushed onto it since."""
        seen = next((at for at, (each, _) in enumerate(self.looked_at) if each == number), None)
        if seen is None:
            self.looked_at.clear()
            return self._page(number)
        _, page = self.looked_at[seen]
        del self.looked_at[: seen + 1]
        return page

    def _page(self, number: int) -> Page | None:
        """A page of the listing as it is now; None if it could not be had."""
        named = source(self.run, self.site, self.fetcher, self.intake, self._known(number))
        if named is None:
            return None
        days = self._days(named.refs)
        if named.refs and not days and self._fetched([named.refs[0], named.refs[-1]]):
            days = self._days(named.refs)
        return Page(named.refs, days)

    def _known(self, number: int) -> Known:
        """What the store knew of a page of the listing, and of those around it, when they were first looked up."""
        first = number - number % _KNOWN_AT_ONCE
        if (url := self.seen.listing.page(number)) not in self.seen.known:
            urls = [self.seen.listing.page(each) for each in range(first, first + _KNOWN_AT_ONCE)]
            self.seen.known |= known_pages(self.run, self.site, urls)
        return self.seen.known[url]

    def _days(self, refs: Sequence[PageRef]) -> dict[str, date]:
        """The days of publication that the listing prints, or that pages in the store do."""
        undated = [ref.url for ref in refs if not ref.published_at]
        stored = known_pages(self.run, self.site, undated) if undated else {}
        times = {ref.url: ref.published_at or stored[ref.url].published_at for ref in refs}
        return {url: when.astimezone(self.site.tz).date() for url, when in times.items() if when}

    def _may_be_within(self, ref: PageRef, page: Page) -> bool:
        """Whether a reference may belong to the span; one without a date if the dates around it may."""
        if ref.url in page.days:
            return self.since <= page.days[ref.url] <= self.until
        return not page.days or (min(page.days.values()) <= self.until and max(page.days.values()) >= self.since)

    def _fetched(self, refs: Sequence[PageRef]) -> bool:
        """Fetch those that were never answered. Whether all are now."""
        if not refs:
            return True
        known = known_pages(self.run, self.site, [ref.url for ref in refs])
        wanted = [page for page in known.values() if is_missing(page)]
        answered = fetch_all(self.run, self.site, wanted, self.fetcher, self.intake, self.advance)
        self.intake.flush()
        return answered
