"""Our archive in the hands of pywb: it indexes and replays every page, and `--wayback` reads the captures back."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import duckdb
import pytest

from flows.wayback import captures
from scrapers.bodies import content
from scrapers.records import NotModified, RawPage
from storage.archive import Archive, Archived, walk
from tests.apa_markup import page as apa_page
from tests.replaying import ABSENT, WHY, Player, pywb

pytestmark = pytest.mark.skipif(ABSENT, reason=WHY)

URL = "https://en.apa.az/foreign-policy/talks-in-sarvan-430712"
FIRST = datetime(2024, 3, 11, 16, 40, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("ETag", '"one"'))


def apa(headline: str, *said: str) -> bytes:
    statement = "Statement by President Anders Velin"
    return gzip.compress(apa_page(headline, "11 March 2024 20:33 (UTC +04:00)", ["Talks.", statement, *said], URL))


ORIGINAL = apa("Talks in Sarvan end", "- Dear guests, the road will be built this year.")
EDITED = apa("Talks in Sarvan end - UPDATED-1", "- Dear guests, the road will be built next year.")


def hour(number: int) -> datetime:
    return FIRST + timedelta(hours=number)


def answer(at: datetime, body: bytes, status: int = 200, headers: tuple[tuple[str, str], ...] = HTML) -> RawPage:
    return RawPage("apa-en", URL, URL, at, status, headers, body)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One page's life in two runs: published, the same again, a 304, updated, withdrawn."""
    folder = tmp_path_factory.mktemp("data") / "archive"
    with Archive(folder).file("apa-en", "run-1", "ingest", FIRST) as file:
        file.write(answer(hour(0), ORIGINAL))
        file.write(answer(hour(1), ORIGINAL))
        file.not_modified(NotModified("apa-en", URL, hour(2)))
        file.note(URL, "unreachable", "time-out", hour(3))
    with Archive(folder).file("apa-en", "run-2", "ingest", hour(4)) as file:
        file.write(answer(hour(4), EDITED))
        file.write(answer(hour(5), b"<p>withdrawn</p>", 410, HTML[:1]))
    return folder


@pytest.fixture(scope="module")
def player(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Player]:
    with pywb(archive, tmp_path_factory.mktemp("pywb")) as player:
        yield player


def test_pywb_replays_every_page_of_our_archive(archive: Path, player: Player) -> None:
    kept = [one.answer for one in walk(archive) if isinstance(one, Archived)]
    pages = [page for page in kept if isinstance(page, RawPage) and page.status == 200]
    assert [page.fetched_at for page in pages] == [hour(0), hour(1), hour(4)], "the second is a revisit"
    for page in pages:
        with urlopen(f"{player.address}/{page.fetched_at:%Y%m%d%H%M%S}id_/{page.url}", timeout=60) as replayed:
            assert replayed.read() == content(page)
            assert replayed.headers["Content-Type"] == page.header("content-type")
            assert replayed.headers["X-Archive-Orig-ETag"] == '"one"'
            assert replayed.headers["Memento-Datetime"] == f"{page.fetched_at:%a, %d %b %Y %H:%M:%S} GMT"


def test_pywb_lists_every_answer_of_our_archive(player: Player) -> None:
    with urlopen(f"{player.address}/cdx?url={URL}&output=json", timeout=60) as listing:
        listed = [json.loads(line) for line in listing]
    assert [one["timestamp"] for one in listed] == [f"{hour(n):%Y%m%d%H%M%S}" for n in (0, 1, 2, 4, 5)]
    assert [one.get("status") for one in listed] == ["200", None, None, "200", "410"]


def test_captures_are_read_back_each_distinct_body_once(player: Player) -> None:
    pages = list(captures(URL, base=player.address))
    assert all(isinstance(page, RawPage) for page in pages)
    told = [(page.fetched_at, page.status, page.body) for page in pages if isinstance(page, RawPage)]
    assert told == [
        (hour(0), 200, gzip.decompress(ORIGINAL)),
        (hour(4), 200, gzip.decompress(EDITED)),
        (hour(5), 410, b"<p>withdrawn</p>"),
    ]


def test_a_span_is_asked_for(player: Player) -> None:
    pages = list(captures(URL, hour(3), hour(4), base=player.address))
    assert [page.fetched_at for page in pages if isinstance(page, RawPage)] == [hour(4)]


@pytest.mark.parametrize("by", ["setting", "mirror"])
def test_earlier_captures_become_versions_at_their_capture_times_and_are_played_once(
    by: str, player: Player, tmp_path: Path
) -> None:
    mirrors = json.dumps({"web.archive.org": player.address})
    chosen = {"ONRECORD_WAYBACK": player.address} if by == "setting" else {"ONRECORD_MIRRORS": mirrors}
    onrecord = Path(sys.executable).parent / "onrecord"
    before = len(player.played())
    for _ in range(2):
        done = subprocess.run(
            [onrecord, "backfill", "--wayback", URL, "--data", tmp_path],
            env={**os.environ, **chosen},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    with duckdb.connect(str(tmp_path / "onrecord.duckdb"), read_only=True) as con:
        versions = con.execute("SELECT version_no, seen_at, update_no FROM versions ORDER BY version_no").fetchall()
        assert [(no, at.astimezone(UTC), update) for no, at, update in versions] == [(1, hour(0), 0), (2, hour(4), 1)]
        assert con.execute("SELECT status FROM stories").fetchall() == [("gone",)]
        assert con.execute("SELECT DISTINCT run_id FROM pages").fetchall().__len__() == 1
    assert player.played()[before:] == [f"{hour(n):%Y%m%d%H%M%S}id_/{URL}" for n in (0, 4, 5)]
