"""Reparse: every archived page of some sites read again with today's rules, in place, resumable, or only counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from flows.outcomes import result_of, site_for
from flows.pool import in_order
from flows.progress import Advance, silent
from flows.remake import BATCH, Store, catch_up
from flows.stopping import Stopping
from scrapers.site import sites
from storage.archive import read
from storage.database import writer
from storage.register import apply_register
from storage.rereads import Fetch, fetches, leave_bookmark, open_bookmark, remove_bookmark
from storage.write import PageResult, Saved


@dataclass
class Reread:
    """What reading again came to. `lost` are archive records that could not be read: their rows stay as they are."""

    pages: int = 0
    new_versions: int = 0
    removed_versions: int = 0
    new_statements: int = 0
    edited: int = 0
    withdrawn: int = 0
    outcomes_changed: int = 0
    stories: dict[str, None] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    interrupted: bool = False

    def add(self, saved: Saved, pages: int) -> None:
        """Count one batch."""
        self.pages += pages
        self.new_versions += saved.new_versions
        self.removed_versions += saved.removed_versions
        self.new_statements += saved.new_statements
        self.edited += saved.edited
        self.withdrawn += saved.withdrawn
        self.stories.update(dict.fromkeys(saved.stories))


def reparse(
    store: Store,
    names: Sequence[str] = (),
    since: datetime | None = None,
    *,
    dry_run: bool = False,
    workers: int = 1,
    advance: Advance = silent,
    stop: Stopping | None = None,
) -> Reread:
    """Read the archived pages of these sites (all without names) again; of pages fetched at `since` or later, if given.

    Every fetch of a page is read again or none, so a story is never told by two sets of rules. A reparse that was
    killed goes on where it was when it is called again alike. With `dry_run` all is counted and nothing is written.
    """
    catch_up(store)
    scope = json.dumps([sorted(names), since.isoformat() if since else None])
    with writer(store.data, store.who, store.wait) as con:
        if not dry_run:
            apply_register(con, store.register)
        after = None if dry_run else open_bookmark(con, scope)
        wanted = fetches(con, names, since, after)
    report = Reread()
    advance("pages", 0, len(wanted))
    reread = partial(_reread, store.data / "archive")
    for batch, results in _paired(wanted, reread, workers):
        good = [result for result in results if isinstance(result, PageResult)]
        report.lost += [result for result in results if isinstance(result, str)]
        report.add(store.save(good, dry_run), len(batch))
        advance("pages", len(batch), len(wanted))
        if not dry_run:
            with writer(store.data, store.who, store.wait) as con:
                leave_bookmark(con, scope, batch[-1].url)
        if stop is not None and stop.is_set():
            report.interrupted = True
            return report
    if not dry_run:
        with writer(store.data, store.who, store.wait) as con:
            remove_bookmark(con)
    return report


Results = list[PageResult | str]


def _paired(
    wanted: Sequence[Fetch], reread: Callable[[Sequence[Fetch]], Results], workers: int
) -> Iterator[tuple[Sequence[Fetch], Results]]:
    """Batches of fetches with what became of them. A batch never parts the fetches of one URL."""
    batches = list(_by_url(wanted))
    with in_order(reread, workers) as results_of:
        yield from zip(batches, results_of(iter(batches)), strict=True)


def _by_url(wanted: Sequence[Fetch]) -> Iterator[list[Fetch]]:
    batch: list[Fetch] = []
    for fetch in wanted:
        if len(batch) >= BATCH and fetch.url != batch[-1].url:
            yield batch
            batch = []
        batch.append(fetch)
    if batch:
        yield batch


def _reread(archive: Path, batch: Sequence[Fetch]) -> Results:
    """What became of these fetches by today's rules; a sentence for each whose record cannot be read."""
    return [_one(archive, fetch) for fetch in batch]


def _one(archive: Path, fetch: Fetch) -> PageResult | str:
    try:
        page = read(archive, fetch.warc_file, fetch.warc_offset)
    except LookupError as lost:
        return f"{fetch.url}: {lost}"
    site = sites().get(fetch.site) or site_for(page.url)
    return replace(result_of(replace(page, site=site.name), fetch.run_id, site), page=None)
