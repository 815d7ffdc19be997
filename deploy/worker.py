"""Prefect's worker for our pool, stopped in good order: python deploy/worker.py [options of prefect worker start]

A worker of Prefect 3.8 that is told to stop kills its runs at once (PrefectHQ/prefect#22528). Here SIGTERM and Ctrl-C
go to the runs first: each finishes its batch, then the worker ends. The second signal ends everything at once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

COMMAND = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "onrecord"]


def main(options: list[str]) -> int:
    """Work until told to stop: 143 after SIGTERM, 130 after Ctrl-C, else what the worker itself ended with."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: told.append(number))
    worker = subprocess.Popen([*COMMAND, *options], start_new_session=True)  # noqa: S603 - the operator's own options
    asked: set[int] = set()
    while worker.poll() is None:
        if told:
            living = runs(worker.pid)
            end(living - asked)
            asked |= living
            if not living or len(told) > 1:
                end({worker.pid} - asked)
                asked.add(worker.pid)
        time.sleep(0.3)
    return 128 + told[0] if told else worker.returncode


def runs(worker: int) -> set[int]:
    """The processes that a worker has started and that have not ended, by Linux's /proc."""
    return {int(stat.parent.name) for stat in Path("/proc").glob("[0-9]*/stat") if _is_child(stat, worker)}


def _is_child(stat: Path, parent: int) -> bool:
    with suppress(OSError):
        state, its_parent = stat.read_text(errors="replace").rpartition(")")[2].split()[:2]
        return int(its_parent) == parent and state != "Z"
    return False


def end(processes: set[int]) -> None:
    """SIGTERM for each of them that is still there."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
