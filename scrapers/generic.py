"""The reading of hosts without a site file: where any publisher's article keeps its words and its date. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, tzinfo
from urllib.parse import urlsplit

from lxml import html

from scrapers.characters import cleaned
from scrapers.dates import Moment, moment
from scrapers.metadata import Metadata
from scrapers.problems import NotAnArticle
from scrapers.selectors import elements, values
from scrapers.site import Layout, Site
from scrapers.surroundings import LONG, mass_within, masses_of, prune

LAYOUT = Layout(
    headline=(
        "[itemprop=headline]",
        "article h1",
        "main h1",
        "h1.headline, h1.title, h1.entry-title, h1.article-title",
    ),
    body=(
        "[itemprop=articleBody]",
        "article",
        ".article-body, .article-content, .article__body, .article-text, .entry-content, .post-content, .story-body",
        ".news-text, .news-content, .field-name-body, #article-body, #article-content",
        "main, [role=main]",
    ),
    lead=(
        "article .lead, article .standfirst, article .dek, article .article-lead, article .article__lead",
        "article .entry-summary, article .summary, [itemprop=articleBody] .lead",
    ),
    caption=("article .wp-caption-text, article .caption, article .image-caption, article .photo-caption",),
)
"""Where articles stand by convention, most telling first; the densest block of text is what remains."""


def generic_site(url: str, language: str = "und", zone: str = "UTC") -> Site:
    """A site made up for the host of `url`, so that any publisher's page can be read. It has no layouts: that is how
    parse() knows. Raises ValueError if the address has no host."""
    host = urlsplit(url).hostname
    if not host:
        raise ValueError(f"{url} has no host: a page needs the address it was saved from")
    return Site(
        name=host,
        outlet=host,
        title=host,
        language=language,
        zone=zone,
        hosts=(host,),
        article="",
        layouts=(),
        home=f"https://{host}/",
        checked="generic reading",
    )


def body(root: html.HtmlElement, meta: Metadata, url: str) -> tuple[html.HtmlElement, str] | None:
    """The element that holds the article's words, and the selector that found it; None if nothing reads like one.

    The element stands in a copy of the page from which what surrounds an article (menus, related links, cookie
    notices) is taken out. Raises NotAnArticle where address and links say that it is a home page or a listing.
    """
    if not meta.is_article and (_LISTING.search(urlsplit(url).path) or _is_listing(root)):
        raise NotAnArticle(f"{url} is a listing: it names articles, and is none.")
    is_article = meta.is_article or _is_one_article(root)
    root = deepcopy(root)
    prune(root)
    masses = masses_of(root)
    most = max(masses.values(), default=0)
    if most < LONG and not is_article:
        return None
    title = _title(root, meta)
    above = [*title.iterancestors()] if title is not None else []
    for selector in LAYOUT.body:
        matched = elements(root, selector)
        titled = [e for e in matched if e in above] if len(matched) > 1 else []
        best = max(titled or matched, key=lambda e: mass_within(e, masses), default=None)
        enough = (1 if is_article else LONG) if titled else max(1, most * _SHARE)
        if best is not None and mass_within(best, masses) >= enough:
            return best, selector
    if stated := meta.body():
        return as_element(stated), "JSON-LD articleBody"
    densest = max(masses, key=lambda e: masses[e], default=None)
    return (densest, "the densest block of text") if densest is not None else None


def _title(root: html.HtmlElement, meta: Metadata) -> html.HtmlElement | None:
    """The <h1> that says what the page calls its headline, else its first: a page that loads one article below the
    other has several, and only one of them is at its address."""
    stated = meta.headline()
    headings = [*root.iter("h1")]
    own = (h for h in headings if stated and " ".join(h.text_content().split()) in stated[0])
    return next(own, headings[0] if headings else None)


def as_element(text: str) -> html.HtmlElement:
    """Plain text, or the mark-up some sites put into JSON-LD, as an element; line breaks part its paragraphs."""
    if re.search(r"<(?:p|br|div)\b", text, re.IGNORECASE):
        return html.fragment_fromstring(text, create_parent="div")
    container = html.Element("div")
    for line in filter(None, map(str.strip, re.split(r"\n+|\r+", text))):
        html.etree.SubElement(container, "p").text = cleaned(line)
    return container


def printed_date(root: html.HtmlElement, zone: tzinfo, language: str, today: date) -> tuple[Moment, str] | None:
    """The first date printed where pages print it: in <time>, or in an element whose class says so."""
    for selector in DATES:
        for value in list(values(root, selector))[:_FEWDATES]:
            if found := moment(value, zone, language, today):
                return found, selector
    lines = {
        line for block in root.iter("div", "p", "td", "span", "i", "em", "small", "font") for line in _short(block)
    }
    clocked = [read for line in lines if (read := moment(line, zone, language)) and read.clock]
    return (clocked[0], ONE_LINE) if len(clocked) == 1 else None


ONE_LINE = "the one line with a date and a clock"
"""What found a date that stands in no element of its own."""


def _short(element: html.HtmlElement) -> Iterator[str]:
    """The lines of text that stand in an element directly, if they are as short as a date."""
    lines = (element.text, *(child.tail for child in element))
    return (line.strip() for line in lines if line and _SHORTEST < len(line.strip()) < _SHORT)


_SHORTEST, _SHORT = 12, 60


_SHARE = 0.6
"""Share of the densest block's text that a conventional container must hold to be trusted."""
_FEWDATES = 3
DATES = (
    "article time::attr(datetime)",
    "article time",
    "time::attr(datetime)",
    "time",
    "[class*=publish]",
    "[class*=date]",
    "[class*=time]",
    "[class*=meta]",
    "[class*=byline]",
)
_LISTING = re.compile(
    r"^/*$|^/(?:\w\w/)?(?:index\.\w+)?$|/(?:tags?|topics?|categor(?:y|ies)|authors?|search|archives?|rss|feed|sitemap|page)(?:/|\.|$)",
    re.IGNORECASE,
)


def _is_listing(root: html.HtmlElement) -> bool:
    """Whether most of a page's headings are links to other pages, and there are four or more of them."""
    headings = [h for h in root.iter("h2", "h3", "h4") if h.text_content().strip()]
    linked = [h for h in headings if _is_linked(h)]
    return len(linked) >= 4 and len(linked) * 2 > len(headings) and _longest(root) < _LONG_TEXT


_LONG_TEXT = 700
"""Characters in one block's own paragraphs that no teaser has."""


def _is_one_article(root: html.HtmlElement) -> bool:
    """Whether the page's one <article> bears the headline and a time: a flash is an article, however short."""
    found = root.findall(".//article")
    return len(found) == 1 and found[0].find(".//h1") is not None and found[0].find(".//time") is not None


def _is_linked(heading: html.HtmlElement) -> bool:
    parent = heading.getparent()
    return heading.find(".//a[@href]") is not None or (parent is not None and parent.tag == "a")


def _longest(root: html.HtmlElement) -> int:
    return max(masses_of(root).values(), default=0)
