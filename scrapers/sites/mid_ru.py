"""mid.ru, Russia's foreign ministry: ru, en. Addresses, listing and body from public scrapers; no page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=("h1", ".photo-content__title"),
    body=(".text.article-content", ".article-content"),
    published=(".article-line__date", ".photo-content__date", ".announce__date"),
    junk=(".share", ".social", ".tags", ".print"),
)


def _edition(language: str) -> Site:
    return Site(
        name=f"mid-ru-{language}",
        outlet="mid-ru",
        title="МИД России" if language == "ru" else "The Ministry of Foreign Affairs of Russia",
        language=language,
        zone="Europe/Moscow",
        hosts=("mid.ru", "www.mid.ru"),
        article=rf"^https?://[^/]+/{language}/foreign_policy/(?P<section>\w+)/(?:[\w-]+/)*(?P<id>\d+)/?$",
        layouts=(LAYOUT,),
        home=f"https://mid.ru/{language}/",
        listings=(
            Listing(
                f"https://mid.ru/{language}/foreign_policy/news/?PAGEN_1={{page}}",
                links=".announce__item",
                published=(".announce__date",),
            ),
        ),
        pause=4.0,
        floor=Floor(pages_a_day=1, with_date=0.9),
    )


SITES = (_edition("ru"), _edition("en"))
