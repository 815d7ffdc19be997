"""Backfills: by day, by URL, from WARC files and folders; resumable, and bad input never loses good data."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from flows import backfills, days
from flows.commands.common import Stop
from flows.report import RunReport
from flows.settings import Settings, SiteSettings
from flows.stopping import Stopping
from tests import kremlin_markup as kremlin
from tests.apa_markup import page as apa_page
from tests.loopback import Answer, Loopback

OCTOBER = {13: (501, 502), 14: (503,), 15: (504, 505)}
NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def site() -> Iterator[Loopback]:
    """Three days of an invented president's news."""
    with Loopback() as server:
        server.routes["/robots.txt"] = Answer(b"", 404)
        for day, numbers in OCTOBER.items():
            listing = kremlin.day_archive(numbers)
            server.routes[kremlin.day_path(f"{day}.10.2025")] = Answer(listing, headers=HTML)
            for number in numbers:
                said = [f"<b>President of Tarvia Anders Velin:</b> This is speech number {number}, and it is short."]
                body = kremlin.page(number, f"Meeting {number}", f"2025-10-{day}", "13:50", said)
                server.routes[kremlin.path(number)] = Answer(body, headers=HTML)
        yield server


def settings(data: Path, server: Loopback) -> Settings:
    mirrors = {"en.kremlin.ru": server.address, "en.apa.az": server.address, "www.example.org": server.address}
    return Settings(data=data, sites={"kremlin-en": SiteSettings(pause=0)}, mirrors=mirrors)


def by_day(data: Path, server: Loopback, stop: Stopping | None = None) -> RunReport:
    chosen = settings(data, server)
    span = (date(2025, 10, 13), date(2025, 10, 15))
    return days.from_days(chosen, chosen.chosen_sites(("kremlin-en",)), *span, clock=lambda: NOW, stop=stop)


def column(data: Path, query: str) -> list[object]:
    with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
        return [value for (value,) in con.execute(query).fetchall()]


def test_days_are_done_once(site: Loopback, tmp_path: Path) -> None:
    assert by_day(tmp_path, site).state == "completed"
    assert column(tmp_path, "SELECT headline FROM stories ORDER BY 1") == [f"Meeting {n}" for n in range(501, 506)]
    assert column(tmp_path, "SELECT DISTINCT speaker FROM statements") == ["Anders Velin"]
    asked = len(site.log)
    assert by_day(tmp_path, site).state == "completed"
    assert len(site.log) == asked, "a second call has nothing to ask"


def test_a_backfill_that_was_stopped_goes_on_and_fetches_nothing_twice(site: Loopback, tmp_path: Path) -> None:
    stop = Stopping()
    third = kremlin.path(503)
    body = site.routes[third]
    assert isinstance(body, Answer)

    def stops_here(_seen: object) -> Answer:
        stop.set()
        return body

    site.routes[third] = stops_here
    assert by_day(tmp_path, site, stop).state == "interrupted"
    site.routes[third] = body
    assert by_day(tmp_path, site).state == "completed"
    articles = [path for path in site.paths() if "by-date" not in path]
    assert sorted(articles) == [kremlin.path(n) for n in range(501, 506)]


def test_a_day_whose_page_did_not_answer_is_not_done(site: Loopback, tmp_path: Path) -> None:
    body = site.routes[kremlin.path(502)]
    site.routes[kremlin.path(502)] = Answer(b"", 403)
    first = by_day(tmp_path, site)
    assert first.state == "completed with failures"
    site.routes[kremlin.path(502)] = body
    by_day(tmp_path, site)
    assert len(column(tmp_path, "SELECT 1 FROM stories")) == 5


def test_a_day_that_goes_on_on_the_pages_around_its_archive_is_followed_there(site: Loopback, tmp_path: Path) -> None:
    newest_first = ["2025-10-17", *["2025-10-15"] * 5, "2025-10-14", "2025-10-13", "2025-10-12"]
    cards = list(zip(range(609, 600, -1), newest_first, strict=True))
    for number in range(3):
        site.routes[kremlin.list_path(number + 1)] = Answer(
            kremlin.list_page(cards[3 * number : 3 * number + 3], number + 1)
        )
    for day, number in (("13", 3), ("14", 3), ("15", 2)):
        site.routes[kremlin.day_path(f"{day}.10.2025")] = site.routes[kremlin.list_path(number)]
    for number, day in cards:
        words = [f"A meeting about matter {number} took place."]
        site.routes[kremlin.path(number)] = Answer(kremlin.page(number, f"Talk {number}", day, "13:50", words))
    assert by_day(tmp_path, site).state == "completed"
    assert sorted(path for path in site.paths() if "/6" in path) == [kremlin.path(n) for n in range(602, 609)]
    assert kremlin.path(9) not in site.paths()


