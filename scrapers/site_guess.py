"""A first guess at a site from one of its articles and its home page, and the site file that says so. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from lxml import html

from scrapers import generic
from scrapers.addresses import absolute
from scrapers.bodies import content
from scrapers.dates import moment
from scrapers.feeds import is_xml
from scrapers.markup import page_markup, tree
from scrapers.metadata import metadata
from scrapers.parse import parse
from scrapers.problems import Problem
from scrapers.records import Article, RawPage
from scrapers.safety import host_of
from scrapers.selectors import elements
from scrapers.site_shapes import form, numbered
from scrapers.surroundings import mass_within, masses_of, surrounds

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_SITEMAP = re.compile(r"^\s*sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a look at a site found. An empty tuple means that nothing was found."""

    name: str
    title: str
    language: str
    offset: str | None
    host: str
    home: str
    article: str
    headline: tuple[str, ...]
    body: tuple[str, ...]
    published: tuple[str, ...]
    junk: tuple[str, ...]
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    listing: tuple[str, int] | None
    says: tuple[str, ...]
    """Sentences for the person: what was found and what was not."""


def guess(
    name: str, page: RawPage, home: RawPage | None = None, robots: str = "", tried: tuple[RawPage, ...] = ()
) -> Guess:
    """What `page` (an article, or the home page itself), the home page, robots.txt and the usual addresses that were
    `tried` for a feed and a sitemap give away of a site.

    Raises NotAnArticle or Blocked if `page` is no web page at all.
    """
    parts = urlsplit(page.final_url)
    root = tree(page_markup(page))
    stated = metadata(root)
    language = stated.language()
    article = _article(page)
    links = _links(home or page)
    articles = form(page.final_url if article else "", links)
    feeds = tuple(dict.fromkeys((*_feeds(page), *(_feeds(home) if home else ()), *_xml(tried, sitemap=False))))
    sitemaps = (*_SITEMAP.findall(robots),) or tuple(_xml(tried, sitemap=True))
    body = _body(root, article, page.final_url)
    return Guess(
        name=name,
        title=next(iter(stated.site_names), None) or _title(root, home) or parts.hostname or name,
        language=language[0] if language else "und",
        offset=article.utc_offset if article and article.utc_offset != "+00:00" else None,
        host=parts.hostname or "",
        home=f"{parts.scheme}://{parts.netloc}/",
        article=articles,
        headline=_headline(root),
        body=body,
        published=_published(root, article),
        junk=_junk(root, body),
        feeds=feeds,
        sitemaps=sitemaps,
        listing=numbered(links),
        says=(
            "JSON-LD: an article is described" if stated.article else "JSON-LD: no article is described",
            f"feeds: {', '.join(feeds) or 'none found'}",
            f"sitemaps: {', '.join(sitemaps) or 'none found'}",
            f"home page: {len({url for url in links if re.search(articles, url)})} addresses of the articles' form",
            f"article text: {dict(article.found)['body']}" if article else _NO_ARTICLE,
            f"date: {dict(article.found).get('published', 'none')}" if article else "date: none",
            *(() if language else ("language: the page states none; write its tag",)),
        ),
    )


_NO_ARTICLE = "article text: none; give an article's address"


def module(found: Guess) -> str:
    """The site file of a guess: Python that `sites()` reads, each guess marked as one."""
    zone = f"Etc/GMT{_flipped(found.offset)}" if found.offset else "UTC"
    listings = ""
    if found.listing:
        url, first = found.listing
        listings = f'\n    listings=(Listing("{url}"{", first=0" if first == 0 else ""}),),  # ? links=, published='
    return _MODULE.format(
        found=found,
        zone=zone,
        printed=f"printed {found.offset}" if found.offset else "no offset printed",
        listings=listings,
        imported="Floor, Layout, Listing, Site" if found.listing else "Floor, Layout, Site",
        **{key: _quoted(getattr(found, key)) for key in _QUOTED},
    )


_MODULE = '''"""{found.host}: guessed from one look at it; every line marked with a question mark wants a person."""

from __future__ import annotations

from scrapers.site import {imported}

LAYOUT = Layout(
    headline={headline},  # ?
    body={body},  # ?
    published={published},  # ?
    junk={junk},  # ?
)

SITE = Site(
    name="{found.name}",
    outlet="{found.name}",
    title={title},
    language="{found.language}",  # ?
    zone="{zone}",  # ? {printed}; better a city's zone
    hosts=("{found.host}",),
    article=r"{found.article}",  # ?
    layouts=(LAYOUT,),
    home="{found.home}",
    feeds={feeds},
    sitemaps={sitemaps},{listings}
    floor=Floor(),
    checked="guessed from one page",
)
'''


_QUOTED = ("headline", "body", "published", "junk", "feeds", "sitemaps", "title")


def _quoted(value: str | tuple[str, ...]) -> str:
    """A string or a tuple of them as Python with double quotes, as the formatter writes it."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"({', '.join(map(_quoted, value))}{',' * (len(value) == 1)})"


def _flipped(offset: str) -> str:
    """An offset as Etc/GMT zones write it, with the sign turned: +04:00 is Etc/GMT-4."""
    sign = "-" if offset.startswith("+") else "+"
    return f"{sign}{int(offset[1:3])}"


def _article(page: RawPage) -> Article | None:
    try:
        return parse(page, generic.generic_site(page.final_url))
    except Problem:
        return None


def _feeds(page: RawPage) -> list[str]:
    """Feeds that <link rel=alternate> names, but for those of comments; BeautifulSoup reads whatever a strange site
    calls HTML."""
    soup = BeautifulSoup(page_markup(page), "lxml")
    named = (link for link in soup.find_all("link", rel="alternate") if isinstance(link, Tag))
    found = [absolute(str(link["href"]), page.final_url) for link in named if link.get("type") in _FEED_TYPES]
    return [url for url in found if "/comments/" not in url]


def _xml(tried: tuple[RawPage, ...], *, sitemap: bool) -> Iterator[str]:
    """The addresses at which a sitemap, or a feed, was found by trying; one feed is enough."""
    found = [page.final_url for page in tried if is_xml(body := content(page)) and (b"<loc" in body) == sitemap]
    yield from found if sitemap else found[:1]


def _links(page: RawPage) -> list[str]:
    """Addresses on the page's own host, in order, each once."""
    here = host_of(page.final_url)
    found = (absolute(a.get("href") or "", page.final_url) for a in elements(tree(page_markup(page)), "a[href]"))
    return list(dict.fromkeys(url for url in found if host_of(url) == here))


