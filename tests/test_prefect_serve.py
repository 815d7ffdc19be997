"""`onrecord serve`: one command with a server of its own; it runs what is asked for, and SIGTERM finishes the batch."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

from flows.serving import EVERY_NIGHT, EVERY_QUARTER_HOUR, ZONE
from tests.prefect_rig import PATIENCE, ROOT, Rig, free_port, newsroom, process, until

pytestmark = pytest.mark.server


def test_serve_runs_by_itself_and_finishes_its_batch_on_sigterm(tmp_path: Path) -> None:
    port = free_port()
    with newsroom() as sites:
        made = Rig(tmp_path, sites, port)
        del made.env["PREFECT_API_URL"], made.env["PREFECT_HOME"]
        command = [sys.executable, "-m", "flows.cli", "serve", "--port", str(port)]
        with process(command, made.env, tmp_path / "worker.log", tmp_path) as serving:
            until(made.healthy, said="serve did not start a server: " + made.log("worker"))
            until(lambda: {one["name"] for one in made.rows("deployments")} >= {"ingest", "reparse"})
            made.stop_the_clock()
            assert made.ended(made.start("ingest", sites=["apa-ru"]))[0] == "COMPLETED"
            sites["en"].shut(articles_only=True)
            made.start("ingest")
            assert sites["en"].waiting.wait(PATIENCE), made.log("worker")
            serving.send_signal(signal.SIGTERM)
            until(lambda: "serve: stopping" in made.log("worker"))
            sites["en"].gate.set()
            assert serving.wait(PATIENCE) == 143, made.log("worker")
        assert not made.healthy(), "the server it started ends with it"
    with duckdb.connect(str(made.data / "onrecord.duckdb"), read_only=True) as con:
        assert con.execute("SELECT state FROM runs WHERE list_contains(sites, 'apa-en')").fetchall() == [
            ("interrupted",)
        ]
        assert con.execute("FROM pages WHERE site = 'apa-en' AND outcome = 'stored'").fetchall()


def test_serve_and_prefect_yaml_say_the_same() -> None:
    deployments = {one["name"]: one for one in yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]}
    assert [s["cron"] for s in deployments["ingest"]["schedules"]] == [EVERY_QUARTER_HOUR]
    assert [s["cron"] for s in deployments["nightly"]["schedules"]] == [EVERY_NIGHT]
    scheduled = [deployments[name]["schedules"][0]["timezone"] for name in ("ingest", "nightly")]
    assert scheduled == [ZONE, ZONE]
    by_strategy = {name: one["concurrency_limit"]["collision_strategy"] for name, one in deployments.items()}
    assert by_strategy == {"ingest": "CANCEL_NEW", "nightly": "CANCEL_NEW", "backfill": "ENQUEUE", "reparse": "ENQUEUE"}


def test_serve_that_is_stopped_while_it_starts_leaves_no_server_behind(tmp_path: Path) -> None:
    port = free_port()
    with newsroom() as sites:
        made = Rig(tmp_path, sites, port)
        del made.env["PREFECT_API_URL"], made.env["PREFECT_HOME"]
        command = [sys.executable, "-m", "flows.cli", "serve", "--port", str(port)]
        with process(command, made.env, tmp_path / "worker.log", tmp_path) as serving:
            until(lambda: "starting a Prefect server" in made.log("worker"))
            serving.send_signal(signal.SIGTERM)
            assert serving.wait(PATIENCE) == 143, made.log("worker")
        assert not made.healthy()
