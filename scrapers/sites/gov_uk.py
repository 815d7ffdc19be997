"""gov.uk: speeches of the British government. Feed, the page's markup (govspeak) and its history of changes from facts;
no live page was seen."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Site

LAYOUT = Layout(
    headline=("h1.gem-c-heading__text", "main h1"),
    body=("div.govspeak",),
    lead=("p.gem-c-lead-paragraph",),
    place=(".gem-c-metadata dd.location",),
    published=("meta[name='govuk:first-published-at']::attr(content)",),
    updated=(".gem-c-published-dates__change-date",),  # the newest of its public notes of change stands first
    junk=(".gem-c-share-links", ".gem-c-related-navigation", "nav"),
)

SITE = Site(
    name="gov-uk",
    outlet="gov-uk",
    title="GOV.UK",
    language="en",
    zone="Europe/London",
    hosts=("www.gov.uk",),
    article=r"^https?://[^/]+/government/(?P<section>speeches|news)/[\w-]+/?$",
    layouts=(LAYOUT,),
    home="https://www.gov.uk/",
    feeds=("https://www.gov.uk/search/news-and-communications.atom",),
    pause=3.0,
    floor=Floor(pages_a_day=0.5, with_date=0.9),
)
