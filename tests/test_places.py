"""Every row of `pages`, whatever its outcome, leads to its record in the archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from warcio.archiveiterator import ArchiveIterator

from flows import backfills, steps
from flows.settings import Settings, SiteSettings
from storage.archive import Archived, walk
from tests.apa_markup import feed, page
from tests.loopback import Answer, Loopback

NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
SAID = ("Statement by President Anders Velin", "- Good morning to you all, and welcome to Northport.", "Thank you.")
TOLD = ("The harbour of Northport was closed on Monday because of the wind.", "It opens on Tuesday, the office said.")


def story(number: int, words: tuple[str, ...], etag: str | None = None, note: str = "") -> Answer:
    body = page(f"Story {number}", "20 November 2025 15:00 (UTC +04:00)", words, path(number)) + note.encode()
    return Answer(body, headers={**HTML, **({"ETag": etag} if etag else {})})


def path(number: int) -> str:
    return f"/politics/a-story-{number}"


@pytest.fixture
def server() -> Iterator[Loopback]:
    """Pages that end in every way there is; the second time some are the same, silently other, or withdrawn."""
    wall = b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    with Loopback() as server:
        links = [(f"Story {number}", f"https://en.apa.az{path(number)}") for number in range(1, 9)]
        server.routes = {
            "/robots.txt": Answer(b"User-agent: *\nDisallow: /politics/a-story-8\n"),
            "/rss": Answer(feed(*links), headers={"Content-Type": "text/xml"}),
            "/all-news": Answer(b"<!doctype html><html><body></body></html>", headers=HTML),
            path(1): story(1, SAID),
            path(2): story(2, TOLD),
            path(3): lambda seen: Answer(status=304) if "if-none-match" in seen.headers else story(3, SAID, '"v1"'),
            path(4): [story(4, SAID), story(4, SAID, note="<!-- another counter -->")],
            path(5): Answer(wall, 403, {"cf-mitigated": "challenge", **HTML}),
            path(6): Answer(b"<!doctype html><html><body><h2 class='title_news'>Six</h2></body></html>", headers=HTML),
            path(7): Answer(b"Gone", 410, HTML),
        }
        yield server


def test_every_page_leads_to_its_record(server: Loopback, tmp_path: Path) -> None:
    site = SiteSettings(pause=0)
    chosen = Settings(data=tmp_path, sites={"apa-en": site}, mirrors={"en.apa.az": server.address})
    for at in (NOW, NOW + timedelta(minutes=30)):
        steps.ingest(chosen, chosen.chosen_sites(), clock=lambda at=at: at)
    (tmp_path / "urls.txt").write_text("https://en.apa.az/politics/a-story-9\n")
    server.routes[path(9)] = Answer(b"x" * 10, length=99, cut=10)
    backfills.from_urls(chosen, tmp_path / "urls.txt", clock=lambda: NOW + timedelta(hours=1))
    with duckdb.connect(str(tmp_path / "onrecord.duckdb"), read_only=True) as con:
        rows = con.execute("SELECT outcome, url, fetched_at, warc_file, warc_offset FROM pages").fetchall()
    assert {outcome for outcome, *_ in rows} == {
        *("stored", "unchanged", "same words", "no statements", "not an article", "blocked", "layout changed"),
        *("gone", "unreachable", "refused"),
    }
    assert {place for *_, place in leads(tmp_path, rows)} == {True}
    kinds = {kind for kind, _ in leads(tmp_path, rows)}
    assert kinds == {"response", "revisit", "metadata"}
    kept = [one for one in walk(tmp_path / "archive") if isinstance(one, Archived)]
    assert {(one.warc_file, one.warc_offset) for one in kept} == {(file, at) for *_, file, at in rows}


def leads(data: Path, rows: list[tuple[str, str, datetime, str, int]]) -> Iterator[tuple[str, bool]]:
    """The kind of the record at each row's place, and whether it is of the row's address and moment."""
    for _, url, fetched_at, warc_file, offset in rows:
        with (data / "archive" / warc_file).open("rb") as file:
            file.seek(offset)
            headers = next(iter(ArchiveIterator(file))).rec_headers
        at = datetime.fromisoformat(headers.get_header("WARC-Date"))
        same = at == fetched_at and headers.get_header("WARC-Target-URI") == url
        yield headers.get_header("WARC-Type"), same