def _title(root: html.HtmlElement, home: RawPage | None) -> str | None:
    """The home page's title, where an article's ends with it."""
    own, theirs = (_shown(page.find(".//title")) for page in (root, tree(page_markup(home)) if home else root))
    return theirs if theirs and own != theirs and own.endswith(theirs) else None


def _shown(element: html.HtmlElement | None) -> str:
    return " ".join(element.text_content().split()) if element is not None else ""


def _headline(root: html.HtmlElement) -> tuple[str, ...]:
    """The <h1>, or the heading that <title> begins with where there is none; nothing where there is neither."""
    title = _shown(root.find(".//title"))
    headings = [*root.iter("h1")] or [h for h in root.iter("h2", "h3") if _shown(h) and title.startswith(_shown(h))]
    if not headings:
        return ()
    own = next((named for heading in headings if (named := _named(heading))), None)
    return tuple(dict.fromkeys(filter(None, (own, "h1" if headings[0].tag == "h1" else _selector(headings[0])))))


def _body(root: html.HtmlElement, article: Article | None, url: str) -> tuple[str, ...]:
    """The tightest container of the generic reading's words by its own class or id, then the selector that found it."""
    found = generic.body(root, metadata(root), url) if article else None
    if article is None or found is None or found[0].getparent() is None:
        return ("article",)
    known = found[1] if found[1] in generic.LAYOUT.body else None
    own = _selector(_tightest(found[0]))
    order = (known, own) if ":nth-of-type" in own else (own, known)  # a place says less than what a page calls itself
    return tuple(dict.fromkeys(filter(None, order)))


_NEARLY_ALL = 0.9


def _tightest(container: html.HtmlElement) -> html.HtmlElement:
    """The innermost element that still holds nearly all of the running text."""
    masses = masses_of(container)
    enough = mass_within(container, masses) * _NEARLY_ALL
    holder = container
    while (inner := next((child for child in holder if mass_within(child, masses) >= enough), None)) is not None:
        if inner.tag in ("p", "ul", "ol", "blockquote"):
            break
        holder = inner
    return holder


def _junk(root: html.HtmlElement, body: tuple[str, ...]) -> tuple[str, ...]:
    """What stands in the body and reads by its name as what surrounds articles."""
    container = next(iter(elements(root, body[0])), None)
    inner = container.iterdescendants() if container is not None else ()
    named = (_named(element) for element in inner if isinstance(element.tag, str) and surrounds(element))
    return tuple(dict.fromkeys(filter(None, named)))[:_FEW]


_FEW = 12


def _published(root: html.HtmlElement, article: Article | None) -> tuple[str, ...]:
    """The element that printed the date, by its own name where it has one; the page's metadata needs no selector."""
    selector = dict(article.found).get("published", "") if article else "time"
    if article and selector == generic.ONE_LINE:
        lines = (e for e in root.iter("div", "p", "td", "span", "i", "em", "small", "font") if len(e) == 0)
        return tuple(_selector(e) for e in lines if (read := moment(_shown(e), UTC, article.language)) and read.clock)
    if selector not in (*generic.DATES, "time"):
        return ()
    matched = next(iter(elements(root, selector)), None)
    own = _named(matched) if matched is not None else None
    return tuple(dict.fromkeys(filter(None, (own, selector))))


def _selector(element: html.HtmlElement) -> str:
    """A selector of an element: its name, else its place below the nearest element that has one."""
    steps: list[str] = []
    step: html.HtmlElement | None = element
    while step is not None and step.tag not in ("body", "html"):
        if named := _named(step):
            return " > ".join([named, *reversed(steps)])
        beside = [*step.itersiblings(step.tag, preceding=True)]
        steps.append(f"{step.tag}:nth-of-type({len(beside) + 1})")
        step = step.getparent()
    return " > ".join(["body", *reversed(steps)])


_TELLING = re.compile(
    r"title|head|body|text|content|article|story|entry|post|news|date|time|share|relat", re.IGNORECASE
)
"""Classes that say what an element is, and not how it looks."""


def _named(element: html.HtmlElement) -> str | None:
    """An element as a selector: its tag with its first telling class, or its id. A number in it is the article's own,
    and what build tools append to a class changes with each build."""
    for name in sorted((element.get("class") or "").split(), key=lambda name: not _TELLING.search(name)):
        if built := re.fullmatch(r"([A-Za-z]+_[A-Za-z]+__)[\w-]+", name):
            return f"{element.tag}[class*='{built[1]}']"
        if re.fullmatch(r"[A-Za-z](?:[A-Za-z_-]|\d(?!\d))*", name):
            return f"{element.tag}.{name}"
    identity = element.get("id") or ""
    return f"{element.tag}#{identity}" if re.fullmatch(r"[A-Za-z][A-Za-z_-]*", identity) else None
