"""whitehouse.gov: remarks, statements, releases. Addresses, sitemaps and listings from public scrapers; no live
page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=("h1.wp-block-whitehouse-topper__headline", "h1.page-title", "main h1", "h1"),
    body=("div.entry-content", "section.body-content", "article"),
    published=(".wp-block-post-date time", "time.posted-on", ".posted-on time", "article time"),
    section=(".wp-block-whitehouse-byline-subcategory__link", ".briefings-categories a"),
    junk=(".wp-block-whitehouse-topper", ".share", ".acctext", "nav", "footer"),
)

SITE = Site(
    name="whitehouse",
    outlet="whitehouse",
    title="The White House",
    language="en",
    zone="America/New_York",
    hosts=("www.whitehouse.gov", "whitehouse.gov", "bidenwhitehouse.archives.gov"),
    article=(
        r"^https?://[^/]+/(?:briefing-room/)?(?P<section>briefings-statements|releases|fact-sheets|remarks|"
        r"speeches-remarks|press-briefings|statements-releases)/\d{4}/\d{2}/(?:\d{2}/)?[\w%-]+/?$"
    ),
    layouts=(LAYOUT,),
    home="https://www.whitehouse.gov/",
    sitemaps=("https://www.whitehouse.gov/post-sitemap.xml",),
    listings=tuple(
        Listing(f"https://www.whitehouse.gov/{section}/page/{{page}}/", links="li.wp-block-post", published=("time",))
        for section in ("briefings-statements", "remarks")
    ),
    floor=Floor(pages_a_day=1, with_date=0.9),
    update_words=("UPDATED", "CORRECTED"),
)
