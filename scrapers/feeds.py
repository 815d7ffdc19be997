"""What XML that names pages says: RSS, Atom, RDF, sitemap indexes, sitemaps and news sitemaps. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from io import BytesIO

from lxml import etree

from scrapers.addresses import absolute
from scrapers.charset import charset, text
from scrapers.dates import moment
from scrapers.problems import Refused

MOST = 50_000
"""Entries read of one file: as many as the sitemap protocol allows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed or sitemap. `url` is absolute; a time without a zone is the site's; `is_sitemap` if the entry
    names another sitemap, not a page."""

    url: str
    headline: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None
    is_sitemap: bool = False


@dataclass
class Named:
    """What a file names, and how many of its entries were too broken to use."""

    entries: list[Entry] = field(default_factory=list)
    broken: int = 0


def is_xml(body: bytes) -> bool:
    """Whether bytes look like a feed or sitemap and not like a page.

    >>> is_xml(b"<?xml version='1.0'?><rss/>"), is_xml(b"<!doctype html><html>")
    (True, False)
    """
    start = _COMMENT.sub(b"", _bare_start(body[:4096]).lower())
    if start.startswith(b"<?xml"):
        start = start.partition(b"?>")[2]
    return any(mark in start for mark in _ROOTS) and not any(mark in start for mark in (b"<html", b"<!doctype html"))


_ROOTS = (b"<rss", b"<feed", b"<rdf", b"<urlset", b"<sitemapindex", b":rss", b":urlset", b":sitemapindex", b":feed")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def _bare_start(start: bytes) -> bytes:
    """The beginning of a file as one-byte characters: UTF-16's zero bytes and all marks before the first < go."""
    plain = start.replace(b"\0", b"")
    return plain[max(0, plain.find(b"<")) :]


def named(body: bytes, url: str, zone: tzinfo) -> Named:
    """What a feed or sitemap names, entry by entry. Raises Refused for one that declares entities, as attacks do."""
    found = Named()
    language: str | None = None
    for element in _elements(body, url):
        root = element.getroottree().getroot()
        if _local(element) == "language":
            language = language or _text(element)
        elif _local(element) == _ENTRIES.get(_local(root)):
            entry = _entry(element, url, zone, language or root.get(_XML_LANG))
            found.entries += [entry] if entry and len(found.entries) < MOST else []
            found.broken += entry is None
            _let_go(element)
    return found


_ENTRIES = {"rss": "item", "RDF": "item", "feed": "entry", "urlset": "url", "sitemapindex": "sitemap"}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TAGS = ("{*}item", "{*}entry", "{*}url", "{*}sitemap", "{*}language")


def _elements(body: bytes, url: str) -> Iterator[etree._Element]:
    """The elements of interest as they end; what is not well formed is stepped over. Raises Refused."""
    parsing = etree.iterparse(
        BytesIO(_as_utf8(body)),
        tag=_TAGS,
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        encoding="utf-8",
    )
    try:
        for number, (_, element) in enumerate(parsing):
            if number == 0:
                _refuse_entities(element, url)
            yield element
    except etree.XMLSyntaxError:
        return


def _refuse_entities(element: etree._Element, url: str) -> None:
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):  # type: ignore[attr-defined]
        raise Refused(f"{url} was not read: it declares entities of its own, as attacks do and feeds do not")


def _as_utf8(body: bytes) -> bytes:
    """The file in UTF-8, whatever it is in and whatever it says it is in, from where it begins."""
    name = next((name for start, name in _UTF_16 if body.startswith(start)), None)
    if name:
        body = body.decode(name, "replace").encode()
    elif not charset(body).startswith("utf-8"):
        body = text(body).encode()
    start = _BEGINS.search(body[:4096])
    return body[start.start() if start else 0 :]


_UTF_16 = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How a file in UTF-16 begins that has no mark of its own (XML 1.0, appendix F)."""

_BEGINS = re.compile(rb"<\?xml|<!doctype|<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)\b", re.IGNORECASE)
"""Where a feed begins: what stands before is a server's complaint."""


