"""What a page says about itself to machines: JSON-LD, OpenGraph, <meta>, canonical link, <html lang>. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from html import unescape

from lxml import html

from scrapers.addresses import absolute
from scrapers.characters import cleaned
from scrapers.dates import Moment, moment
from scrapers.safety import is_web
from scrapers.selectors import elements

_ARTICLE = re.compile(r"(?:\w*NewsArticle|Article|ReportageNewsArticle|\w*BlogPosting|LiveBlogPosting|Report)$")
_TAG = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")
_PUBLISHED = (
    "article:published_time",
    "ld:datePublished",
    "datePublished",
    "mediator_published_time",
    "pubdate",
    "publish-date",
    "parsely-pub-date",
    "govuk:first-published-at",
    "dcterms.date",
    "dcterms.created",
    "dc.date.issued",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "ld:dateModified",
    "dateModified",
    "og:updated_time",
    "dcterms.modified",
    "last-modified",
    "govuk:public-updated-at",
)
_HEADLINE = ("og:title", "ld:headline", "headline", "ld:name")
_SECTION = ("article:section", "ld:articleSection")
_LANGUAGE = ("lang", "ld:inLanguage", "og:locale", "content-language", "inLanguage")
_CANONICAL = ("canonical", "og:url", "ld:url")
"""Where each question is answered, most trusted first: `ld:` a key of the article's JSON-LD, else the name of a fact
(<meta>'s property, name, itemprop or http-equiv; microdata's itemprop; <html lang>; <link rel=canonical>)."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's machine-readable side. Each question is answered with the value and the place it was found."""

    facts: Mapping[str, tuple[str, ...]]
    """What <html>, <head> and microdata state, by lower-case name."""
    article: Mapping[str, object]
    """The JSON-LD object of the article, empty if the page has none."""

    @property
    def is_article(self) -> bool:
        """Whether the page calls itself an article, in JSON-LD, OpenGraph or microdata."""
        stated = (*self.facts.get("og:type", ()), *self.facts.get("itemtype", ()))
        return bool(self.article) or any("article" in kind.lower() for kind in stated)

    @property
    def site_names(self) -> tuple[str, ...]:
        """What the page calls its site."""
        return self.facts.get("og:site_name", ())

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
        """The address the page gives itself, made absolute against `url`; None if what it gives is no address."""
        found = self._first(_CANONICAL)
        return own if found and is_web(own := absolute(found[0], url)) else None

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
                yield from ((value, f"{place} of the page") for value in self.facts.get(place.lower(), ()))
            elif value := _plain(self.article.get(place[3:])):
                yield value, f"JSON-LD {place[3:]}"


def metadata(root: html.HtmlElement) -> Metadata:
    """What the page says of itself. Broken JSON-LD counts as none."""
    objects = [thing for script in root.iter("script") if _is_ld(script) for thing in _objects(script.text or "")]
    articles = [thing for thing in objects if any(_ARTICLE.match(kind) for kind in _types(thing))]
    facts: dict[str, list[str]] = {}
    for name, value in _facts(root):
        if value := cleaned(value).strip():
            facts.setdefault(name.strip().lower(), []).append(value)
    return Metadata({name: tuple(found) for name, found in facts.items()}, max(articles, key=len, default={}))


def _facts(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Names and values of everything stated, in one walk over the page."""
    yield (
        "lang",
        root.get("lang") or root.get("xml:lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
    )
    for element in root.iter("meta", "link"):
        if element.tag == "link":
            yield (element.get("rel") or "").split(" ")[0], element.get("href") or ""
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := element.get(key):
                yield name, element.get("content") or ""
    for element in elements(root, "[itemprop], [itemtype]"):
        if element.tag != "meta" and (name := element.get("itemprop")) in _READ_ITEMPROPS:
            yield name, element.get("datetime") or element.get("content") or element.text_content()
        yield "itemtype", element.get("itemtype") or ""


_READ_ITEMPROPS = ("datePublished", "dateModified", "headline")


def _is_ld(script: html.HtmlElement) -> bool:
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
