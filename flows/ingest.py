"""The scheduled run as a Prefect flow: a task a site, side by side."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import duckdb
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from flows.a_run import close_run, fetching, open_run
from flows.commands.common import Stop
from flows.in_prefect import RUNNER, SiteName, concluded, side_by_side
from flows.intake import utc_now
from flows.report import RunReport
from flows.settings import Settings, load
from flows.steps import ingest_site
from flows.stopping import Stopping
from flows.watching import looking
from storage.problems import StoreProblem
from storage.runs import last_runs

LATE = timedelta(minutes=14)
"""A run that begins this long after its time may have been overtaken: the schedule is a quarter of an hour."""


@flow(task_runner=RUNNER, persist_result=False)
def ingest(sites: tuple[SiteName, ...] = ()) -> State[None]:
    """Discover, fetch what is due, archive, parse, split, version, store and publish.

    What is due comes from the database, never from the time the run was scheduled for: a late run does no more than
    one on time, one that a later run overtook does nothing, and the next one after a killed one continues.

    Args:
        sites: Editions or outlets; empty for the sites enabled in the settings.
    """
    if not sites and (newer := overtaken(flow_run.scheduled_start_time, utc_now())):
        return Completed(name="Skipped", message=newer)

    def job(settings: Settings, stop: Stopping) -> RunReport:
        chosen = settings.chosen_sites(sites)
        with open_run(settings, "ingest", [site.name for site in chosen], stop=stop) as run:
            with fetching(run) as fetcher:
                reports = side_by_side({site.name: partial(ingest_site, run, site, fetcher) for site in chosen})
            return close_run(run, reports)

    return concluded("ingest", job)


def overtaken(scheduled: datetime | None, now: datetime) -> str | None:
    """Which run did a late run's work meanwhile, in a sentence; None if it is not late or nobody did."""
    if scheduled is None or now - scheduled < LATE:
        return None
    try:
        with looking(load().settings.data, "ingest") as con:
            runs = last_runs(con, 20)
    except (Stop, StoreProblem, duckdb.Error):
        return None
    done = (run for run in runs if run.flow == "ingest" and run.finished_at and run.started_at > scheduled)
    newer = next((run for run in done if run.state.startswith("completed")), None)
    if newer is None:
        return None
    return f"Was due at {scheduled:%H:%M} UTC; the run of {newer.started_at:%H:%M} UTC has done its work."
