"""belta.by, the agency of Belarus: en, ru. Body and time selectors from a public scraper; no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Site

LAYOUT = Layout(
    headline=(".content_margin h1", "h1"),
    body=("div.js-mediator-article",),
    published=("meta[name=mediator_published_time]::attr(content)", ".date_full", ".day_item"),
    junk=(".share", ".tags", ".news_accent_block", "ins"),
)


def _edition(language: str, host: str) -> Site:
    return Site(
        name=f"belta-{language}",
        outlet="belta",
        title="BelTA",
        language=language,
        zone="Europe/Minsk",
        hosts=(host, "www.belta.by") if language == "ru" else (host,),
        article=r"^https?://[^/]+/(?P<section>[\w-]+)/view/[^/?#]*?-(?P<id>\d+)-\d{4}/?$",
        layouts=(LAYOUT,),
        home=f"https://{host}/",
        floor=Floor(pages_a_day=10, with_date=0.9),
        agency=("BelTA", "БЕЛТА"),
    )


SITES = (_edition("en", "eng.belta.by"), _edition("ru", "belta.by"))
