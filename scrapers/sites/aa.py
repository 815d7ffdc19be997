"""aa.com.tr, the Anadolu agency: en, tr, ru. Feed, addresses, body and JSON-LD from facts; no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Site

LAYOUT = Layout(
    headline=("h1",),
    body=("div.embed-responsive.prose", "div.prose"),
    junk=(".share", ".tags", ".related", ".banner", "ins"),
)


def _edition(language: str, update_words: tuple[str, ...]) -> Site:
    return Site(
        name=f"aa-{language}",
        outlet="aa",
        title="Anadolu Agency",
        language=language,
        zone="Europe/Istanbul",
        hosts=("www.aa.com.tr", "aa.com.tr"),
        article=rf"^https?://[^/]+/{language}/(?P<section>[\w-]+)/[^/?#]+/(?P<id>\d+)/?$",
        layouts=(LAYOUT,),
        home=f"https://www.aa.com.tr/{language}",
        feeds=(f"https://www.aa.com.tr/{language}/rss/default?cat=guncel",),
        sitemaps=(f"https://www.aa.com.tr/{language}/SiteMap/News",),
        floor=Floor(pages_a_day=10, with_date=0.95),
        update_words=update_words,
        agency=("Anadolu", "AA"),
    )


SITES = (_edition("en", ("UPDATE", "UPDATED")), _edition("tr", ("GÜNCELLEME",)), _edition("ru", ("ОБНОВЛЕНО",)))
