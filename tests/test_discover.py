"""Discovery: what feeds, sitemaps and listings name, however they are written; what is broken is stepped over."""

from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.discover import day_sources, found, refs, sources
from scrapers.problems import Problem, Refused
from scrapers.records import PageRef
from scrapers.site import Listing
from tests.fetching import SITE, at

FEED = at("/rss")
BAKU = timezone(timedelta(hours=4))


def rss(items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>', channel: str = "") -> bytes:
    return f'{head}<rss version="2.0"><channel><title>Example</title>{channel}{items}</channel></rss>'.encode()


def urls(body: bytes, url: str = FEED) -> list[str]:
    return [ref.url for ref in refs(body, url, SITE)]


def test_rss_carries_what_it_says():
    item = (
        "<item><title>Talks &amp;quot;in Sarvan&amp;quot;</title><link>https://news.example/a/1?utm_source=rss</link>"
        "<pubDate>Mon, 11 Mar 2024 20:33:00 +0400</pubDate></item>"
    )
    assert refs(rss(item, channel="<language>en</language>"), FEED, SITE) == [
        PageRef(
            site="example-en",
            url=at("/a/1"),
            headline='Talks "in Sarvan"',
            published_at=datetime(2024, 3, 11, 20, 33, tzinfo=BAKU),
            language="en",
            found_in=FEED,
        )
    ]


def test_atom_takes_the_alternate_link_and_both_times():
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://news.example/x/">
      <title>Example</title><updated>2030-01-01T00:00:00Z</updated>
      <entry><title type="html">Talks</title><link rel="enclosure" href="/a/8"/><link rel="alternate" href="../a/7"/>
        <published>2024-03-11T09:00:00+04:00</published><updated>2024-03-11T10:00:00Z</updated>
        <source><title>Other</title><link href="https://news.example/a/66"/></source></entry>
      <entry><title>Plain</title><link href="https://news.example/a/9"/><updated>2024-03-11T10:00:00Z</updated></entry>
    </feed>"""
    first, second = refs(atom, FEED, SITE)
    assert (first.url, first.headline, first.language) == (at("/a/7"), "Talks", "en")
    assert first.published_at == datetime(2024, 3, 11, 5, tzinfo=UTC)
    assert first.updated_at == datetime(2024, 3, 11, 10, tzinfo=UTC)
    assert (second.url, second.published_at) == (at("/a/9"), None)


def test_rdf():
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title><link>https://news.example/</link></channel>
      <item><title>Talks</title><link>https://news.example/a/3</link><dc:date>2024-03-11T09:00Z</dc:date>
      <dc:language>az</dc:language></item></rdf:RDF>"""
    (ref,) = refs(rdf, FEED, SITE)
    assert (ref.url, ref.language, ref.published_at) == (at("/a/3"), "az", datetime(2024, 3, 11, 9, tzinfo=UTC))


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-8", "utf-16"])
def test_a_feed_in_any_charset(encoding: str):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><title>Заявление министра</title>'
        "<link>https://news.example/a/1</link></item></channel></rss>"
    )
    assert refs(text.encode(encoding), FEED, SITE)[0].headline == "Заявление министра"


def test_a_feed_that_lies_about_its_charset():
    text = "<rss><channel><item><title>Президент выступил с заявлением для прессы</title><link>https://news.example/a/1</link></item></channel></rss>"
    assert refs(('<?xml version="1.0" encoding="utf-8"?>' + text).encode("windows-1251"), FEED, SITE)[0].headline == (
        "Президент выступил с заявлением для прессы"
    )
    assert "Президент" in str(
        refs(('<?xml version="1.0" encoding="iso-8859-1"?>' + text).encode(), FEED, SITE)[0].headline
    )


