"""The doctor's look at Prefect: the server, its workers, runs that are stuck or late, the heartbeat automation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import metadata
from typing import Any

from packaging.version import Version

from flows.doctor import Line
from flows.prefect_server import POOL, AsksForPassword, NoAnswer, Server

STUCK = timedelta(hours=3)
MANY_LATE = 10


def server_lines(server: Server | None, now: datetime) -> Iterator[Line]:
    """Everything about the Prefect server; one line where none is set, or none answers."""
    if server is None:
        yield unset_line(os.environ.get("PREFECT_API_URL", ""))
        return
    try:
        version = server.version()
    except AsksForPassword as why:
        yield Line("WARN", "server", f"{server.shown} (from {server.origin}) does not let us in: {why}", why.FIX)
        return
    except NoAnswer as why:
        said = f"{server.shown} (from {server.origin}) does not answer: {why}"
        fix = "onrecord serve, or: prefect server start; `onrecord run` works without it"
        yield Line("WARN", "server", said, fix if server.api.endswith("/api") else "its address should end in /api")
        return
    try:
        yield version_line(server, version)
        yield deployments_line(server)
        yield workers_line(server)
        yield automation_line(server)
        yield from flow_run_lines(server, now)
    except (NoAnswer, KeyError, TypeError, ValueError) as why:
        said = f"{server.shown} would not say more: {why}"
        yield Line("WARN", "server", said, "look at its log; its version should be that of `prefect version` here")


def unset_line(named: str) -> Line:
    """No server: none is named, or what PREFECT_API_URL says is no address."""
    if not named:
        return Line("OK", "server", "none set (PREFECT_API_URL); `onrecord run` and cron need none")
    return Line("WARN", "server", "PREFECT_API_URL is no address", "export PREFECT_API_URL=http://127.0.0.1:4200/api")


def version_line(server: Server, theirs: str) -> Line:
    """Whether the server is as new as the Prefect that talks to it."""
    ours = metadata.version("prefect")
    said = f"{server.shown} (from {server.origin}), Prefect {theirs}"
    if Version(theirs) < Version(ours):
        fix = "start the server from this environment: prefect server start, or: onrecord serve"
        return Line("WARN", "server", f"{said}, older than the {ours} here", fix)
    return Line("OK", "server", said)


def deployments_line(server: Server) -> Line:
    """Whether our deployments are there."""
    found = {one["name"] for one in server.ask("deployments/filter", {"deployments": {"tags": {"all_": ["onrecord"]}}})}
    lacking = {"ingest", "nightly", "backfill", "reparse"} - found
    if lacking:
        said = f"not on the server: {', '.join(sorted(lacking))}"
        return Line("WARN", "deployments", said, "prefect --no-prompt deploy --all, or: onrecord serve")
    return Line("OK", "deployments", ", ".join(sorted(found)))


def workers_line(server: Server) -> Line:
    """Whether a worker listens to our pool; none is needed under `onrecord serve`."""
    try:
        workers = server.ask(f"work_pools/{POOL}/workers/filter", {})
    except NoAnswer:
        return Line("OK", "workers", f"no pool {POOL}: runs come from `onrecord serve` or from cron")
    online = [worker["name"] for worker in workers if worker.get("status") == "ONLINE"]
    if not online:
        return Line("WARN", "workers", f"none online in the pool {POOL}", "python deploy/worker.py")
    return Line("OK", "workers", f"{', '.join(online)} in the pool {POOL}")


def automation_line(server: Server) -> Line:
    """Whether dead runs are found by their missing heartbeat."""
    found = [one for one in server.ask("automations/filter", {}) if _watches_heartbeats(one) and one.get("enabled")]
    if found:
        return Line("OK", "heartbeats", f"watched by the automation {found[0]['name']}")
    fix = "prefect automation create --from-file deploy/heartbeat.yaml"
    return Line("WARN", "heartbeats", "nobody marks a run whose machine died", fix)


def _watches_heartbeats(automation: dict[str, Any]) -> bool:
    return "prefect.flow-run.heartbeat" in (automation.get("trigger", {}).get("expect") or ())


def flow_run_lines(server: Server, now: datetime) -> Iterator[Line]:
    """Flow runs that have been running for hours, and how many wait to catch up."""
    running = server.ask("flow_runs/filter", _in_state("RUNNING"))
    stuck = [run for run in running if now - datetime.fromisoformat(run["start_time"]) > STUCK]
    for run in stuck:
        said = f"{run['name']} has been running since {run['start_time'][:16]}"
        yield Line("WARN", "stuck flow run", said, f"if it is dead: prefect flow-run cancel {run['id']}")
    late = server.ask("flow_runs/count", {"flow_runs": {"state": {"name": {"any_": ["Late"]}}}})
    if late > MANY_LATE:
        said = f"{late} wait for a worker; once it is back, those overtaken end as skipped"
        yield Line("WARN", "late flow runs", said, "python deploy/worker.py")
    elif not stuck:
        yield Line("OK", "flow runs", f"{len(running)} running, {late} late")


def _in_state(kind: str) -> dict[str, object]:
    return {"flow_runs": {"state": {"type": {"any_": [kind]}}}, "limit": 50}
