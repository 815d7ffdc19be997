"""The four flows as `onrecord serve` runs them: the same names, schedules and limits as prefect.yaml, no pool."""

from __future__ import annotations

import asyncio
import signal
from typing import Any, cast

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.runner import Runner
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.backfill import backfill
from flows.commands.common import say
from flows.ingest import ingest
from flows.nightly import nightly
from flows.reparse import reparse
from flows.serving import AT_ONCE, EVERY_NIGHT, EVERY_QUARTER_HOUR, ZONE


def deployments() -> tuple[RunnerDeployment, ...]:
    """What is served: two flows by the clock, two by hand."""
    return (
        _by_clock(ingest, EVERY_QUARTER_HOUR, "every-15-minutes"),
        _by_clock(nightly, EVERY_NIGHT, "every-night"),
        _by_hand(backfill),
        _by_hand(reparse),
    )


def _by_clock(flow: Flow[..., Any], cron: str, slug: str) -> RunnerDeployment:
    schedule = Cron(cron, timezone=ZONE, slug=slug)
    return _deployment(flow, "scheduled", ConcurrencyLimitStrategy.CANCEL_NEW, [schedule])


def _by_hand(flow: Flow[..., Any]) -> RunnerDeployment:
    return _deployment(flow, "manual", ConcurrencyLimitStrategy.ENQUEUE, [])


def _deployment(
    flow: Flow[..., Any], tag: str, strategy: ConcurrencyLimitStrategy, schedules: list[Schedule]
) -> RunnerDeployment:
    deployment = flow.to_deployment(
        flow.name,
        schedules=schedules,
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=strategy, grace_period_seconds=120),
        tags=["onrecord", tag],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast(RunnerDeployment, deployment)


class Served(Runner):
    """A runner that SIGTERM and Ctrl-C stop in good order: no new runs, those in hand finish their batch."""

    stopped_by: signal.Signals | None = None

    async def until_told(self) -> None:
        """Poll and run until a signal comes and the runs in hand have ended."""
        self._loop_here = asyncio.get_running_loop()
        self._loop_here.add_signal_handler(signal.SIGINT, self.stop_for, signal.SIGINT)
        await self.start()

    def handle_sigterm(self, *_: object) -> None:
        """What start() installs for SIGTERM; a signal handler, so it only leaves a note with the loop."""
        self._loop_here.call_soon_threadsafe(self.stop_for, signal.SIGTERM)

    def stop_for(self, number: signal.Signals) -> None:
        """Begin to stop; once is enough."""
        if self.stopped_by is None:
            self.stopped_by = number
            say("serve: stopping; runs in hand finish their batch")
            self._stopping = self._loop_here.create_task(self.astop())


def run_forever() -> int:
    """Serve until told to stop; 143 after SIGTERM, 130 after Ctrl-C. Schedules are paused on the way out."""
    runner = Served(name="onrecord", limit=AT_ONCE, pause_on_shutdown=True)
    for deployment in deployments():
        runner.add_deployment(deployment)
    asyncio.run(runner.until_told())
    return 128 + runner.stopped_by if runner.stopped_by else 0
