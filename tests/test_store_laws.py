"""The store's laws: order does not matter, twice is once, reading anew replaces, what is gone stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.a_run import open_run
from flows.settings import Settings
from scrapers.register import Office, Person, Register
from scrapers.story_records import Story
from storage.check import findings
from storage.database import writer
from storage.forget import forget, respect, stones_for
from storage.page_result import PageResult
from storage.register import apply_register
from storage.telling import told
from storage.tombstones import keep, read
from storage.write import merges, save
from tests.readings import NOON, fetched, missed, reading

NOBODY = Register()
MIRA, TOMAS = "Mira Oduya", "Tomas Venn"
TRADE = "We spoke at length about trade between our two countries and agreed on a road."
ENERGY = "We spoke at length about energy between our two countries and agreed on a line."
THANKS = "I thank my colleague for the warm welcome that we received in this fine city."
TABLES = ("stories", "versions", "passages", "statement_history", "story_aliases", "pages")

FIRST = reading(1, [(MIRA, TRADE), (TOMAS, THANKS)])
SECOND = reading(1, [(MIRA, ENERGY), (TOMAS, THANKS)], update_no=1, published_at=NOON + timedelta(hours=1))
OTHER = reading(2, [(None, "The harbour of Quell will be closed to all ships until the storm has passed.")], "A storm")
LIFE = (
    fetched([FIRST], 5),
    fetched([FIRST], 20),
    missed(FIRST.url, 30, "unchanged", status=304),
    fetched([SECOND], 65),
    fetched([OTHER], 70),
    missed(FIRST.url, 300, "gone", status=404),
    missed("https://vardia-en.example/news/9", 310, "unreachable"),
)


def rows(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    return {table: con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in TABLES}


def stored(folder: Path, batches: Sequence[Sequence[PageResult]]) -> dict[str, list[tuple[object, ...]]]:
    with writer(folder, "test") as con:
        for batch in batches:
            save(con, batch, NOBODY)
        assert findings(con, "error") == []
        return rows(con)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    return stored(tmp_path_factory.mktemp("undisturbed"), [LIFE])


@given(order=st.permutations(LIFE), size=st.integers(1, 7), again=st.sampled_from(LIFE))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_any_batches_and_any_repetition_give_the_same_rows(
    undisturbed: dict[str, list[tuple[object, ...]]],
    tmp_path_factory: pytest.TempPathFactory,
    order: list[PageResult],
    size: int,
    again: PageResult,
) -> None:
    batches = [order[at : at + size] for at in range(0, len(order), size)]
    assert stored(tmp_path_factory.mktemp("any"), [*batches, [again]]) == undisturbed


def test_the_life_of_a_story_as_rows(tmp_path: Path) -> None:
    stored(tmp_path, [LIFE])
    with writer(tmp_path, "test") as con:
        changes = con.execute(
            "SELECT speaker, change, revisions, first_published_at FROM statement_history WHERE version_no = 2"
        ).fetchall()
        status, versions, seen = con.execute(
            "SELECT status, version_count, last_seen_at FROM stories WHERE headline = ?", [FIRST.headline]
        ).fetchall()[0]
        outcomes = dict(con.execute("SELECT fetched_at, outcome FROM pages").fetchall())
    assert changes == [(MIRA, "edited", 1, NOON), (TOMAS, "unchanged", 0, NOON)]
    assert (status, versions, seen) == ("gone", 2, NOON + timedelta(minutes=65))
    assert [outcomes[r.fetched_at] for r in LIFE] == [
        "stored",
        "same words",
        "unchanged",
        "stored",
        "stored",
        "gone",
        "unreachable",
    ]


def test_saving_reports_what_was_new_and_nothing_the_second_time(tmp_path: Path) -> None:
    with writer(tmp_path, "test") as con:
        first, second = save(con, LIFE[:2], NOBODY), save(con, LIFE[3:4], NOBODY)
        again = save(con, LIFE[:4], NOBODY)
    assert (first.new_versions, first.new_statements, first.edited) == (1, 2, 0)
    assert (second.new_versions, second.new_statements, second.edited) == (1, 0, 1)
    assert (again.new_versions, again.stories) == (0, ())
    assert first.outcomes[LIFE[1].page_id] == "same words"


def test_a_dry_run_counts_and_changes_nothing(tmp_path: Path) -> None:
    with writer(tmp_path, "test") as con:
        assert save(con, LIFE, NOBODY, dry_run=True).new_versions == 3
        assert all(not found for found in rows(con).values())


def test_reading_anew_ends_where_a_new_database_would(tmp_path: Path) -> None:
    """Better rules name a speaker and drop a stray paragraph; the same fetches are saved again, in any order."""
    better = reading(1, [(MIRA, TRADE), ("Tomas A. Venn", THANKS)])
    reread = [replace(LIFE[0], readings=(better,)), replace(LIFE[1], readings=(better,)), *LIFE[2:]]
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = stored(tmp_path / "old", [LIFE, reread[1:2], reread[:1], reread[2:]])
    assert old == stored(tmp_path / "new", [reread])
    assert [row for row in old["statement_history"] if "Tomas A. Venn" in row]


def test_a_page_that_is_no_article_any_more_takes_its_story_with_it(tmp_path: Path) -> None:
    no_article = replace(LIFE[4], readings=(), outcome="not an article")
    with writer(tmp_path, "test") as con:
        save(con, LIFE, NOBODY)
        saved = save(con, [no_article], NOBODY)
        assert saved.removed_versions == 1
        assert con.execute("SELECT count(*) FROM stories").fetchone() == (1,)
        assert con.execute("SELECT count(*) FROM pipeline.readings").fetchone() == (2,)


def test_first_publication_and_revisions_are_what_the_story_says_of_its_newest_statements(tmp_path: Path) -> None:
    with writer(tmp_path, "test") as con:
        save(con, LIFE, NOBODY)
        stories: tuple[Story, ...] = told(con, {FIRST.page_key, OTHER.page_key}, {}).stories
        lives = {(life.statement_id, life.first_published_at, life.revisions) for s in stories for life in s.lives}
        found = con.execute("SELECT statement_id, first_published_at, revisions FROM statements").fetchall()
    assert set(found) == lives


def test_a_changed_register_is_applied_to_what_is_stored(tmp_path: Path) -> None:
    minister = Person("mira-oduya", (MIRA, "M. Oduya"), "Q1", (Office("Minister"),))
    with writer(tmp_path, "test") as con:
        save(con, LIFE, NOBODY)
        assert apply_register(con, Register((minister,)))
        assert not apply_register(con, Register((minister,)))
        later = con.execute("SELECT DISTINCT speaker, speaker_key FROM statement_history").fetchall()
        speakers = con.execute("SELECT speaker_key, name, wikidata, statement_count FROM speakers").fetchall()
    assert set(later) == {(MIRA, "mira-oduya"), (TOMAS, None), (None, None)}
    assert set(speakers) == {("mira-oduya", MIRA, "Q1", 1), (None, TOMAS, None, 1)}


def test_a_run_applies_the_register_before_anything_else(tmp_path: Path) -> None:
    speakers = tmp_path / "speakers.toml"
    speakers.write_text(f'[[person]]\nkey = "mira-oduya"\nnames = ["{MIRA}"]\n')
    with writer(tmp_path, "test") as con:
        save(con, LIFE, NOBODY)
    with open_run(Settings(data=tmp_path, speakers=speakers), "ingest", []), writer(tmp_path, "test") as con:
        found = con.execute("SELECT DISTINCT speaker_key FROM statement_history WHERE speaker = ?", [MIRA]).fetchall()
    assert found == [("mira-oduya",)]


def test_a_late_evening_is_the_same_day_to_a_batch_and_to_a_changed_register(tmp_path: Path) -> None:
    """Two people share a name and an office, one after the other; the day (UTC) says which of them it was."""
    until, since = Office("Minister", until=NOON.date()), Office("Minister", since=NOON.date() + timedelta(days=1))
    register = Register((Person("old", (MIRA,), None, (until,)), Person("new", (MIRA,), None, (since,))))
    east = datetime(2024, 3, 12, 2, tzinfo=timezone(timedelta(hours=4)))
    page = fetched([reading(1, [(MIRA, TRADE)], published_at=east)], 5)
    for folder, first in ((tmp_path / "at once", register), (tmp_path / "later", NOBODY)):
        folder.mkdir()
        with writer(folder, "test") as con:
            save(con, [page], first)
            if first is NOBODY:
                apply_register(con, register)
            assert con.execute("SELECT speaker_key FROM statements").fetchall() == [("old",)]


def test_a_forgotten_page_leaves_a_stone_that_later_fetches_and_rebuilds_respect(tmp_path: Path) -> None:
    with writer(tmp_path, "test") as con:
        save(con, LIFE, NOBODY)
        stones = stones_for(con, FIRST.url, "asked by the person", NOON + timedelta(days=1))
        keep(tmp_path / "archive", stones)
        assert forget(con, stones, NOBODY) == []
        assert save(con, [LIFE[0]], NOBODY).outcomes == {LIFE[0].page_id: "refused"}
        words = con.execute("SELECT words FROM passages UNION ALL SELECT words FROM statement_history").fetchall()
        assert all("trade" not in text for (text,) in words)
        assert con.execute("SELECT count(*) FROM pipeline.readings").fetchone() == (1,)
        assert con.execute("SELECT DISTINCT outcome FROM pages WHERE url = ?", [FIRST.url]).fetchall() == [("refused",)]
    rebuilt = tmp_path / "rebuilt"
    rebuilt.mkdir()
    with writer(rebuilt, "test") as con:
        assert respect(con, tmp_path / "archive", NOBODY)
        assert not respect(con, tmp_path / "archive", NOBODY)
        save(con, LIFE, NOBODY)
        assert con.execute("SELECT count(*) FROM versions").fetchone() == (1,)
    assert [stone.reason for stone in read(tmp_path / "archive")] == ["asked by the person"]


def test_the_small_row_groups_that_batches_leave_are_merged_by_one_batch_in_sixteen(tmp_path: Path) -> None:
    pages = [fetched([reading(n, [("Ann Orr", f"Words of page {n}.")])], n) for n in range(60)]
    merging = [page for page in pages if merges(page)]
    leaving = [page for page in pages if page not in merging][:6]
    with writer(tmp_path, "test") as con:
        assert [row_groups(con, page) for page in (*leaving, merging[0])] == [1, 2, 3, 4, 5, 6, 1]


def row_groups(con: duckdb.DuckDBPyConnection, page: PageResult) -> int:
    """How many row groups the statements lie in after this page."""
    save(con, [page], NOBODY)
    query = "SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('statement_history')"
    return int(con.execute(query).fetchall()[0][0])
