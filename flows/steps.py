"""One site, once: discover, fetch what is due, archive, read, store; and all sites side by side. No Prefect."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from urllib.parse import urldefrag

from flows.a_run import close_run, fetching, open_run
from flows.intake import Clock, Intake, Run, utc_now
from flows.progress import Advance, silent
from flows.report import RunReport, SiteReport, lacking
from flows.settings import Settings
from flows.stopping import Stopping
from scrapers.bodies import content
from scrapers.discover import Found, found, sources
from scrapers.due import LADDER
from scrapers.fetch import Fetcher
from scrapers.problems import Problem, Refused, Unreachable
from scrapers.records import NotModified, PageRef, RawPage
from scrapers.site import Site
from scrapers.walls import wall
from storage.archive import read
from storage.database import writer
from storage.floors import last_articles, missed_floors
from storage.known import Known, due, known

log = logging.getLogger(__name__)

SITEMAPS_A_RUN = 10
"""Child sitemaps asked in one run, for each source of the site at the most: an index may name itself, or more of its
kind without end. The newest come first."""

NOT_RETRIED = frozenset({"not an article", "gone", "refused"})
"""Outcomes that are not asked for again merely because a feed still names them."""


def ingest(
    settings: Settings,
    sites: Sequence[Site],
    clock: Clock = utc_now,
    advance: Advance = silent,
    stop: Stopping | None = None,
) -> RunReport:
    """The scheduled job, once: every site side by side, then publish."""
    with open_run(settings, "ingest", (site.name for site in sites), clock, stop) as run:
        with fetching(run) as fetcher, ThreadPoolExecutor(max_workers=min(16, len(sites))) as pool:
            reports = list(pool.map(lambda site: ingest_site(run, site, fetcher, advance), sites))
        return close_run(run, reports)


def ingest_site(run: Run, site: Site, fetcher: Fetcher, advance: Advance = silent) -> SiteReport:
    """Everything new and everything due of one site. A page that fails is counted; it never ends the run."""
    with Intake(run) as intake:
        refs, failed = discovered(run, site, fetcher, intake)
        wanted = due_pages(run, site, refs)[: run.settings.pages_a_run]
        fetch_all(run, site, wanted, fetcher, intake, advance)
    report = next((one for one in intake.reports() if one.site == site.name), SiteReport(site.name))
    return replace(
        report, found=len(refs), findings=(*failed, *owed(run, site, report, is_empty=not refs and not failed))
    )


def fetch_all(
    run: Run, site: Site, wanted: Sequence[Known], fetcher: Fetcher, intake: Intake, advance: Advance = silent
) -> bool:
    """Fetch pages one after the other until done or told to stop. Whether every one of them was answered."""
    advance(f"{site.name} pages", 0, len(wanted))
    answered = True
    for target in wanted:
        if run.stop.is_set():
            return False
        answered &= _settled(fetch_into(intake, fetcher, site, target))
        advance(f"{site.name} pages", 1, len(wanted))
    return answered


def is_missing(page: Known) -> bool:
    """Whether a backfill asks for a page: one never answered for good, whatever was made of the answer."""
    return not page.have and page.outcome in (None, "unreachable", "blocked", "refused")


def _settled(answer: RawPage | NotModified | Problem) -> bool:
    """Whether an answer leaves nothing to ask for: words, that they still stand, that they are gone, or a refusal."""
    if isinstance(answer, RawPage):
        return answer.status in (200, 404, 410)
    return not isinstance(answer, Unreachable)


def fetch_into(intake: Intake, fetcher: Fetcher, site: Site, target: Known) -> RawPage | NotModified | Problem:
    """Fetch one page, conditionally where we have it, into the intake. What came, or the problem that was counted.

    A forgotten page is not asked for.
    """
    if reason := intake.forgotten(site, target.url):
        log.warning("%s is not asked for. %s", target.url, reason)
        return Refused(reason)
    try:
        answer = fetcher.get(
            target.url,
            site,
            etag=target.etag,
            last_modified=target.last_modified,
            aside=lambda page, why: intake.take_aside(page, site, why),
        )
    except Problem as problem:
        intake.take_problem(target.url, site, problem)
        return problem
    if isinstance(answer, NotModified):
        intake.take_unchanged(answer)
    else:
        intake.take(answer, site)
    return answer


def discovered(run: Run, site: Site, fetcher: Fetcher, intake: Intake) -> tuple[list[PageRef], tuple[str, ...]]:
    """What the site's feeds, sitemaps and listings name, each page once; and a finding if none could be read.

    Where none of them names an article, the home page is asked.
    """
    wave = [target.url for target in sources(site)]
    more = SITEMAPS_A_RUN * len(wave)
    asked: dict[str, Found | None] = {}
    while wave and not run.stop.is_set():
        for before in known_pages(run, site, wave).values():
            if not _behind_a_dead_page(before.url, site, asked):
                asked[before.url] = source(run, site, fetcher, intake, before)
        indexes = [named for url in wave if (named := asked.get(url))]
        children = [urldefrag(child.url).url for named in indexes for child in _fresh(named.sitemaps, run)]
        named_none = not children and not any(named and named.refs for named in asked.values())
        wave = [url for url in dict.fromkeys([site.home] if named_none else children) if url not in asked][:more]
        more -= len(wave)
    refs: dict[str, PageRef] = {}
    for named in asked.values():
        refs = {ref.url: ref for ref in named.refs} | refs if named else refs
    failed = [url for url, named in asked.items() if named is None]
    nothing_read = asked and len(failed) == len(asked)
    return list(refs.values()), (f"none of its sources could be read: {'; '.join(failed)}",) if nothing_read else ()


def _behind_a_dead_page(url: str, site: Site, asked: Mapping[str, Found | None]) -> bool:
    """Whether `url` is a later page of a listing of which an earlier one could not be had."""
    for listing in site.listings:
        before, page, after = listing.url.partition("{page}")
        if page and url.startswith(before) and url.endswith(after):
            return any(one.startswith(before) and named is None for one, named in asked.items())
    return False


def source(
    run: Run, site: Site, fetcher: Fetcher, intake: Intake, before: Known, finished_at: datetime | None = None
) -> Found | None:
    """What one feed, sitemap or listing names; None if it could not be had. `before` is what is known of it so far.

    A source that has not changed (304), or was fetched after `finished_at`, is read from the archive: a run that died
    after asking for it must not lose what it named.
    """
    settled = finished_at and before.last_checked_at and before.last_checked_at > finished_at
    kept = _kept(run, before) if settled else None
    answer = kept or fetch_into(intake, fetcher, site, before)
    if isinstance(answer, NotModified):
        return _named(kept, site) if (kept := _kept(run, before)) else None
    return _named(answer, site) if isinstance(answer, RawPage) and answer.status == 200 else None


def _kept(run: Run, page: Known) -> RawPage | None:
    """The newest answer of an address that had a body, from the archive; None if it was no page or is lost."""
    if page.warc_file is None or page.warc_offset is None:
        return None
    try:
        kept = read(run.archive.folder, page.warc_file, page.warc_offset)
    except LookupError as lost:
        log.warning("%s", lost)
        return None
    return kept if kept.status == 200 else None


def _named(page: RawPage, site: Site) -> Found | None:
    try:
        body = content(page)
        if kind := wall(page.status, page.headers, body):
            log.warning("%s is %s, and names nothing", page.final_url, kind)
            return None
        return found(body, page.final_url, site, page.fetched_at.astimezone(site.tz).date())
    except Problem as problem:
        log.warning("%s", problem)
        return None


def _fresh(sitemaps: Sequence[PageRef], run: Run) -> list[PageRef]:
    """The child sitemaps worth asking: those that changed within the re-check ladder's reach, or do not say; newest
    first, and no more than a run can use."""
    oldest = run.clock() - LADDER[-1][0]
    fresh = [child for child in sitemaps if child.updated_at is None or child.updated_at > oldest]
    return sorted(fresh, key=lambda child: child.updated_at or oldest, reverse=True)[:SITEMAPS_A_RUN]


def due_pages(run: Run, site: Site, refs: Sequence[PageRef]) -> list[Known]:
    """What to fetch now: pages never fetched, failed last time or changed as their feed says, then those due by age."""
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        have = known(con, site.name, [ref.url for ref in refs])
        ladder = due(con, site.name, run.clock())
    new = [page for ref in refs if _wanted(page := have.get(ref.url) or Known(ref.url), ref)]
    return list({page.url: page for page in (*new, *ladder)}.values())


def known_pages(run: Run, site: Site, urls: Sequence[str]) -> dict[str, Known]:
    """What the store knows of each URL; a Known with nothing but the URL where it has never been fetched."""
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        have = known(con, site.name, urls)
    return {url: have.get(url) or Known(url) for url in urls}


def owed(run: Run, site: Site, report: SiteReport, is_empty: bool) -> tuple[str, ...]:
    """Sentences for what the site owed and did not deliver: in this run, and over the last day by its floors.

    `is_empty` is whether its sources could be read and named no article.
    """
    if run.stop.is_set():
        return ()
    sentences = []
    if is_empty and site.floor.pages_a_day:
        sentences.append("its feeds and listings name no article: their layout changed, or the site is empty")
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        last = last_articles(con, site.name)
        floors = [floor.sentence for floor in missed_floors(con, [site], run.clock())]
    if last.unread and last.unread >= last.read:
        since = "" if last.run_id == run.run_id else "; no article was asked for since"
        sentences.append(
            f"{last.unread} of {last.read + last.unread} articles could not be read: "
            f"the layout changed, {lacking(last.url, last.detail)}{since}"
        )
    return (*sentences, *floors)


def _wanted(page: Known, ref: PageRef) -> bool:
    """Whether a page that a feed names is fetched now, the ladder apart."""
    if page.last_checked_at is None or page.outcome == "unreachable":
        return True
    changed = ref.updated_at is not None and ref.updated_at > page.last_checked_at
    return changed and page.outcome not in NOT_RETRIED
