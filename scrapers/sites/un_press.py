"""press.un.org, the United Nations' press releases and meetings. Feed, addresses and listings from public scrapers; the
body by the convention of Drupal, in which the site is made; no page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=("h1.page-header", "article h1", "h1"),
    body=("div.field--name-body", "[itemprop=articleBody]", "article"),
    published=("article time", "time"),
    junk=(".field--name-field-tags", ".share", ".social", ".sharethis-wrapper", "nav"),
)

SITE = Site(
    name="un-press",
    outlet="un-press",
    title="UN Press",
    language="en",
    zone="America/New_York",
    hosts=("press.un.org",),
    article=r"^https?://[^/]+/en/\d{4}/(?P<id>[a-z]+[\d-]+)\.doc\.htm$",
    layouts=(LAYOUT,),
    home="https://press.un.org/en",
    feeds=("https://press.un.org/en/rss.xml",),
    listings=tuple(
        Listing(
            f"https://press.un.org/en/content/{kind}?page={{page}}",
            links="article, .views-row",
            published=("time", ".date"),
            first=0,
        )
        for kind in ("press-release", "meetings-coverage")
    ),
    pause=5.0,
    floor=Floor(pages_a_day=1, with_date=0.9),
)
