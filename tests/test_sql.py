"""onrecord sql and statements: read-only in earnest, streaming, in four forms; search in any language."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.cli import call
from storage.migrate import bring_up_to_date
from storage.problems import Refused
from storage.query import ask
from storage.search import Wanted, found, statements_query
from tests.published import MIRA, TRADE, fill


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sql")
    fill(folder)
    return folder


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def ran(*arguments: str) -> tuple[int, str, str]:
        code = call([*arguments, "--data", str(data)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return ran


Run = Callable[..., tuple[int, str, str]]


def test_the_four_forms_say_the_same(run: Run, tmp_path: Path) -> None:
    query = "SELECT statement_id, speaker, words, published_at, paragraphs FROM statements ORDER BY 1"
    code, out, _ = run("sql", query, "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {row["speaker"] for row in rows} == {MIRA, None}
    _, out, _ = run("sql", query, "--format", "csv")
    assert [row["words"] for row in csv.DictReader(io.StringIO(out))] == [row["words"] for row in rows]
    target = tmp_path / "rows.parquet"
    assert run("sql", query, "--format", "parquet", "--output", str(target))[0] == 0
    assert [row["paragraphs"] for row in pq.read_table(target).to_pylist()] == [row["paragraphs"] for row in rows]
    _, out, _ = run("sql", query)
    assert out.splitlines()[0].split() == ["statement_id", "speaker", "words", "published_at", "paragraphs"]
    assert len(out.splitlines()) == len(rows) + 2


@pytest.mark.parametrize(
    "query",
    [
        "COPY (SELECT 1) TO 'x.csv'",
        "ATTACH 'other.duckdb' AS o",
        "ATTACH ':memory:' AS o",
        "INSTALL fts",
        "LOAD fts",
        "SET threads = 1",
        "PRAGMA threads = 1",
        "DELETE FROM stories",
        "CREATE TABLE x AS SELECT 1",
        "SELECT 1; SELECT 2",
        "EXPORT DATABASE 'x'",
        "COPY FROM DATABASE onrecord TO other",
        "CREATE TEMP TYPE __pivot_enum_x AS ENUM ('a'); SELECT 1",
        "CREATE TEMP TABLE x AS SELECT 1; PIVOT statements ON kind USING count(*)",
        "PIVOT statements ON kind USING count(*); DROP TABLE stories",
        "PIVOT statements ON kind USING count(*); SELECT 1",
        "/* a SELECT */ DETACH onrecord",
        "PREPARE x AS SELECT 1",
        "CALL pragma_version()",
        "CHECKPOINT",
        "",
    ],
)
def test_what_is_not_one_select_is_refused(run: Run, query: str) -> None:
    code, out, err = run("sql", query)
    assert (code, out) == (1, "")
    assert "Only one SELECT" in err


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'",
        "SELECT * FROM parquet_metadata('x')",
        "SELECT * FROM query('COPY (SELECT 1) TO ''x.csv''')",
        "IMPORT DATABASE '/etc'",
        "SELECT getenv('HOME')",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM read_duckdb('warehouse.duckdb')",
        "PIVOT '/etc/passwd' ON column0 USING count(*)",
        "FROM run",
    ],
)
def test_no_query_reaches_a_file_or_a_variable(run: Run, query: str) -> None:
    code, out, err = run("sql", query)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 4


@pytest.mark.parametrize(
    "query",
    [
        "PIVOT statements ON kind USING count(*) GROUP BY site ORDER BY site",
        "FROM (PIVOT statements ON kind USING count(*) GROUP BY site) ORDER BY site;",
        "WITH p AS (PIVOT statements ON kind USING count(*) GROUP BY site) SELECT * FROM p ORDER BY site -- all",
    ],
)
def test_a_pivot_need_not_name_its_columns(run: Run, tmp_path: Path, query: str) -> None:
    code, out, _ = run("sql", query, "--format", "csv")
    assert (code, out.splitlines()) == (0, ["site,statement", "ostland-en,1", "vardia-az,1", "vardia-en,1"])
    assert run("sql", query, "--format", "parquet", "--output", str(tmp_path / "p.parquet"))[0] == 0


def test_a_locked_connection_stays_locked(data: Path) -> None:
    with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
        list(ask(con, "SELECT 1").rows)
        list(ask(con, "SELECT 2").rows)
        with pytest.raises(duckdb.Error, match="locked"):
            con.execute("SET enable_external_access = true")
        with pytest.raises(Refused):
            ask(con, "DROP TABLE stories")


def test_rows_come_before_the_answer_is_whole(data: Path) -> None:
    """A reader of the first lines of an endless answer gets them, and closing the pipe ends the command quietly."""
    query = "SELECT i, repeat('x', 100) AS x FROM range(10000000000) t(i)"
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "sql", query, "--format", "csv", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    timer = threading.Timer(60, process.kill)
    timer.start()
    assert process.stdout is not None
    assert process.stderr is not None
    assert [process.stdout.readline()[:2] for _ in range(3)] == ["i,", "0,", "1,"]
    process.stdout.close()
    assert process.wait() == 0
    timer.cancel()
    assert process.stderr.read() == ""
    process.stderr.close()


def test_sql_needs_neither_prefect_nor_pyarrow() -> None:
    program = (
        "import sys, flows.cli, flows.commands.data\n"
        "print([m for m in ('prefect', 'pyarrow', 'httpx', 'lxml') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_pasted_query_may_begin_with_its_comment(run: Run) -> None:
    code, out, _ = run("sql", "-- how many\nSELECT count(*) AS many FROM statements", "--format", "csv")
    assert (code, out.splitlines()[0]) == (0, "many")
    assert run("sql", "SELECT 1", "--fromat", "csv")[0] == 2


def test_a_wrong_query_is_the_users_in_at_most_four_lines(run: Run) -> None:
    code, _, err = run("sql", "SELECT nothing FROM statements")
    assert code == 2
    assert "SHOW TABLES" in err
    assert len(err.strip().splitlines()) <= 4


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("road trade", 2),
        ('"green energy"', 2),
        ('"energy green"', 0),
        ('"a road the road"', 2),
        ("ROA", 2),
        ("oad", 0),
        ("əməkdaşlıq", 1),
        ("ƏMƏKDAŞLIQ", 1),
        ("IQTISADI", 1),
        ("iqtisadi vacib", 1),
        ("trade əməkdaşlıq", 0),
        ("a+b.*(", 0),
        ("oDUYA tRADE", 0),
        ("tRaDe", 2),
    ],
)
def test_search_finds_all_words_phrases_and_longer_forms_in_any_case(run: Run, words: str, found: int) -> None:
    code, out, _ = run("statements", "--search", words, "--json")
    assert (code, len(out.splitlines())) == (0, found)


@pytest.mark.parametrize("printed", ["McCain", "КазМунайГаз", "İDEOLOGİYA", "ISTIQLAL", "iPhone", "STRAẞE"])
def test_a_word_is_found_in_whatever_mix_of_case_it_is_printed(printed: str) -> None:
    with duckdb.connect() as con:
        bring_up_to_date(con, Path("memory"))
        for typed in (printed, printed.lower(), printed.upper().replace("İ", "I"), printed.swapcase()):
            assert con.execute("SELECT says(?, ?)", [f"Words, {printed}.", typed]).fetchone() == (True,), typed
        assert con.execute("SELECT says(?, ?)", [f"Words, un{printed}.", printed]).fetchone() == (False,)


@pytest.mark.parametrize("newest", [0, 1, 2])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_searching_the_newest_first_finds_what_searching_all_finds(
    data: Path, monkeypatch: pytest.MonkeyPatch, newest: int, limit: int
) -> None:
    monkeypatch.setattr("storage.search.NEWEST", newest)
    for words in ("road trade", "iqtisadi", "nothing"):
        with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
            all_of_them = list(ask(con, *statements_query(Wanted(words=words), limit)).rows)
            assert list(found(con, Wanted(words=words), limit).rows) == all_of_them


def test_statements_by_speaker_site_date_and_without_a_name(run: Run) -> None:
    def count(*flags: str) -> int:
        return len(run("statements", *flags, "--json")[1].splitlines())

    assert count() == 3
    assert count("--speaker", "mira oduya") == 2
    assert count("--speaker", "Oduya", "--site", "ostland-en") == 1
    assert count("--since", "2024-03-12") == 1
    assert count("--unattributed") == 1
    assert count("--limit", "1") == 1
    out = run("statements", "--site", "ostland-en")[1]
    assert f"{MIRA}, Minister · 2024-03-12" in out
    assert TRADE.split("\n\n")[0] in out


def test_without_a_published_copy_the_command_says_what_to_type(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["sql", "SELECT 1", "--data", str(tmp_path)]) == 1
    assert "onrecord run" in capsys.readouterr().err


def test_check_prints_the_rows_and_ends_with_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from storage.database import writer

    fill(tmp_path)
    assert call(["check", "--data", str(tmp_path)]) == 0
    with writer(tmp_path, "test") as con:
        con.execute("UPDATE stories SET statement_count = 7 WHERE site = 'vardia-az'")
    capsys.readouterr()
    assert call(["check", "--data", str(tmp_path)]) == 3
    printed = capsys.readouterr()
    assert json.loads(printed.out)["statement_count"] == 7
    assert "counts: 1 rows" in printed.err
    assert call(["publish", "--data", str(tmp_path)]) == 3
