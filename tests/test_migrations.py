"""Old databases are carried forward whole or not at all, newer ones refused, whatever moment a kill comes at."""

from __future__ import annotations

import gzip
import multiprocessing
import random
import time
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

import duckdb
import pytest

from flows.cli import call
from scrapers.register import Register
from storage import migrate
from storage.check import findings
from storage.database import WAREHOUSE, writer
from storage.migrate import migrations, schema_number, views
from storage.problems import NewerSchema, NotMigrated
from storage.publish import publish
from storage.write import save
from tests.published import fill
from tests.readings import fetched, reading

DATABASES = Path(__file__).parent / "databases"
NEWEST = migrations()[-1][0]
NEXT = (
    NEWEST + 1,
    f"{NEWEST + 1:04d}_next",
    """
ALTER TABLE versions ADD COLUMN length INTEGER; UPDATE versions SET length = length(body);
COMMENT ON COLUMN versions.length IS 'Letters of the body.';
ALTER TABLE runs DROP COLUMN message;
CREATE TABLE pipeline.folded AS SELECT version_id, lower(body) AS body FROM versions;
CREATE TABLE pipeline.parted (words VARCHAR, parts VARCHAR[] GENERATED ALWAYS AS (string_split(words, ' ')) VIRTUAL);
""",
)
"""What a release to come might do, with a table whose log DuckDB cannot replay."""


def old(data: Path, kept: Path = DATABASES / "0001.duckdb.gz") -> Path:
    """A data folder with a kept database in it; the database's path."""
    (data / WAREHOUSE).write_bytes(gzip.decompress(kept.read_bytes()))
    return data / WAREHOUSE


def in_time_to_come(patch: pytest.MonkeyPatch, *more: tuple[int, str, str]) -> None:
    known = (*migrations(), *more)
    patch.setattr(migrate, "migrations", lambda: known)


def start(data: Path) -> None:
    """What the next start does, of a version that has one migration more."""
    in_time_to_come(pytest.MonkeyPatch(), NEXT)
    with writer(data, "test"):
        pass


def started(data: Path) -> BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.test_migrations"])
    process = context.Process(target=start, args=(data,))
    process.start()
    return process


