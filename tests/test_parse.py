"""parse() on real pages and on broken ones: every page an article or a named problem, nothing of its surroundings."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.characters import cleaned
from scrapers.generic import generic_site
from scrapers.parse import parse
from scrapers.problems import Blocked, LayoutChanged, NotAnArticle, Problem
from scrapers.records import Article, RawPage
from scrapers.site import Layout, sites
from tests.shared import SHARED, needs_shared

APA = "https://en.apa.az/foreign-policy/ferry-line-opened-updated-1-512345"
MENU = "<nav><a href='/'>Home of the menu</a></nav>"


def page(body: str | bytes, url: str = APA, site: str = "apa-en", **headers: str) -> RawPage:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    raw = body if isinstance(body, bytes) else body.encode()
    return RawPage(site, url, url, datetime(2026, 3, 2, 9, tzinfo=UTC), 200, named, raw)


def apa(texts: str, date: str = "5 February 2026 12:40 (UTC +04:00)") -> str:
    return (
        f"<html><head><meta charset=utf-8><title>x</title></head><body>{MENU}"
        "<h2 class=title_news>Ferry line opened</h2>"
        f"<div class=date_news><div class=date><span class=date>{date}</span></div></div>"
        f"<div class=news_content><div class='texts mb-site'>{texts}</div></div></body></html>"
    )


def read(body: str | bytes, **headers: str) -> Article:
    return parse(page(body, **headers), sites()["apa-en"])


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "empty body"),
        (b"  \n ", "empty body"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b'{"a": "<p>x</p>"}', "JSON"),
        (b"[1, 2]", "JSON"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "a feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "a feed"),
        (b"just a line of text", "plain text"),
        (b"PK\x03\x04", "an archive"),
        (apa("<p>The ferry")[:150].encode(), "cut off before"),
        (apa("<p>The ferry line").partition("</p>")[0].split("line</div>")[0].encode(), "cut off in the middle"),
        (b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>", "error page"),
        (b"<html><title>X\xc9\x99ta</title><body><p>x</p></body></html>", "error page"),
    ],
)
def test_what_is_no_article_is_named(body: bytes, named: str) -> None:
    with pytest.raises(NotAnArticle, match=named):
        read(body)


def test_an_image_by_its_header_alone_is_no_article() -> None:
    with pytest.raises(NotAnArticle, match="image/webp"):
        read(b"\x01\x02\x03", Content_Type="image/webp")


def test_a_wall_is_never_parsed() -> None:
    with pytest.raises(Blocked):
        read("<html><head><title>Just a moment...</title></head><body>Checking</body></html>")


def test_a_redirect_to_a_listing_is_no_article() -> None:
    moved = replace(page(apa("<p>x</p>")), final_url="https://en.apa.az/all-news")
    with pytest.raises(NotAnArticle, match="led"):
        parse(moved, sites()["apa-en"])


@pytest.mark.parametrize("texts", ["", "<p>&nbsp;</p>", "<div class=links_block><a href=x>Related</a></div>"])
def test_an_article_without_words_is_a_changed_layout(texts: str) -> None:
    with pytest.raises(LayoutChanged, match=r"div\.texts"):
        read(apa(texts))


def test_a_closed_article_on_a_page_without_its_end_is_whole() -> None:
    cut = apa("<p>The ferry line was opened.</p>").removesuffix("</body></html>") + "<div class=foot><p>All rights"
    assert [p.words for p in read(cut).paragraphs] == ["The ferry line was opened."]


@pytest.mark.parametrize("dirt", ["\x01", "\x0b", "&#1;", "&#x0B;", "&#xFFFE;", "\ufffe", "&#0;"])
def test_characters_no_tree_can_hold_break_nothing(dirt: str) -> None:
    links = f"{dirt}<ul><li><a href=x>Link{dirt}</a></li></ul>{dirt}"
    dirty = f"<p>The ferry.</p>{links}<p>It{dirt} sails at five, as it always did.</p>"
    assert "The ferry." in [p.words for p in read(apa(dirty)).paragraphs]
    parse(page(apa(dirty * 9), url="https://x.example/a-1", site="x"), generic_site("https://x.example/a-1"))


@pytest.mark.parametrize("depth", [100, 300, 1000])
def test_words_are_found_however_deep_they_lie(depth: int) -> None:
    nested = "<div>" * depth + "deep words" + "</div>" * depth + "<p>after</p>"
    assert [p.words for p in read(apa(nested)).paragraphs] == ["deep words", "after"]


def test_a_flash_that_repeats_its_headline_keeps_it() -> None:
    assert [p.words for p in read(apa("<p>Ferry line opened</p>")).paragraphs] == ["Ferry line opened"]


def test_a_page_without_a_date_is_an_article_without_a_date() -> None:
    article = read(apa("<p>The ferry.</p>", date=""))
    assert (article.published_at, article.utc_offset) == (None, None)


def test_junk_and_menus_never_reach_the_paragraphs() -> None:
    junk = "<div class=rek_banner>Buy</div><ins>Ad</ins><script>s()</script><style>p{}</style><iframe>f</iframe>"
    assert [p.words for p in read(apa(f"<p>One.</p>{junk}<p>Two.</p>")).paragraphs] == ["One.", "Two."]


def test_an_old_page_is_read_by_the_layout_of_its_day() -> None:
    site = sites()["apa-en"]
    old = Layout(headline=(".old-title",), body=(".old-text",), until=datetime(2020, 1, 1, tzinfo=UTC).date())
    dated = replace(site, layouts=(*site.layouts, old))
    html = "<html><h1 class=old-title>Then</h1><div class=old-text>Long ago.</div></html>"
    then = replace(page(html), fetched_at=datetime(2019, 5, 1, tzinfo=UTC))
    assert parse(then, dated).parser == "apa-en@2020-01-01"
    with pytest.raises(LayoutChanged):
        parse(page(html), dated)


def test_a_canonical_address_counts_only_when_it_is_this_article() -> None:
    def told(link: str) -> str:
        return read(apa("<p>x</p>").replace("<title>", f"<link rel=canonical href='{link}'><title>")).url

    assert (
        told("/foreign-policy/ferry-line-opened-512345") == "https://en.apa.az/foreign-policy/ferry-line-opened-512345"
    )
    assert told("https://en.apa.az/") == APA
    assert told("https://en.apa.az/foreign-policy/another-512346") == APA


def test_parse_is_a_function_of_its_arguments() -> None:
    raw = page(apa("<p>One.</p><p>Two.</p>"))
    first, second = parse(raw, sites()["apa-en"]), parse(pickle.loads(pickle.dumps(raw)), sites()["apa-en"])
    assert first == second == pickle.loads(pickle.dumps(first))


@cache
def kremlin() -> tuple[RawPage, ...]:
    pages = []
    with (SHARED / "kremlin" / "en-2017-04-to-06.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream):
            url = record.rec_headers.get_header("WARC-Target-URI")
            at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
            body = record.content_stream().read()
            pages.append(RawPage("kremlin-en", url, url, at, 200, tuple(record.http_headers.headers), body))
    return tuple(pages)


@cache
def kremlin_articles() -> dict[str, Article | str]:
    return {raw.url: told(raw) for raw in kremlin()}


def told(raw: RawPage) -> Article | str:
    try:
        return parse(raw, sites()["kremlin-en"])
    except Problem as problem:
        return problem.outcome


@needs_shared
def test_every_real_kremlin_page_is_read() -> None:
    articles = {url: read for url, read in kremlin_articles().items() if isinstance(read, Article)}
    assert len(kremlin_articles()) == 393
    assert {url for url in kremlin_articles() if "/by-date/" not in url and "robots" not in url} == set(articles)
    assert {read for read in kremlin_articles().values() if isinstance(read, str)} == {"not an article"}
    for article in articles.values():
        assert article.headline_printed
        assert article.paragraphs
        assert article.utc_offset == "+03:00"
        assert article.modified_at
        assert dict(article.found)["clock"] == "div.read__time"


@needs_shared
def test_real_kremlin_pages_say_what_their_publisher_marked() -> None:
    lines = (SHARED / "kremlin" / "en-2017-04-to-06.turns.jsonl").read_text("utf-8").splitlines()
    for gold in map(json.loads, lines):
        article = kremlin_articles()[gold["url"]]
        assert isinstance(article, Article)
        assert article.published_at
        assert f"{article.published_at:%Y-%m-%d %H:%M}" == f"{gold['date']} {gold['clock']}"
        assert article.place == gold["place"]
        text = "\n".join(p.words for p in article.paragraphs)
        for paragraph in (p for statement in gold["statements"] for p in statement["paragraphs"]):
            assert cleaned(paragraph) in text, gold["url"]


@needs_shared
def test_the_generic_reading_finds_the_same_words_on_real_pages() -> None:
    for raw in kremlin()[:120]:
        own = kremlin_articles()[raw.url]
        if isinstance(own, Article) and sum(len(p.words) for p in own.paragraphs) > 400:
            generic = parse(raw, generic_site(raw.url))
            assert {p.words for p in own.paragraphs} <= {p.words for p in generic.paragraphs}, raw.url
            assert generic.headline_printed == own.headline_printed


@needs_shared
@pytest.mark.parametrize("way", ["<p>{}</p>", "{}<br><br>", "<div>{}</div>", "<p><strong>{}</strong></p>"])
def test_the_seed_article_in_every_markup(way: str) -> None:
    text = next((SHARED / "seed").glob("*.txt")).read_text("utf-8")
    headline, caption, credit, date, *lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    picture = f"<div class=main_img><img src=x alt=y><p>{caption}</p><p>{credit}</p></div>"
    bold = way.startswith("<p><strong>")
    body = "".join((way if not bold or line.startswith("Statement by") else "<p>{}</p>").format(line) for line in lines)
    html = (
        apa(body, date)
        .replace("Ferry line opened", headline)
        .replace("<div class='texts", f"{picture}<div class='texts")
    )
    article = read(html)
    assert article.headline_printed.endswith("-UPDATED-1")
    assert article.published_at == datetime.fromisoformat("2024-03-11T20:33:00+04:00")
    assert article.utc_offset == "+04:00"
    assert [(p.kind, p.words) for p in article.paragraphs[:3]] == [
        ("caption", caption),
        ("credit", "© APA"),
        ("caption", caption),
    ]
    assert [p.words for p in article.paragraphs[3:]] == lines
    assert {p.kind for p in article.paragraphs[3:]} == {"text"}
