"""One answer of the web, one outcome: the per-page guard, where a page's failure becomes a counted row."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from scrapers.generic import generic_site
from scrapers.problems import Blocked, Gone, Problem, Unreachable
from scrapers.read import read
from scrapers.records import NotModified, Outcome, RawPage, Reading
from scrapers.retries import NOT_WHOLE
from scrapers.site import Site, site_of
from scrapers.walls import wall
from storage.page_result import PageResult, page_id, without_body

log = logging.getLogger(__name__)


def site_for(url: str) -> Site:
    """The site file that reads this URL, or the generic reading of its host."""
    return site_of(url) or generic_site(url)


def result_of(page: RawPage, run_id: str, site: Site, detail: str | None = None) -> PageResult:
    """What became of one answer: its outcome, and its readings when it is an article. Never raises; pure otherwise."""
    outcome: Outcome = "stored"
    readings: tuple[Reading, ...] = ()
    try:
        _refuse_status(page)
        readings = read(page, site)
    except Problem as problem:
        outcome, detail = problem.outcome, str(problem)
    except Exception as error:
        log.exception("cannot read %s", page.url)
        outcome, detail = "layout changed", f"Reading it failed with {type(error).__name__}: {error}"
    if readings and not readings[0].split.statements:
        outcome = "no statements"
    digest = hashlib.sha256(page.body).hexdigest()
    return PageResult(
        page=page,
        page_id=page_id(page.url, page.fetched_at, digest),
        run_id=run_id,
        site=site.name,
        url=page.url,
        final_url=page.final_url,
        fetched_at=page.fetched_at,
        http_status=page.status,
        outcome=outcome,
        detail=detail,
        sha256=digest,
        bytes=len(page.body),
        warc_file=page.warc_file,
        warc_offset=page.warc_offset,
        etag=page.header("etag"),
        last_modified=page.header("last-modified"),
        readings=readings,
    )


Place = tuple[str, int]
"""An archive file and the offset of a record in it."""


def unchanged(answer: NotModified, run_id: str, place: Place) -> PageResult:
    """The outcome of a 304: what we have still stands."""
    return without_body(answer.url, answer.site, run_id, answer.fetched_at, "unchanged", None, 304, place)


def missed(url: str, site: str, run_id: str, at: datetime, outcome: Outcome, detail: str, place: Place) -> PageResult:
    """The outcome of a fetch that nobody answered."""
    return without_body(url, site, run_id, at, outcome, detail, None, place)


def _refuse_status(page: RawPage) -> None:
    if page.status in (404, 410):
        raise Gone(f"{page.url} answered {page.status}: the site withdrew it.")
    if page.status in NOT_WHOLE or (page.status == 200 and not page.body):
        raise Unreachable(f"{page.url} answered {page.status} with no whole page; the next run asks again.")
    if page.status >= 400 or not 200 <= page.status < 300:
        reason = wall(page.status, page.headers, page.body)
        if reason:
            raise Blocked(f"{page.url} answered {page.status}: {reason}")
        raise Unreachable(f"{page.url} answered {page.status}; the next run asks again.")
