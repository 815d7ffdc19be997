"""Kazinform (inform.kz), Kazakhstan's state agency: en, ru, kk. Selectors from public scrapers and JSON-LD of 2020."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=("h1.article__title", ".article__title", "article h1"),
    body=(".article__body-text", ".article__text", "[itemprop=articleBody]"),
    lead=(".article__description",),
    published=(".article__time", ".article__date", "article time"),
    section=(".article__category",),
    caption=(".article__photo figcaption", ".article__body-text figcaption"),
    junk=(".article__tags", ".article__share", ".article__related", ".banner", "ins"),
)


def _edition(tag: str, host: str, *others: str) -> Site:
    return Site(
        name=f"kazinform-{tag}",
        outlet="kazinform",
        title="Kazinform",
        language=tag,
        zone="Asia/Almaty",
        hosts=(host, *others),
        article=r"^https?://[^/]+/(?:\w+/)*[^/?#]+[-_](?P<id>\w*\d\w*)/?$",
        layouts=(LAYOUT,),
        home=f"https://{host}/",
        listings=(
            Listing(
                f"https://{host}/lenta/?page={{page}}",
                links=".allNewsCard",
                pages=2,
                published=(".allNewsCard_time",),
            ),
        ),
        floor=Floor(pages_a_day=10, with_date=0.9),
        agency=("Kazinform", "KAZINFORM", "Казинформ", "КАЗИНФОРМ", "Qazinform"),
    )


SITES = (
    _edition("en", "en.inform.kz", "qazinform.com"),
    _edition("ru", "www.inform.kz", "inform.kz"),
    _edition("kk", "kaz.inform.kz"),
)
