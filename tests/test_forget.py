"""onrecord forget: afterwards no word of the page is in any file of the data folder, however it was compressed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from flows.cli import call
from flows.demo.script import play
from storage.compact import compact
from storage.database import WAREHOUSE, writer
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
    folder = tmp_path_factory.mktemp("forget")
    for _ in islice(play(folder), 3):
        pass
    assert call(["rebuild", "--data", str(folder)]) == 0
    return folder


def test_a_forgotten_page_leaves_no_word_in_any_file(data: Path) -> None:
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