def _entry(element: etree._Element, url: str, zone: tzinfo, language: str | None) -> Entry | None:
    says = _fields(element)
    link = says.get("loc") or says.get("origLink") or says.get("link") or _permanent(element, says)
    if not link:
        return None
    return Entry(
        url=absolute(link, element.base or url),
        headline=_without_tags(says.get("title")),
        published_at=_time(says, ("pubDate", "published", "issued", "date", "publication_date"), zone),
        updated_at=_time(says, ("updated", "modified", "lastmod"), zone),
        language=says.get("language") or element.get(_XML_LANG) or language,
        is_sitemap=_local(element) == "sitemap",
    )


def _fields(element: etree._Element) -> dict[str, str]:
    """What an entry says, by local name: its own children before those of other vocabularies (a <media:title> is no
    title where there is a <title>) and before what stands deeper (a <news:title>, or what a broken tag swallowed)."""
    namespace = etree.QName(element).namespace
    ranked: dict[str, tuple[int, str]] = {}
    for part in element.iterdescendants("{*}*"):
        name = etree.QName(part)
        rank = 2 * (part.getparent() is not element) + (name.namespace != namespace)
        text = _address(part) if name.localname == "link" else None
        text = text or _text(part)
        if text and (name.localname not in ranked or rank < ranked[name.localname][0]):
            ranked[name.localname] = (rank, text)
    return {name: text for name, (_, text) in ranked.items()}


def _address(link: etree._Element) -> str | None:
    """An Atom link's address if it leads to the entry itself: not to its enclosure, its comments, its feed."""
    return (link.get("href") or "").strip() if link.get("rel", "alternate") == "alternate" else None


def _permanent(element: etree._Element, says: dict[str, str]) -> str | None:
    guid = element.find("{*}guid")
    is_address = guid is not None and guid.get("isPermaLink", "true").lower() != "false"
    return says.get("guid") if is_address else _web(says.get("id"))


def _web(identity: str | None) -> str | None:
    """An Atom entry's id, where it is an address: what is left of an entry without a link."""
    return identity if identity and identity.startswith(("http://", "https://")) else None


def _without_tags(title: str | None) -> str | None:
    """A title without the mark-up that feeds carry in CDATA or escaped; a lone < is a letter."""
    return re.sub(r"</?[a-zA-Z][^<>]*>", "", title).strip() or None if title else None


def _text(element: etree._Element) -> str:
    return " ".join(html.unescape("".join(str(part) for part in element.itertext())).split())


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _let_go(element: etree._Element) -> None:
    """Free what has been read: a sitemap of 50,000 entries is never whole in memory.

    Only entries go: where a broken tag left an entry open, the ones that follow stand inside it, beside its own words.
    """
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None and before.tag == element.tag:
        parent.remove(before)


def _time(says: dict[str, str], names: tuple[str, ...], zone: tzinfo) -> datetime | None:
    return next((at for name in names if (at := time_of(says.get(name, ""), zone))), None)


def time_of(text: str, zone: tzinfo) -> datetime | None:
    """A time as feeds write it: ISO 8601, RFC 2822 (where -0000 means UTC), or as pages print it; in `zone` if it names
    none. None if it is none of them, or of a year before there were feeds.

    >>> from datetime import UTC
    >>> time_of("Mon, 11 Mar 2024 20:33:00 +0400", UTC).isoformat()
    '2024-03-11T20:33:00+04:00'
    """
    for parse in (datetime.fromisoformat, parsedate_to_datetime) if text else ():
        try:
            at = parse(text)
        except (ValueError, TypeError, IndexError):
            continue
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC if text.endswith("-0000") else zone)
        return at if at.year >= _FIRST_YEAR else None
    printed = moment(text, zone)
    return printed.at if printed else None


_FIRST_YEAR = 1990
