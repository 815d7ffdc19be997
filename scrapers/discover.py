"""Discovery: what a site's feeds, sitemaps, listings and day archives name, and which of them to ask. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from lxml import etree, html

from scrapers.addresses import absolute, canonical_url, without_tracking
from scrapers.bodies import gunzipped
from scrapers.dates import moment
from scrapers.feeds import MOST, Entry, Named, is_xml, named
from scrapers.json_feed import is_json_feed, named_in_json
from scrapers.markup import LONGEST_PAGE, has_endless_tag
from scrapers.problems import Refused
from scrapers.records import PageRef
from scrapers.safety import is_web, on_site
from scrapers.selectors import elements, printed
from scrapers.site import Listing, Site


@dataclass(frozen=True, slots=True)
class Found:
    """What one source names: articles of the site, further sitemaps to ask (with the time they last changed, if said),
    how many of its entries were too broken to use; and of a listing the pages after and before it (rel=next, rel=prev),
    '' where it names none."""

    refs: tuple[PageRef, ...] = ()
    sitemaps: tuple[PageRef, ...] = ()
    broken: int = 0
    after: str = ""
    before: str = ""


def sources(site: Site) -> list[PageRef]:
    """What to ask for the newest articles, cheapest first: feeds, sitemaps, then the pages of each listing."""
    listings = (url for listing in site.listings for url in _pages(listing))
    return [PageRef(site.name, url) for url in dict.fromkeys((*site.feeds, *site.sitemaps, *listings))]


def day_sources(site: Site, day: date) -> list[PageRef]:
    """What to ask for the articles of one day in the site's own zone; empty if the site has no day archive."""
    urls = (url for listing in site.days for url in _pages(listing, day))
    return [PageRef(site.name, url) for url in dict.fromkeys(urls)]


def refs(body: bytes, url: str, site: Site) -> list[PageRef]:
    """The site's articles that a source at `url` names, in its order, each once. `body` is without Content-Encoding.

    Raises Refused for a feed that declares entities or a `.gz` that grows beyond the cap, Unreachable for a broken one.
    """
    return list(found(body, url, site).refs)


def found(body: bytes, url: str, site: Site, today: date | None = None) -> Found:
    """Everything a source at `url` names: RSS, Atom, RDF, JSON Feed, sitemap (gzipped or not), else a page of links. As
    refs().

    `today` is the day of the fetch in the site's zone, for cards that print "Today, 12:18".
    """
    body = gunzipped(body, url)
    if is_json_feed(body):
        told = named_in_json(body, url, site.tz)
    elif is_xml(body):
        told = named(body, url, site.tz)
    elif listed := _listed(body):
        told = Named(listed[:MOST])
    else:
        return _on_page(body, url, site, today)
    pages = [entry for entry in told.entries if not entry.is_sitemap]
    sitemaps = [entry for entry in told.entries if entry.is_sitemap and on_site(entry.url, site)]
    return Found(
        refs=tuple(_articles(pages, url, site, today)),
        sitemaps=tuple(PageRef(site.name, one.url, updated_at=one.updated_at, found_in=url) for one in sitemaps),
        broken=told.broken + sum(not is_web(entry.url) for entry in told.entries),
    )


def _pages(listing: Listing, day: date | None = None) -> Iterator[str]:
    """The addresses of a listing; only the first if its address does not count pages."""
    for number in range(1, (listing.pages if listing.counts else 1) + 1):
        yield listing.page(number, day)


def _articles(entries: Iterable[Entry], source: str, site: Site, today: date | None) -> Iterator[PageRef]:
    """Those of the entries that are articles of the site; of two spellings of one address the first. A time that has
    not come yet is no time of publication."""
    latest = (
        datetime.combine(today, time.max, site.tz) + timedelta(days=1) if today else datetime.max.replace(tzinfo=UTC)
    )
    seen: dict[str, PageRef] = {}
    for entry in entries:
        if not on_site(entry.url, site):
            continue
        url = without_tracking(entry.url)
        if not site.is_article(url):
            continue
        published = entry.published_at if entry.published_at and entry.published_at <= latest else None
        ref = PageRef(site.name, url, entry.headline, published, entry.updated_at, entry.language or None, source)
        key = canonical_url(url)
        before = seen.get(key, ref)
        seen[key] = before if before.headline else replace(ref, published_at=ref.published_at or before.published_at)
    yield from seen.values()


