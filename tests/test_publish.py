"""Publishing: readers keep what they have, a failed check keeps the old copy, a killed publish leaves no trace."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest

from scrapers.register import Register
from storage import copying
from storage.database import PUBLISHED, writer
from storage.problems import NotPublished
from storage.publish import ChecksFailed, publish
from storage.write import save
from tests.published import LIFE, fill
from tests.readings import fetched, reading


def count(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("SELECT count(*) FROM statements").fetchone()
    assert row is not None
    return int(row[0])


def add(data: Path, number: int) -> None:
    with writer(data, "test") as con:
        save(
            con, [fetched([reading(number, [("Ann Orr", f"These are the words of page {number}.")])], 200)], Register()
        )


def test_a_reader_keeps_its_snapshot_through_many_publishes_and_a_new_one_sees_the_newest(tmp_path: Path) -> None:
    fill(tmp_path)
    other_process_view = tmp_path / "held.duckdb"
    os.link(tmp_path / PUBLISHED, other_process_view)
    with duckdb.connect(str(other_process_view), read_only=True) as early:
        before = count(early)
        for number in (11, 12, 13):
            add(tmp_path, number)
            assert publish(tmp_path).changed
        assert count(early) == before
        early.execute("SELECT sum(length(body)) FROM versions").fetchall()
    with duckdb.connect(str(tmp_path / PUBLISHED), read_only=True) as late:
        assert count(late) == before + 3


READER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
for _ in sys.stdin:
    con.execute("SELECT sum(length(body)) FROM versions").fetchall()
    print(con.execute("SELECT count(*) FROM statements").fetchone()[0], flush=True)
"""


def test_readers_in_other_processes_that_came_at_different_times_each_keep_what_they_opened(tmp_path: Path) -> None:
    fill(tmp_path)
    with ExitStack() as stack:
        readers = []
        for number in (11, 12, 13):
            command = [sys.executable, "-c", READER, str(tmp_path / PUBLISHED)]
            reading = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            readers.append(stack.enter_context(reading))
            stack.callback(reading.kill)
            counts = [asked(one) for one in readers]
            assert counts == [3, 4, 6][: len(readers)]
            add(tmp_path, number)
            assert publish(tmp_path).changed
            add(tmp_path, number + 100)
        assert publish(tmp_path).changed
        assert [asked(one) for one in readers] == [3, 4, 6]


def asked(reading: subprocess.Popen[str]) -> int:
    """How many statements the reader of another process sees."""
    assert reading.stdin is not None
    assert reading.stdout is not None
    reading.stdin.write("again\n")
    reading.stdin.flush()
    return int(reading.stdout.readline())


def test_nothing_is_copied_when_nothing_changed(tmp_path: Path) -> None:
    fill(tmp_path)
    assert not publish(tmp_path).changed
    with writer(tmp_path, "test") as con:
        save(con, LIFE[:1], Register())
    publish(tmp_path)
    publish(tmp_path)
    assert not publish(tmp_path).changed


def test_a_forced_publish_leaves_no_older_copy_behind(tmp_path: Path) -> None:
    fill(tmp_path)
    add(tmp_path, 11)
    publish(tmp_path)
    assert list(tmp_path.glob(".*.spare"))
    assert publish(tmp_path, force=True).changed
    assert not list(tmp_path.glob(".*.spare"))


def test_a_failed_check_keeps_the_old_copy_and_names_the_rows(tmp_path: Path) -> None:
    fill(tmp_path)
    old = (tmp_path / PUBLISHED).read_bytes()
    with writer(tmp_path, "test") as con:
        con.execute("UPDATE versions SET is_latest = true")
    with pytest.raises(ChecksFailed, match="latest_flags: 1 rows"):
        publish(tmp_path)
    assert (tmp_path / PUBLISHED).read_bytes() == old


def test_what_a_killed_publish_left_is_swept_away(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / f".{PUBLISHED}.new").write_bytes(b"half a file")
    add(tmp_path, 11)
    publish(tmp_path)
    assert not list(tmp_path.glob("*.new"))


def test_the_copy_is_the_warehouse_byte_for_byte_whichever_way_it_was_made(tmp_path: Path) -> None:
    fill(tmp_path)
    for number in range(20, 24):
        add(tmp_path, number)
        publish(tmp_path)
        assert (tmp_path / PUBLISHED).read_bytes() == (tmp_path / "warehouse.duckdb").read_bytes()


def test_only_pieces_that_differ_are_written_into_a_spare_that_nobody_has_open(tmp_path: Path) -> None:
    source, target, spare = tmp_path / "source", tmp_path / "target", tmp_path / "spare"
    source.write_bytes(os.urandom(1 << 20) + b"new tail")
    spare.write_bytes(source.read_bytes()[: 1 << 19] + os.urandom(1 << 21))
    inode = spare.stat().st_ino
    copying.copied(source, target, spare)
    assert target.read_bytes() == source.read_bytes()
    assert target.stat().st_ino == inode
    assert not spare.exists()


def test_a_spare_that_somebody_reads_is_left_alone(tmp_path: Path) -> None:
    source, target, spare = tmp_path / "source", tmp_path / "target", tmp_path / "spare"
    source.write_bytes(b"new" * 1000)
    spare.write_bytes(b"old" * 1000)
    with spare.open("rb") as reading_it:
        copying.copied(source, target, spare)
        assert reading_it.read() == b"old" * 1000
    assert target.read_bytes() == source.read_bytes()


def test_reading_before_anything_was_published_says_so(tmp_path: Path) -> None:
    from storage.database import reader

    with pytest.raises(NotPublished, match="onrecord run"), reader(tmp_path):
        pass
