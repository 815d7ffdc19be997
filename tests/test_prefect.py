"""A real server and a real worker: deployed, run by the clock and by hand, cancelled, killed, continued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
import yaml

from tests.prefect_rig import ROOT, Rig, family, kill, rig, until

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("prefect")]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with rig(tmp_path_factory.mktemp("prefect")) as made:
        yield made


@pytest.fixture
def working(served: Rig) -> Iterator[Rig]:
    """The server with a worker."""
    with served.worker():
        yield served


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
    said = [line["message"] for line in working.rows("logs", logs={"flow_run_id": {"any_": [run_id]}}, limit=200)]
    assert any("new versions" in line for line in said), said
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
    assert site.waiting.wait(60), working.log("worker")
    state, message = working.ended(working.start("ingest"))
    assert (state, "concurrency" in message) == ("CANCELLED", True)
    site.gate.set()
    assert working.ended(first)[0] == "COMPLETED"


def test_a_backfill_is_run_by_hand_and_its_days_are_checked(working: Rig) -> None:
    span = ("-p", "since=2024-03-11", "-p", "until=2024-03-12")
    said = working.prefect("deployment", "run", "backfill/backfill", "-p", "site=nowhere", *span, ok=False)
    assert "'nowhere' is not one of" in said
    asked = ("deployment", "run", "backfill/backfill", "-p", "site=apa-en")
    assert "2024-13-01" in working.prefect(*asked, "-p", "since=2024-13-01", "-p", "until=2024-03-12", ok=False)
    backwards = working.start("backfill", site="apa-en", since="2024-03-12", until="2024-03-11")
    assert working.ended(backwards) == (
        "FAILED",
        "until (2024-03-11) is before since (2024-03-12); nothing was fetched. Give the earlier day as since.",
    )
    working.prefect(*asked, *span, "--watch")
    assert stored(working, "FROM runs WHERE flow = 'backfill' AND finished_at IS NOT NULL")


def test_a_killed_worker_leaves_nothing_locked_and_the_next_run_continues(served: Rig) -> None:
    ship_heartbeat_automation(served)
    site = served.sites["az"]
    site.shut()
    with served.worker() as worker:
        run_id = served.start("ingest", sites=["apa-az"])
        assert site.waiting.wait(60), served.log("worker")
        kill(family(worker.pid))
    site.gate.set()
    state, message = served.ended(run_id)
    assert (state, "No heartbeat" in message) == ("CRASHED", True)
    with served.worker():
        assert served.ended(served.start("ingest", sites=["apa-az"]))[0] == "COMPLETED"
    assert stored(served, "FROM versions WHERE site = 'apa-az'")
    assert stored(served, "FROM runs WHERE state = 'died'")
    assert not stored(served, "FROM runs WHERE finished_at IS NULL")


def ship_heartbeat_automation(served: Rig) -> None:
    """The automation we ship, but for the seconds it waits."""
    shipped = yaml.safe_load((ROOT / "deploy" / "heartbeat.yaml").read_text())
    shipped["trigger"]["within"] = 10
    file = served.folder / "heartbeat.yaml"
    file.write_text(yaml.safe_dump(shipped))
    served.prefect("automation", "create", "--from-file", str(file))
