"""Whatever happens to the store, nothing stored is lost and the message says what to do: kills, full disks, damage."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from flows.cli import call
from flows.demo.script import play
from scrapers.register import Register
from storage import rebuilt
from storage.check import findings
from storage.database import PUBLISHED, WAREHOUSE, reader, writer
from storage.held import HELD
from storage.problems import CannotWrite, Damaged
from storage.publish import publish
from storage.rebuilt import REBUILDING
from storage.write import save
from tests.published import LIFE, fill
from tests.readings import fetched, reading

WRITES = """
import sys
from pathlib import Path
from scrapers.register import Register
from storage.database import writer
from storage.publish import publish
from storage.rebuilt import REBUILDING
from storage.write import save
from tests.readings import fetched, reading
data, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for n in range(first, last):
    said = [(f"Speaker {n}", f"These are the words that page {n} printed, and nothing else at all.")]
    with writer(data, f"process {first}") as con:
        save(con, [fetched([reading(n, said, f"Headline {n}")], n)], Register())
    print(n, flush=True)
    if n % 3 == 0:
        publish(data)
"""


def writing(data: Path, first: int, last: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITES, str(data), str(first), str(last)], stdout=subprocess.PIPE, text=True
    )


def numbers(process: subprocess.Popen[str]) -> set[int]:
    return {int(line) for line in process.communicate()[0].split()}


def content(data: Path) -> dict[str, list[tuple[object, ...]]]:
    with writer(data, "test") as con:
        assert findings(con, "error") == []
        tables = ("stories", "versions", "passages", "statement_history", "pages", "pipeline.readings")
        return {table: con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in tables}


def test_two_processes_that_write_at_once_give_the_rows_of_one_after_the_other(tmp_path: Path) -> None:
    both, alone = tmp_path / "both", tmp_path / "alone"
    both.mkdir()
    alone.mkdir()
    processes = [writing(both, 0, 5), writing(both, 5, 10)]
    assert set.union(*map(numbers, processes)) == set(range(10))
    assert numbers(writing(alone, 0, 10)) == set(range(10))
    assert content(both) == content(alone)


@pytest.mark.kill
def test_killed_at_random_moments_everything_acknowledged_is_there_and_the_rest_is_done_again(tmp_path: Path) -> None:
    chance = random.Random(5)
    acknowledged: set[int] = set()
    for _ in range(4):
        process = writing(tmp_path, 0, 12)
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 6)):
            acknowledged |= {int(line) for line in [process.stdout.readline()] if line}
        os.kill(process.pid, signal.SIGKILL)
        acknowledged |= numbers(process)
        with writer(tmp_path, "test") as con:
            stored = {int(url.rsplit("/")[-1]) for (url,) in con.execute("SELECT url FROM pages").fetchall()}
        assert acknowledged <= stored
    assert numbers(writing(tmp_path, 0, 12)) == set(range(12))
    publish(tmp_path)
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    numbers(writing(undisturbed, 0, 12))
    assert content(tmp_path) == content(undisturbed)
    assert not list(tmp_path.glob("*.new"))


def test_a_full_disk_is_said_and_nothing_stored_is_lost(tmp_path: Path) -> None:
    """The process may not write files beyond a size: to DuckDB that is a disk that is full."""
    fill(tmp_path)
    before = content(tmp_path)
    limit = (tmp_path / WAREHOUSE).stat().st_size
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit + 4096}, {limit + 4096}))\n"
        "from storage.problems import CannotWrite\n"
        "try:\n"
        f"    sys.argv[1:] = [{str(tmp_path)!r}, '100', '400']\n"
        f"    exec({WRITES!r})\n"
        "except CannotWrite as problem:\n"
        "    print(problem, file=sys.stderr)\n"
        "    sys.exit(1)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert "cannot be written" in ran.stderr
    assert "kept" in ran.stderr
    assert {row[0] for row in before["pages"]} <= {row[0] for row in content(tmp_path)["pages"]}


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(CannotWrite, match="file"), writer(blocked / "data", "test"):
        pass


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three moments of the demo's day, archive and all."""
    data = tmp_path_factory.mktemp("day")
    for _ in islice(play(data), 3):
        pass
    return data


@pytest.fixture
def data(day: Path, tmp_path: Path) -> Path:
    """The same in a folder of its own, to be damaged."""
    shutil.copytree(day, tmp_path / "data")
    return tmp_path / "data"


def stories(data: Path) -> list[tuple[object, ...]]:
    with reader(data) as con:
        return con.execute("SELECT * FROM stories ORDER BY ALL").fetchall()


def cut_short(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 3)


def emptied(file: Path) -> None:
    os.truncate(file, 0)


def overwritten(file: Path) -> None:
    file.write_bytes(bytes(100_000))


def scratched(file: Path) -> None:
    """A few bytes of every block but the headers: the file opens, and reading fails."""
    with file.open("r+b") as handle:
        for at in range(12288 + 1000, file.stat().st_size, 1 << 18):
            handle.seek(at)
            handle.write(b"scratched")


