"""primeminister.am, Armenia's prime minister: en, ru. Addresses, listings and body from a public scraper; no page was
seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=(".news-header h1", "h1"),
    body=("div.news-text",),
    published=(".news-header .date", ".search__date", "time"),
    junk=(".share", ".social", ".gallery", ".print"),
)
_SECTIONS = ("statements-and-messages", "interviews-and-press-conferences", "press-release")


def _edition(language: str) -> Site:
    return Site(
        name=f"primeminister-am-{language}",
        outlet="primeminister-am",
        title="The Prime Minister of Armenia",
        language=language,
        zone="Asia/Yerevan",
        hosts=("www.primeminister.am", "primeminister.am"),
        article=rf"^https?://[^/]+/{language}/(?P<section>[\w-]+)/item/(?P<id>\d{{4}}/\d{{2}}/\d{{2}}/[^/?#]+)/?$",
        layouts=(LAYOUT,),
        home=f"https://www.primeminister.am/{language}/",
        listings=tuple(
            Listing(
                f"https://www.primeminister.am/{language}/{section}/page/{{page}}/",
                links="ul.search__list li",
                published=(".search__date",),
            )
            for section in _SECTIONS
        ),
        pause=3.0,
        floor=Floor(pages_a_day=0.5, with_date=0.9),
    )


SITES = (_edition("en"), _edition("ru"))
