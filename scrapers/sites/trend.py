"""trend.az, the Trend agency: en, az, ru. Selectors from public scrapers; no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=("h1[itemprop=headline]", ".top-part h1", "h1"),
    body=("div.article-content", "div.article-text"),
    published=("meta[itemprop=datePublished]::attr(content)", "span.date-time", ".top-part .date"),
    junk=(".related-news", ".tags", ".share", ".banner", ".article-banner", "ins"),
)


def _edition(language: str, host: str, update_words: tuple[str, ...]) -> Site:
    return Site(
        name=f"trend-{language}",
        outlet="trend",
        title="Trend News Agency",
        language=language,
        zone="Asia/Baku",
        hosts=(host, f"www.{host}"),
        article=r"^https?://[^/]+/(?P<section>[\w-]+)/(?:[\w-]+/)*(?P<id>\d+)\.html$",
        layouts=(LAYOUT,),
        home=f"https://{host}/",
        feeds=(f"https://{host}/rss/",),
        days=(Listing(f"https://{host}/archive/{{day:%Y-%m-%d}}", links="ul.news-list li a[href]", whole=False),),
        floor=Floor(pages_a_day=20, with_date=0.95),
        update_words=update_words,
        agency=("Trend", "Тренд"),
    )


SITES = (
    _edition("en", "en.trend.az", ("UPDATE", "UPDATED")),
    _edition("az", "az.trend.az", ("YENİLƏNİB",)),
    _edition("ru", "www.trend.az", ("ОБНОВЛЕНО",)),
)
