"""ria.ru, RIA Novosti. Addresses, feed and the blocks of its text from public scrapers; no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Site

LAYOUT = Layout(
    headline=(".article__title",),
    body=("div.article__body",),
    lead=(".article__second-title",),
    published=(".article__info-date a", ".article__info-date"),
    updated=(".article__info-date-modified",),
    junk=(
        "[data-type=article]",
        "[data-type=banner]",
        "[data-type=broadcast]",
        "[data-type=media] .media__copyright",
        ".article__tags",
        ".banner",
    ),
)

SITE = Site(
    name="ria-ru",
    outlet="ria",
    title="РИА Новости",
    language="ru",
    zone="Europe/Moscow",
    hosts=("ria.ru", "www.ria.ru"),
    article=r"^https?://[^/]+/\d{8}/(?:[\w-]+-)?(?P<id>\d+)\.html$",
    layouts=(LAYOUT,),
    home="https://ria.ru/",
    feeds=("https://ria.ru/export/rss2/archive/index.xml",),
    pause=4.0,
    floor=Floor(pages_a_day=20, with_date=0.95),
    update_words=("ОБНОВЛЕНО",),
    agency=("РИА Новости",),
)