@pytest.mark.parametrize("lost", [Answer(b"<p>broken</p>", 501), Answer(b"<title>Just a moment...</title>", 403)])
def test_a_day_whose_archive_was_no_use_is_asked_for_again(site: Loopback, tmp_path: Path, lost: Answer) -> None:
    archive = kremlin.day_path("14.10.2025")
    body = site.routes[archive]
    site.routes[archive] = lost
    for _ in range(2):
        report = by_day(tmp_path, site)
        assert "1 days could not be read whole" in report.sites[0].findings[0]
    site.routes[archive] = body
    assert by_day(tmp_path, site).state == "completed"
    assert len(column(tmp_path, "SELECT 1 FROM stories")) == 5


def test_an_archive_that_names_nothing_day_after_day_has_moved(site: Loopback, tmp_path: Path) -> None:
    moved = [kremlin.day_path(f"{day}.10.2025") for day in (13, 14, 15)]
    before = {path: site.routes.pop(path) for path in moved}
    assert "any of 3 days" in by_day(tmp_path, site).sites[0].findings[0]
    site.routes |= before
    assert by_day(tmp_path, site).state == "completed"
    assert len(column(tmp_path, "SELECT 1 FROM stories")) == 5
    site.routes.pop(moved[1])
    assert by_day(tmp_path / "other", site).state == "completed", "a day without news may have no page"


def test_days_that_a_script_fills_are_never_done_and_nothing_is_fetched_twice(site: Loopback, tmp_path: Path) -> None:
    chosen = settings(tmp_path, site)
    (kremlin_en,) = chosen.chosen_sites(("kremlin-en",))
    in_part = replace(kremlin_en, days=tuple(replace(listing, whole=False) for listing in kremlin_en.days))
    span = (date(2025, 10, 12), date(2025, 10, 15))
    for _ in range(2):
        report = days.from_days(chosen, [in_part], *span, clock=lambda: NOW)
        assert report.exit_code == 3
        assert "partial: a script adds to the archive of 4 days" in report.message
        plan = days.plan(chosen, in_part, *span)
        assert (plan.days_done, "a part of each day" in plan.rests_on) == (0, True)
    assert len(column(tmp_path, "SELECT 1 FROM stories")) == 5
    assert len(site.paths()) == len(set(site.paths())) + 1, "but for the one day without a page"


def test_a_plan_counts_days_pages_and_minutes(site: Loopback, tmp_path: Path) -> None:
    by_day(tmp_path, site)
    chosen = settings(tmp_path, site).chosen_sites(("kremlin-en",))[0]
    plan = days.plan(settings(tmp_path, site), chosen, date(2025, 10, 13), date(2025, 10, 16))
    assert (plan.days, plan.days_done, plan.pages_known) == (4, 3, 5)


def test_urls_of_any_host_are_read(site: Loopback, tmp_path: Path) -> None:
    url = "https://www.example.org/news/1"
    site.routes["/news/1"] = Answer(generic("A tale of two quays", "Nothing was said."), headers=HTML)
    site.routes["/gone"] = Answer(b"Gone", 410)
    told = [
        "# mine",
        url,
        "",
        f"http://en.kremlin.ru{kremlin.path(501)}",
        f"{url}?utm_source=list#top",
        "https://www.example.org/gone",
    ]
    (tmp_path / "urls.txt").write_text("\n".join(told))
    for _ in range(2):
        backfills.from_urls(settings(tmp_path / "data", site), tmp_path / "urls.txt", clock=lambda: NOW)
    assert column(tmp_path / "data", "SELECT site FROM stories ORDER BY 1") == ["kremlin-en", "www.example.org"]
    assert sorted(site.paths()) == [kremlin.path(501), "/gone", "/news/1"], "each once"


def generic(headline: str, *paragraphs: str) -> bytes:
    body = "".join(f"<p>{words} And here the paragraph goes on for a while, as they do.</p>" for words in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{headline}</title><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{headline}"></head><body><nav>Menu</nav><article><h1>{headline}</h1>'
        f'<time datetime="2025-10-14T10:00:00+02:00">14 October</time>{body}</article></body></html>'
    ).encode()


