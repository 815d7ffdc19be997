"""kill -9 at a hundred random moments: the next start goes on by itself, and the rows equal an undisturbed run's."""

from __future__ import annotations

import multiprocessing
import random
import time
from itertools import cycle, islice
from pathlib import Path

import duckdb
import pytest

from flows.demo.script import play
from tests.killed_jobs import JOBS

KILLS_A_LIFE = 10
PUBLIC = {
    "stories": "*",
    "versions": "*",
    "passages": "*",
    "statement_history": "*",
    "story_aliases": "*",
    "pages": "* EXCLUDE (run_id, warc_file, warc_offset)",
}
"""What must be equal: everything but the name of the run, and the archive file of that name."""


@pytest.fixture(scope="module")
def warcs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The archive of the busiest moments of the demo's day, which is WARC like any other."""
    data = tmp_path_factory.mktemp("day")
    for _ in play(data):
        pass
    return sorted((data / "archive" / "apa-en").glob("*.warc.gz"))[2:6]


@pytest.fixture(scope="module")
def undisturbed(warcs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[list[object], float]:
    """The rows of a backfill that nobody kills, and how many seconds one takes in a process of its own."""
    data = tmp_path_factory.mktemp("undisturbed")
    run("backfill", data, warcs)
    began = time.monotonic()
    run("backfill", tmp_path_factory.mktemp("timed"), warcs)
    return rows(data), time.monotonic() - began


def start(job: str, data: Path, warcs: list[Path]) -> multiprocessing.process.BaseProcess:
    """A job in a process of its own, which has everything imported already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.killed_jobs"])
    process = context.Process(target=JOBS[job], args=(data, warcs))
    process.start()
    return process


def run(job: str, data: Path, warcs: list[Path]) -> None:
    """A job, undisturbed."""
    process = start(job, data, warcs)
    process.join()
    assert process.exitcode == 0, f"{job} ended with {process.exitcode}"


def rows(data: Path) -> list[object]:
    """Every public row of the published copy."""
    with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
        return [con.execute(f"SELECT {what} FROM {table} ORDER BY ALL").fetchall() for table, what in PUBLIC.items()]


@pytest.mark.kill
@pytest.mark.timeout(600)
@pytest.mark.parametrize("life", range(10))
def test_whatever_is_killed_the_end_is_the_same(
    life: int, warcs: list[Path], undisturbed: tuple[list[object], float], tmp_path: Path
) -> None:
    """Ten lives of ten kills each; a life goes through all jobs, most of them backfills, and is then left alone."""
    expected, seconds = undisturbed
    chance = random.Random(life)
    for job in islice(cycle(("backfill", "backfill", "reparse", "backfill", "rebuild", "publish")), KILLS_A_LIFE):
        process = start(job, tmp_path, warcs)
        process.join(chance.uniform(0, seconds))
        process.kill()
        process.join()
        if (tmp_path / "onrecord.duckdb").exists():
            with duckdb.connect(str(tmp_path / "onrecord.duckdb"), read_only=True) as con:
                con.execute("SELECT count(*) FROM statements").fetchall()
    run("backfill", tmp_path, warcs)
    assert rows(tmp_path) == expected
    run("rebuild", tmp_path, warcs)
    run("publish", tmp_path, warcs)
    assert rows(tmp_path) == expected
