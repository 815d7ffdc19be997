"""A reparse as a Prefect flow, started by hand: the archive read again with today's rules. No network."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import partial

from prefect import flow
from prefect.client.schemas.objects import State

from flows.a_run import close_run, open_run
from flows.in_prefect import RUNNER, Day, SiteName, concluded, progress, side_by_side
from flows.intake import Run
from flows.pool import cores
from flows.progress import Advance
from flows.report import RunReport, SiteReport
from flows.rereading import reparse as reread
from flows.settings import Settings
from flows.stopping import Stopping


@flow(task_runner=RUNNER, persist_result=False)
def reparse(sites: tuple[SiteName, ...] = (), since: Day | None = None, dry_run: bool = False) -> State[None]:
    """Read archived pages again with today's rules and apply what changes, or only count it.

    Args:
        sites: Editions or outlets; empty for everything in the archive.
        since: Only pages fetched on this day (UTC) or later, as 2024-03-01.
        dry_run: Only count what would change; write nothing.
    """

    def job(settings: Settings, stop: Stopping) -> RunReport:
        names = [site.name for site in settings.chosen_sites(sites)] if sites else []
        with open_run(settings, "reparse", names, stop=stop) as run, progress("reparse") as advance:
            work = partial(reread_pages, run, names, since, dry_run, advance)
            return close_run(run, side_by_side({"dry run" if dry_run else "archive": work}))

    return concluded("reparse", job)


def reread_pages(run: Run, names: list[str], since: date | None, dry_run: bool, advance: Advance) -> SiteReport:
    """The pages of some sites read again; archive records that cannot be read are findings."""
    begun = datetime.combine(since, time.min, UTC) if since else None
    what = reread(run.store, names, begun, dry_run=dry_run, workers=cores(), advance=advance, stop=run.stop)
    return SiteReport(
        "dry run" if dry_run else "archive",
        {"read again": what.pages},
        new_versions=what.new_versions,
        new_statements=what.new_statements,
        edited=what.edited,
        withdrawn=what.withdrawn,
        stories=tuple(what.stories),
        findings=tuple(what.lost),
        notes=("dry run, nothing was written",) if dry_run else (),
    )
