"""A first guess at a site from one of its articles and its home page, and the site file that says so. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from lxml import html

from scrapers import generic
from scrapers.markup import page_markup, tree
from scrapers.metadata import metadata
from scrapers.parse import parse
from scrapers.problems import Problem
from scrapers.records import Article, RawPage
from scrapers.selectors import elements

_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_SITEMAP = re.compile(r"^\s*sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NUMBER = re.compile(r"\d{3,}")


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
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    says: tuple[str, ...]
    """Sentences for the person: what was found and what was not."""


def guess(name: str, page: RawPage, home: RawPage | None = None, robots: str = "") -> Guess:
    """What `page` (an article, or the home page itself), the home page and robots.txt give away of a site.

    Raises NotAnArticle or Blocked if `page` is no web page at all.
    """
    parts = urlsplit(page.final_url)
    root = tree(page_markup(page))
    stated = metadata(root)
    language = stated.language()
    article = _article(page)
    linked = _links(home or page)
    feeds = tuple(dict.fromkeys((*_feeds(page), *(_feeds(home) if home else ()))))
    sitemaps = tuple(_SITEMAP.findall(robots))
    says = (
        "JSON-LD: an article is described" if stated.article else "JSON-LD: no article is described",
        f"feeds: {', '.join(feeds) or 'none named'}",
        f"sitemaps: {', '.join(sitemaps) or 'none named in robots.txt'}",
        f"article text: {dict(article.found)['body']}" if article else "article text: none; give an article's address",
    )
    return Guess(
        name=name,
        title=next(iter(stated.site_names), parts.hostname or name),
        language=language[0] if language else "und",
        offset=article.utc_offset if article else None,
        host=parts.hostname or "",
        home=f"{parts.scheme}://{parts.netloc}/",
        article=_form(page.final_url if article else "", linked),
        headline=_headline(root),
        body=_body(root, article, page.final_url),
        published=_published(article),
        feeds=feeds,
        sitemaps=sitemaps,
        says=says,
    )


def module(found: Guess) -> str:
    """The site file of a guess: Python that `sites()` reads, each guess marked as one."""
    zone = "UTC" if found.offset in (None, "+00:00") else f"Etc/GMT{_flipped(found.offset)}"
    return _MODULE.format(
        found=found,
        zone=zone,
        printed=f"printed {found.offset}" if found.offset else "nothing printed",
        **{key: _quoted(getattr(found, key)) for key in _QUOTED},
    )


_MODULE = '''"""{found.host}: guessed from one look at it; every line marked with a question mark wants a person."""

from __future__ import annotations

from scrapers.site import Floor, Layout, Site

LAYOUT = Layout(
    headline={headline},  # ?
    body={body},  # ?
    published={published},  # ?
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
    sitemaps={sitemaps},
    floor=Floor(),
    checked="guessed from one page",
)
'''


_QUOTED = ("headline", "body", "published", "feeds", "sitemaps", "title")


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
    """Feeds that <link rel=alternate> names; BeautifulSoup reads whatever a strange site calls HTML."""
    soup = BeautifulSoup(page_markup(page), "lxml")
    named = (link for link in soup.find_all("link", rel="alternate") if isinstance(link, Tag))
    return [urljoin(page.final_url, str(link["href"])) for link in named if link.get("type") in _FEED_TYPES]


def _links(page: RawPage) -> list[str]:
    """Addresses on the page's own host that have a number or many words at their end, as articles' have."""
    here = urlsplit(page.final_url).hostname
    found = (urljoin(page.final_url, a.get("href") or "") for a in elements(tree(page_markup(page)), "a[href]"))
    return [url for url in found if urlsplit(url).hostname == here and _shape(url)]


def _form(url: str, linked: list[str]) -> str:
    """A pattern for article addresses: the shape of the given one, else the most frequent among the links."""
    shapes = Counter(filter(None, map(_shape, linked)))
    shape = _shape(url) or next((shape for shape, _ in shapes.most_common(1)), None)
    return shape or r"^https?://[^/]+/.+/[^/?#]+/?$"


def _shape(url: str) -> str | None:
    """`/politics/talks-held-4711.html` as a pattern with groups for section and id; None if no article looks so."""
    path = urlsplit(url).path.rstrip("/")
    *folders, last = path.strip("/").split("/")
    ending = re.search(r"\.\w{3,5}$", last)
    tail = re.escape(ending[0]) if ending else "/?"
    numbers = [*_NUMBER.finditer(last.removesuffix(ending[0] if ending else ""))]
    section = "(?P<section>[^/?#]+)/" + "(?:[^/?#]+/)*" if folders else ""
    if numbers and numbers[-1].end() == len(last) - len(ending[0] if ending else ""):
        before = "(?:[^/?#]*[-_])?" if numbers[-1].start() else ""
        return rf"^https?://[^/]+/{section}{before}(?P<id>\d+){tail}$"
    if last.count("-") >= _WORDS_OF_A_SLUG:
        return rf"^https?://[^/]+/{section}[^/?#]+-[^/?#]+-[^/?#]+{tail}$"
    return None


_WORDS_OF_A_SLUG = 3


def _headline(root: html.HtmlElement) -> tuple[str, ...]:
    own = next((named for h1 in root.iter("h1") if (named := _named(h1))), None)
    return tuple(dict.fromkeys(filter(None, (own, "h1"))))


def _body(root: html.HtmlElement, article: Article | None, url: str) -> tuple[str, ...]:
    """The generic reading's container by its own class or id, then the selector that found it."""
    if article is None:
        return ("article",)
    found = generic.body(root, metadata(root), url)
    own = _named(found[0]) if found and found[0].getparent() is not None else None
    selector = dict(article.found)["body"]
    is_selector = any(selector == known for known in generic.LAYOUT.body)
    return tuple(dict.fromkeys(filter(None, (own, selector if is_selector else "article"))))


def _published(article: Article | None) -> tuple[str, ...]:
    """The selector that found the date, where it was one; the page's metadata needs none."""
    selector = dict(article.found).get("published", "") if article else ""
    return (selector,) if re.search(r"^\w*\[|::attr| |^time$", selector) and " of the " not in selector else ("time",)


def _named(element: html.HtmlElement) -> str | None:
    """An element as a selector: its tag with its first telling class, or its id."""
    classes = [name for name in (element.get("class") or "").split() if re.fullmatch(r"[A-Za-z][\w-]*", name)]
    if classes:
        return f"{element.tag}.{classes[0]}"
    identity = element.get("id") or ""
    return f"{element.tag}#{identity}" if re.fullmatch(r"[A-Za-z][A-Za-z_-]*", identity) else None