def test_broken_items_are_stepped_over_and_counted():
    items = (
        "<item><title>One</title><link>https://news.example/a/1</link></item>"
        "<item><title>No address</title></item>"
        "<item><title>Bare & ampersand &nbsp;</title><link>https://news.example/a/2</link><pubDate>soon</pubDate></item>"
        "<item><title>Open <b></title><link>https://news.example/a/3</link></item>"
        "<item><title>A control \x0b character</title><link>https://news.example/a/4</link></item>"
        "<item><title>Not the web</title><link>mailto:desk@news.example</link></item>"
        "<item><title>Guid</title><guid>https://news.example/a/5</guid></item>"
        "<item><title>Not an address</title><guid isPermaLink='false'>https://news.example/a/99</guid></item>"
        "<item><title>Last</title><link> https://news.example/a/6 </link></item>"
    )
    named = found(rss(items), FEED, SITE)
    assert sorted(ref.url for ref in named.refs) == [at(f"/a/{n}") for n in range(1, 7)]
    assert named.broken == 3
    assert named.refs[1].published_at is None


def test_a_feed_cut_in_the_middle_gives_what_was_whole():
    body = rss("".join(f"<item><title>{n}</title><link>https://news.example/a/{n}</link></item>" for n in range(9)))
    assert urls(body[: len(body) // 2])[:3] == [at("/a/0"), at("/a/1"), at("/a/2")]


def test_other_vocabularies_do_not_overrule_the_items_own_words():
    item = (
        '<item xmlns:media="http://search.yahoo.com/mrss/"><media:title>Picture</media:title><title>Talks</title>'
        "<link>https://news.example/a/1</link><media:content url='https://news.example/a/2'/></item>"
        "<image><url>https://news.example/a/3</url></image>"
    )
    (ref,) = refs(rss(item), FEED, SITE)
    assert (ref.url, ref.headline) == (at("/a/1"), "Talks")


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(attack: str, encoding: str):
    body = (
        f'<?xml version="1.0" encoding="{encoding}"?>{attack}<rss><channel><item><title>&b;</title>'
        "<link>https://news.example/a/1</link></item></channel></rss>"
    )
    with pytest.raises(Refused, match="entities"):
        refs(body.encode(encoding), FEED, SITE)


def test_a_doctype_without_entities_is_harmless():
    head = '<!DOCTYPE rss PUBLIC "-//Example//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">'
    assert urls(rss("<item><link>https://news.example/a/1</link></item>", head)) == [at("/a/1")]


def test_news_sitemap():
    body = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/a/1</loc>
      <lastmod>2024-03-11</lastmod><news:news><news:publication><news:name>E</news:name><news:language>az</news:language>
      </news:publication><news:publication_date>2024-03-10T20:00:00+04:00</news:publication_date>
      <news:title>Talks</news:title></news:news></url></urlset>"""
    (ref,) = refs(body, at("/news-sitemap.xml"), SITE)
    assert (ref.headline, ref.language) == ("Talks", "az")
    assert ref.published_at == datetime(2024, 3, 10, 16, tzinfo=UTC)
    assert ref.updated_at is not None
    assert ref.updated_at.isoformat() == "2024-03-11T00:00:00+04:00", "a day is a day in the site's zone"


def test_a_sitemap_index_names_sitemaps_of_the_site_and_no_pages():
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <sitemap><loc>https://news.example/s/1.xml.gz</loc><lastmod>2024-03-11T00:00:00Z</lastmod></sitemap>
      <sitemap><loc>https://other.example/s/2.xml</loc></sitemap></sitemapindex>"""
    named = found(body, at("/sitemap.xml"), SITE)
    assert named.refs == ()
    assert [(one.url, one.updated_at) for one in named.sitemaps] == [
        (at("/s/1.xml.gz"), datetime(2024, 3, 11, tzinfo=UTC))
    ]


MEASURE = """
import gzip, sys
from tests.memory import megabytes
from scrapers.discover import found
from tests.fetching import SITE, at
named = found(sys.stdin.buffer.read(), at("/sitemap.xml.gz"), SITE)
print(len(named.refs), named.refs[-1].url, megabytes())
"""


def test_a_gzipped_sitemap_of_50_000_entries_in_little_memory():
    entries = "".join(f"<url><loc>https://news.example/a/{n}</loc></url>" for n in range(60_000))
    body = gzip.compress(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode())
    run = subprocess.run([sys.executable, "-c", MEASURE], input=body, capture_output=True, timeout=100, check=True)
    count, last, megabytes = run.stdout.split()
    assert (int(count), last.decode()) == (50_000, at("/a/49999"))
    assert int(megabytes) < 300


def test_a_gzip_bomb_of_a_sitemap_is_refused():
    with pytest.raises(Refused, match="grows beyond"):
        refs(gzip.compress(bytes(60 << 20), 1), at("/sitemap.xml.gz"), SITE)


LISTING = replace(
    SITE,
    feeds=(at("/rss"),),
    sitemaps=(at("/sitemap.xml"),),
    listings=(Listing(at("/all-news?page={page}"), links="div.cards a.item", pages=3),),
    days=(Listing(at("/by-date/{day:%d.%m.%Y}"), links="h2"),),
)


def test_a_listing_names_what_its_selector_finds_with_the_cards_headline():
    body = """<html><head><meta charset="windows-1251"><base href="https://news.example/en/"></head><body>
      <a href="/a/99">Not a card</a><div class="cards">
      <a class="item" href="../a/1#top"><img src="x.jpg"></a>
      <a class="item" href="/a/1"><span>17:44</span><h3>Заявление  министра</h3> summary</a>
      <a class="item" href="javascript:void(0)">Advertisement</a><a class="item" href="http://[oops/">Broken</a>
      <a class="item" href="https://other.example/a/5">Elsewhere</a><a class="item" href="/about">Not an article</a>
      <a class="item" href="/a/2">Second</a></div></body></html>""".encode("windows-1251")
    named = refs(body, at("/all-news?page=2"), LISTING)
    assert [(ref.url, ref.headline) for ref in named] == [(at("/a/1"), "Заявление министра"), (at("/a/2"), "Second")]


def test_a_card_may_print_its_moment():
    dates = ("[data-timestamp]::attr(data-timestamp)", "div.date")
    site = replace(SITE, language="az", listings=(Listing(at("/all"), links="a.item, li", published=dates),))
    body = """<a class="item" href="/a/1"><h2>One</h2>
      <div class="date"><span>17:44</span><span>21 fevral 2026</span></div></a>
      <a class="item" href="/a/2" data-timestamp="1771681440">Two</a>
      <a class="item" href="/a/3">Three<div class="date">Bu gün / 12:18</div></a>
      <li><a href="/a/4"><img></a><a href="/a/4">Four</a><div class="date">16 noyabr, 2025 14:00</div></li>
      <a class="item" href="/a/5">Five<div class="date">17:44</div></a>""".encode()
    named = found(body, at("/all"), site, today=date(2026, 2, 22)).refs
    assert [ref.published_at and ref.published_at.isoformat() for ref in named] == [
        "2026-02-21T17:44:00+04:00",
        "2026-02-21T13:44:00+00:00",
        "2026-02-22T12:18:00+04:00",
        "2025-11-16T14:00:00+04:00",
        None,
    ]
    assert [ref.headline for ref in named][3] == "Four"


def test_a_selector_may_name_what_holds_the_link():
    body = b"<h2><a href='/a/1'>One</a></h2><p><a href='/a/2'>Two</a></p>"
    assert [ref.url for ref in refs(body, at("/by-date/11.03.2024"), LISTING)] == [at("/a/1")]
    assert [ref.url for ref in refs(body, at("/elsewhere"), LISTING)] == [at("/a/1"), at("/a/2")]


def test_what_to_ask():
    assert [source.url for source in sources(LISTING)] == [
        at("/rss"),
        at("/sitemap.xml"),
        *(at(f"/all-news?page={n}") for n in (1, 2, 3)),
    ]
    assert [source.url for source in day_sources(LISTING, date(2024, 3, 1))] == [at("/by-date/01.03.2024")]
    assert day_sources(SITE, date(2024, 3, 1)) == []


def test_a_feed_address_that_now_answers_a_page_is_read_as_one():
    assert urls(b"<!DOCTYPE html><html><body><a href='/a/4'>x</a></body></html>") == [at("/a/4")]
    assert urls(b"<?xml version='1.0'?><!DOCTYPE html><html><body><a href='/a/4'>x</a></body></html>") == [at("/a/4")]


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: rss(f"<item>{text}</item>")))
def test_no_bytes_break_discovery(body: bytes):
    try:
        named = found(body, FEED, SITE)
    except Problem:
        return
    assert all(SITE.is_article(ref.url) for ref in named.refs)
