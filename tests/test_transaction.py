"""A transaction is kept whole or not at all, and what went wrong in it is what is raised."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from storage.transaction import transaction


def numbers(con: duckdb.DuckDBPyConnection) -> list[int]:
    return [number for (number,) in con.execute("SELECT n FROM numbers ORDER BY n").fetchall()]


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(tmp_path / "numbers.duckdb")
    con.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
    return con


def test_what_is_done_inside_is_kept_and_what_is_only_tried_is_not(con: duckdb.DuckDBPyConnection) -> None:
    with transaction(con):
        con.execute("INSERT INTO numbers VALUES (1), (2)")
    with transaction(con, keep=False):
        con.execute("INSERT INTO numbers VALUES (3)")
        assert numbers(con) == [1, 2, 3]
    assert numbers(con) == [1, 2]


def undone(con: duckdb.DuckDBPyConnection, wrong: BaseException) -> None:
    with transaction(con):
        con.execute("INSERT INTO numbers VALUES (1)")
        raise wrong


@pytest.mark.parametrize("wrong", [KeyboardInterrupt(), SystemExit(), ValueError(), duckdb.Error()])
def test_whatever_goes_wrong_undoes_it_and_is_raised_as_it_was(
    con: duckdb.DuckDBPyConnection, wrong: BaseException
) -> None:
    with pytest.raises(type(wrong)):
        undone(con, wrong)
    with transaction(con):
        assert numbers(con) == []


def given_up(con: duckdb.DuckDBPyConnection, by: str) -> None:
    with transaction(con):
        getattr(con, by)()
        raise KeyboardInterrupt


@pytest.mark.parametrize("by", ["rollback", "close"])
def test_a_failure_to_undo_does_not_hide_what_went_wrong(con: duckdb.DuckDBPyConnection, by: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        given_up(con, by)
