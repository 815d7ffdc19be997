"""An article and a home page of six kinds of sites (WordPress, Drupal, Bitrix, Next.js, tables, a government's own), with
invented news in the markup that each kind is known by."""

# ruff: noqa: E501 - mark-up is easier to read unbroken

from __future__ import annotations

import json
from dataclasses import dataclass

WORDS = (
    "The ferry line between Ostrene and Tavland was opened on Monday, four years after the two ports had agreed on it.",
    "“Two ferries a day will cross the Sound, and a third one at night, if the ice allows it,” said Lonn Abrek.",
    "President Aldan Merik: This is a good day for both shores, and I thank everyone who worked for it.",
)
P = "".join(f"<p>{words}</p>" for words in WORDS)


@dataclass(frozen=True)
class Kind:
    """One site: the address of its article, that page and the home page, and what a guess must make of them."""

    url: str
    article: bytes
    home: bytes
    headline: str = "Ferry line opens"
    day: str | None = "2026-02-05"
    robots: str = ""
    body: str = ""
    number: str | None = None
    section: str | None = None
    listing: tuple[str, int] | None = None


def page(head: str, body: str, language: str = "en", encoding: str = "utf-8") -> bytes:
    """A whole page."""
    start = f'<!DOCTYPE html><html lang="{language}"><head><meta charset="{encoding}">'
    return f"{start}{head}</head><body>{body}</body></html>".encode(encoding)


WORDPRESS = Kind(
    "https://post.example/2026/02/05/ferry-line-opens/",
    page(
        '<title>Ferry line opens – Ostrene Post</title><link rel="alternate" type="application/rss+xml" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/"><meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2026-02-05T12:40:00+01:00">',
        '<header class="site-header"><nav><a href="/">Home</a></nav></header><main><article id="post-4711" class="post-4711 '
        'post hentry"><header class="entry-header"><h1 class="entry-title">Ferry line opens</h1><div class="entry-meta"><time '
        'class="entry-date" datetime="2026-02-05T12:40:00+01:00">5 February 2026</time></div></header><div class="entry-content">'
        f'{P}<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3></div><div class="jp-relatedposts"><h3>Related</h3>'
        '</div></div><footer class="entry-footer"><a href="/tag/f">ferry</a></footer></article><div class="comments-area"><p>What '
        "a wonderful thing, I have waited for years for this ferry to come back.</p></div></main>",
    ),
    page(
        "<title>Ostrene Post</title>",
        "".join(f'<h2><a href="/2026/02/0{n}/story-number-{n}/">Story</a></h2>' for n in range(1, 6))
        + '<a class="page-numbers" href="/page/2/">2</a>',
    ),
    robots="User-agent: *\nSitemap: https://post.example/wp-sitemap.xml\n",
    body="div.entry-content",
    listing=("https://post.example/page/{page}/", 1),
)
DRUPAL = Kind(
    "https://ports.example/en/news/ferry-line-opens",
    page(
        "<title>Ferry line opens | Ministry of Ports</title>",
        '<main role="main"><h1 class="page-header">Ferry line opens</h1><article class="node node--type-news"><div class="field '
        'field--name-field-date"><time datetime="2026-02-05T11:40:00Z">05/02/2026</time></div><div class="clearfix field '
        f'field--name-body">{P}</div><div class="field field--name-field-tags"><a href="/en/tags/1">ports</a></div></article>'
        "</main>",
    ),
    page(
        "<title>Ministry of Ports</title>",
        "".join(f'<a href="/en/news/the-minister-met-{n}-envoys">x</a>' for n in "abcde")
        + '<ul class="pager"><li><a href="/en/news?page=0">1</a></li><li><a href="/en/news?page=2">3</a></li></ul>',
    ),
    body="div.field--name-body",
    section="news",
    listing=("https://ports.example/en/news?page={page}", 0),
)
BITRIX = Kind(
    "https://port.example/press/news/4811/",
    page(
        "<title>Ferry line opens</title>",
        '<div class="breadcrumbs"><a href="/">Main</a></div><div class="content"><h1>Ferry line opens</h1><div class="news-detail">'
        f'<span class="news-date-time">05.02.2026 12:40</span>{P}<div class="news-detail-share">Share</div></div></div>',
        "ru",
    ),
    page(
        "",
        "".join(f'<a href="/press/news/48{n}1/">News</a>' for n in range(5)) + '<a href="/press/news/?PAGEN_1=2">2</a>',
    ),
    body="div.news-detail",
    number="4811",
    section="press",
    listing=("https://port.example/press/news/?PAGEN_1={page}", 1),
)
NEXT = Kind(
    "https://wire.example/news/ferry-line-opens-ab12c",
    page(
        '<title>Ferry line opens</title><script type="application/ld+json">'
        + json.dumps({"@graph": [{"@type": "NewsArticle", "datePublished": "2026-02-05T12:40:00.000Z"}]})
        + "</script>",
        '<div id="__next"><main class="Article_main__k2J9d"><h1 class="Article_title__Z91ab">Ferry line opens</h1><div '
        f'class="Article_meta__q0">Feb 5, 2026</div><div class="Article_body__f77Gh">{P}</div><section class="Related_root__x9">'
        '<h2>More stories</h2><a href="/news/other-thing-here-9f8a7">Other</a></section></main></div>',
    ),
    page("", "".join(f'<a href="/news/the-story-number-{n}-abc1">s</a>' for n in "abcde")),
    body="div[class*='Article_body__']",
    section="news",
)
TABLES = Kind(
    "http://zaliv.example/news.php?id=4711",
    page(
        "<title>Ferry line opens</title>",
        '<table><tr><td><a href="/">Main</a></td><td><font size=+1><b>Паром</b></font><br><i>05.02.2026 12:40</i><br><br>'
        f"{'<br><br>'.join(WORDS)}</td></tr></table>",
        "ru",
        "windows-1251",
    ),
    page("", "".join(f'<a href="news.php?id=4{n}11">x</a>' for n in range(6)), "ru", "windows-1251"),
    body="body > table:nth-of-type(1) > tr:nth-of-type(1) > td:nth-of-type(2)",
    number="4711",
)
GOVERNMENT = Kind(
    "https://gov.example/en/speeches/detail/1147",
    page(
        '<title>Ferry line opens - Government of Sorvania</title><meta name="dcterms.date" content="2026-02-05">',
        '<div id="leftmenu"><ul><li><a href="/en/about">About</a></li></ul></div><div id="content"><div class="pageTitle"><h2>Ferry '
        'line opens</h2></div><div class="dateBox">5 February 2026</div><div class="text-block">'
        f'{P.replace("<p>", "<div>").replace("</p>", "</div>")}</div><div class="printIcon"><a href="#">Print</a></div></div>',
    ),
    page(
        "<title>Government of Sorvania</title>",
        "".join(f'<a href="/en/speeches/detail/1{n}47">s</a>' for n in range(6)),
    ),
    body="div.text-block",
    number="1147",
    section="speeches",
)
KINDS = {
    "wordpress": WORDPRESS,
    "drupal": DRUPAL,
    "bitrix": BITRIX,
    "next": NEXT,
    "tables": TABLES,
    "government": GOVERNMENT,
}
