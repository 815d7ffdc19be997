"""The night's work as a Prefect flow: floors, checks, empty room given back, the export, a fresh readers' copy."""

from __future__ import annotations

import logging
from functools import partial

from prefect import flow
from prefect.client.schemas.objects import State

from flows.a_run import close_run, open_run
from flows.in_prefect import RUNNER, concluded, side_by_side
from flows.intake import Run
from flows.report import RunReport, SiteReport
from flows.settings import Settings
from flows.stopping import Stopping
from scrapers.site import Site
from storage.check import findings
from storage.compact import compact
from storage.database import reader, writer
from storage.export import export
from storage.floors import missed_floors

EXPORT = "export"
"""The folder of the nightly Parquet files, inside the data folder."""

log = logging.getLogger(__name__)


@flow(task_runner=RUNNER, persist_result=False)
def nightly() -> State[None]:
    """Ask every floor and every check, give back empty room, export Parquet to DATA/export, publish.

    A floor that was missed or a check that found errors makes the run Failed; everything else is done all the same.
    """

    def job(settings: Settings, stop: Stopping) -> RunReport:
        chosen = settings.chosen_sites()
        with open_run(settings, "nightly", [site.name for site in chosen], stop=stop) as run:
            work = {"floors": partial(floors, run, chosen), "checks": partial(checks, run)}
            work |= {"compact": partial(compacted, run), EXPORT: partial(exported, run)}
            return close_run(run, side_by_side(work))

    return concluded("nightly", job)


def floors(run: Run, sites: tuple[Site, ...]) -> SiteReport:
    """What the sites owed over the last day and did not deliver."""
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        missed = missed_floors(con, sites, run.clock())
    return SiteReport("floors", findings=tuple(floor.sentence for floor in missed))


def checks(run: Run) -> SiteReport:
    """The data checks: errors are findings, warnings are told in the log."""
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        found = findings(con)
    for finding in found:
        log.warning("%s", finding.sentence)
    return SiteReport("checks", findings=tuple(one.sentence for one in found if one.check.level == "error"))


def compacted(run: Run) -> SiteReport:
    """Empty room in the warehouse, given back where there is enough of it."""
    sizes = compact(run.data, run.settings.lock_wait)
    log.info("the warehouse has %.1f MB, before %.1f MB", sizes.after / 1e6, sizes.before / 1e6)
    return SiteReport("compact")


def exported(run: Run) -> SiteReport:
    """The published copy as Parquet, each file whole or not there."""
    with reader(run.data) as con:
        export(con, run.data / EXPORT, "parquet")
    log.info("exported to %s", run.data / EXPORT)
    return SiteReport(EXPORT)
