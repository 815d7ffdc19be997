"""Taking turns: fair, in time, naming the holder, between threads and processes; a dead holder's turn is over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from flows.cli import call
from storage.database import WAREHOUSE, writer
from storage.problems import Busy
from storage.turns import FOLDER, holder, turn

HOLD = """
import sys, time
from pathlib import Path
from storage.database import writer
with writer(Path(sys.argv[1]), "backfill apa-en") as con:
    print("held", flush=True)
    sys.stdin.read()
"""


def held(data: Path, program: str = HOLD, *more: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(data), *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def ended(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_waiting_ends_in_time_and_names_the_holder(tmp_path: Path) -> None:
    process = held(tmp_path)
    try:
        found = holder(tmp_path)
        assert found is not None
        assert (found.who, found.pid) == ("backfill apa-en", process.pid)
        with (
            pytest.raises(Busy, match=f"backfill apa-en \\(process {process.pid}") as busy,
            writer(tmp_path, "run", 0.2),
        ):
            pass
        assert busy.value.code == 75
    finally:
        ended(process)


@pytest.mark.parametrize("command", [["publish"], ["check"], ["backfill", "--warc", "a.warc"], ["reparse"]])
def test_a_command_that_waits_too_long_ends_with_75_and_names_the_holder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (tmp_path / "a.warc").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_LOCK_WAIT", "0.1")
    process = held(tmp_path / "data")
    try:
        assert call([*command, "--data", "data"]) == 75
        assert f"held by backfill apa-en (process {process.pid}, since " in capsys.readouterr().err
    finally:
        ended(process)


TAKES_TURNS = """
import json, sys
from pathlib import Path
from storage.turns import FOLDER, turn
data, who = Path(sys.argv[1]), sys.argv[2]
print("held", flush=True)
sys.stdin.readline()
for _ in range(10):
    with turn(data, who, 60), (data / "order").open("a") as order:
        tickets = {json.loads(t.read_text())["who"]: t.name for t in (data / FOLDER).glob("0*") if t.stat().st_size}
        order.write(tickets[who] + who + " ")
"""


def test_three_processes_that_want_the_store_all_the_time_have_it_in_the_order_they_came(tmp_path: Path) -> None:
    """Who comes back for more draws a ticket behind those that wait, so nobody starves."""
    (tmp_path / "order").touch()
    processes = [held(tmp_path, TAKES_TURNS, name) for name in "abc"]
    with turn(tmp_path, "first", 1):
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        until = time.monotonic() + 30
        while len(list((tmp_path / FOLDER).glob("0*"))) < 4:
            assert time.monotonic() < until
    for process in processes:
        process.communicate()
    turns = (tmp_path / "order").read_text().split()
    assert sorted(turn[-1] for turn in turns) == sorted("abc" * 10)
    assert turns == sorted(turns)


@pytest.mark.kill
def test_a_killed_holder_frees_the_store_at_once(tmp_path: Path) -> None:
    process = held(tmp_path)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    with writer(tmp_path, "run", 5) as con:
        assert con.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    assert holder(tmp_path) is None


def test_a_program_that_opened_the_file_without_asking_is_waited_for_and_named(tmp_path: Path) -> None:
    with writer(tmp_path, "run"):
        pass
    outside = "import sys, duckdb\nc = duckdb.connect(sys.argv[1])\nprint('held', flush=True)\nsys.stdin.read()"
    process = held(tmp_path / WAREHOUSE, outside)
    try:
        with pytest.raises(Busy, match=f"process {process.pid}"), writer(tmp_path, "run", 0.3):
            pass
    finally:
        ended(process)


def test_who_came_first_goes_first(tmp_path: Path) -> None:
    order: list[int] = []
    threads = []

    def queue(number: int) -> None:
        with turn(tmp_path, f"thread {number}", 30):
            order.append(number)

    with turn(tmp_path, "first", 1):
        for number in range(6):
            threads.append(threading.Thread(target=queue, args=(number,)))
            threads[-1].start()
            until = time.monotonic() + 10
            while len(list((tmp_path / FOLDER).glob("0*"))) < number + 2:
                assert time.monotonic() < until
    for thread in threads:
        thread.join()
    assert order == list(range(6))


def test_threads_of_one_process_write_one_after_the_other(tmp_path: Path) -> None:
    with writer(tmp_path, "test") as con:
        con.execute("CREATE TABLE counter AS SELECT 0 AS n")

    def count() -> None:
        for _ in range(5):
            with writer(tmp_path, "thread", 60) as con:
                found = con.execute("SELECT n FROM counter").fetchone()
                assert found is not None
                con.execute("UPDATE counter SET n = ?", [found[0] + 1])

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with writer(tmp_path, "test") as con:
        assert con.execute("SELECT n FROM counter").fetchone() == (20,)


def test_a_reader_of_the_warehouse_in_this_process_does_not_hold_the_turn(tmp_path: Path) -> None:
    with writer(tmp_path, "test"):
        assert holder(tmp_path) is not None
    assert holder(tmp_path) is None
    with duckdb.connect(str(tmp_path / WAREHOUSE), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM stories").fetchone() == (0,)
