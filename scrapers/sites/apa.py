"""apa.az, the APA agency: en, az, ru. Selectors agree in 16 public scrapers of 2022 to 2026; no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=(".title_news",),  # by class: the tag was h1 until 2022, then h2; the page's own h1 is the section
    body=("div.news_content div.texts", "div.texts"),
    published=("div.date_news div.date span.date", "div.date_news .date", "div.date_news", "span.date"),
    section=("div.breadcrumb_row h1", "div.breadcrumb_row h3"),
    caption=("div.main_img", "div.news_content figcaption", "div.content_main figcaption"),
    junk=(
        ".links_block",
        ".rek_banner",
        ".rek_banner_mobile",
        ".AdviadNativeVideo",
        ".logo",
        ".tags",
        ".links",
        ".news_in_gallery",
        "ins",
    ),
)


def _edition(language: str, host: str, listing: str, update_words: tuple[str, ...]) -> Site:
    return Site(
        name=f"apa-{language}",
        outlet="apa",
        title="APA",
        language=language,
        zone="Asia/Baku",
        hosts=(host, "www.apa.az", "az.apa.az") if language == "az" else (host,),
        article=rf"^https?://[^/]+/(?:{language}/)?(?P<section>[^/?#]+)/(?:[^/?#]*[-_])?(?P<id>\d+)(?:\.html)?/?$",
        layouts=(LAYOUT,),
        home=f"https://{host}/",
        feeds=(f"https://{host}/rss",),
        listings=(
            Listing(
                f"https://{host}/{listing}?page={{page}}",
                links="a.item[href], a.news-item[href]",
                pages=3,
                published=("div.date",),
            ),
        ),
        floor=Floor(pages_a_day=5, with_date=0.95),
        update_words=update_words,
        agency=("APA", "АПА"),
    )


SITES = (
    _edition("en", "en.apa.az", "all-news", ("UPDATED",)),
    _edition("az", "apa.az", "all-news", ("YENİLƏNİB",)),
    _edition("ru", "ru.apa.az", "all-news", ("ОБНОВЛЕНО",)),
)
