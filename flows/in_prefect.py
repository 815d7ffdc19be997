"""What the flows share of Prefect: a task a site, tables in the web page, and a state that tells the truth."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any, cast
from uuid import UUID

from prefect import task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.exceptions import CancelledRun, FailedRun
from prefect.futures import PrefectFuture
from prefect.states import Cancelled, Completed, Failed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import Task
from pydantic import Field

from flows.alerts import announce
from flows.commands.common import Stop
from flows.intake import utc_now
from flows.progress import Advance
from flows.report import RunReport, SiteReport
from flows.settings import Settings, load
from flows.shown_in_page import outcome_table, said_in_run, said_markdown
from flows.stopping import Stopping, stoppable
from scrapers.site import sites
from storage.database import Busy
from storage.problems import StoreProblem

SIDE_BY_SIDE = 16
"""How many sites one run fetches at the same time; a host is never asked twice at once, whoever asks."""

RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=SIDE_BY_SIDE))

MOST_FAILURES = 20
PROGRESS_EVERY = 5.0

_CHOICES = sorted({name for site in sites().values() for name in (site.name, site.outlet)})
_DAY = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"

SiteName = Annotated[str, Field(json_schema_extra={"enum": list(_CHOICES)})]
"""An edition or an outlet. The list is shown by Prefect's form and checked when a run is asked for."""

Day = Annotated[date, Field(json_schema_extra={"pattern": _DAY})]
"""A day. Prefect does not check `format: date` when a run is asked for; it does check a pattern."""

log = logging.getLogger(__name__)


def store_was_busy(_task: Task[..., object], _run: TaskRun, state: State) -> bool:
    """Whether a task failed for the one reason that trying again helps: another run held the store too long."""
    return isinstance(state.result(raise_on_failure=False), Busy)


@task(
    task_run_name="{name}",
    retries=2,
    retry_delay_seconds=60,
    retry_condition_fn=store_was_busy,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def part(name: str, work: Callable[[], SiteReport]) -> SiteReport | State[SiteReport]:
    """One site, or one slice of a backfill. Pages are retried inside, politely; the part as a whole hardly ever.

    A site that owes something is Failed in the web page too, its report kept all the same.
    """
    report = work()
    return Failed(message="; ".join(report.findings), data=report) if report.findings else report


def side_by_side(works: Mapping[str, Callable[[], SiteReport]]) -> list[SiteReport]:
    """Do every part at the same time, each a task; a part that broke becomes a finding of its site."""
    futures = {name: part.submit(name, work) for name, work in works.items()}
    return [_report(name, future.result(raise_on_failure=False)) for name, future in futures.items()]


def _report(name: str, result: object) -> SiteReport:
    if isinstance(result, SiteReport):
        return result
    return SiteReport(name, findings=(f"{type(result).__name__}: {result}",))


Job = Callable[[Settings, Stopping], RunReport]


def concluded(flow: str, job: Job) -> State[None]:
    """Do a job and say how it ended: the state of the flow run, tables in the web page, an alert on a change.

    SIGTERM (a cancelled run, a stopped service) finishes the batch; a second one ends it at once.
    """
    _let_our_loggers_speak()
    started = utc_now()
    try:
        settings = load().settings
    except Stop as why:
        return Failed(message=str(why))
    try:
        with stoppable() as stop:
            _leave_ctrl_c_to_our_parent()
            report = job(settings, stop)
    except Stop as why:
        return Failed(message=str(why))
    except StoreProblem as problem:
        report = RunReport("", flow, started, utc_now(), (), (str(problem),))
    _tell(settings, report)
    return state_of(report)


def state_of(report: RunReport) -> State[None]:
    """Completed, Failed or Cancelled, with the counts and the names of the sites at fault in the message."""
    if report.interrupted:
        return Cancelled(message=f"Interrupted; what was finished is kept. {report.message}")
    if report.state == "failed":
        return Failed(message=report.message)
    return Completed(message=report.message)


def _let_our_loggers_speak() -> None:
    for name in ("flows", "scrapers", "storage"):
        logging.getLogger(name).setLevel(logging.INFO)
    for name in ("prefect.flow_runs", "prefect.engine"):
        logging.getLogger(name).addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """False for the traceback that Prefect adds when a flow ends Failed or Cancelled by its own word: that said why."""
    return not (record.exc_info and isinstance(record.exc_info[1], (FailedRun, CancelledRun)))


def _leave_ctrl_c_to_our_parent() -> None:
    """A terminal sends Ctrl-C to our parent and to us; the parent passes it on as SIGTERM, and twice means at once."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _tell(settings: Settings, report: RunReport) -> None:
    for site in report.sites:
        for failure in site.failures[:MOST_FAILURES]:
            log.warning("%s: %s", site.site, failure)
    log.info("%s", report.message)
    if report.sites:
        create_table_artifact(outcome_table(report), key="outcomes", description="How each site's pages ended.")
    if said := said_in_run(settings.data, report.run_id):
        create_markdown_artifact(said_markdown(said), key="statements", description="Statements new or changed.")
    announce(settings, report)


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """A progress bar in the web page; yields the function that moves it, at most every few seconds."""
    bar = cast(UUID, create_progress_artifact(0.0, key="progress", description=what))
    done: dict[str, int] = {}
    totals: dict[str, int] = {}
    shown_at = time.monotonic()

    def advance(name: str, more: int, total: int | None) -> None:
        nonlocal shown_at
        done[name] = done.get(name, 0) + more
        totals[name] = total or 0
        if sum(totals.values()) and time.monotonic() - shown_at >= PROGRESS_EVERY:
            shown_at = time.monotonic()
            counted = sum(done[name] for name, whole in totals.items() if whole)
            update_progress_artifact(bar, min(99.0, 100 * counted / sum(totals.values())))

    yield advance
    update_progress_artifact(bar, 100.0)