def schema_and_bodies(path: Path) -> tuple[int, list[tuple[str]]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return schema_number(con), con.execute("SELECT body FROM versions ORDER BY version_id").fetchall()


@pytest.mark.kill
def test_killed_at_any_moment_of_a_migration_the_old_or_the_new_one_is_there_whole(tmp_path: Path) -> None:
    path = old(tmp_path)
    kept = path.read_bytes()
    _, bodies = schema_and_bodies(path)
    began = time.monotonic()
    started(tmp_path).join()
    seconds = time.monotonic() - began
    assert schema_and_bodies(path) == (NEXT[0], bodies)
    chance, left = random.Random(7), []
    for _ in range(20):
        path.write_bytes(kept)
        process = started(tmp_path)
        process.join(chance.uniform(0, seconds))
        process.kill()
        process.join()
        number, found = schema_and_bodies(path)
        assert found == bodies
        left.append(number)
    assert set(left) <= {1, NEXT[0]}
    assert 1 in left
    started(tmp_path).join()
    assert schema_and_bodies(path) == (NEXT[0], bodies)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [WAREHOUSE]


@pytest.mark.kill
def test_killed_while_the_first_database_is_made_the_next_start_makes_it(tmp_path: Path) -> None:
    for pause in (0.0, 0.02, 0.05, 0.1, 0.2):
        process = started(tmp_path)
        process.join(pause)
        process.kill()
        process.join()
        if (tmp_path / WAREHOUSE).exists():
            assert schema_and_bodies(tmp_path / WAREHOUSE) == (NEXT[0], [])
            (tmp_path / WAREHOUSE).unlink()
    started(tmp_path).join()
    assert schema_and_bodies(tmp_path / WAREHOUSE) == (NEXT[0], [])


def test_what_a_killed_writer_left_in_the_log_is_carried_forward_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    with writer(tmp_path, "test") as con:
        con.execute("SET checkpoint_threshold = '16MB'; PRAGMA disable_checkpoint_on_shutdown")
        save(con, [fetched([reading(60, [("Ann Orr", "Words in the log.")])], 60)], Register())
    assert (tmp_path / f"{WAREHOUSE}.wal").exists()
    in_time_to_come(monkeypatch, NEXT)
    with writer(tmp_path, "test") as con:
        assert con.execute("SELECT count(*) FROM statements WHERE words = 'Words in the log.'").fetchone() == (1,)
    assert not (tmp_path / f"{WAREHOUSE}.wal").exists()


def test_a_migration_that_fails_leaves_the_old_database_and_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = old(tmp_path)
    before = path.read_bytes()
    in_time_to_come(monkeypatch, NEXT, (NEXT[0] + 1, "0099_wrong", "ALTER TABLE stories ALTER url TYPE INTEGER;"))
    with pytest.raises(NotMigrated, match="0099_wrong"), writer(tmp_path, "test"):
        pass
    assert path.read_bytes() == before
    assert call(["publish", "--data", str(tmp_path)]) == 1
    assert f"onrecord rebuild --data {tmp_path}" in capsys.readouterr().err


def test_views_are_made_anew_and_one_that_has_no_file_any_more_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    with writer(tmp_path, "test") as con:
        before = names(con)
    more = ("CREATE OR REPLACE VIEW headlines AS SELECT headline FROM stories",)
    monkeypatch.setattr(migrate, "views", lambda: (*views(), *more))
    migrate._views_digest.cache_clear()
    with writer(tmp_path, "test") as con:
        assert set(names(con)) == {*before, "headlines"}
        assert len(con.execute("FROM headlines").fetchall()) == 3
    monkeypatch.undo()
    migrate._views_digest.cache_clear()
    with writer(tmp_path, "test") as con:
        assert names(con) == before


def names(con: duckdb.DuckDBPyConnection) -> Sequence[str]:
    """The names of all views and macros."""
    rows = con.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal "
        "UNION ALL SELECT function_name FROM duckdb_functions() WHERE NOT internal ORDER BY 1"
    ).fetchall()
    return [name for (name,) in rows]


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path)
    with writer(tmp_path, "test") as con:
        con.execute("INSERT INTO pipeline.migrations VALUES (9999, 'the future', now())")
    before = (tmp_path / WAREHOUSE).read_bytes()
    with pytest.raises(NewerSchema, match="pip install --upgrade"), writer(tmp_path, "test"):
        pass
    for command in ("publish", "check", "reparse"):
        assert call([command, "--data", str(tmp_path)]) == 1
        assert "pip install --upgrade onrecord" in capsys.readouterr().err
    assert (tmp_path / WAREHOUSE).read_bytes() == before


@pytest.mark.parametrize("kept", sorted(DATABASES.glob("*.gz")), ids=lambda path: path.name[:4])
def test_a_database_of_every_released_schema_is_carried_forward(tmp_path: Path, kept: Path) -> None:
    old(tmp_path, kept)
    with writer(tmp_path, "test") as con:
        assert schema_number(con) == NEWEST
        save(con, [fetched([reading(50, [("Ann Orr", "New words, stored after the migration.")])], 500)], Register())
        assert findings(con, "error") == []
        assert con.execute("SELECT count(*) FROM statements").fetchone() == (4,)
    assert publish(tmp_path).changed


def test_every_released_schema_has_a_kept_database() -> None:
    assert {path.name[:4] for path in DATABASES.glob("*.duckdb.gz")} == {
        f"{number:04d}" for number, _, _ in migrations()
    }


def test_every_migration_says_what_it_is_for_and_their_numbers_have_no_gap() -> None:
    assert [number for number, _, _ in migrations()] == list(range(1, NEWEST + 1))
    assert all(sql.startswith("-- ") for _, _, sql in migrations())
