"""The doctor: each fault gives its line, its level and its fix; a healthy folder gives none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

import duckdb
import pytest

from flows.cli import call
from flows.demo.script import play
from flows.doctor import Line, clock_line, exit_code, folder_lines, package_lines
from flows.doctor_server import server_lines, version_line
from flows.prefect_server import Server, configured
from storage.database import writer
from storage.runs import start_run
from storage.turns import turn
from tests.loopback import Answer, loopback

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # apprise asks for it

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with something in it: the demo's first moment."""
    data = tmp_path_factory.mktemp("doctor")
    next(play(data))
    return data


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder without settings, and an environment without servers."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("PREFECT_", "ONRECORD_")):
            monkeypatch.delenv(name)


def doctor(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, dict[str, str]]]:
    """The exit code, and the worst line of each name."""
    code = call(["doctor", "--json", *arguments])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    rank = {"OK": 0, "WARN": 1, "FAIL": 2}
    return code, {line["name"]: line for line in sorted(lines, key=lambda line: rank[line["level"]])}


def test_a_fresh_clone_has_only_its_contact_to_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, lines = doctor(capsys)
    amiss = {name for name, line in lines.items() if line["level"] != "OK"} - {"packages"}
    assert (amiss, code) == ({"contact"}, 3)
    assert "ONRECORD_CONTACT" in lines["contact"]["fix"]
    monkeypatch.setenv("ONRECORD_CONTACT", "desk@example.org")
    _, lines = doctor(capsys)
    assert lines["setting contact"]["said"] == "desk@example.org (from ONRECORD_CONTACT)"
    assert "contact" not in lines


