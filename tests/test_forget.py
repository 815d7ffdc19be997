"""onrecord forget: afterwards no word of the page is in any file of the data folder, however it was compressed."""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from flows import remake
from flows.cli import call
from flows.demo.script import play
from scrapers.register import Register
from storage.compact import compact
from storage.database import WAREHOUSE, writer
from storage.forget import forget as forget_words
from storage.forget import stones_for
from storage.rebuilt import REBUILDING
from storage.tombstones import FILE, keep
from tests.published import fill

ZSTD, ZLIB, GZIP = b"\x28\xb5\x2f\xfd", b"\x78[\x01\x5e\x9c\xda]", b"\x1f\x8b\x08"


def texts(file: Path) -> Iterator[bytes]:
    """What a file holds: its bytes, and all that can be decompressed from anywhere in them."""
    content = file.read_bytes()
    yield content
    for found in re.finditer(re.escape(ZSTD), content):
        stream = pa.CompressedInputStream(pa.BufferReader(content[found.start() :]), "zstd")
        try:
            yield stream.read(1 << 20)
        except OSError:
            continue
    for found in re.finditer(ZLIB + b"|" + GZIP, content):
        try:
            yield zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content[found.start() :])
        except zlib.error:
            continue


def files_with(data: Path, words: str) -> set[str]:
    """The names of the files in a folder in which these words are."""
    wanted = words.encode()
    return {
        file.relative_to(data).as_posix()
        for file in data.rglob("*")
        if file.is_file() and any(wanted in text for text in texts(file))
    }


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three moments of the demo's day, with the warehouse that a rebuild leaves behind."""
    folder = tmp_path_factory.mktemp("forget")
    for _ in islice(play(folder), 3):
        pass
    assert call(["rebuild", "--data", str(folder)]) == 0
    return folder


def test_a_forgotten_page_leaves_no_word_in_any_file(day: Path) -> None:
    data = day
    with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
        (url, gone), *_, (_, stays) = con.execute(
            "SELECT url, words FROM statements ORDER BY story_id, position"
        ).fetchall()
        others = con.execute("SELECT count(*) FROM stories WHERE url <> ?", [url]).fetchone()
    gone, stays = gone.split("\n")[0][-40:], stays.split("\n")[0][-40:]
    held = files_with(data, gone)
    assert {WAREHOUSE, "onrecord.duckdb", f"{WAREHOUSE}.before-rebuild"} <= held
    assert any(name.startswith("archive/") for name in held)
    assert call(["forget", url, "--yes", "--reason", "asked by the person", "--data", str(data)]) == 0
    assert files_with(data, gone) == set()
    assert {WAREHOUSE, "onrecord.duckdb"} <= files_with(data, stays)
    with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM stories").fetchone() == others


PAGES = "SELECT * EXCLUDE (run_id) FROM pages ORDER BY ALL"


