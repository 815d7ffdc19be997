"""What a site is, as data: `Site`, its dated `Layout`s, its `Floor`; and `sites()`, every file in scrapers/sites/."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a page keeps its fields: CSS selectors, alternatives in order of trust. `until` is the last day it held.

    A redesign adds a Layout in front and dates the old one; it never edits one, so an old page can be read for ever.
    `::attr(name)` after a selector asks for an attribute. `junk` is dropped before text is read; a page on which an
    `error` selector matches is an error page, whatever its status.
    """

    headline: tuple[str, ...]
    body: tuple[str, ...]
    published: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    clock: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    junk: tuple[str, ...] = ()
    error: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """What a site must deliver before a run may call itself well. Shares are of a run's article pages, 0 to 1."""

    pages_a_day: float = 0
    with_statements: float = 0
    with_date: float = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """Pages that name articles: `url` may hold `{page}` (counted from `first`) or `{day:%d.%m.%Y}`; `pages` is how many
    a run asks, 0 if only backfills do.

    `links` is a CSS selector for the links, or for the cards that hold one each; `published` are selectors, in order
    of trust, for the date inside what `links` finds (`::attr(name)` for an attribute). `whole` is False for a day
    archive that a script fills: what its pages name may be a part of the day, which then never counts as done.
    """

    url: str
    links: str = "a[href]"
    pages: int = 1
    published: tuple[str, ...] = ()
    first: int = 1
    whole: bool = True

    @property
    def counts(self) -> bool:
        """Whether its pages are numbered, so that it can be walked back."""
        return "{page" in self.url

    def page(self, number: int, day: date | None = None) -> str:
        """The address of its `number`-th page, from 1 whatever the site calls it."""
        return self.url.format(page=self.first + number - 1, day=day)


@dataclass(frozen=True, slots=True)
class Site:
    """One language edition of one outlet. `article` is a pattern for article URLs; its groups: `id`, the site's
    number, and `section`.

    `hosts` are the hosts its pages may live on, the first one canonical; `zone` is the site's time zone; `pause` the
    seconds between two requests to one host.
    """

    name: str
    outlet: str
    title: str
    language: str
    zone: str
    hosts: tuple[str, ...]
    article: str
    layouts: tuple[Layout, ...]
    home: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    days: tuple[Listing, ...] = ()
    pause: float = 2.0
    floor: Floor = Floor()
    update_words: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    checked: str = "facts only"

    @property
    def days_are_whole(self) -> bool:
        """Whether its day archive names all of a day."""
        return all(listing.whole for listing in self.days)

    @property
    def tz(self) -> tzinfo:
        """The site's time zone."""
        return ZoneInfo(self.zone)

    def native_id(self, url: str) -> str | None:
        """The site's own number of the article at `url`, None if the URL is not an article's or carries none."""
        match = self.article_match(url)
        return match.groupdict().get("id") if match else None

    def section_of(self, url: str) -> str | None:
        """The section an article's address names, None if it names none."""
        match = self.article_match(url)
        return match.groupdict().get("section") if match else None

    def is_article(self, url: str) -> bool:
        """Whether `url` has the form of this site's article addresses."""
        return self.article_match(url) is not None

    def article_match(self, url: str) -> re.Match[str] | None:
        """How `url` matches the form of the site's article addresses: whole, else without its query and fragment."""
        return re.search(self.article, url) or re.search(self.article, re.split("[?#]", url, maxsplit=1)[0])

    def layouts_at(self, day: date) -> tuple[Layout, ...]:
        """The layouts to try on a page fetched on `day`: the one in force first, later ones after it."""
        return tuple(layout for layout in reversed(self.layouts) if layout.until is None or day <= layout.until)


@cache
def sites() -> dict[str, Site]:
    """Every site, by name: each module in scrapers/sites/ with a `SITE` or a tuple `SITES`."""
    import scrapers.sites as folder

    found: dict[str, Site] = {}
    for info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda i: i.name):
        module = importlib.import_module(f"scrapers.sites.{info.name}")
        for site in getattr(module, "SITES", None) or (module.SITE,):
            found[site.name] = site
    return found


def editions(name: str) -> tuple[Site, ...]:
    """The sites a user means by `name`: one edition (`apa-en`), or all of an outlet (`apa`). Empty if unknown."""
    known = sites()
    if name in known:
        return (known[name],)
    return tuple(site for site in known.values() if site.outlet == name)


def site_of(url: str) -> Site | None:
    """The site a URL belongs to: the edition whose article form it has, else the first one that owns its host."""
    host = urlsplit(url).hostname or ""
    owners = [site for site in sites().values() if host in site.hosts]
    return next((site for site in owners if site.is_article(url)), owners[0] if owners else None)
