"""president.az, the President of Azerbaijan's site: en, az, ru. Addresses, listing and selectors from three public
scrapers; no page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=(".news_heading", ".news_title", ".article-title", "article h1", "main h1"),
    body=("div.news_paragraph-block", ".news_body", ".article-body", ".article-text", "article", "main"),
    published=(".news_date", ".article-date", "article time", "time"),
    junk=(".share", ".social", ".gallery", ".related", ".print", "nav", "aside", "h1", "time", ".news_date"),
)


def _edition(language: str) -> Site:
    return Site(
        name=f"president-az-{language}",
        outlet="president-az",
        title="President of Azerbaijan",
        language=language,
        zone="Asia/Baku",
        hosts=("president.az", "www.president.az", f"{language}.president.az"),
        article=rf"^https?://(?:(?:www\.)?president\.az/{language}|{language}\.president\.az)/articles/(?:view/)?(?P<id>\d+)(?:/print)?/?$",
        layouts=(LAYOUT,),
        home=f"https://president.az/{language}",
        feeds=(f"https://president.az/{language}/rss",),
        listings=(
            Listing(
                f"https://president.az/{language}/news/category/all/{{page}}",
                links="div.news-feed_feed article",
                published=(".category_date",),
            ),
        ),
        pause=3.0,
        floor=Floor(pages_a_day=1, with_date=0.95),
    )


SITES = (_edition("en"), _edition("az"), _edition("ru"))
