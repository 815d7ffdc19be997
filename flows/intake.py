"""One run's way from pages to rows: archive first, then read, then one transaction a batch."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from flows.outcomes import missed, result_of, unchanged
from flows.remake import Store
from flows.report import SiteReport
from flows.settings import Settings
from flows.stopping import Stopping
from scrapers.addresses import page_key
from scrapers.asking import Why
from scrapers.problems import Problem
from scrapers.records import NotModified, RawPage
from scrapers.register import Register
from scrapers.site import Site
from storage.archive import Archive, ArchiveFile
from storage.tombstones import Stones
from storage.write import PageResult, Saved

log = logging.getLogger(__name__)

FLUSH_AFTER = 60.0
"""Seconds after which a batch is written though it is not full: what was fetched should not wait for the rest."""

FLUSH_BEYOND = 8 << 20
"""Bytes of bodies beyond which a batch is written though it is not full: 25 of the largest would fill the memory."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, aware, UTC: the only clock of a run, passed in so that tests and the demo can pass another."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Run:
    """One run: its name, settings and clock. `stop` is set when it should finish its batch and end."""

    run_id: str
    flow: str
    settings: Settings
    register: Register
    started_at: datetime
    clock: Clock = utc_now
    stop: Stopping = field(default_factory=Stopping)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.settings.data

    @property
    def who(self) -> str:
        """How the run calls itself to others that wait for the store."""
        return f"{self.flow} {self.run_id}"

    @property
    def store(self) -> Store:
        """The warehouse as this run writes to it."""
        return Store(self.data, self.who, self.settings.lock_wait, self.register)

    @property
    def archive(self) -> Archive:
        """The archive of the data folder."""
        return Archive(self.data / "archive")


@dataclass
class Tally:
    """A site's counts while they grow."""

    site: str
    outcomes: Counter[str] = field(default_factory=Counter)
    saved: list[Saved] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, results: Iterable[PageResult], outcomes: Mapping[str, str]) -> None:
        """Count results by the outcome the store gave them."""
        for result in results:
            outcome = outcomes.get(result.page_id, result.outcome)
            self.outcomes[outcome] += 1
            if outcome in ("blocked", "layout changed", "unreachable", "refused"):
                self.failures.append(f"{outcome}: {result.url}" + (f" ({result.detail})" if result.detail else ""))


class Intake:
    """Takes answers one by one; archives each at once, reads and stores them in batches. Use as a context manager."""

    def __init__(self, run: Run, batch: int | None = None) -> None:
        self._run = run
        self._batch = batch or run.settings.batch
        self._files: dict[str, ArchiveFile] = {}
        self._open = ExitStack()
        self._pending: list[tuple[Site | None, RawPage | PageResult]] = []
        self._tallies: dict[str, Tally] = {}
        self._stones = Stones(run.archive.folder)
        self._flushed_at = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.flush()
        finally:
            self._open.close()

    def forgotten(self, site: Site, *urls: str) -> str | None:
        """Why nothing may be asked of or kept from these addresses of a page, None if it may be."""
        keys = [page_key(site.name, site.native_id(url), url) for url in urls]
        grave = self._stones.over(urls, keys)
        return grave.sentence if grave else None

    def take(self, page: RawPage, site: Site) -> None:
        """Archive an answer with a body, and queue it for reading; one of a forgotten page is passed over."""
        if reason := self.forgotten(site, page.url, page.final_url):
            log.warning("%s is passed over. %s", page.url, reason)
            return
        kept = self._file(site.name).write(replace(page, site=site.name))
        self._queue(site, kept)

    def take_aside(self, page: RawPage, site: Site, why: Why) -> None:
        """Archive an answer that came on the way to a page (a robots.txt, a redirect, a failed try); it has no row."""
        if not self.forgotten(site, page.url, page.final_url):
            self._file(site.name).aside(replace(page, site=site.name), why)

    def take_unchanged(self, answer: NotModified) -> None:
        """Record a 304."""
        place = self._file(answer.site).not_modified(answer)
        self._queue(None, unchanged(answer, self._run.run_id, place))

    def take_problem(self, url: str, site: Site, problem: Problem) -> None:
        """Record a fetch that brought no usable answer; an unusable one is archived as it came."""
        if problem.page is not None:
            self.take(problem.page, site)
            return
        at = self._run.clock()
        place = self._file(site.name).note(url, problem.outcome, str(problem), at)
        self._queue(None, missed(url, site.name, self._run.run_id, at, problem.outcome, str(problem), place))

    def flush(self) -> None:
        """Sync the archive, read what is queued, and write it in one transaction."""
        batch, self._pending = self._pending, []
        self._flushed_at = time.monotonic()
        if not batch:
            return
        for file in self._files.values():
            file.sync()
        results = [self._result(site, answer) for site, answer in batch]
        saved = self._run.store.save(results)
        for name in {result.site for result in results}:
            self._tally(name).add((r for r in results if r.site == name), saved.outcomes)
        self._tally(results[0].site).saved.append(saved)

    def reports(self) -> tuple[SiteReport, ...]:
        """What each site got so far."""
        return tuple(_report(tally) for tally in self._tallies.values())

    def _queue(self, site: Site | None, answer: RawPage | PageResult) -> None:
        self._pending.append((site, answer))
        late = time.monotonic() - self._flushed_at > FLUSH_AFTER
        large = sum(len(page.body) for _, page in self._pending if isinstance(page, RawPage)) > FLUSH_BEYOND
        if late or large or len(self._pending) >= self._batch:
            self.flush()

    def _result(self, site: Site | None, answer: RawPage | PageResult) -> PageResult:
        if isinstance(answer, PageResult):
            return answer
        assert site is not None
        return result_of(answer, self._run.run_id, site)

    def _file(self, site: str) -> ArchiveFile:
        if site not in self._files:
            run = self._run
            file = run.archive.file(site, run.run_id, run.flow, run.started_at)
            self._files[site] = self._open.enter_context(file)
        return self._files[site]

    def _tally(self, site: str) -> Tally:
        return self._tallies.setdefault(site, Tally(site))


def _report(tally: Tally) -> SiteReport:
    return SiteReport(
        site=tally.site,
        outcomes=tally.outcomes,
        new_versions=sum(s.new_versions for s in tally.saved),
        new_statements=sum(s.new_statements for s in tally.saved),
        edited=sum(s.edited for s in tally.saved),
        withdrawn=sum(s.withdrawn for s in tally.saved),
        stories=tuple(dict.fromkeys(story for s in tally.saved for story in s.stories)),
        failures=tuple(tally.failures),
    )
