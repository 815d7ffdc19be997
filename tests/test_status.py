"""Status: runs, what is due, floors and lags, from a store that may be in use; and the night's compaction."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from flows.a_run import close_run, open_run
from flows.cli import call
from flows.demo.script import OUTLET, play
from flows.night import checks, floors
from flows.report import SiteReport
from flows.settings import Settings
from flows.shown_in_page import link, outcome_table, plain, said_in_run, said_markdown
from flows.watching import looking, status
from scrapers.site import Floor, Site, editions
from storage.compact import compact
from storage.database import writer
from storage.turns import turn
from tests.gated_newsroom import newsroom

SITES = editions(OUTLET)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime, str]:
    """A store after the first hours of the demo's day, the moment of its last run, and that run's id."""
    data = tmp_path_factory.mktemp("status")
    *_, last = islice(play(data), 3)
    return data, last.moment.at.astimezone(UTC), last.report.run_id


def test_the_last_runs_come_newest_first(day: tuple[Path, datetime, str]) -> None:
    data, at, run_id = day
    found = status(data, SITES, at + timedelta(minutes=1), most=3)
    assert found.runs[0].run_id == run_id
    assert len(found.runs) == 3
    assert found.exit_code == 0


def test_a_site_tells_its_day(day: tuple[Path, datetime, str]) -> None:
    data, at, _ = day
    found = status(data, SITES, at + timedelta(minutes=1))
    english = next(site for site in found.sites if site.day.site == "apa-en")
    assert english.day.new_articles >= 3
    assert 0 < english.day.with_statements <= english.day.versions
    assert english.day.last_fetch is not None
    assert english.day.lag_median is not None
    assert 0 <= english.day.lag_median <= english.day.lag_max < 24 * 60


def test_what_is_due_grows_with_time(day: tuple[Path, datetime, str]) -> None:
    data, at, _ = day

    def due(now: datetime) -> int:
        return sum(site.due for site in status(data, SITES, now).sites)

    assert due(at) < due(at + timedelta(days=2))


def test_a_missed_floor_is_told(day: tuple[Path, datetime, str]) -> None:
    data, at, _ = day
    english = next(site for site in SITES if site.name == "apa-en")
    greedy: Site = replace(english, floor=Floor(pages_a_day=1000))
    assert status(data, [greedy], at).sites[0].owes == (), "the first day owes nothing"
    found = status(data, [greedy], at + timedelta(days=1, hours=12))
    assert "the floor is 1000" in found.sites[0].owes[0]
    assert found.exit_code == 3


def test_a_store_in_use_is_read_from_the_published_copy(day: tuple[Path, datetime, str]) -> None:
    data, at, run_id = day
    with turn(data, "a long write", 5):
        found = status(data, SITES, at)
    assert found.runs[0].run_id == run_id
    assert found.held_by is not None
    assert found.held_by.who == "a long write"


def test_looking_never_writes(day: tuple[Path, datetime, str]) -> None:
    with looking(day[0], "test") as con, pytest.raises(Exception, match="read-only"):
        con.execute("DELETE FROM runs")


def test_json_has_a_line_a_run_and_a_line_a_site(
    day: tuple[Path, datetime, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_SITES", '{"apa": {}}')
    call(["status", "--json", "--runs", "2", "--data", str(day[0])])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["kind"] for row in rows] == ["run", "run", *("site" for _ in SITES)]
    assert {"seconds", "state", "pages"} <= rows[0].keys()
    assert {"due", "owes", "lag_median", "lag_max", "new_articles", "last_fetch"} <= rows[-1].keys()


def test_a_redesign_is_told_by_selector_by_the_run_and_by_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    missed = "no words stand at div.news_content div.texts or at "
    with newsroom() as editions:
        editions["en"].redesigned = True
        monkeypatch.setenv("ONRECORD_MIRRORS", json.dumps({"en.apa.az": editions["en"].address}))
        monkeypatch.setenv("ONRECORD_SITES", '{"apa-en": {"pause": 0}}')
        assert call(["run", "--data", str(tmp_path)]) == 3
        told = capsys.readouterr().err.splitlines()[-1]
        assert call(["run", "--data", str(tmp_path)]) == 3
        later = capsys.readouterr().err.splitlines()[-1]
    assert "0 new versions" in later
    assert later.endswith(f"{told.partition('; ')[2]}; no article was asked for since"), "not well again by silence"
    assert (told.count(missed), f"could not be read: the layout changed, {missed}" in told) == (1, True)
    assert "see: " not in told
    with looking(tmp_path, "test") as con:
        messages = con.execute("SELECT message FROM runs ORDER BY started_at").fetchall()
    assert messages == [(one.removeprefix("ingest failed: "),) for one in (told, later)]
    assert call(["status", "--json", "--data", str(tmp_path)]) == 3
    site = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert any(f"could not be read: {missed}" in one for one in site["owes"])
    assert any(f"onrecord sites add-case apa-en {site['layout_url']}" in one for one in site["owes"])


def test_the_table_is_for_people(day: tuple[Path, datetime, str], capsys: pytest.CaptureFixture[str]) -> None:
    call(["status", "--data", str(day[0])])
    said = capsys.readouterr().out
    assert "Last runs" in said
    assert "apa-en" in said


def test_nothing_to_look_at_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["status", "--data", str(tmp_path / "none")]) == 1
    assert "onrecord run" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_run_shows_its_outcomes_and_who_said_what(tmp_path: Path) -> None:
    played = next(play(tmp_path))
    (row, *_) = outcome_table(played.report)
    assert row["site"] == played.report.sites[0].site
    said = said_markdown(said_in_run(tmp_path, played.report.run_id))
    assert said.startswith("- *first* **")
    assert "](https://" in said


def test_words_from_the_web_cannot_leave_their_place() -> None:
    rude = {"change": "first", "speaker": "A|B", "words": "<script>x</script> [a](javascript:b)\n# c", "headline": "]("}
    said = said_markdown([{**rude, "url": "https://example.org/a b)(c"}])
    assert "<script>" not in said
    assert "[a](" not in said
    assert said.count("\n") == 0
    assert said.endswith("(https://example.org/a%20b%29%28c))")
    assert link("javascript:alert(1)") == "#"
    assert plain("1_000 *x*") == r"1\_000 \*x\*"


def test_the_night_says_what_it_did_and_names_the_sites_at_fault(tmp_path: Path) -> None:
    next(play(tmp_path))
    with open_run(Settings(data=tmp_path, contact="test"), "nightly", ["apa-en"]) as run:
        assert checks(run) == SiteReport("checks", notes=("checks: nothing found",))
        with writer(tmp_path, "test") as con:
            con.execute("UPDATE versions SET published_at = seen_at + INTERVAL 9 DAY WHERE is_latest")
        (warning,) = checks(run).notes
        with writer(tmp_path, "test") as con:
            con.execute("DELETE FROM passages")
        found = checks(run)
        report = close_run(run, [found, floors(run, SITES)])
    assert (warning.startswith("warning: dated_ahead: "), warning.endswith("(apa-en)")) == (True, True)
    assert any("versions_have_passages" in one and one.endswith("(apa-en)") for one in found.findings)
    assert (report.state, report.exit_code) == ("failed", 3)
    assert "floors: 3 sites asked, 0 missed one" in report.message
    assert "0 pages" not in report.message


def test_compaction_gives_room_back_and_keeps_every_row(tmp_path: Path) -> None:
    with writer(tmp_path, "test") as con:
        noise = "(SELECT string_agg(md5((a.range * 100 + b.range)::VARCHAR), '') FROM range(100) b)"
        con.execute(f"INSERT INTO versions (version_id, body) SELECT a.range, {noise} FROM range(10000) a")
        con.execute("CHECKPOINT")
        con.execute("DELETE FROM versions WHERE version_id::INTEGER >= 100")
        kept = con.execute("SELECT * FROM versions ORDER BY version_id").fetchall()
        comments = con.execute("SELECT count(comment) FROM duckdb_columns()").fetchall()
    done = compact(tmp_path, 5)
    assert done.after < done.before / 2
    again = compact(tmp_path, 5)
    assert again.before == again.after
    with writer(tmp_path, "test") as con:
        assert con.execute("SELECT * FROM versions ORDER BY version_id").fetchall() == kept
        assert con.execute("SELECT count(comment) FROM duckdb_columns()").fetchall() == comments
        assert con.execute("SELECT count(*) FROM statements").fetchall() == [(0,)]
    assert [path.name for path in tmp_path.glob(".warehouse.compact*")] == []
