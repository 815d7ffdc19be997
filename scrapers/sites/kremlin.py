"""kremlin.ru, the President of Russia's site: en and ru. Selectors checked against 393 real pages of 2017 (en)."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=("h1.entry-title.p-name",),
    body=("div.read__internal_content",),
    published=("time.read__published",),
    clock=("div.read__time",),
    place=("div.read__place",),
    lead=("div.read__lead",),
    section=("a.read__categ",),
    updated=("div.read__updated time",),
    junk=(".masha-ignore", ".slider", ".read__bottommeta", ".hidden-copy", "span.read__tooltip"),
)


def _cards(url: str, pages: int = 1) -> Listing:
    """A page of the list of events; the one `by-date` is the page of the list on which that day stands."""
    return Listing(
        url, links="div.hentry h3 a[href]", pages=pages, published=("time.published", "time::attr(datetime)")
    )


def _edition(language: str, host: str, title: str, checked: str) -> Site:
    return Site(
        name=f"kremlin-{language}",
        outlet="kremlin",
        title=title,
        language=language,
        zone="Europe/Moscow",
        hosts=(host, f"www.{host}"),
        article=r"/events/(?:president|administration|state-council|security-council|councils)/(?:(?!page/)\w+/)*(?P<id>\d+)/?$",
        layouts=(LAYOUT,),
        home=f"http://{host}/",
        listings=(_cards(f"http://{host}/events/president/news/page/{{page}}", pages=2),),
        days=(_cards(f"http://{host}/events/president/news/by-date/{{day:%d.%m.%Y}}"),),
        pause=3.0,
        floor=Floor(pages_a_day=1, with_date=1.0),
        checked=checked,
    )


SITES = (
    _edition("en", "en.kremlin.ru", "President of Russia", "393 real pages, April to June 2017"),
    _edition("ru", "kremlin.ru", "Президент России", "facts only; the layout of kremlin-en"),
)
