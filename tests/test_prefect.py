"""A real server and worker: deployed, run by the clock and by hand, cancelled, killed, continued."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from flows.doctor_server import server_lines
from flows.prefect_server import NoAnswer, Server
from tests.gated_newsroom import PATIENCE
from tests.prefect_rig import ROOT, Rig, family, kill, rig, until

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with rig(tmp_path_factory.mktemp("prefect")) as made:
        yield made


@pytest.fixture
def working(served: Rig) -> Rig:
    """The server with a worker, every gate open."""
    served.work()
    for site in served.sites.values():
        site.gate.set()
    return served


@pytest.fixture(scope="module")
def fired(served: Rig) -> dict[str, Any]:
    """The first run that the clock started, once it is completed."""
    served.work()
    served.schedule("ingest", seconds=40)
    try:
        by_clock = until(
            lambda: [r for r in served.rows("flow_runs") if r["auto_scheduled"] and r["state_type"] == "COMPLETED"],
            said="no scheduled run was completed",
        )
    finally:
        served.stop_the_clock()
    run: dict[str, Any] = by_clock[0]
    return run


def test_a_run_fires_by_the_clock_and_shows_what_it_did(working: Rig, fired: dict[str, Any]) -> None:
    run_id = fired["id"]
    assert "pages" in fired["state"]["message"]
    assert len(working.stored("FROM pages WHERE outcome = 'stored'")) >= 3
    mine = {"flow_runs": {"id": {"any_": [run_id]}}}
    ours = {"logs": {"flow_run_id": {"any_": [run_id]}}, "limit": 200}
    until(lambda: [line for line in working.rows("logs", **ours) if line["name"].startswith("flows.")])
    shown = {one["key"]: str(one["data"]) for one in working.rows("artifacts", **mine)}
    assert '"site": "apa-en"' in shown["outcomes"]
    assert f"](https://{'en.apa.az'}/" in shown["statements"]
    assert [task["name"] for task in working.rows("task_runs", **mine)] == ["apa-en"], "a task a site, never a page"


@pytest.mark.usefixtures("fired")
def test_a_run_that_is_late_and_one_of_impossible_days_end_at_once(working: Rig) -> None:
    late = working.start("ingest", at=datetime.now(UTC) - timedelta(hours=8))
    backwards = working.start("backfill", site="apa-az", since="2025-10-15", until="2025-10-14")
    state, message = working.ended(late)
    assert (state, "has done its work" in message) == ("COMPLETED", True), "a night's late runs do not pile up"
    assert working.ended(backwards) == (
        "FAILED",
        "until (2025-10-14) is before since (2025-10-15); nothing was fetched. Give the earlier day as since.",
    )


def test_a_redesigned_site_fails_its_run_by_name_and_another_run_meanwhile_is_cancelled(working: Rig) -> None:
    site = working.sites["az"]
    site.shut()
    working.sites["ru"].redesigned = True
    first = working.start("ingest", sites=["apa-az", "apa-ru"])
    assert site.waiting.wait(PATIENCE), working.log("worker")
    state, message = working.ended(working.start("ingest"))
    assert (state, "concurrency" in message) == ("CANCELLED", True)
    site.gate.set()
    state, message = working.ended(first)
    assert (state, "apa-ru: " in message, "apa-az: " in message) == ("FAILED", True, False)
    assert "the layout changed, no words stand at div" in message
    kept = working.stored("SELECT warc_file, detail FROM pages WHERE outcome = 'layout changed'")
    assert kept
    assert all(file and "div.texts" in str(detail) for file, detail in kept)
    assert working.stored("FROM pages WHERE site = 'apa-az' AND outcome = 'stored'"), "the other site is stored"
    tasks = working.rows("task_runs", flow_runs={"id": {"any_": [first]}})
    assert {task["name"]: task["state_type"] for task in tasks} == {"apa-az": "COMPLETED", "apa-ru": "FAILED"}


def test_a_backfill_is_run_by_hand_and_its_parameters_are_checked(working: Rig) -> None:
    days = {"since": "2025-10-14", "until": "2025-10-15"}
    for wrong in ({"site": "nowhere"}, {"site": "'; DROP TABLE pages; --"}, {"since": "2025-13-01"}, {"since": "../x"}):
        with pytest.raises(NoAnswer, match=r"Conflict|Unprocessable"):
            working.start("backfill", **({"site": "apa-az"} | days | wrong))
    parameters = [f"-p{name}={text}" for name, text in ({"site": "apa-az"} | days).items()]
    said = working.prefect("deployment", "run", "backfill/backfill", *parameters)
    (run_id,) = set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", said))
    assert working.ended(run_id)[0] == "COMPLETED"
    assert working.stored("FROM runs WHERE flow = 'backfill' AND finished_at IS NOT NULL")


def test_doctor_is_let_in_with_the_password_only(working: Rig) -> None:
    worst = {line.name: line.level for line in server_lines(working.server, datetime.now(UTC)) if line.level != "OK"}
    assert worst.keys() <= {"heartbeats"}
    (line,) = server_lines(Server(working.server.api, "test"), datetime.now(UTC))
    assert (line.level, "PREFECT_API_AUTH_STRING" in line.fix) == ("WARN", True)


def test_a_killed_worker_leaves_nothing_locked_and_the_next_run_continues(working: Rig) -> None:
    site = working.sites["az"]
    site.shut()
    run_id = working.start("ingest", sites=["apa-az"])
    working.ask("automations/", quick_heartbeat_automation(run_id))
    assert site.waiting.wait(PATIENCE), working.log("worker")
    worker = working.work()
    kill(family(worker.pid))
    worker.wait(PATIENCE)
    working.work()
    site.gate.set()
    state, message = working.ended(run_id)
    assert (state, "No heartbeat" in message) == ("CRASHED", True)
    assert working.ended(working.start("ingest", sites=["apa-az"]))[0] == "COMPLETED"
    assert working.stored("FROM versions WHERE site = 'apa-az'")
    assert working.stored("FROM runs WHERE state = 'died'")
    assert not working.stored("FROM runs WHERE finished_at IS NULL AND list_contains(sites, 'apa-az')")


def test_a_worker_that_is_told_to_stop_lets_its_run_finish_the_batch(working: Rig) -> None:
    site = working.sites["ru"]
    site.shut()
    run_id = working.start("ingest", sites=["apa-ru"])
    assert site.waiting.wait(PATIENCE), working.log("worker")
    worker = working.work()
    worker.terminate()
    until(lambda: "stopping after this batch" in working.log("worker"), said="the run was not told")
    site.gate.set()
    assert worker.wait(PATIENCE) == 143, working.log("worker")
    state, message = working.ended(run_id)
    assert (state, message.partition(".")[0]) == ("CANCELLED", "Interrupted; what was finished is kept")
    assert working.stored("FROM runs WHERE state = 'interrupted'")


def quick_heartbeat_automation(run_id: str) -> dict[str, Any]:
    """The automation we ship, but for the seconds it waits, and for one run only."""
    shipped: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "heartbeat.yaml").read_text())
    shipped["trigger"]["within"] = 10
    shipped["trigger"]["match"] = {"prefect.resource.id": f"prefect.flow-run.{run_id}"}
    return shipped


def test_serve_that_is_not_let_in_says_so(served: Rig) -> None:
    locked = {name: text for name, text in served.env.items() if not name.endswith("_AUTH_STRING")}
    command = [sys.executable, "-m", "flows.cli", "serve"]
    done = subprocess.run(command, cwd=ROOT, env=locked, capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr.count("\n")) == (1, 2)
    assert "PREFECT_API_AUTH_STRING=user:password" in done.stderr
