"""azertag.az, the state agency AZERTAC: az, en, ru. Selectors from scrapers of its light site, which pages its archive
(seen in az; the other editions by analogy); no page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=(".news-view-title", "h1.entry-title", ".news-title h1"),
    body=(
        ".news-view-body",
        ".news-body",
        "div.news-content",
        "div.article-content",
        "#selectedtext",
        "[itemprop=articleBody]",
        "article",
    ),
    published=(".news-view-date", ".news-date", "article time"),
    section=(".news-view-category a", ".news-category a"),
    caption=("article figcaption",),
    junk=(".news-view-share", ".share", ".tags", ".related", ".social", "ins"),
    error=(".site-error",),
)


def _edition(language: str, article: str, update_words: tuple[str, ...]) -> Site:
    path = "(?:az/)?" if language == "az" else f"{language}/"
    return Site(
        name=f"azertag-{language}",
        outlet="azertag",
        title="AZERTAC",
        language=language,
        zone="Asia/Baku",
        hosts=("azertag.az", "www.azertag.az", "special.azertag.az"),
        article=rf"^https?://[^/]+/{path}{article}/(?:[^/?#]*[-_])?(?P<id>\d+)/?$",
        layouts=(LAYOUT,),
        home=f"https://azertag.az/{language}",
        feeds=(f"https://azertag.az/{language}/rss",),
        listings=(
            Listing(f"https://azertag.az/{language}", links=f"a[href*='/{article}/']"),
            Listing(  # its first page is the light site's front page
                f"https://special.azertag.az/{language}/arxiv/{{page}}",
                links=".news-item",
                published=(".news-date",),
                pages=0,
                first=2,
            ),
        ),
        floor=Floor(pages_a_day=20, with_date=0.95),
        update_words=update_words,
        agency=("AZERTAC", "AZƏRTAC", "АЗЕРТАДЖ"),
    )


SITES = (
    _edition("az", "xeber", ("YENİLƏNİB",)),
    _edition("en", "xeber", ("UPDATED",)),
    _edition("ru", "xeber", ("ОБНОВЛЕНО",)),
)
