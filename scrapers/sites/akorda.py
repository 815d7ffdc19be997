"""akorda.kz, the President of Kazakhstan's site: en, ru, kk. Body, listing and its cards from public scrapers; no page
was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=(".content-title h1", "h1.title", "h1"),
    body=("div.content-text", "article"),
    published=(".content-date", ".event-date", ".date", "time"),
    junk=(".share", ".social", ".gallery", ".tags", ".print"),
)


def _edition(tag: str, path: str) -> Site:
    return Site(
        name=f"akorda-{tag}",
        outlet="akorda",
        title="Akorda",
        language=tag,
        zone="Asia/Almaty",  # one zone for the country since March 2024, before that +06:00: the zone file knows
        hosts=("akorda.kz", "www.akorda.kz", "mirror.akorda.kz"),
        article=rf"^https?://[^/]+/{path}/(?:[\w-]+/)*[^/?#]*-(?P<id>\d+)/?$",
        layouts=(LAYOUT,),
        home=f"https://akorda.kz/{path}",
        listings=(Listing(f"https://www.akorda.kz/{path}/events?page={{page}}", links="div.card", published=("h5",)),),
        pause=3.0,
        floor=Floor(pages_a_day=0.5, with_date=0.9),
    )


SITES = (_edition("en", "en"), _edition("ru", "ru"), _edition("kk", "kz"))