@pytest.mark.parametrize("damage", [cut_short, emptied, overwritten, scratched])
def test_a_damaged_database_is_kept_and_what_the_message_says_to_type_makes_it_again(
    data: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], None]
) -> None:
    before = stories(data)
    damage(data / PUBLISHED)
    damaged = (data / PUBLISHED).read_bytes()
    assert call(["sql", "SELECT * FROM versions", "--data", str(data)]) == 1
    assert f"{PUBLISHED} cannot be read" in capsys.readouterr().err
    assert (data / PUBLISHED).read_bytes() == damaged
    assert call(["publish", "--data", str(data)]) == 0
    assert stories(data) == before
    damage(data / WAREHOUSE)
    damaged = (data / WAREHOUSE).read_bytes()
    for command in ("reparse", "check", "publish"):
        assert call([command, "--data", str(data)]) == 1
        said = capsys.readouterr().err
        assert f"{WAREHOUSE} cannot be read" in said
        assert f"onrecord rebuild --data {data}" in said
    assert (data / WAREHOUSE).read_bytes() == damaged
    assert stories(data) == before
    assert call(["rebuild", "--data", str(data)]) == 0
    assert stories(data) == before
    assert call(["check", "--data", str(data)]) == 0
    assert (data / f"{WAREHOUSE}.before-rebuild").read_bytes() == damaged


def test_a_warehouse_that_is_gone_is_not_begun_anew_over_what_was_published(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stories(data)
    (data / WAREHOUSE).rename(data.with_name("taken away"))
    for command in ("publish", "check", "reparse"):
        assert call([command, "--data", str(data)]) == 1
        assert f"onrecord rebuild --data {data}" in capsys.readouterr().err
    assert stories(data) == before
    assert call(["rebuild", "--data", str(data)]) == 0
    assert stories(data) == before


def test_a_missing_archive_file_is_named_and_a_rebuild_without_it_is_a_finding(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = min((data / "archive" / "apa-en").glob("*.warc.gz"))
    missing.unlink()
    for command in ("reparse", "rebuild"):
        assert call([command, "--data", str(data)]) == 3
        assert missing.name in capsys.readouterr().err
    assert (data / f"{WAREHOUSE}.before-rebuild").exists()


def test_cut_off_between_the_renames_of_a_rebuild_there_is_a_warehouse_with_every_row(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever `swap` has done to the folder when it is cut off, the next start finds all rows and goes on."""
    before = stories(data)

    class PowerCut(BaseException):
        """The end of everything, here and now."""

    for step in range(1, 4):
        left = iter(range(step))

        def cut(do: Any, left: Iterator[int] = left) -> Any:
            def done(*arguments: Any, **more: Any) -> Any:
                if next(left, None) is None:
                    raise PowerCut
                return do(*arguments, **more)

            return done

        with monkeypatch.context() as patch:
            for name in ("link", "replace", "rename", "unlink"):
                patch.setattr(rebuilt.os, name, cut(getattr(os, name)))
            new = data / "new.duckdb"
            shutil.copy(data / WAREHOUSE, new)
            with pytest.raises(PowerCut):
                rebuilt.swap(new, data / WAREHOUSE)
        publish(data, force=True)
        assert stories(data) == before
        new.unlink(missing_ok=True)


def test_what_a_power_cut_leaves_of_files_that_are_no_record_is_in_nobodys_way(data: Path) -> None:
    before = stories(data)
    (data / REBUILDING).mkdir()
    turns = data / ".turns"
    for file in (
        *(data / f".{PUBLISHED}.{end}" for end in ("new", "spare", "from")),
        *(data / f".{WAREHOUSE}.{end}" for end in ("growing", "growing.wal", "new")),
        *(data / ".warehouse.compact.duckdb", data / REBUILDING / WAREHOUSE, data / "archive" / HELD),
        *(turns / "last", turns / "000000000001", *(data / "pace").iterdir()),
    ):
        file.write_bytes(bytes(50))
    assert call(["publish", "--data", str(data)]) == 0
    assert call(["rebuild", "--data", str(data)]) == 0
    assert stories(data) == before


def left_in_the_log(data: Path) -> Path:
    """Five batches that a killed process had committed and not yet moved from the log to the file."""
    fill(data)
    with writer(data, "test") as con:
        con.execute("SET checkpoint_threshold = '16MB'; PRAGMA disable_checkpoint_on_shutdown")
        for n in range(60, 65):
            save(con, [fetched([reading(n, [("Ann Orr", f"Words of page {n}.")])], n)], Register())
    return data / f"{WAREHOUSE}.wal"


def test_a_write_ahead_log_torn_at_its_end_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    log = left_in_the_log(tmp_path)
    os.truncate(log, log.stat().st_size // 2)
    pages = len(content(tmp_path)["pages"])
    assert len(LIFE) < pages < len(LIFE) + 5


def test_a_damaged_write_ahead_log_is_kept_and_the_way_out_is_named(tmp_path: Path) -> None:
    log = left_in_the_log(tmp_path)
    whole = log.read_bytes()
    half = len(whole) // 2
    log.write_bytes(whole[:half] + bytes(byte ^ 255 for byte in whole[half : half + 40]) + whole[half + 40 :])
    with pytest.raises(Damaged, match="onrecord rebuild"), writer(tmp_path, "test"):
        pass
    assert log.exists()
