"""azernews.az, an English daily from Baku. Selectors from a public scraper; no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Site

LAYOUT = Layout(
    headline=(".article-title h2", "article h2", "h2"),
    body=("div.article-content",),
    published=("span.me-3", "article time"),
    junk=("div.author", ".share", ".tags", ".related", ".banner", "ins"),
)

SITE = Site(
    name="azernews",
    outlet="azernews",
    title="Azernews",
    language="en",
    zone="Asia/Baku",
    hosts=("www.azernews.az", "azernews.az"),
    article=r"^https?://[^/]+/(?P<section>[\w-]+)/(?P<id>\d+)\.html$",
    layouts=(LAYOUT,),
    home="https://www.azernews.az/",
    feeds=("https://www.azernews.az/feed.php",),
    sitemaps=("https://www.azernews.az/sitemap.xml",),
    floor=Floor(pages_a_day=5, with_date=0.95),
    update_words=("UPDATE", "UPDATED"),
    agency=("Azernews",),
)
