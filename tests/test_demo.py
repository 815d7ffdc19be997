"""The demo, played through the real flow: every row is as a careful reader of its pages would write it."""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import pytest

from flows.cli import call
from flows.demo.ending import queries_to_paste
from flows.demo.newsroom import moments
from tests.demo_day import rows, stories
from tests.test_readme import README, fenced

EXPECTED = Path(__file__).resolve().parents[1] / "flows" / "demo" / "expected.json"


@dataclass(frozen=True)
class Day:
    """What `onrecord demo` left behind and what it said."""

    data: Path
    shown: str
    told: str


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A day played by the command a newcomer types; once, however many test processes there are."""
    shared = tmp_path_factory.getbasetemp()
    folder = (shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared) / "the-demo"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "told").exists():
            done = demo(folder / "day")
            assert done.returncode == 0, done.stderr
            (folder / "shown").write_text(done.stdout, "utf-8")
            (folder / "told").write_text(done.stderr, "utf-8")
    return Day(folder / "day", (folder / "shown").read_text("utf-8"), (folder / "told").read_text("utf-8"))


def demo(data: Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "flows.cli", "demo", str(data)]
    return subprocess.run(line, capture_output=True, text=True, timeout=240)


def as_lines(found: object) -> list[str]:
    return json.dumps(found, ensure_ascii=False, indent=1).splitlines()


def test_every_row_of_the_day_is_as_expected(day: Day) -> None:
    """A missing expected.json is written, and the test fails, so that a person reads it against the pages."""
    found = as_lines(stories(day.data))
    if not EXPECTED.exists():
        EXPECTED.write_text("\n".join(found) + "\n", "utf-8")
        pytest.fail(f"wrote {EXPECTED.name}: read it against the pages in newsroom/, then run again")
    expected = EXPECTED.read_text("utf-8").splitlines()
    assert found == expected, "\n".join(unified_diff(expected, found, "expected", "found", n=4, lineterm=""))


def test_every_moment_is_a_run_that_ended_well(day: Day) -> None:
    found = rows(day.data, "SELECT started_at AS at, state FROM runs ORDER BY started_at")
    assert found == [{"at": moment.at, "state": "completed"} for moment in moments()]


def test_the_morning_after_fetches_no_words(day: Day) -> None:
    found = rows(day.data, "SELECT DISTINCT outcome FROM pages WHERE fetched_at = ?", moments()[-1].at)
    assert found == [{"outcome": "unchanged"}]


def test_a_softened_promise_keeps_its_statement(day: Day) -> None:
    found = rows(
        day.data,
        """SELECT count(DISTINCT statement_id) AS ids, list(change ORDER BY version_no) AS changes
           FROM statement_history WHERE speaker = 'Anders Velin' AND site = 'apa-en'""",
    )
    assert found == [{"ids": 1, "changes": ["first", "unchanged", "edited"]}]


def test_the_words_of_a_page_that_was_taken_down_are_kept(day: Day) -> None:
    found = rows(day.data, "SELECT speaker FROM statements JOIN stories USING (story_id) WHERE status = 'gone'")
    assert found == [{"speaker": "Jonas Petrel"}]


def test_the_queries_to_paste_run_as_they_are_pasted(day: Day, capfd: pytest.CaptureFixture[str]) -> None:
    commands = [block.splitlines()[1] for block in queries_to_paste(day.data)]
    assert len(commands) == 3
    for command in commands:
        name, *arguments = shlex.split(command)
        assert (name, call([*arguments, "--json"])) == ("onrecord", 0)
        assert len(capfd.readouterr().out.splitlines()) >= 3


@pytest.mark.parametrize("number", range(5))
def test_the_queries_of_the_readme_find_something(day: Day, number: int) -> None:
    query = [block for block in fenced(README) if "SELECT" in block and "onrecord" not in block][number]
    found = rows(day.data, query)
    assert found or "speaker IS NULL" in query


def test_the_picture_in_the_readme_is_the_demo(day: Day) -> None:
    """Both halves of the picture, read as running text, are words of versions 3 and 4."""
    picture = fenced(README)[0].splitlines()[2:]
    for half, version in ((slice(0, 50), 3), (slice(50, None), 4)):
        words = rows(
            day.data,
            "SELECT speaker, words FROM statement_history WHERE version_no = ? AND headline LIKE 'Presidents%'",
            version,
        )
        said = " ".join(f"{row['speaker']} … {row['words']}" for row in words)
        shown = " ".join(line[half].strip() for line in picture)
        for piece in shown.split("…")[1:]:
            sentence = piece.rpartition(".")[0].strip()
            assert sentence in " ".join(said.split()), sentence


def test_a_newcomer_is_told_what_happened(day: Day) -> None:
    for moment in moments():
        assert moment.says in day.told
    for shown in ("Who said what", "Anders Velin", "What changed", "hope to", "onrecord sql --data", str(day.data)):
        assert shown in day.shown


def test_a_folder_that_holds_a_record_is_left_alone(day: Day) -> None:
    again = demo(day.data)
    assert (again.returncode, again.stdout) == (1, "")
    assert "already holds a record" in again.stderr


def test_the_archive_alone_gives_the_same_rows(day: Day, tmp_path: Path) -> None:
    shutil.copytree(day.data / "archive", tmp_path / "archive")
    assert call(["rebuild", "--data", str(tmp_path)]) == 0
    everything = "SELECT * FROM {} ORDER BY ALL"
    for table in ("stories", "versions", "passages", "statements", "statement_history", "story_aliases", "pages"):
        query = everything.format(table)
        assert rows(tmp_path, query) == rows(day.data, query), table
