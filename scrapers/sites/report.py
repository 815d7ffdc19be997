"""report.az, Azerbaijan's Report agency: az, ru, en. Selectors, latest news and the archive by day from public scrapers
(of az; the other editions by analogy); no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

NOW = Layout(
    headline=("h1.section-title", "h1.news-detail__title"),
    body=(".news-detail__desc", ".news-detail__text"),
    published=("ul.news__date", ".news-detail__head .news__date"),
    section=(".news-detail__head .news__category", ".news__category"),
    caption=(".news-detail__image figcaption", ".news-detail__img-caption"),
    junk=(".news-detail__share", ".news-detail__tags", ".copy-url", ".banner", "ins", ".related-news"),
)
OLD = Layout(
    headline=("h1.section-title", "h1.news-title"),
    body=(".editor-body",),
    published=("ul.news__date", ".news-date"),
    section=(".news__category",),
    junk=NOW.junk,
)


def _cards(url: str, *, whole: bool = True) -> Listing:
    """A page of the cards that the site names its news by."""
    return Listing(
        url,
        links="div.index-post-block, a.news__item[href]",
        published=("[data-timestamp]::attr(data-timestamp)", ".news__date"),
        whole=whole,
    )


def _edition(language: str, path: str, latest: str, update_words: tuple[str, ...]) -> Site:
    return Site(
        name=f"report-{language}",
        outlet="report",
        title="Report News Agency",
        language=language,
        zone="Asia/Baku",
        hosts=("report.az", "www.report.az"),
        article=rf"^https?://[^/]+/{path}(?!{'|'.join(_OTHERS[language])})(?P<section>[\w-]+)/(?P<id>[\w%'’-]+)/?$",
        layouts=(NOW, OLD),
        home=f"https://report.az/{path}",
        feeds=(f"https://report.az/{path}rss/",),
        sitemaps=("https://report.az/news-sitemap.xml",) if language == "az" else (),
        listings=(_cards(f"https://report.az/{latest}"),),
        days=(_cards(f"https://report.az/{path}archive/{{day:%Y/%m/%d}}", whole=False),),
        floor=Floor(pages_a_day=5, with_date=0.95),
        update_words=update_words,
        agency=("Report", "Report-a", "Report-un", "Репорт"),
    )


_OTHERS = {"az": ("ru/", "en/", "archive/", "news/ajax"), "ru": ("archive/", "rss/"), "en": ("archive/", "rss/")}

SITES = (
    _edition("az", "", "son-xeberler/", ("YENİLƏNİB",)),
    _edition("ru", "ru/", "ru/", ("ОБНОВЛЕНО",)),
    _edition("en", "en/", "en/", ("UPDATED",)),
)
