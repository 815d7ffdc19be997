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


def run_forever() -> int:
    """Serve until told to stop; 143 after SIGTERM, 130 after Ctrl-C. Schedules are paused on the way out."""
    runner = Runner(name="onrecord", limit=AT_ONCE, pause_on_shutdown=True)
    for deployment in deployments():
        runner.add_deployment(deployment)
    try:
        asyncio.run(runner.start())
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except SystemExit:
        return 128 + signal.SIGTERM
    return 0
