"""The published copy in other hands: DuckDB 2 and the plain duckdb shell, from an environment of their own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scrapers.register import Register
from storage.database import PUBLISHED, WAREHOUSE, reader, writer
from storage.dictionary import queries
from storage.publish import publish
from storage.write import save
from tests.published import MIRA, fill
from tests.readings import fetched, reading

BIN = Path(__file__).parents[1] / ".venv-duckdb2" / "bin"
pytestmark = pytest.mark.skipif(not (BIN / "duckdb").exists(), reason="DuckDB 2 is not installed: make duckdb2")

COMMENTS = """
SELECT table_name || '.' || column_name AS name, comment FROM duckdb_columns()
WHERE schema_name = 'main' AND database_name = 'onrecord' AND NOT internal ORDER BY ALL
"""
ASKED = {
    "comments": COMMENTS,
    "search": "SELECT count(*) AS found FROM statements WHERE says(words, 'GREEN energy') AND says(words, 'short')",
    "as of": "SELECT count(*) AS found FROM as_of(TIMESTAMPTZ '2024-03-11 12:30:00+00')",
    "speakers": "SELECT name FROM speakers WHERE statement_count > 1",
    **queries(),
}
READS = """
import json, sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
con.execute("SET TimeZone = 'UTC'")
answers = {}
for name, query in json.load(sys.stdin).items():
    found = con.execute(query)
    names = [column[0] for column in found.description]
    answers[name] = [dict(zip(names, map(str, row))) for row in found.fetchall()]
print(json.dumps([duckdb.__version__, answers]))
"""
WRITES = """
import sys, duckdb
con = duckdb.connect(sys.argv[1])
con.execute("UPDATE stories SET section = 'by 2' WHERE site = 'vardia-en'")
con.execute("CHECKPOINT")
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("duckdb2")
    fill(folder)
    return folder


def by_two(program: str, file: Path, given: str = "") -> str:
    """What a program prints that DuckDB 2 runs on a database file."""
    command = [str(BIN / "python"), "-c", program, str(file)]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def shell(file: Path, query: str) -> list[dict[str, Any]]:
    """What the duckdb shell answers, from outside the data folder and without an init file."""
    command = [str(BIN / "duckdb"), "-readonly", "-init", "/dev/null", "-json", str(file)]
    ran = subprocess.run(command, input=query, capture_output=True, text=True, check=True, cwd=file.parent.parent)
    return list(json.loads(ran.stdout or "[]"))


def test_duckdb_2_reads_tables_comments_views_search_and_the_twelve_queries_as_we_do(data: Path) -> None:
    version, answers = json.loads(by_two(READS, data / PUBLISHED, json.dumps(ASKED)))
    assert version.startswith("2.")
    with reader(data) as con:
        for name, query in ASKED.items():
            found = con.execute(query)
            names = [column[0] for column in found.description or ()]
            ours = [dict(zip(names, map(str, row), strict=True)) for row in found.fetchall()]
            assert answers[name] == ours, name
    assert answers["search"] == [{"found": "2"}]
    assert all(row["comment"] not in ("None", "") for row in answers["comments"])


def test_a_warehouse_that_duckdb_2_wrote_to_is_ours_again(data: Path) -> None:
    by_two(WRITES, data / WAREHOUSE)
    with writer(data, "test") as con:
        assert set(con.execute("SELECT section FROM stories WHERE site = 'vardia-en'").fetchall()) == {("by 2",)}
    assert publish(data).changed


def test_the_duckdb_shell_reads_it_read_only_while_we_publish(data: Path) -> None:
    file = data / PUBLISHED
    assert shell(file, "SELECT name FROM speakers WHERE statement_count > 1;") == [{"name": MIRA}]
    assert shell(file, "SELECT count(*) AS n FROM statements WHERE says(words, 'iqtisadi');") == [{"n": 1}]
    assert len(shell(file, COMMENTS)) > 100
    assert all(shell(file, query) for query in queries().values())
    with pytest.raises(subprocess.CalledProcessError):
        shell(file, "DELETE FROM stories;")
    holding = [str(BIN / "duckdb"), "-readonly", "-init", "/dev/null", "-csv", "-noheader", str(file)]
    with subprocess.Popen(holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as held:
        assert held.stdin is not None
        assert held.stdout is not None
        held.stdin.write("SELECT count(*) FROM pages;\n")
        held.stdin.flush()
        before = held.stdout.readline()
        with writer(data, "test") as con:
            save(con, [fetched([reading(50, [("Ann Orr", "New words.")])], 500)], Register())
        assert publish(data).changed
        held.stdin.write("SELECT count(*) FROM pages;\n")
        held.stdin.close()
        assert held.stdout.readline() == before
