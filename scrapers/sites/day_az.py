"""day.az, a Russian-language news site from Baku. Selectors from a public scraper; no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Site

LAYOUT = Layout(
    headline=(".post-detail-title h1", "h1"),
    body=(".post-detail-content-inner.resize-area", ".post-detail-content-inner"),
    published=(".post-detail-meta .date", ".post-detail-date", ".date"),
    junk=(".share", ".tags", ".related", ".banner", "ins"),
)

SITE = Site(
    name="day-az",
    outlet="day-az",
    title="Day.Az",
    language="ru",
    zone="Asia/Baku",
    hosts=("news.day.az", "www.day.az", "day.az"),
    article=r"^https?://[^/]+/(?P<section>[\w-]+)/(?P<id>\d+)\.html$",
    layouts=(LAYOUT,),
    home="https://news.day.az/",
    floor=Floor(pages_a_day=10, with_date=0.9),
    update_words=("ОБНОВЛЕНО",),
    agency=("Day.Az",),
)
