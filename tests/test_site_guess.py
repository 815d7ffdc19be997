"""A first guess at six kinds of sites: the site file it writes reads the article, and nothing but the article."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from scrapers.discover import found
from scrapers.parse import parse
from scrapers.records import RawPage
from scrapers.site import Site
from scrapers.site_guess import guess, module
from tests.site_kinds import KINDS, TABLES, WORDPRESS, WORDS, Kind

AT = datetime(2026, 2, 6, tzinfo=UTC)


def raw(url: str, body: bytes) -> RawPage:
    return RawPage("x", url, url, AT, 200, (("Content-Type", "text/html"),), body)


def home_of(kind: Kind) -> RawPage:
    parts = urlsplit(kind.url)
    return raw(f"{parts.scheme}://{parts.netloc}/", kind.home)


def written(kind: Kind, *tried: RawPage) -> Site:
    """The site that the file written for it holds."""
    space: dict[str, Any] = {}
    text = module(guess("a-site", raw(kind.url, kind.article), home_of(kind), kind.robots, tried))
    exec(text, space)
    site = space["SITE"]
    assert isinstance(site, Site)
    return site


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_guess_reads_the_article_and_nothing_around_it(kind: Kind) -> None:
    site = written(kind)
    article = parse(raw(kind.url, kind.article), site)
    read = tuple(paragraph.words for paragraph in article.paragraphs)
    assert read[-len(WORDS) :] == WORDS
    assert len(read) == len(WORDS) or kind is TABLES, "tables have no place of their own for headline and date"
    assert article.headline_printed == kind.headline
    assert (str(article.published_at.date()) if article.published_at else None) == kind.day
    assert site.layouts[0].body[0] == kind.body


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_guess_knows_articles_by_their_addresses(kind: Kind) -> None:
    site = written(kind)
    assert (site.native_id(kind.url), site.section_of(kind.url)) == (kind.number, kind.section)
    assert not site.is_article(site.home)
    assert len(found(kind.home, site.home, site).refs) >= 5
    assert [(listing.url, listing.first) for listing in site.listings] == ([kind.listing] if kind.listing else [])


def test_a_date_of_its_own_line_what_the_page_calls_its_text_and_dated_folders() -> None:
    said = "".join(f"<p>{words}</p>" for words in WORDS)
    text = f"<h1>Ferry</h1><div class=dt>5 February 2026, 12:40</div><div><div itemprop=articleBody>{said}</div></div>"
    page = raw("https://p.example/2026/02/ferry", f"<html><body><div>{text}</div></body></html>".encode())
    found = guess("a-site", page)
    assert (found.published, found.body[0]) == (("div.dt",), "[itemprop=articleBody]")
    assert [bool(re.search(found.article, f"https://p.example{path}")) for path in ("/2025/11/storm", "/about")] == [
        True,
        False,
    ]


def test_feeds_of_comments_are_none_and_usual_addresses_are_tried() -> None:
    assert written(WORDPRESS).feeds == ("https://post.example/feed/",)
    assert written(WORDPRESS).sitemaps == ("https://post.example/wp-sitemap.xml",)
    feed = raw("http://zaliv.example/rss", b"<rss><channel><item><link>/news.php?id=4711</link></item></channel></rss>")
    again = raw("http://zaliv.example/rss.xml", feed.body)
    sitemap = raw("http://zaliv.example/sitemap.xml", b"<urlset><url><loc>http://zaliv.example/</loc></url></urlset>")
    not_found = raw("http://zaliv.example/feed/", b"<html><body>Nothing here</body></html>")
    site = written(TABLES, not_found, feed, again, sitemap)
    assert (site.feeds, site.sitemaps) == (("http://zaliv.example/rss",), ("http://zaliv.example/sitemap.xml",))
