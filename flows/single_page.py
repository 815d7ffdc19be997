"""One page for a person at the terminal: fetched as politely as ever or read from a file, and whose rules read it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flows.commands.common import Stop, say
from flows.settings import Settings
from scrapers.bodies import content
from scrapers.fetch import Fetcher
from scrapers.generic import generic_site
from scrapers.markup import page_markup, tree
from scrapers.metadata import metadata
from scrapers.problems import Problem
from scrapers.records import NotModified, RawPage
from scrapers.site import Site, site_of
from scrapers.site_guess import Guess, guess


def page_of(settings: Settings, name: str, page: str, url: str | None = None) -> tuple[RawPage, Site]:
    """The page that `page` (an address or a saved file) means, and the edition of the site `name` that reads it.

    `name` may be an outlet, or `generic` for the reading of unknown hosts; `url` is the address of a file that does
    not say its own. Raises Stop if the page cannot be had.
    """
    if name != "generic":
        settings.chosen_sites((name,))
    if re.match(r"https?://", page):
        site = _site(settings, name, page)
        with Fetcher(settings.contact, settings.mirrors, None) as fetcher:
            return _fetched(fetcher, page, site), site
    path = Path(page)
    if not path.is_file():
        raise Stop(f"{page} is neither an address nor a file.\nTry: onrecord sites try {name} https://…", 2)
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    raw = RawPage(name, url or "", url or "", modified, 200, (), path.read_bytes())
    address = url or _own_address(raw)
    if not address:
        raise Stop(f"{page} does not say its address.\nTry: onrecord sites try {name} {page} --url https://…", 2)
    site = _site(settings, name, address)
    return replace(raw, site=site.name, url=address, final_url=address), site


def guessed(settings: Settings, name: str, url: str) -> Guess:
    """A look at the page, its site's home page, robots.txt and, where nothing names a feed or a sitemap, the addresses
    at which they usually are. Raises Stop if the page itself cannot be had."""
    site = generic_site(url)
    with Fetcher(settings.contact, settings.mirrors, None) as fetcher:
        page = _fetched(fetcher, url, site)
        parts = urlsplit(page.final_url)
        home = _if_there(fetcher, f"{parts.scheme}://{parts.netloc}/", site) if parts.path.strip("/") else None
        robots = _if_there(fetcher, f"{parts.scheme}://{parts.netloc}/robots.txt", site)
        rules = content(robots).decode("utf-8", "replace") if robots else ""
        try:
            first = guess(name, page, home, rules)
            usual = (*(_FEEDS if not first.feeds else ()), *(("/sitemap.xml",) if not first.sitemaps else ()))
            tried = [_if_there(fetcher, f"{parts.scheme}://{parts.netloc}{path}", site, silent=True) for path in usual]
            return guess(name, page, home, rules, tuple(filter(None, tried)))
        except Problem as problem:
            raise Stop(f"{url} cannot be read: {problem}") from None


_FEEDS = ("/rss", "/feed/", "/rss.xml")
"""Where most sites have a feed that no page of theirs names."""


def _own_address(raw: RawPage) -> str | None:
    try:
        return metadata(tree(page_markup(raw))).canonical("")
    except Problem:
        return None


def _site(settings: Settings, name: str, url: str) -> Site:
    """The edition of `name` that owns the address, the first one if none does."""
    if name == "generic":
        return generic_site(url)
    chosen = settings.chosen_sites((name,))
    owner = site_of(url)
    return next((site for site in chosen if owner and site.name == owner.name), chosen[0])


def _fetched(fetcher: Fetcher, url: str, site: Site) -> RawPage:
    try:
        answer = fetcher.get(url, site)
    except Problem as problem:
        raise Stop(f"{url} could not be fetched: {problem}") from None
    if isinstance(answer, NotModified) or answer.status != 200:
        status = 304 if isinstance(answer, NotModified) else answer.status
        raise Stop(f"{url} answered {status}: there is no page to read.")
    return answer


def _if_there(fetcher: Fetcher, url: str, site: Site, *, silent: bool = False) -> RawPage | None:
    """A page that helps but need not be there; why it is not is said, unless it was a mere guess."""
    try:
        return _fetched(fetcher, url, site)
    except Stop as stop:
        if not silent:
            say(str(stop))
        return None
