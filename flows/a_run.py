"""A run's beginning and end: what a killed one left is finished first; the readers' copy is published last."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from flows.intake import Clock, Run, utc_now
from flows.remake import catch_up
from flows.report import RunReport, SiteReport
from flows.running import alive
from flows.settings import Settings
from flows.stopping import Stopping
from scrapers.fetch import Fetcher
from scrapers.register import STARTER, Register
from storage import runs
from storage.database import writer
from storage.publish import ChecksFailed, publish
from storage.register import apply_register


def register_of(settings: Settings) -> Register:
    """Who is who: the register that comes with onrecord, and the operator's own."""
    return Register.load((STARTER, settings.speakers) if settings.speakers else (STARTER,))


@contextmanager
def open_run(
    settings: Settings, flow: str, sites: Iterable[str], clock: Clock = utc_now, stop: Stopping | None = None
) -> Iterator[Run]:
    """A run of the kind `flow` for the length of the block, which should end it with close_run().

    What a killed run left between archive and database is stored first. A run whose block raises counts as dead: the
    next one takes care of it.
    """
    started = clock()
    run_id = f"{started:%Y%m%dT%H%M%SZ}-{flow}-{secrets.token_hex(3)}"
    run = Run(run_id, flow, settings, register_of(settings), started, clock, stop or Stopping())
    dead = catch_up(run.store)
    with alive(run.data, run_id):
        with writer(run.data, run.who, settings.lock_wait) as con:
            for name in dead:
                runs.finish_run(con, name, started, "died", message="It was killed; what it had archived is stored.")
            apply_register(con, run.register)
            runs.start_run(con, run_id, flow, started, tuple(sites))
        yield run


def close_run(run: Run, reports: Sequence[SiteReport]) -> RunReport:
    """End a run: its row, then the readers' copy. A failed check keeps the old copy and makes the run `failed`."""
    stopped = run.stop.is_set()
    report = RunReport(run.run_id, run.flow, run.started_at, run.clock(), tuple(reports), interrupted=stopped)
    _finish(run, report)
    try:
        publish(run.data, wait=run.settings.lock_wait)
    except ChecksFailed as failed:
        report = replace(report, findings=(str(failed),))
        _finish(run, report)
    return report


def _finish(run: Run, report: RunReport) -> None:
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        runs.finish_run(
            con,
            run.run_id,
            report.finished_at,
            report.state,
            pages=sum(site.pages for site in report.sites),
            versions=sum(site.new_versions for site in report.sites),
            statements=sum(site.new_statements for site in report.sites),
            message=report.message,
        )


PUBLISH_EVERY = 600.0
"""Seconds between two publications in a long backfill, so that readers need not wait for its end."""


class Publishing:
    """Called after each step of a long run, publishes every PUBLISH_EVERY seconds."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._published_at = time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self._published_at > PUBLISH_EVERY:
            publish(self._run.data, wait=self._run.settings.lock_wait)
            self._published_at = time.monotonic()


@contextmanager
def fetching(run: Run) -> Iterator[Fetcher]:
    """The run's one Fetcher: shared by its sites, its pace shared with every other run on this data folder."""
    settings = run.settings
    with Fetcher(settings.contact, settings.mirrors, run.data / "pace", clock=run.clock, stop=run.stop) as fetcher:
        yield fetcher
