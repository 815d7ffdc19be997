"""A real server and a real worker: deployed, run by the clock and by hand, cancelled, killed, continued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest
import yaml

from flows.prefect_server import NoAnswer
from tests.prefect_rig import PATIENCE, ROOT, Rig, family, kill, rig, until

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


def stored(served: Rig, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(served.data / "onrecord.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_run_fires_by_the_clock_and_shows_what_it_did(working: Rig) -> None:
    working.schedule("ingest", datetime.now(UTC) + timedelta(seconds=8))
    scheduled = until(
        lambda: [r for r in working.rows("flow_runs") if r["auto_scheduled"] and r["state_type"] == "COMPLETED"],
        said="no scheduled run was completed: " + working.log("worker"),
    )
    run_id = scheduled[0]["id"]
    assert "pages" in scheduled[0]["state"]["message"]
    assert len(stored(working, "FROM pages WHERE outcome = 'stored'")) >= 3
    mine = {"flow_runs": {"id": {"any_": [run_id]}}}
    ours = {"logs": {"flow_run_id": {"any_": [run_id]}}, "limit": 200}
    until(lambda: [line for line in working.rows("logs", **ours) if line["name"].startswith("flows.")])
    shown = {one["key"]: str(one["data"]) for one in working.rows("artifacts", **mine)}
    assert '"site": "apa-en"' in shown["outcomes"]
    assert f"](https://{'en.apa.az'}/" in shown["statements"]
    late = working.start("ingest", at=datetime.now(UTC) - timedelta(hours=8))
    state, message = working.ended(late)
    assert (state, "has done its work" in message) == ("COMPLETED", True), "a night's late runs do not pile up"
    assert [task["name"] for task in working.rows("task_runs", **mine)] == ["apa-en"], "a task a site, never a page"


def test_a_second_ingest_is_cancelled_while_one_runs(working: Rig) -> None:
    site = working.sites["ru"]
    site.shut()
    first = working.start("ingest", sites=["apa-ru"])
    assert site.waiting.wait(PATIENCE), working.log("worker")
    state, message = working.ended(working.start("ingest"))
    assert (state, "concurrency" in message) == ("CANCELLED", True)
    site.gate.set()
    assert working.ended(first)[0] == "COMPLETED"


def test_a_backfill_is_run_by_hand_and_its_days_are_checked(working: Rig) -> None:
    asked = ("deployment", "run", "backfill/backfill", "-p", "until=2025-10-15", "-p")
    said = working.prefect(*asked, "since=2025-10-14", "-p", "site=nowhere", ok=False)
    assert "'nowhere' is not one of" in said
    with pytest.raises(NoAnswer, match=r"Conflict|Unprocessable"):
        working.start("backfill", site="apa-ru", since="2025-13-01", until="2025-10-15")
    backwards = working.start("backfill", site="apa-ru", since="2025-10-15", until="2025-10-14")
    assert working.ended(backwards) == (
        "FAILED",
        "until (2025-10-14) is before since (2025-10-15); nothing was fetched. Give the earlier day as since.",
    )
    said = working.prefect(*asked, "since=2025-10-14", "-p", "site=apa-ru")
    (run_id,) = set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", said))
    assert working.ended(run_id)[0] == "COMPLETED"
    assert stored(working, "FROM runs WHERE flow = 'backfill' AND finished_at IS NOT NULL")


def test_a_killed_worker_leaves_nothing_locked_and_the_next_run_continues(working: Rig) -> None:
    site = working.sites["az"]
    site.shut()
    working.ask("automations/", quick_heartbeat_automation())
    run_id = working.start("ingest", sites=["apa-az"])
    assert site.waiting.wait(PATIENCE), working.log("worker")
    kill(family(working.work().pid))
    site.gate.set()
    state, message = working.ended(run_id)
    assert (state, "No heartbeat" in message) == ("CRASHED", True)
    working.work()
    assert working.ended(working.start("ingest", sites=["apa-az"]))[0] == "COMPLETED"
    assert stored(working, "FROM versions WHERE site = 'apa-az'")
    assert stored(working, "FROM runs WHERE state = 'died'")
    assert not stored(working, "FROM runs WHERE finished_at IS NULL AND list_contains(sites, 'apa-az')")


def quick_heartbeat_automation() -> dict[str, Any]:
    """The automation we ship, but for the seconds it waits."""
    shipped: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "heartbeat.yaml").read_text())
    shipped["trigger"]["within"] = 10
    return shipped