def test_a_folder_of_pages_and_what_is_wrong_with_it(tmp_path: Path, site: Loopback) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_bytes(generic("Saved", "One thing.", "Another thing."))
    lines = [
        {"file": "a.html", "url": "https://www.example.org/a", "fetched_at": "2025-10-14T12:00:00Z"},
        {"file": "no.html", "url": "https://www.example.org/b", "fetched_at": "2025-10-14T12:00:00Z"},
        {"file": "../urls.txt", "url": "https://www.example.org/c", "fetched_at": "2025-10-14T12:00:00Z"},
        {"file": "a.html", "url": "https://www.example.org/d", "fetched_at": "2025-10-14T12:00:00"},
        {"file": "a.html", "fetched_at": "2025-10-14T12:00:00Z"},
        ["no", "object"],
    ]
    (folder / "index.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\nnot json\n")
    report = backfills.from_folder(settings(tmp_path / "data", site), folder)
    faults = [finding for one in report.sites for finding in one.findings]
    assert [f.split("index.jsonl ")[1].split(":")[0] for f in faults] == [f"line {n}" for n in range(2, 8)]
    assert report.exit_code == 3
    assert column(tmp_path / "data", "SELECT headline FROM stories") == ["Saved"]


def test_a_folder_without_an_index_says_what_to_write(tmp_path: Path, site: Loopback) -> None:
    with pytest.raises(Stop, match=r"index\.jsonl"):
        backfills.from_folder(settings(tmp_path, site), tmp_path)


def warc(*answers: tuple[str, str, bytes]) -> bytes:
    """A WARC file of (URL, WARC-Date, body) responses, a gzip member each."""
    records = b""
    for url, at, body in answers:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{len(records)}>\r\n"
            f"WARC-Target-URI: {url}\r\nWARC-Date: {at}\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        records += gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)
    return records


def apa(number: int, headline: str, *paragraphs: str) -> tuple[str, str, bytes]:
    url = f"https://en.apa.az/foreign-policy/a-story-{number}"
    return url, "2025-10-14T12:00:00Z", apa_page(headline, "14 October 2025 15:00 (UTC +04:00)", paragraphs, url)


STORIES = (
    apa(1, "The first", "Statement by President Anders Velin", "- Good morning to you all.", "Thank you."),
    apa(2, "The second", "The harbour was closed on Monday because of the wind, APA reports."),
    apa(3, "The third", "Statement by President Mira Kalodi", "- Good evening.", "Good night."),
)


def test_a_warc_twice_is_once(tmp_path: Path, site: Loopback) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(warc(*STORIES))
    first = backfills.from_warc(settings(tmp_path / "data", site), [file])
    assert (first.sites[0].new_versions, first.state) == (3, "completed")
    second = backfills.from_warc(settings(tmp_path / "data", site), [file])
    assert sum(one.pages for one in second.sites) == 0
    both = backfills.from_warc(settings(tmp_path / "other", site), [file, file])
    assert [one.pages for one in both.sites] == [3]
    assert column(tmp_path / "data", "SELECT count(*) FROM pages") == [3]
    assert site.log == [], "a WARC needs no network"


def test_a_warc_cut_off_keeps_what_is_good(tmp_path: Path, site: Loopback) -> None:
    file = tmp_path / "a.warc.gz"
    whole = warc(*STORIES)
    file.write_bytes(whole[:-200])
    report = backfills.from_warc(settings(tmp_path / "data", site), [file])
    assert report.exit_code == 3
    assert column(tmp_path / "data", "SELECT count(*) FROM stories") == [2]
    file.write_bytes(whole)
    assert backfills.from_warc(settings(tmp_path / "data", site), [file]).exit_code == 0
    assert column(tmp_path / "data", "SELECT count(*) FROM stories") == [3]


def test_a_warc_of_selected_sites_only(tmp_path: Path, site: Loopback) -> None:
    file = tmp_path / "a.warc.gz"
    other = ("https://www.example.org/x", "2025-10-14T12:00:00Z", generic("Other", "Words."))
    file.write_bytes(warc(*STORIES, other))
    chosen = settings(tmp_path / "data", site)
    backfills.from_warc(chosen, [file], chosen.chosen_sites(("apa-en",)))
    assert column(tmp_path / "data", "SELECT DISTINCT site FROM pages") == ["apa-en"]


def test_the_order_of_files_does_not_matter(tmp_path: Path, site: Loopback) -> None:
    files = []
    for number, story in enumerate(STORIES):
        files.append(tmp_path / f"{number}.warc.gz")
        files[-1].write_bytes(warc(story))
    tables = ("stories", "versions", "passages", "statement_history")
    rows = []
    for name, order in (("a", files), ("b", files[::-1])):
        backfills.from_warc(settings(tmp_path / name, site), order)
        with duckdb.connect(str(tmp_path / name / "onrecord.duckdb"), read_only=True) as con:
            rows.append([con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in tables])
    assert rows[0] == rows[1]
