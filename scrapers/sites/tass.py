"""tass.com, the TASS agency in English. Addresses, feed, body and lead from public scrapers; no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Site

LAYOUT = Layout(
    headline=(".news-header__title", "h1"),
    body=("div.text-content",),
    lead=(".news-header__lead",),
    junk=(".text-include", ".news-content__tags", ".share", "ins"),
)

SITE = Site(
    name="tass-en",
    outlet="tass",
    title="TASS",
    language="en",
    zone="Europe/Moscow",
    hosts=("tass.com", "www.tass.com"),
    article=r"^https?://[^/]+/(?P<section>[a-z-]+)/(?P<id>\d+)/?$",
    layouts=(LAYOUT,),
    home="https://tass.com/",
    feeds=("https://tass.com/rss/v2.xml",),
    pause=4.0,
    floor=Floor(pages_a_day=10, with_date=0.95),
    update_words=("UPDATE", "UPDATED"),
    agency=("TASS",),
)
