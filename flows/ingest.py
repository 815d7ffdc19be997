"""The scheduled run as a Prefect flow: a task a site, side by side."""

from __future__ import annotations

from functools import partial

from prefect import flow
from prefect.client.schemas.objects import State

from flows.a_run import close_run, fetching, open_run
from flows.in_prefect import RUNNER, SiteName, concluded, side_by_side
from flows.report import RunReport
from flows.settings import Settings
from flows.steps import ingest_site
from flows.stopping import Stopping


@flow(task_runner=RUNNER, persist_result=False)
def ingest(sites: tuple[SiteName, ...] = ()) -> State[None]:
    """Discover, fetch what is due, archive, parse, split, version, store and publish.

    What is due comes from the database, never from the time the run was scheduled for: a late run does no more than
    one on time, and the next one after a killed one continues.

    Args:
        sites: Editions or outlets; empty for the sites enabled in the settings.
    """

    def job(settings: Settings, stop: Stopping) -> RunReport:
        chosen = settings.chosen_sites(sites)
        with open_run(settings, "ingest", [site.name for site in chosen], stop=stop) as run:
            with fetching(run) as fetcher:
                reports = side_by_side({site.name: partial(ingest_site, run, site, fetcher) for site in chosen})
            return close_run(run, reports)

    return concluded("ingest", job)
