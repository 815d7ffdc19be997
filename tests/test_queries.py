"""The twelve queries run and answer; docs/DATA.md and docs/QUERIES.md are what the database and the files say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from storage.database import reader
from storage.dictionary import data_page, queries, queries_page
from storage.query import ask
from tests.published import MIRA, TOMAS, fill

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("queries")
    fill(folder)
    return folder


@pytest.fixture
def con(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reader(data) as opened:
        yield opened


def answer(con: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, object]]:
    found = ask(con, queries()[name])
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


@pytest.mark.parametrize("name", queries())
def test_every_query_answers(con: duckdb.DuckDBPyConnection, name: str) -> None:
    assert answer(con, name), f"{name} finds nothing in a record that has such rows"


def test_there_are_twelve() -> None:
    assert len(queries()) == 12


def test_the_answers_are_right(con: duckdb.DuckDBPyConnection) -> None:
    assert [row["speaker"] for row in answer(con, "03_withdrawn_statements")] == [TOMAS]
    assert [row["name"] for row in answer(con, "04_most_quoted")] == [MIRA]
    assert [row["which"] for row in answer(con, "07_same_words_on_several_sites")] == [["ostland-en", "vardia-en"]]
    changed = {row["speaker"]: row["change"] for row in answer(con, "02_changed_since_the_first_version")}
    assert changed == {MIRA: "edited", TOMAS: "withdrawn"}
    assert {row["speaker"] for row in answer(con, "09_as_of")} == {MIRA, TOMAS, None}
    assert [row["version_no"] for row in answer(con, "09_as_of")] == [1, 1, 1]


def test_every_public_column_has_a_comment(con: duckdb.DuckDBPyConnection) -> None:
    missing = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND comment IS NULL "
        "AND database_name = current_database()"
    ).fetchall()
    assert missing == []


def test_data_md_is_made_from_the_database(con: duckdb.DuckDBPyConnection) -> None:
    assert (DOCS / "DATA.md").read_text("utf-8") == data_page(con), "make it anew: python -m storage.dictionary"


def test_queries_md_is_made_from_the_files() -> None:
    assert (DOCS / "QUERIES.md").read_text("utf-8") == queries_page(), "make it anew: python -m storage.dictionary"
