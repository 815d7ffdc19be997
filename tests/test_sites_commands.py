"""The sites commands as a person types them, against a real server on loopback: nothing is written unless asked for."""

from __future__ import annotations

import importlib.util
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import scrapers.sites
from flows.cli import call
from scrapers.cases import expected, read_case, write_case
from scrapers.records import RawPage
from scrapers.site import sites

CASE = Path(__file__).parent / "sites" / "apa" / "story-as-bold"
URL = read_case(CASE)[0].url
ARTICLE = (
    "<html lang=en><head><title>Ferry line opens</title><link rel=alternate type=application/rss+xml href=/feed.xml>"
    "<meta property=og:site_name content='Ostrene Post'><meta property=og:type content=article></head><body>"
    "<h1 class=head-line>Ferry line opens</h1><time class=when>5 February 2026, 12:40 (UTC+4)</time>"
    "<div class=story-words>"
    "<p>The ferry line between Ostrene and Tavland was opened on Monday, four years after the agreement.</p>"
    "<p>Two ferries a day will cross the Sound, and a third one at night, if the ice allows it.</p></div></body></html>"
)
ANSWERS = {
    "/robots.txt": "User-agent: *\nAllow: /\nSitemap: https://www.ostrene.example/sitemap.xml\n",
    "/harbour/ferry-line-opens-4711": ARTICLE,
    "/": "<html><body><a href=/harbour/a-b-c-4712>A</a><p>The front page</p></body></html>",
    "/foreign-policy/" + URL.rpartition("/")[2]: (CASE / "page.html").read_text("utf-8"),
}


class Newsroom(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = ANSWERS.get(self.path)
        self.send_response(200 if body else 404)
        data = (body or "").encode()
        self.send_header("Content-Type", "text/plain" if self.path.endswith(".txt") else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing: the output belongs to the command."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Newsroom)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{httpd.server_address[1]}"
    monkeypatch.setenv("ONRECORD_MIRRORS", json.dumps({"en.apa.az": address, "www.ostrene.example": address}))
    monkeypatch.setenv("ONRECORD_SITES", '{"apa": {"pause": 0}}')
    monkeypatch.setenv("ONRECORD_CONTACT", "tests@example.org")
    monkeypatch.chdir(tmp_path)
    yield address
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_sites_lists_every_edition(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["sites", "--json"]) == 0
    rows = lines(capsys)
    assert [row["site"] for row in rows] == list(sites())
    assert {row["site"] for row in rows if row["enabled"]} == {"apa-en", "apa-az", "apa-ru"}


def test_show_says_what_the_settings_change(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["sites", "show", "apa-en"]) == 0
    shown = capsys.readouterr().out
    assert ".title_news" in shown
    assert "pause                   0.0" in shown


def test_try_shows_fields_and_paragraphs_and_writes_nothing(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["sites", "try", "apa", URL, "--json"]) == 0
    rows = lines(capsys)
    fields = {row["field"]: row for row in rows if "field" in row}
    assert fields["headline"]["found_by"] == ".title_news"
    assert fields["published"]["value"] == "2026-02-05T12:40:00+04:00"
    told = [row for row in rows if "position" in row]
    assert [row["position"] for row in told] == list(range(1, 18))
    assert {row["speaker"] for row in told if row["role"] == "statement"} == {"Aldan Merik", "Ilse Korring"}
    assert list(tmp_path.iterdir()) == []


def test_try_reads_a_saved_file(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["sites", "try", "apa-en", str(CASE / "page.html")]) == 0
    assert "Statement by President Aldan Merik" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (["try", "nowhere", "page.html"], 2, "There is no site nowhere"),
        (["try", "apa", "missing.html"], 2, "neither an address nor a file"),
        (["try", "apa", "https://en.apa.az/social/gone-1"], 1, "answered 404"),
        (["new", "Bad Name", "https://www.ostrene.example/"], 2, "no name for a site"),
        (["new", "apa-en", "https://www.ostrene.example/"], 1, "a site apa-en already"),
    ],
)
def test_what_cannot_be_done_is_said(
    server: str, typed: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["sites", *typed]) == code
    assert said in capsys.readouterr().err


def test_a_page_that_is_no_article_is_a_finding(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["sites", "try", "generic", "https://www.ostrene.example/"]) == 3
    assert "not an article" in capsys.readouterr().err


def test_add_case_saves_a_page_that_reads_the_same(server: str, tmp_path: Path) -> None:
    assert call(["sites", "add-case", "apa", URL, "--folder", "cases", "--name", "mine"]) == 0
    page, site = read_case(tmp_path / "cases" / "apa" / "mine")
    assert page.body == (CASE / "page.html").read_bytes()
    assert expected(page, site) == json.loads((CASE / "expected.json").read_text("utf-8"))
    assert call(["sites", "add-case", "apa", URL, "--folder", "cases", "--name", "mine"]) == 1


def test_a_case_keeps_what_a_server_wrote_with_quotation_marks(tmp_path: Path) -> None:
    kind, url = 'text/html; charset="windows-1251"', 'https://en.apa.az/media/"quoted"\\-7'
    page = RawPage(
        "apa-en", url, url, datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC), 200, (("Content-Type", kind),), b"<p>"
    )
    write_case(tmp_path / "case", page, sites()["apa-en"], page.body)
    assert read_case(tmp_path / "case") == (page, sites()["apa-en"])


def test_new_writes_a_site_file_that_reads_the_page(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scrapers.sites, "__file__", str(tmp_path / "__init__.py"))
    url = "https://www.ostrene.example/harbour/ferry-line-opens-4711"
    assert call(["sites", "new", "ostrene-post", url]) == 0
    written = tmp_path / "ostrene_post.py"
    spec = importlib.util.spec_from_file_location("ostrene_post", written)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    site = module.SITE
    assert (site.native_id(url), site.section_of(url)) == ("4711", "harbour")
    assert not site.is_article("https://www.ostrene.example/harbour")
    assert (site.title, site.language, site.zone) == ("Ostrene Post", "en", "Etc/GMT-4")
    assert site.feeds == ("https://www.ostrene.example/feed.xml",)
    assert site.sitemaps == ("https://www.ostrene.example/sitemap.xml",)
    assert site.layouts[0].body[0] == "div.story-words"
    assert site.layouts[0].headline[0] == "h1.head-line"
    assert "# ?" in written.read_text("utf-8")
    assert "question mark" in capsys.readouterr().err
