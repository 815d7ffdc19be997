"""What came on the way to a page (robots.txt, redirects, tries that were no use) is archived, and is no page."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows import steps
from flows.settings import Settings, SiteSettings
from scrapers.problems import Refused, Unreachable
from scrapers.records import RawPage
from storage.archive import Archive, Archived, Repeated, files, foreign, walk
from tests.apa_markup import feed, page
from tests.fetching import SITE, at, web
from tests.killed_jobs import publish, rebuild
from tests.loopback import Answer, Loopback
from tests.test_kill import rows

NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
WORDS = Answer(b"<p>words</p>")
MOVED = Answer(b"moved", 301, {"Location": "/a/1"})


def told(routes: dict[str, Answer | list[Answer]], path: str) -> list[tuple[str, str, int, bytes]]:
    """What is told aside while `path` is fetched: why, address, status, body."""
    heard: list[tuple[str, str, int, bytes]] = []
    with web(dict(routes)) as (fetcher, _, _):
        try:
            fetcher.get(at(path), SITE, aside=lambda page, why: heard.append((why, page.url, page.status, page.body)))
        except (Refused, Unreachable):
            heard.append(("failed", at(path), 0, b""))
    return heard


ROBOTS = ("robots.txt", at("/robots.txt"), 200, b"User-agent: *")


@pytest.mark.parametrize(
    ("routes", "path", "heard"),
    [
        ({"/a/1": WORDS}, "/a/1", []),
        ({"/old": MOVED, "/a/1": WORDS}, "/old", [("redirect", at("/old"), 301, b"moved")]),
        ({"/a/1": [Answer(b"busy", 503), WORDS]}, "/a/1", [("tried again", at("/a/1"), 503, b"busy")]),
        (
            {"/old": Answer(b"", 302, {"Location": "https://other.example/"})},
            "/old",
            [("redirect", at("/old"), 302, b""), ("failed", at("/old"), 0, b"")],
        ),
    ],
    ids=["nothing", "redirect", "tried again", "redirect elsewhere"],
)
def test_what_came_on_the_way_is_told(routes: dict[str, Answer | list[Answer]], path: str, heard: list[object]) -> None:
    assert told({"/robots.txt": Answer(ROBOTS[3]), **routes}, path) == [ROBOTS, *heard]


def test_a_robots_txt_that_moved_or_failed_is_told_too() -> None:
    moved = {"/robots.txt": Answer(b"", 301, {"Location": "/r"}), "/r": Answer(b"User-agent: *"), "/a/1": WORDS}
    assert [(url, status) for _, url, status, _ in told(dict(moved), "/a/1")] == [
        (at("/robots.txt"), 301),
        (at("/r"), 200),
    ]
    failed = told({"/robots.txt": Answer(b"broken", 501)}, "/a/1")
    assert [(why, status, body) for why, _, status, body in failed] == [
        ("robots.txt", 501, b"broken"),
        ("failed", 0, b""),
    ]


def test_it_is_kept_whole_once_and_read_as_no_page(tmp_path: Path) -> None:
    address = "https://news.example/robots.txt"
    for day in range(2):
        then = NOW + timedelta(days=day)
        with Archive(tmp_path).file("example-en", f"run-{day}", "ingest", then) as file:
            file.aside(RawPage("example-en", address, address, then, 200, (), b"User-agent: *\n" * 50), "robots.txt")
            kept = file.write(RawPage("example-en", at("/a/1"), at("/a/1"), then, 200, (), b"<p>words</p>"))
            file.aside(
                RawPage("example-en", at("/old"), at("/old"), then, 301, (("Location", "/a/1"),), b""), "redirect"
            )
    found = [one for one in walk(tmp_path) if isinstance(one, Archived)]
    assert [one.answer.url for one in found] == [at("/a/1")] * 2
    assert found[1].answer == kept
    seen = []
    for name in files(tmp_path):
        with (tmp_path / name).open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                seen.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI")))
                if record.rec_type == "metadata":
                    assert b"site: example-en\r\nrun: run-" in record.content_stream().read()
    assert seen.count(("response", address)) == seen.count(("revisit", address)) == 1
    assert seen.count(("response", at("/old"))) == 2
    shared = Repeated()
    again = [one for name in files(tmp_path) for one in foreign(tmp_path / name, repeated=shared)]
    assert [one.url for one in again if isinstance(one, RawPage)] == [at("/a/1")] * 2


def test_what_is_forgotten_is_forgotten_with_what_came_on_the_way_to_it(tmp_path: Path) -> None:
    with Archive(tmp_path).file("example-en", "run", "ingest", NOW) as file:
        file.aside(RawPage("example-en", at("/a/1"), at("/a/1"), NOW, 503, (), b"his words, but busy"), "tried again")
        file.aside(RawPage("example-en", at("/a/1"), at("/moved"), NOW, 302, (), b"his words moved"), "redirect")
        file.write(RawPage("example-en", at("/a/1"), at("/a/2"), NOW, 200, (), b"his words"))
        kept = file.write(RawPage("example-en", at("/a/3"), at("/a/3"), NOW, 200, (), b"others"))
    assert len(Archive(tmp_path).erase([at("/a/1")], NOW)) == 3
    assert b"his words" not in gzip.decompress((tmp_path / files(tmp_path)[0]).read_bytes())
    left = [one.answer for one in walk(tmp_path) if isinstance(one, Archived)]
    assert [answer for answer in left if isinstance(answer, RawPage)] == [kept]
    assert len(left) == 2, "of what came on the way no trace is left, of the page that it was forgotten"


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A site whose feed names a page that moved and one that answers at the second try."""
    html = {"Content-Type": "text/html; charset=utf-8"}
    said = ("Statement by President Anders Velin", "- Good morning to you all, and welcome to Northport.")

    def story(number: int) -> Answer:
        path = f"/politics/a-story-{number}"
        return Answer(page(f"Story {number}", "20 November 2025 15:00 (UTC +04:00)", said, path), headers=html)

    links = [(f"Story {number}", f"https://en.apa.az/politics/a-story-{number}") for number in (1, 2)]
    with Loopback() as server:
        server.routes = {
            "/robots.txt": Answer(b"User-agent: *\nDisallow: /private\n"),
            "/rss": Answer(feed(*links), headers={"Content-Type": "text/xml"}),
            "/all-news": Answer(b"<!doctype html><html><body></body></html>", headers=html),
            "/politics/a-story-1": Answer(b"moved", 301, {"Location": "/world/a-story-1"}),
            "/world/a-story-1": story(1),
            "/politics/a-story-2": [Answer(b"busy", 503, {"Retry-After": "0"}), story(2)],
        }
        yield server


def test_every_answer_of_a_run_is_in_the_archive_and_only_pages_are_rows(server: Loopback, tmp_path: Path) -> None:
    chosen = Settings(data=tmp_path, sites={"apa-en": SiteSettings(pause=0)}, mirrors={"en.apa.az": server.address})
    steps.ingest(chosen, chosen.chosen_sites(), clock=lambda: NOW)
    kept = []
    for name in files(tmp_path / "archive"):
        with (tmp_path / "archive" / name).open("rb") as stream:
            kept += [
                record.rec_headers.get_header("WARC-Target-URI").removeprefix("https://en.apa.az")
                for record in ArchiveIterator(stream)
                if record.rec_type == "response"
            ]
    assert sorted(kept) == sorted(seen.path for seen in server.log), "each answer is kept, once"
    before = rows(tmp_path)
    rebuild(tmp_path, [])
    publish(tmp_path, [])
    assert rows(tmp_path) == before
