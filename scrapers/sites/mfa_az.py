"""mfa.gov.az, Azerbaijan's foreign ministry: en, az, ru. Addresses, listing and body from a public scraper of en; no
page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Listing, Site

LAYOUT = Layout(
    headline=(".section_articleInner_body_content--header", "h1"),
    body=("div.section_articleInner_body_content--description",),
    published=(".section_articleInner_body_content_information", ".section_articleInner_body time", "time"),
    junk=(".share", ".social", ".gallery", ".slider"),
)


def _edition(language: str) -> Site:
    return Site(
        name=f"mfa-az-{language}",
        outlet="mfa-az",
        title="Ministry of Foreign Affairs of Azerbaijan",
        language=language,
        zone="Asia/Baku",
        hosts=("mfa.gov.az", "www.mfa.gov.az"),
        article=rf"^https?://[^/]+/{language}/news/no(?P<id>\d+)/?$",
        layouts=(LAYOUT,),
        home=f"https://mfa.gov.az/{language}",
        listings=(
            Listing(
                f"https://mfa.gov.az/{language}/news?page={{page}}",
                links="a.section_newsIn_item",
                published=(".section_newsIn_item_content_information",),
            ),
        ),
        pause=3.0,
        floor=Floor(pages_a_day=1, with_date=0.9),
    )


SITES = (_edition("en"), _edition("az"), _edition("ru"))
