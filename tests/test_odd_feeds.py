"""Feeds and listings as they are: mark-up in titles, dates in words, wrong charsets, no namespaces, times to come."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scrapers.discover import found, refs
from scrapers.site import Listing
from tests.fetching import SITE, at
from tests.test_discover import BAKU, FEED, rss, urls

ITEM = "<title>Talks</title><link>https://news.example/a/1</link>"
ODD_FEEDS = {
    "mark-up in a title": rss("<item><title><![CDATA[<b>Talks</b>]]></title><link>/a/1</link></item>"),
    "escaped mark-up": rss("<item><title>&lt;i&gt;Talks&lt;/i&gt;</title><link>/a/1</link></item>"),
    "feedburner": rss(
        "<item xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'><title>Talks</title><link>https://burner.example/~r/1"
        "</link><f:origLink>https://news.example/a/1</f:origLink></item>"
    ),
    "an entry's id is its address": (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Talks</title><id>https://news.example/a/1</id></entry>"
        b"</feed>"
    ),
    "a root with a prefix": f"<x:rss xmlns:x='urn:x'><channel><item>{ITEM}</item></channel></x:rss>".encode(),
    "UTF-16 without a mark": f"<?xml version='1.0'?><rss><item>{ITEM}</item></rss>".encode("utf-16-le"),
    "a complaint before it": rss(f"<item>{ITEM}</item>", "\n<br />\n<b>Warning</b>: too old\n<?xml version='1.0'?>"),
    "RDF in no namespace": f"<RDF><item>{ITEM}</item></RDF>".encode(),
    "a comment that mentions <html>": rss(f"<item>{ITEM}</item>", "<?xml version='1.0'?><!-- no <html> here -->"),
    "the same twice, once tracked": rss(
        f"<item>{ITEM}</item><item><title>Again</title><link>https://news.example/a/1?utm_medium=rss</link></item>"
    ),
}


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "language": "az",
    "items": [
        {
            "id": 1,
            "url": "/a/1?utm_source=json",
            "title": " Talks  in\nBaku",
            "date_published": "2024-03-11T20:33:00+04:00",
        },
        {"id": "https://news.example/a/2", "date_modified": "2024-03-11T16:40:00Z", "language": "en", "title": None},
        {"id": "3", "title": "No address"},
        "no item",
        {"url": "https://elsewhere.example/a/4"},
        {"url": "http://[oops/"},
    ],
}


@pytest.mark.parametrize("encoded", [json.dumps(JSON_FEED), "\ufeff " + json.dumps(JSON_FEED).replace("/", "\\/")])
def test_a_json_feed_names_articles_with_their_times_and_languages(encoded: str):
    told = found(encoded.encode(), FEED, SITE, date(2026, 3, 11))
    one, two = told.refs
    assert (one.url, one.headline, one.language) == (at("/a/1"), "Talks in Baku", "az")
    assert (one.published_at, two.updated_at) == (
        datetime(2024, 3, 11, 20, 33, tzinfo=BAKU),
        datetime(2024, 3, 11, 16, 40, tzinfo=UTC),
    )
    assert (two.url, two.headline, two.language) == (at("/a/2"), None, "en")
    assert told.broken == 3


@pytest.mark.parametrize(
    "body", [b'{"jsonfeed.org"', b'{"version": "jsonfeed.org", "items": {}}', b'{"jsonfeed.org":' + b"[" * 200_000]
)
def test_what_only_looks_like_a_json_feed_names_nothing(body: bytes):
    assert found(body, FEED, SITE).refs == ()


@pytest.mark.parametrize("oops", ["//[oops/", "http://[oops/", "https://news.example:port/a/9"])
def test_a_link_that_is_no_address_costs_itself_only(oops: str):
    feed = rss(f"<item><title>Oops</title><link>{oops}</link></item><item>{ITEM}</item>")
    page = f"<base href='{oops}'><a href='{oops}'>Oops</a><a rel=next href='{oops}'>2</a><a href='{at('/a/1')}'>One</a>"
    assert urls(feed) == [at("/a/1")]
    assert found(page.encode(), at("/news"), SITE).after == ""
    assert urls(page.encode()) == [at("/a/1")]


@pytest.mark.parametrize("body", ODD_FEEDS.values(), ids=ODD_FEEDS)
def test_an_odd_feed_names_the_article_all_the_same(body: bytes):
    (ref,) = refs(body, FEED, SITE)
    assert (ref.url, ref.headline) == (at("/a/1"), "Talks")


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("11.03.2024 20:33", "2024-03-11T20:33:00+04:00"),
        ("Пн, 11 мар 2024 20:33:00 +0300", "2024-03-11T20:33:00+03:00"),
        ("11 Mart 2024 20:33", "2024-03-11T20:33:00+04:00"),
        ("Mon Mar 11 20:33:00 2024", "2024-03-11T20:33:00+04:00"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Mon, 11 Mar 2099 20:33:00 +0400", None),
        ("soon", None),
    ],
)
def test_a_feed_prints_its_times_in_many_ways(printed: str, read: str | None):
    (ref,) = found(rss(f"<item>{ITEM}<pubDate>{printed}</pubDate></item>"), FEED, SITE, date(2026, 3, 11)).refs
    assert (ref.published_at.isoformat() if ref.published_at else None) == read


def test_a_short_feed_that_lies_about_its_charset_is_no_crash():
    item = "<item><title>Президент выступил</title><link>https://news.example/a/1</link></item>"
    assert urls(rss(item).decode().encode("windows-1251")) == [at("/a/1")]


def test_a_sitemap_in_plain_text():
    body = b"https://news.example/a/1\nhttps://news.example/about\nhttps://news.example/a/2\n"
    assert urls(body, at("/sitemap.txt")) == [at("/a/1"), at("/a/2")]


def test_a_card_is_dated_by_its_time_element_where_its_words_do_not():
    listing = replace(SITE, listings=(Listing(at("/news"), links="div.card", published=(".when",)),))
    body = b"""<div class="card"><a href="/a/1">One</a><span class="when"><time datetime="2026-03-11T10:00:00+04:00">2 h
      ago</time></span></div><div class="card"><a href="/a/2">Two</a><span class="when">14:49, 3 March</span></div>"""
    one, two = found(body, at("/news"), listing, date(2026, 3, 11)).refs
    assert (one.published_at, two.published_at) == (
        datetime(2026, 3, 11, 10, tzinfo=BAKU),
        datetime(2026, 3, 3, 14, 49, tzinfo=BAKU),
    )
