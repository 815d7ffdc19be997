"""The night's work as a Prefect flow: floors, checks, empty room given back, the export, a fresh readers' copy."""

from __future__ import annotations

from functools import partial

from prefect import flow
from prefect.client.schemas.objects import State

from flows.a_run import close_run, open_run
from flows.in_prefect import RUNNER, concluded, side_by_side
from flows.night import EXPORT, checks, compacted, exported, floors
from flows.report import RunReport
from flows.settings import Settings
from flows.stopping import Stopping


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