def test_it_leaves_nothing_behind(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    doctor(capsys, "--data", str(tmp_path / "new"))
    assert list(tmp_path.iterdir()) == []


def test_a_store_in_use_is_well(capsys: pytest.CaptureFixture[str], played: Path) -> None:
    _, lines = doctor(capsys, "--data", str(played))
    looked = ("lock", "warehouse", "wal", "published", "archive", "runs", "last run", "clock")
    assert {name: lines[name]["level"] for name in looked} == dict.fromkeys(looked, "OK")
    assert "nobody" in lines["lock"]["said"]


def test_who_holds_the_store_is_named(capsys: pytest.CaptureFixture[str], played: Path) -> None:
    with turn(played, "backfill apa-en", 5):
        _, lines = doctor(capsys, "--data", str(played))
    assert f"backfill apa-en (process {os.getpid()}" in lines["lock"]["said"]


def test_a_killed_writer_leaves_a_log_that_is_explained(
    capsys: pytest.CaptureFixture[str], played: Path, tmp_path: Path
) -> None:
    data = tmp_path / "killed"
    shutil.copytree(played, data)
    wal = data / "warehouse.duckdb.wal"
    code = f"""
import duckdb, os, pathlib
from storage.database import writer
from storage.runs import start_run
from datetime import datetime, UTC
with writer(pathlib.Path({str(data)!r}), "x") as con:
    start_run(con, "20240311T120000Z-ingest-dead", "ingest", datetime.now(UTC), ("apa-en",))
con = duckdb.connect({str(data / "warehouse.duckdb")!r})
con.execute("UPDATE runs SET message = 'on the way'")
os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False).returncode == 9
    assert wal.exists()
    _, lines = doctor(capsys, "--data", str(data))
    assert lines["wal"]["level"] == "WARN"
    assert "onrecord publish" in lines["wal"]["fix"]
    assert "20240311T120000Z-ingest-dead" in lines["stuck run"]["said"]


def test_a_store_that_is_no_database_is_a_failure(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = tmp_path / "broken"
    data.mkdir()
    (data / "warehouse.duckdb").write_bytes(b"not a database" * 1000)
    code, lines = doctor(capsys, "--data", str(data))
    assert (code, lines["warehouse"]["level"]) == (1, "FAIL")
    assert lines["warehouse"]["fix"].startswith("onrecord rebuild")


def test_a_newer_schema_is_a_failure(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = tmp_path / "newer"
    with writer(data, "test") as con:
        con.execute("INSERT INTO pipeline.migrations VALUES (9999, 'of tomorrow', now())")
    _, lines = doctor(capsys, "--data", str(data))
    assert (lines["warehouse"]["level"], "9999" in lines["warehouse"]["said"]) == ("FAIL", True)


def test_settings_that_cannot_be_read_are_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "onrecord.toml").write_text("contcat = 'me'\n")
    code, lines = doctor(capsys)
    assert (code, lines["settings"]["level"]) == (1, "FAIL")
    assert "contcat" in lines["settings"]["said"]
    assert lines["disk"]["level"] in ("OK", "WARN", "FAIL")


def test_secrets_are_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ONRECORD_ALERTS", '["mailto://me:hidden@example.org"]')
    monkeypatch.setenv("ONRECORD_PING", "https://hc-ping.com/hidden")
    monkeypatch.setenv("PREFECT_API_URL", "http://me:hidden@127.0.0.1:9/api")
    call(["doctor", "--data", str(tmp_path)])
    said = capsys.readouterr().out
    assert "hidden" not in said
    assert "mailto://example.org/…" in said


def test_packages_are_held_to_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "dev.txt"
    lock.write_text("duckdb==0.0.1 \\\n    --hash=sha256:00\nhttpx[brotli]==0.0.2\n")
    (line,) = package_lines(lock)
    assert (line.level, line.fix) == ("WARN", "make env")
    assert f"duckdb {duckdb.__version__} instead of 0.0.1" in line.said
    assert "httpx" in line.said


def test_a_clock_that_stands_before_our_own_records_is_wrong() -> None:
    assert clock_line(NOW, NOW - timedelta(days=1)).level == "OK"
    assert clock_line(NOW, NOW + timedelta(hours=2)).level == "FAIL"
    assert clock_line(datetime(2001, 1, 1, tzinfo=UTC), None).level == "FAIL"


@pytest.mark.parametrize(("levels", "code"), [(["OK"], 0), (["OK", "WARN"], 3), (["WARN", "FAIL"], 1)])
def test_the_exit_code_is_the_worst_line(levels: list[str], code: int) -> None:
    assert exit_code([Line(level, "x", "y") for level in levels]) == code  # type: ignore[arg-type]


def test_a_server_that_is_away_is_a_warning() -> None:
    server = configured({"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    (line,) = server_lines(server, NOW)
    assert (line.level, "does not answer" in line.said) == ("WARN", True)
    assert "works without it" in line.fix


def test_something_else_that_answers_is_no_prefect_server() -> None:
    with loopback({"/api/health": Answer(b"<html>hello</html>")}) as web:
        (line,) = server_lines(configured({"PREFECT_API_URL": f"{web.address}/api"}), NOW)
    assert line.level == "WARN"


@pytest.mark.parametrize(("theirs", "level"), [("3.0.0", "WARN"), (metadata.version("prefect"), "OK"), ("99.0", "OK")])
def test_a_server_older_than_the_prefect_here_is_a_warning(theirs: str, level: str) -> None:
    line = version_line(Server("http://127.0.0.1:4200/api", "prefect.toml"), theirs)
    assert (line.level, theirs in line.said) == (level, True)


@pytest.mark.parametrize(
    ("address", "fix"),
    [("127.0.0.1:4200", "export PREFECT_API_URL=http"), ("http://127.0.0.1:9", "end in /api"), ("", "")],
)
def test_an_address_that_cannot_be_right_is_told(address: str, fix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", address)
    (line,) = server_lines(configured(), NOW)
    assert (line.level, fix in line.fix) == ("WARN" if address else "OK", True)


def test_a_data_folder_that_is_a_file_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    assert "is a file" in {line.name: line for line in folder_lines(tmp_path / "data")}["writable"].said


def test_the_server_is_found_in_prefect_toml(tmp_path: Path) -> None:
    assert configured({}, tmp_path) is None
    (tmp_path / "prefect.toml").write_text('[api]\nurl = "http://127.0.0.1:4200/api"\n')
    server = configured({"PREFECT_API_AUTH_STRING": "me:hidden"}, tmp_path)
    assert server is not None
    assert (server.origin, server.shown) == ("prefect.toml", "http://127.0.0.1:4200/api")
    assert "hidden" not in server.shown


def test_a_run_that_is_alive_is_not_stuck(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from flows.running import alive

    data = tmp_path / "alive"
    with writer(data, "test") as con:
        start_run(con, "20240311T120000Z-ingest-live", "ingest", NOW - timedelta(days=1), ("apa-en",))
    with alive(data, "20240311T120000Z-ingest-live"):
        _, lines = doctor(capsys, "--data", str(data))
    assert "running: 20240311T120000Z-ingest-live" in lines["runs"]["said"]
    assert lines["published"]["level"] == "OK", "a first run publishes when it ends"
    assert doctor(capsys, "--data", str(data))[1]["published"]["level"] == "FAIL"
