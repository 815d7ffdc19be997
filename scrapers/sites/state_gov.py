"""state.gov: press briefings and remarks of the US Department of State. Selectors and listing from public
scrapers; no page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=("h1.featured-content__headline", ".featured-content__headline", "h1"),
    body=("div.entry-content",),
    published=("p.article-meta__publish-date", ".article-meta__publish-date"),
    junk=(".related-tags", ".share", "nav", "footer"),
)

SITE = Site(
    name="state-gov",
    outlet="state-gov",
    title="U.S. Department of State",
    language="en",
    zone="America/New_York",
    hosts=("www.state.gov", "2021-2025.state.gov"),
    article=r"^https?://[^/]+/(?!tag/|category/|page/|search|about|subjects/)(?:(?P<section>briefings|releases|remarks)/)?(?:[\w-]+/)*[\w-]{12,}/?$",
    layouts=(LAYOUT,),
    home="https://www.state.gov/",
    sitemaps=("https://2021-2025.state.gov/state_briefing-sitemap.xml",),
    listings=(
        Listing(
            "https://www.state.gov/press-releases/page/{page}/",
            links=".collection-result",
            published=(".collection-result-meta",),
        ),
    ),
    pause=5.0,
    floor=Floor(pages_a_day=0.5, with_date=0.9),
)
