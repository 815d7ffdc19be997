"""What a page says about itself to machines: JSON-LD, OpenGraph, <meta>, canonical link, <html lang>. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from html import unescape
from urllib.parse import urljoin

from lxml import etree

from scrapers.dates import Moment, moment
from scrapers.page_text import cleaned
from scrapers.selectors import values

_ARTICLE = re.compile(r"(?:\w*NewsArticle|Article|ReportageNewsArticle|\w*BlogPosting|LiveBlogPosting|Report)$")
_TAG = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")
_PUBLISHED = (
    "meta[property='article:published_time']::attr(content)",
    "ld:datePublished",
    "[itemprop=datePublished]::attr(datetime)",
    "[itemprop=datePublished]::attr(content)",
    "meta[name='mediator_published_time']::attr(content)",
    "meta[name='pubdate']::attr(content)",
    "meta[name='publish-date']::attr(content)",
    "meta[name='parsely-pub-date']::attr(content)",
    "meta[name='dcterms.date']::attr(content)",
    "meta[name='dcterms.created']::attr(content)",
    "meta[name='DC.date.issued']::attr(content)",
    "meta[name='date']::attr(content)",
    "time[pubdate]::attr(datetime)",
)
_MODIFIED = (
    "meta[property='article:modified_time']::attr(content)",
    "ld:dateModified",
    "[itemprop=dateModified]::attr(datetime)",
    "[itemprop=dateModified]::attr(content)",
    "meta[property='og:updated_time']::attr(content)",
    "meta[name='dcterms.modified']::attr(content)",
    "meta[name='last-modified']::attr(content)",
)
_HEADLINE = ("meta[property='og:title']::attr(content)", "ld:headline", "[itemprop=headline]", "ld:name")
_SECTION = ("meta[property='article:section']::attr(content)", "ld:articleSection")
_LANGUAGE = (
    "html::attr(lang)",
    "html::attr(xml:lang)",
    "ld:inLanguage",
    "meta[property='og:locale']::attr(content)",
    "meta[http-equiv='content-language']::attr(content)",
    "meta[itemprop=inLanguage]::attr(content)",
)
_CANONICAL = ("link[rel=canonical]::attr(href)", "meta[property='og:url']::attr(content)", "ld:url")


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's machine-readable side. Each question is answered with the value and the place it was found."""

    tree: etree._Element
    article: Mapping[str, object]
    """The JSON-LD object of the article, empty if the page has none."""

    @property
    def is_article(self) -> bool:
        """Whether the page calls itself an article, in JSON-LD, OpenGraph or microdata."""
        return bool(self.article) or any("article" in kind.lower() for kind in values(self.tree, _OG_TYPE))

    def headline(self) -> tuple[str, str] | None:
        """The headline, and where it stands."""
        return self._first(_HEADLINE)

    def section(self) -> tuple[str, str] | None:
        """The section, and where it stands."""
        return self._first(_SECTION)

    def language(self) -> tuple[str, str] | None:
        """The language as a bare tag (`en`), and where it stands."""
        return next(
            ((found[0].lower(), at) for value, at in self._all(_LANGUAGE) if (found := _TAG.match(value))), None
        )

    def canonical(self, url: str) -> str | None:
        """The address the page gives itself, made absolute against `url`."""
        found = self._first(_CANONICAL)
        return urljoin(url, found[0]) if found else None

    def published(self, zone: tzinfo, today: date | None = None) -> tuple[Moment, str] | None:
        """The most exact time of publication it gives, and where."""
        return self._moment(_PUBLISHED, zone, today)

    def modified(self, zone: tzinfo, today: date | None = None) -> tuple[Moment, str] | None:
        """The most exact time of the last change it gives, and where."""
        return self._moment(_MODIFIED, zone, today)

    def body(self) -> str | None:
        """JSON-LD's articleBody: plain text, paragraphs parted by line breaks if the site is kind."""
        body = self.article.get("articleBody")
        return unescape(body) if isinstance(body, str) and body.strip() else None

    def _moment(self, places: tuple[str, ...], zone: tzinfo, today: date | None) -> tuple[Moment, str] | None:
        found = [(read, at) for value, at in self._all(places) if (read := moment(value, zone, today=today))]
        return max(found, key=lambda pair: pair[0].exactness, default=None)

    def _first(self, places: tuple[str, ...]) -> tuple[str, str] | None:
        return next(self._all(places), None)

    def _all(self, places: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for place in places:
            if not place.startswith("ld:"):
                yield from ((value, place) for value in values(self.tree, place))
            elif value := _plain(self.article.get(place[3:])):
                yield value, f"JSON-LD {place[3:]}"


_OG_TYPE = "meta[property='og:type']::attr(content)"


def metadata(tree: etree._Element) -> Metadata:
    """What the page says of itself. Broken JSON-LD counts as none."""
    objects = [thing for value in tree.iterfind(".//script") if _is_ld(value) for thing in _objects(value.text or "")]
    articles = [thing for thing in objects if any(_ARTICLE.match(kind) for kind in _types(thing))]
    return Metadata(tree, max(articles, key=len, default={}))


def _is_ld(script: etree._Element) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _objects(text: str) -> Iterator[Mapping[str, object]]:
    """Every object in a JSON-LD script, however deep: @graph, lists, mainEntity."""
    text = re.sub(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$|;\s*$", "", text.strip())
    try:
        stack: list[object] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    while stack:
        thing = stack.pop()
        if isinstance(thing, list):
            stack.extend(reversed(thing))
        elif isinstance(thing, dict):
            yield thing
            stack.extend(value for value in thing.values() if isinstance(value, dict | list))


def _types(thing: Mapping[str, object]) -> list[str]:
    kind = thing.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return [name.rpartition("/")[2] for name in names if isinstance(name, str)]


def _plain(value: object) -> str | None:
    """A JSON-LD value as one line: a string, the first of a list, the name or @id of an object."""
    if isinstance(value, list):
        return next(filter(None, map(_plain, value)), None)
    if isinstance(value, dict):
        return _plain(value.get("name") or value.get("@id"))
    return cleaned(unescape(value)).strip() or None if isinstance(value, str) else None