def _listed(body: bytes) -> list[Entry]:
    """The addresses of a sitemap in plain text, one a line; none if a line is anything else."""
    lines = body.decode("utf-8-sig", "replace").split() if body.lstrip(b"\xef\xbb\xbf").startswith(b"http") else []
    return [Entry(line) for line in lines] if all(map(is_web, lines)) else []


def _on_page(body: bytes, url: str, site: Site, today: date | None) -> Found:
    """What a listing page names."""
    if len(body) > LONGEST_PAGE:
        raise Refused(f"{url} was not read: it has {len(body):,} bytes, no listing has over {LONGEST_PAGE:,}")
    if has_endless_tag(body.decode("latin-1")):
        raise Refused(f"{url} was not read: it has a tag of over 2,000 attributes")
    try:
        page = html.document_fromstring(body, parser=html.HTMLParser(encoding=_html_encoding(body)))
    except (etree.ParserError, etree.XMLSyntaxError):
        return Found()
    declared = page.find(".//base[@href]")
    base = url if declared is None else absolute(str(declared.get("href")), url)
    linked = islice(_linked(page, base, _listing(url, site), site, today), MOST)
    refs = tuple(_articles(linked, url, site, today))
    return Found(refs, after=_neighbour(page, base, "next"), before=_neighbour(page, base, "prev"))


def _neighbour(page: html.HtmlElement, base: str, rel: str) -> str:
    """The address that a page of a listing gives for the one after or before it (HTML, 4.6.7); '' if it gives none."""
    links = elements(page, f'link[rel~="{rel}"][href], a[rel~="{rel}"][href]')
    return next((link for each in links if is_web(link := absolute(str(each.get("href")), base))), "").partition("#")[0]


def _linked(page: html.HtmlElement, base: str, listing: Listing, site: Site, today: date | None) -> Iterator[Entry]:
    """The links of a listing page, with the headline their text is and the date their card prints."""
    for chosen in elements(page, listing.links) or elements(page, "a[href]"):
        published = _published(chosen, listing, site, today)
        for link in [chosen] if chosen.get("href") else chosen.cssselect("a[href]"):
            yield Entry(absolute(str(link.get("href")), base), _headline(link), published)


def _published(card: html.HtmlElement, listing: Listing, site: Site, today: date | None) -> datetime | None:
    """The moment a card prints (its parts, such as clock and day, may stand in elements of their own), or counts in
    seconds or milliseconds since 1970."""
    for text in (
        *printed(card, listing.published),
        *printed(card, ("time::attr(datetime)",) if listing.published else ()),
    ):
        if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
            return datetime.fromtimestamp(int(text[:10]), UTC)
        if read := moment(text, site.tz, site.language, today):
            return read.at
    return None


def _headline(link: html.HtmlElement) -> str | None:
    """The words of a link: of what is marked as its name or the heading inside it, if there is one, for a card also
    holds a date and a summary."""
    inner = elements(link, "[itemprop=headline], [itemprop=name]") or elements(link, "h1, h2, h3, h4, h5, h6") or [link]
    return " ".join(inner[0].text_content().split()) or None


def _html_encoding(body: bytes) -> str | None:
    """UTF-8 if it is; else what the page's own <meta> says."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _listing(url: str, site: Site) -> Listing:
    """The listing that `url` is a page of; one of every link if it is none's."""
    for listing in (*site.listings, *site.days):
        parts = re.split(r"\{[^}]*\}", listing.url)
        if re.fullmatch(r"[^?&#]*".join(map(re.escape, parts)), url):  # a day may be printed with slashes
            return listing
    return Listing(url)