def published(data: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
        return con.execute(query, values).fetchall()


@pytest.fixture
def day(data: Path, tmp_path: Path) -> Path:
    """The same day, in a folder of its own; its first statement's page is to be forgotten."""
    shutil.copytree(data, tmp_path / "day")
    return tmp_path / "day"


def first(data: Path) -> tuple[str, str]:
    """The page of the first statement, and its last words."""
    ((url, words),) = published(data, "SELECT url, words FROM statements ORDER BY published_at, position LIMIT 1")
    return str(url), str(words).split("\n")[0][-40:]


def forget(data: Path, url: str) -> None:
    assert call(["forget", url, "--yes", "--reason", "asked", "--data", str(data)]) == 0


def test_a_rebuild_knows_of_a_forgotten_page_that_it_was_fetched_and_refused(day: Path) -> None:
    url, words = first(day)
    forget(day, url)
    before = published(day, PAGES)
    assert {outcome for (outcome,) in published(day, "SELECT outcome FROM pages WHERE url = ?", url)} == {"refused"}
    assert call(["rebuild", "--data", str(day)]) == 0
    assert published(day, PAGES) == before
    assert files_with(day, words) == set()
    assert call(["reparse", "--data", str(day)]) == 0


def test_another_spelling_of_the_address_is_the_same_page(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url, words = first(day)
    forget(day, f"{url.replace('https', 'http')}/?utm_source=mail#top")
    assert files_with(day, words) == set()
    forget(day, "https://en.apa.az/never/met-1")
    assert "No answer of that address" in capsys.readouterr().err


def test_a_backfill_over_a_forgotten_page_keeps_nothing_of_it_and_is_well(
    data: Path, day: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url, words = first(day)
    forget(day, url)
    before = published(day, PAGES)
    sources = [str(path) for path in sorted((data / "archive").glob("*/*.warc.gz"))]
    for _ in range(2):
        assert call(["backfill", "--warc", *sources, "--data", str(day)]) == 0
    assert f"{url} is passed over. Forgotten on" in caplog.text
    assert published(day, PAGES) == before
    assert files_with(day, words) == set()


def test_a_rebuild_that_was_killed_does_not_bring_back_what_was_forgotten_since(day: Path) -> None:
    url, words = first(day)
    (day / REBUILDING).mkdir()
    shutil.copy(day / WAREHOUSE, day / REBUILDING / WAREHOUSE)
    forget(day, url)
    assert files_with(day, words) == set()
    assert call(["rebuild", "--data", str(day)]) == 0
    assert files_with(day, words) == set()
    assert {outcome for (outcome,) in published(day, "SELECT outcome FROM pages WHERE url = ?", url)} == {"refused"}


def test_what_is_forgotten_while_a_rebuild_reads_is_not_in_what_it_makes(
    day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, words = first(day)
    reading = remake.ingest_archive

    def then_forgotten(*arguments: Any, **more: Any) -> Any:
        found = reading(*arguments, **more)
        monkeypatch.setattr(remake, "ingest_archive", reading)
        forget(day, url)
        return found

    monkeypatch.setattr(remake, "ingest_archive", then_forgotten)
    assert call(["rebuild", "--data", str(day)]) == 0
    assert files_with(day, words) == set()
    assert {outcome for (outcome,) in published(day, "SELECT outcome FROM pages WHERE url = ?", url)} == {"refused"}


def test_one_that_was_killed_half_way_is_done_again(day: Path) -> None:
    url, words = first(day)
    with writer(day, "test") as con:
        stones = stones_for(con, url, "asked", datetime(2025, 11, 1, tzinfo=UTC))
        keep(day / "archive", stones)
        assert len(stones_for(con, url, "asked", datetime(2025, 11, 2, tzinfo=UTC), stones)) == len(stones)
        forget_words(con, stones, Register())
    assert files_with(day, words) != set()
    forget(day, url)
    assert files_with(day, words) == set()


def test_a_line_that_is_no_tombstone_is_said_and_nothing_is_done(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url, _ = first(day)
    forget(day, url)
    with (day / "archive" / FILE).open("a") as file:
        file.write('{"url": "https://')
    for command in (["rebuild"], ["forget", url, "--yes", "--reason", "asked"]):
        assert call([*command, "--data", str(day)]) == 1
        assert "forgotten.jsonl line" in capsys.readouterr().err


CATALOG = [
    f"SELECT {what} WHERE database_name = current_database() ORDER BY ALL"
    for what in (
        "table_name, column_name, data_type, column_default, comment FROM duckdb_columns()",
        "table_name, sql, comment FROM duckdb_tables()",
        "view_name, sql, comment FROM duckdb_views()",
        "function_name, macro_definition, comment FROM duckdb_functions()",
    )
] + [
    "SELECT compression FROM pragma_storage_info('passages') WHERE column_name = 'words' AND segment_type = 'VARCHAR'",
    "SELECT compression FROM pragma_storage_info('pipeline.readings') WHERE segment_type = 'BLOB'",
    "SELECT paragraphs FROM statement_history ORDER BY ALL",
]


def test_a_compacted_warehouse_is_the_same_but_for_its_size(tmp_path: Path) -> None:
    fill(tmp_path)
    with writer(tmp_path, "test") as con:
        before = [con.execute(query).fetchall() for query in CATALOG]
    inode = (tmp_path / WAREHOUSE).stat().st_ino
    compact(tmp_path, grown=0)
    assert (tmp_path / WAREHOUSE).stat().st_ino != inode
    with writer(tmp_path, "test") as con:
        assert [con.execute(query).fetchall() for query in CATALOG] == before
