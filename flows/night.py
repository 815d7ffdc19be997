"""The parts of the night's work: floors, checks, empty room given back, the export. No Prefect."""

from __future__ import annotations

import logging

import duckdb

from flows.intake import Run
from flows.queries import query
from flows.report import SiteReport
from scrapers.site import Site
from storage.check import Finding, findings
from storage.compact import compact
from storage.database import reader, writer
from storage.export import export
from storage.floors import missed_floors

EXPORT = "export"
"""The folder of the nightly Parquet files, inside the data folder."""

log = logging.getLogger(__name__)


def floors(run: Run, sites: tuple[Site, ...]) -> SiteReport:
    """What the sites owed over the last day and did not deliver."""
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        missed = missed_floors(con, sites, run.clock())
    kept = f"floors: {len(sites)} sites asked, {len({floor.site for floor in missed})} missed one"
    return SiteReport("floors", findings=tuple(floor.sentence for floor in missed), notes=(kept,))


def checks(run: Run) -> SiteReport:
    """The data checks, each with the sites of its rows: errors are findings, warnings are only told."""
    with writer(run.data, run.who, run.settings.lock_wait) as con:
        found = findings(con)
        said = [(one.check.level, f"{one.sentence}{_sites_of(con, one)}") for one in found]
    for _, sentence in said:
        log.warning("%s", sentence)
    errors = tuple(sentence for level, sentence in said if level == "error")
    warnings = tuple(sentence for level, sentence in said if level == "warning")
    return SiteReport("checks", findings=errors, notes=warnings if found else ("checks: nothing found",))


def _sites_of(con: duckdb.DuckDBPyConnection, finding: Finding) -> str:
    """The sites whose rows a check found, in brackets; nothing where its rows belong to none."""
    ids = [cell for row in finding.rows for cell in row if isinstance(cell, str)]
    names = [name for (name,) in con.execute(query("sites_of"), {"ids": ids}).fetchall()]
    return f" ({', '.join(names)})" if names else ""


def compacted(run: Run) -> SiteReport:
    """Empty room in the warehouse, given back where there is enough of it."""
    sizes = compact(run.data, run.settings.lock_wait)
    said = f"the warehouse has {sizes.after / 1e6:.1f} MB, before {sizes.before / 1e6:.1f} MB"
    return SiteReport("compact", notes=(said,))


def exported(run: Run) -> SiteReport:
    """The published copy as Parquet, each file whole or not there."""
    with reader(run.data) as con:
        export(con, run.data / EXPORT, "parquet")
    return SiteReport(EXPORT, notes=(f"exported to {run.data / EXPORT}",))
