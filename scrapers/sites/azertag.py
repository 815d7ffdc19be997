"""azertag.az, the state agency AZERTAC: az, en, ru. Selectors from scrapers of its light site; no page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=(".news-view-title", "h1.entry-title", ".news-title h1"),
    body=(".news-view-body", ".news-body", "#selectedtext", "[itemprop=articleBody]", "article"),
    published=(".news-view-date", ".news-date", "article time"),
    section=(".news-view-category a", ".news-category a"),
    caption=("article figcaption",),
    junk=(".news-view-share", ".share", ".tags", ".related", ".social", "ins"),
    error=(".site-error",),
)


def _edition(language: str, article: str, update_words: tuple[str, ...]) -> Site:
    return Site(
        name=f"azertag-{language}",
        outlet="azertag",
        title="AZERTAC",
        language=language,
        zone="Asia/Baku",
        hosts=("azertag.az", "www.azertag.az", "special.azertag.az"),
        article=rf"^https?://[^/]+/{language}/{article}/(?:[^/?#]*[-_])?(?P<id>\d+)/?$",
        layouts=(LAYOUT,),
        home=f"https://azertag.az/{language}",
        feeds=(f"https://azertag.az/{language}/rss",),
        listings=(Listing(f"https://azertag.az/{language}", links=f"a[href*='/{language}/{article}/']"),),
        floor=Floor(pages_a_day=20, with_date=0.95),
        update_words=update_words,
        agency=("AZERTAC", "AZƏRTAC", "АЗЕРТАДЖ"),
    )


SITES = (
    _edition("az", "xeber", ("YENİLƏNİB",)),
    _edition("en", "xeber", ("UPDATED",)),
    _edition("ru", "xeber", ("ОБНОВЛЕНО",)),
)
