"""The demo, played through the real flow: every row is as a careful reader of its pages would write it."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from flows.cli import call
from flows.demo.ending import queries_to_paste
from flows.demo.newsroom import moments
from tests.demo_day import played, rows, stories
from tests.test_readme import README, fenced

EXPECTED = Path(__file__).resolve().parents[1] / "flows" / "demo" / "expected.json"


def key(story: dict[str, object]) -> str:
    return f"{story['site']} {story['headline']}"


def test_every_row_of_the_day_is_as_expected() -> None:
    """A missing expected.json is written, and the test fails, so that a person reads it against the pages."""
    found = stories(played()[0])
    if not EXPECTED.exists():
        EXPECTED.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"wrote {EXPECTED.name}: read it against the pages in newsroom/, then run again")
    expected = json.loads(EXPECTED.read_text("utf-8"))
    assert [key(story) for story in found] == [key(story) for story in expected]
    for got, wanted in zip(found, expected, strict=True):
        assert got == wanted, key(wanted)


def test_every_moment_ends_well() -> None:
    assert [(p.moment.at, p.report.state, p.report.message) for p in played()[1] if p.report.state != "completed"] == []


def test_the_morning_after_fetches_no_words() -> None:
    last = played()[1][-1].report
    outcomes = sum((Counter(site.outcomes) for site in last.sites), Counter())
    assert set(outcomes) <= {"unchanged", "gone"}
    assert last.started_at == moments()[-1].at
    assert sum(site.new_versions for site in last.sites) == 0


def test_a_softened_promise_keeps_its_statement() -> None:
    found = rows(
        played()[0],
        """SELECT count(DISTINCT statement_id) AS ids, list(change ORDER BY version_no) AS changes
           FROM statement_history WHERE speaker = 'Anders Velin' AND site = 'apa-en'""",
    )
    assert found == [{"ids": 1, "changes": ["first", "unchanged", "edited"]}]


def test_the_words_of_a_page_that_was_taken_down_are_kept() -> None:
    found = rows(played()[0], "SELECT speaker FROM statements JOIN stories USING (story_id) WHERE status = 'gone'")
    assert found == [{"speaker": "Jonas Petrel"}]


def test_the_queries_to_paste_run_as_they_are_pasted(capfd: pytest.CaptureFixture[str]) -> None:
    commands = [block.splitlines()[1] for block in queries_to_paste(played()[0])]
    assert len(commands) == 3
    for command in commands:
        name, *arguments = shlex.split(command)
        assert (name, call([*arguments, "--json"])) == ("onrecord", 0)
        assert len(capfd.readouterr().out.splitlines()) >= 3


@pytest.mark.parametrize("number", range(5))
def test_the_queries_of_the_readme_find_something(number: int) -> None:
    query = [block for block in fenced(README) if "SELECT" in block and "onrecord" not in block][number]
    found = rows(played()[0], query)
    assert found or "speaker IS NULL" in query


def test_the_picture_in_the_readme_is_the_demo() -> None:
    """Both halves of the picture, read as running text, are words of versions 3 and 4."""
    picture = fenced(README)[0].splitlines()[2:]
    for half, version in ((slice(0, 50), 3), (slice(50, None), 4)):
        words = rows(
            played()[0],
            "SELECT speaker, words FROM statement_history WHERE version_no = ? AND headline LIKE 'Presidents%'",
            version,
        )
        said = " ".join(f"{row['speaker']} … {row['words']}" for row in words)
        shown = " ".join(line[half].strip() for line in picture)
        for piece in shown.split("…")[1:]:
            sentence = piece.rpartition(".")[0].strip()
            assert sentence in " ".join(said.split()), sentence


def test_the_command_tells_a_newcomer_what_happened(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "flows.cli", "demo", str(tmp_path / "day")]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for moment in moments():
        assert moment.says in done.stderr
    for shown in ("Who said what", "Anders Velin", "What changed", "hope to", "onrecord sql --data"):
        assert shown in done.stdout
    assert str(tmp_path / "day") in done.stdout
    assert "Traceback" not in done.stderr
    again = subprocess.run(line, capture_output=True, text=True, timeout=60)
    assert (again.returncode, again.stdout) == (1, "")
    assert "already holds a record" in again.stderr
