"""The archive: what is written comes back, other tools read it, damage is survived, and erasing moves nothing."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from scrapers.records import NotModified, RawPage
from storage.archive import Archive, Archived, Fault, Note, files, read, tail, walk

NOW = datetime(2026, 3, 11, 12, 0, 0, 123456, tzinfo=UTC)
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("ETag", 'W/"caf\xe9"'),
    ("X-Odd", "\xa0 \x85 caf\xe9\xa0"),
    ("Set-Cookie", "a"),
    ("Set-Cookie", "b"),
)


def page(number: int, body: bytes = b"<p>words</p>", at: datetime = NOW, status: int = 200, **more: str) -> RawPage:
    url = f"https://news.example/a/{number}"
    return RawPage("example-en", url, more.get("final_url", url), at, status, HEADERS, body)


def archived(folder: Path, **chosen: object) -> list[Archived]:
    found = list(walk(folder, **chosen))
    assert not [fault for fault in found if isinstance(fault, Fault)]
    return [kept for kept in found if isinstance(kept, Archived)]


def warcio_check(path: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "warcio", "check", "-v", path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def test_every_sort_of_answer_comes_back_in_the_order_it_came(folder: Path):
    with Archive(folder).file("example-en", "run-1", "ingest", NOW) as file:
        first = file.write(page(1))
        moved = file.write(page(2, final_url="https://news.example/a/2-updated"))
        gone = file.write(page(3, b"", status=404))
        again = file.write(page(1, at=NOW + timedelta(hours=1)))
        unchanged = file.not_modified(NotModified("example-en", first.url, NOW))
        note = file.note("https://news.example/a/4", "unreachable", "no answer: time-out\r\nin 3 tries", NOW)
    kept = archived(folder)
    assert [one.answer for one in kept] == [
        first,
        moved,
        gone,
        again,
        NotModified("example-en", first.url, NOW),
        Note("example-en", "https://news.example/a/4", NOW, "unreachable", "no answer: time-out  in 3 tries"),
    ]
    assert {(one.run_id, one.flow) for one in kept} == {("run-1", "ingest")}
    assert [(one.warc_file, one.warc_offset) for one in kept][4:] == [unchanged, note]
    for answer in (first, moved, gone, again):
        assert read(folder, str(answer.warc_file), int(answer.warc_offset or 0)) == answer


def test_a_part_of_a_body_says_so_is_no_page_and_hides_no_whole_one(folder: Path):
    part = replace(page(1, b"<p>wo", NOW + timedelta(hours=1)), truncated="disconnect")
    with Archive(folder).file("example-en", "run-1", "ingest", NOW) as file:
        whole = file.write(page(1))
        file.aside(part, "cut off")
        again = file.write(page(1, at=NOW + timedelta(hours=2)))
    assert [one.answer for one in archived(folder)] == [whole, again]
    with (folder / file.name).open("rb") as stream:
        words = [one.rec_headers.get_header("WARC-Truncated") for one in ArchiveIterator(stream)]
    assert list(filter(None, words)) == ["disconnect"]
    assert warcio_check(folder / file.name).returncode == 0


@given(st.binary(max_size=3000), st.integers(100, 599), st.datetimes(timezones=st.just(UTC)))
@settings(max_examples=40, deadline=None)
def test_any_bytes_come_back_the_same(tmp_path_factory: pytest.TempPathFactory, body: bytes, status: int, at: datetime):
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder).file("example-en", "run", "ingest", NOW) as file:
        kept = file.write(page(1, body, at, status))
    assert read(folder, str(kept.warc_file), int(kept.warc_offset or 0)) == kept
    assert (kept.body, kept.status, kept.fetched_at) == (body, status, at)


def test_the_same_bytes_are_kept_once_across_runs(folder: Path):
    body = random.Random(1).randbytes(9000)
    for run in range(3):
        at = NOW + timedelta(days=run)
        with Archive(folder).file("example-en", f"run-{run}", "ingest", at) as file:
            file.write(page(1, body, at))
    sizes = [(folder / name).stat().st_size for name in files(folder)]
    assert max(sizes[1:]) < 2000 < sizes[0]
    assert [one.answer.body for one in archived(folder) if isinstance(one.answer, RawPage)] == [body] * 3


def test_the_archive_is_whole_without_its_index(folder: Path):
    for run in range(2):
        with Archive(folder).file("example-en", f"run-{run}", "ingest", NOW + timedelta(days=run)) as file:
            file.write(page(1))
        (folder / "held.sqlite").write_bytes(b"not an index at all" * 100)
    assert len(archived(folder)) == 2


def test_a_repeated_body_whose_first_copy_was_taken_away_is_kept_again(folder: Path):
    with Archive(folder).file("example-en", "run-1", "ingest", NOW) as file:
        file.write(page(1))
    (folder / files(folder)[0]).unlink()
    with Archive(folder).file("example-en", "run-2", "ingest", NOW + timedelta(1)) as file:
        file.write(page(1))
    assert len(archived(folder)) == 1


def test_files_are_written_once_and_a_run_without_answers_leaves_none(folder: Path):
    archive = Archive(folder)
    with archive.file("example-en", "run-1", "ingest", NOW):
        pass
    assert files(folder) == []
    for _ in range(2):
        with archive.file("example-en", "run-1", "ingest", NOW) as file:
            file.write(page(1))
    assert len(files(folder)) == 2
    assert len(archived(folder)) == 2


def test_what_is_synced_is_there_though_the_file_is_still_open(folder: Path):
    with Archive(folder).file("example-en", "run-1", "ingest", NOW) as file:
        first = file.write(page(1))
        file.sync()
        assert [one.answer for one in archived(folder)] == [first]
        second = file.write(page(2))
        file.sync()
        rest = [
            one.answer for one in tail(folder, file.name, int(second.warc_offset or 0)) if isinstance(one, Archived)
        ]
        assert rest == [second]


def test_walk_by_site_and_time_and_in_order_of_runs(folder: Path):
    for day, site in enumerate(("b-en", "a-en", "b-en")):
        at = NOW + timedelta(days=day)
        with Archive(folder).file(site, f"run-{day}", "ingest", at) as file:
            file.write(RawPage(site, "https://news.example/a/1", "https://news.example/a/1", at, 200, (), b"%d" % day))
    assert [one.run_id for one in archived(folder)] == ["run-0", "run-1", "run-2"]
    assert [one.run_id for one in archived(folder, sites={"b-en"})] == ["run-0", "run-2"]
    assert [one.run_id for one in archived(folder, since=NOW + timedelta(days=1))] == ["run-1", "run-2"]
    assert list(walk(folder / "nowhere")) == []


def test_threads_may_share_a_file(folder: Path):
    with Archive(folder).file("example-en", "run", "ingest", NOW) as file, ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda n: file.write(page(n, b"%d" % n * 500)), range(80)))
    assert {read(folder, str(one.warc_file), int(one.warc_offset or 0)) for one in written} == set(written)


def test_processes_may_read_files_side_by_side(folder: Path):
    for run in range(4):
        with Archive(folder).file("example-en", f"run-{run}", "ingest", NOW + timedelta(days=run)) as file:
            for number in range(5):
                file.write(page(number))
    with ProcessPoolExecutor(2) as pool:
        counts = list(pool.map(_count, [folder] * 4, files(folder)))
    assert counts == [5, 5, 5, 5]


def _count(folder: Path, name: str) -> int:
    return sum(isinstance(one, Archived) for one in tail(folder, name))


def test_warcios_own_reader_finds_it_valid(folder: Path):
    with Archive(folder).file("example-en", "run", "ingest", NOW) as file:
        kept = file.write(page(1, b"<p>words</p>" * 50))
        file.write(page(1, b"<p>words</p>" * 50, NOW + timedelta(1)))
        file.not_modified(NotModified("example-en", kept.url, NOW))
        file.note(kept.url, "refused", "robots.txt", NOW)
    path = folder / files(folder)[0]
    checked = warcio_check(path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "fail" not in checked.stdout
    with path.open("rb") as stream:
        seen = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            seen.append((record.rec_type, record.content_stream().read()))
            if record.rec_type == "response":
                assert record.rec_headers.get_header("WARC-Target-URI") == kept.url
                assert record.http_headers.get_statuscode() == "200"
                assert record.http_headers.get_header("ETag") == 'W/"caf\xe9"'
    assert [kind for kind, _ in seen] == [
        "warcinfo",
        "response",
        "metadata",
        "revisit",
        "metadata",
        "revisit",
        "metadata",
        "metadata",
    ]
    assert seen[1][1] == b"<p>words</p>" * 50
    assert b"site: example-en\r\nrun: run\r\n" in seen[2][1]


def filled(folder: Path) -> bytes:
    with Archive(folder).file("example-en", "run", "ingest", NOW) as file:
        for number in range(6):
            file.write(page(number, b"%d" % number * 300))
    return (folder / files(folder)[0]).read_bytes()


def test_a_tail_cut_anywhere_is_reported_and_costs_only_what_was_cut(folder: Path):
    whole = filled(folder)
    name, path = files(folder)[0], folder / files(folder)[0]
    starts = [one.warc_offset for one in archived(folder)] + [len(whole)]
    ends = [match.start() for match in re.finditer(b"\x1f\x8b\x08", whole)]
    for cut in sorted({*range(0, len(whole), 101), *ends}):
        path.write_bytes(whole[:cut])
        found = list(tail(folder, name))
        good = [one.answer for one in found if isinstance(one, Archived)]
        assert len(good) == sum(end <= cut for end in starts[1:])
        faults = [one for one in found if isinstance(one, Fault)]
        assert bool(faults) == (cut > 0 and cut not in starts)
        assert all("ends in the middle" in fault.detail for fault in faults)


def test_a_damaged_member_is_reported_and_the_ones_around_it_come(folder: Path):
    whole = filled(folder)
    name, path = files(folder)[0], folder / files(folder)[0]
    starts = [one.warc_offset for one in archived(folder)]
    for place in (starts[2] + 30, starts[2] + 2, starts[3] - 12):
        path.write_bytes(whole[:place] + b"\xff\x00\xff" + whole[place + 3 :])
        found = list(tail(folder, name))
        bodies = [one.answer.body[:1] for one in found if isinstance(one, Archived) and isinstance(one.answer, RawPage)]
        assert bodies == [b"0", b"1", b"3", b"4", b"5"]
        assert [one for one in found if isinstance(one, Fault)]


def test_what_is_not_ours_in_the_folder_is_passed_over_or_said_to_be_damaged(folder: Path):
    filled(folder)
    (folder / "example-en" / "empty.warc.gz").touch()
    (folder / "example-en" / "folder.warc.gz").mkdir()
    (folder / "example-en" / "notes.txt").write_text("not a WARC file")
    (folder / "example-en" / "noise.warc.gz").write_bytes(random.Random(1).randbytes(3000))
    (folder / "stray.warc.gz").write_bytes(b"above all sites")
    found = list(walk(folder))
    assert sum(isinstance(one, Archived) for one in found) == 6
    assert [one.warc_file for one in found if isinstance(one, Fault)] == ["example-en/noise.warc.gz"]


def test_a_place_where_no_page_is_says_so(folder: Path):
    filled(folder)
    for name, offset in (("example-en/none.warc.gz", 0), (files(folder)[0], 0), (files(folder)[0], 7)):
        with pytest.raises(LookupError, match=r"The archive has no "):
            read(folder, name, offset)


def test_erasing_takes_every_answer_of_a_page_and_moves_no_other(folder: Path, tmp_path: Path):
    secret = b"<p>Withdrawn words of a witness</p>"
    with Archive(folder).file("example-en", "run-1", "ingest", NOW) as file:
        keep = [file.write(page(1)), file.write(page(2, secret * 5000)), file.write(page(3))]
        keep.append(file.write(page(4, secret, final_url="https://news.example/a/2")))
    with Archive(folder).file("example-en", "run-2", "ingest", NOW + timedelta(1)) as file:
        keep += [file.write(page(2, secret * 5000, NOW + timedelta(1))), file.write(page(3, b"new"))]
    copytree(folder, tmp_path / "before")
    erased = Archive(folder).erase(["http://news.example/a/2/?utm_source=x"], NOW + timedelta(2))
    assert [offset for _, offset in erased] == [keep[1].warc_offset, keep[3].warc_offset, keep[4].warc_offset]
    assert [one.answer for one in archived(folder) if isinstance(one.answer, RawPage)] == [keep[0], keep[2], keep[5]]
    left = [(one.warc_offset, one.answer) for one in archived(folder) if isinstance(one.answer, Note)]
    assert [(at, note.url, note.fetched_at, note.outcome) for at, note in left] == [
        (keep[n].warc_offset, keep[n].url, keep[n].fetched_at, "refused") for n in (1, 3, 4)
    ]
    for one in (keep[0], keep[2], keep[5]):
        assert read(folder, str(one.warc_file), int(one.warc_offset or 0)) == one
    for name in files(folder):
        assert (folder / name).stat().st_size == (tmp_path / "before" / name).stat().st_size
        assert warcio_check(folder / name).returncode == 0
        with (folder / name).open("rb") as stream:
            assert all(b"Withdrawn" not in record.content_stream().read() for record in ArchiveIterator(stream))
    assert Archive(folder).erase(["http://news.example/a/2"], NOW) == []


def test_a_page_that_comes_back_after_it_was_erased_is_kept_whole(folder: Path):
    for run in range(2):
        with Archive(folder).file("example-en", f"run-{run}", "ingest", NOW + timedelta(days=run)) as file:
            file.write(page(1))
        if run == 0:
            Archive(folder).erase(["https://news.example/a/1"], NOW)
    assert [type(one.answer) for one in archived(folder)] == [Note, RawPage]
