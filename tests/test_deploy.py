"""What we ship for operators: nothing listens to the world, nothing is sent out, heartbeats and their window agree."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.serving import EVERY_NIGHT, EVERY_QUARTER_HOUR, QUIET, ZONE

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
PREFECT = tomllib.loads((ROOT / "prefect.toml").read_text())


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def test_everything_listens_on_loopback() -> None:
    assert PREFECT["server"]["api"]["host"] == PREFECT["worker"]["webserver"]["host"] == "127.0.0.1"
    ports = [port for one in loaded(DEPLOY / "compose.yaml")["services"].values() for port in one.get("ports", ())]
    assert ports == ["127.0.0.1:4200:4200"]
    assert "PREFECT_WORKER_WEBSERVER_HOST=127.0.0.1" in (DEPLOY / "onrecord-worker.service").read_text()


def test_nothing_is_sent_out() -> None:
    assert PREFECT["server"]["analytics_enabled"] is False
    assert PREFECT["telemetry"]["enable_resource_metrics"] is False
    assert PREFECT["cloud"]["enable_orchestration_telemetry"] is False
    assert QUIET["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    environment = loaded(DEPLOY / "compose.yaml")["services"]["server"]["environment"]
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_healthy_run_outlives_the_window_of_the_automation() -> None:
    within = loaded(DEPLOY / "heartbeat.yaml")["trigger"]["within"]
    deployments = loaded(ROOT / "prefect.yaml")["deployments"]
    beats = {int(one["work_pool"]["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]) for one in deployments}
    assert beats == {30, PREFECT["flows"]["heartbeat_frequency"], int(QUIET["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"])}
    assert within >= 4 * 30


def test_no_secret_and_no_default_password_is_shipped() -> None:
    compose = (DEPLOY / "compose.yaml").read_text()
    assert set(re.findall(r"(?:PASSWORD|AUTH_STRING): (\S+?)(?::\?.*)?$", compose, re.MULTILINE)) <= {
        "${POSTGRES_PASSWORD",
        "${PREFECT_AUTH",
        "${PREFECT_AUTH}",
    }


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_a_unit_stops_in_good_order_and_sees_little(unit: Path) -> None:
    parsed = configparser.RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string(unit.read_text())
    service = parsed["Service"]
    assert int(service["TimeoutStopSec"]) >= 60
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "true")
    assert service["ReadWritePaths"] == service["WorkingDirectory"]
    assert Path(service["ExecStart"].split()[0]).name in ("onrecord", "prefect", "python")


def test_every_worker_we_ship_lets_its_runs_finish_their_batch() -> None:
    unit = (DEPLOY / "onrecord-worker.service").read_text()
    assert "/python deploy/worker.py " in unit
    assert "KillMode=mixed" in unit
    assert loaded(DEPLOY / "compose.yaml")["services"]["worker"]["command"][:2] == ["python", "deploy/worker.py"]
    assert "\npython deploy/worker.py" in (ROOT / "README.md").read_text()


def test_the_crontab_needs_no_server_and_names_its_zone() -> None:
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "CRON_TZ=Asia/Baku"
    jobs = [line for line in lines if line[0].isdigit()]
    assert all("&& mkdir -p data &&" in job for job in jobs), "a fresh clone has no folder for the lock and the log"
    assert [job.split()[0] for job in jobs] == ["7,22,37,52", "45"]
    assert not any("prefect" in job for job in jobs)


def test_only_the_flows_import_prefect() -> None:
    found = {
        path.name
        for folder in ("flows", "scrapers", "storage")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"^(?:from|import) prefect\b", path.read_text(), re.MULTILINE)
    }
    assert found == {"ingest.py", "backfill.py", "reparse.py", "nightly.py", "in_prefect.py", "served.py"}


def test_commands_start_without_prefect() -> None:
    code = "import sys, flows.cli, flows.commands.watch, flows.commands.ingest; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_serve_and_prefect_yaml_say_the_same() -> None:
    deployments = {one["name"]: one for one in loaded(ROOT / "prefect.yaml")["deployments"]}
    assert [s["cron"] for s in deployments["ingest"]["schedules"]] == [EVERY_QUARTER_HOUR]
    assert [s["cron"] for s in deployments["nightly"]["schedules"]] == [EVERY_NIGHT]
    scheduled = [deployments[name]["schedules"][0]["timezone"] for name in ("ingest", "nightly")]
    assert scheduled == [ZONE, ZONE]
    by_strategy = {name: one["concurrency_limit"]["collision_strategy"] for name, one in deployments.items()}
    assert by_strategy == {"ingest": "CANCEL_NEW", "nightly": "CANCEL_NEW", "backfill": "ENQUEUE", "reparse": "ENQUEUE"}
