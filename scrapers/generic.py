"""The reading of hosts without a site file: where any publisher's article keeps its words and its date. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, tzinfo
from urllib.parse import urlsplit

from lxml import html

from scrapers.dates import Moment, moment
from scrapers.metadata import Metadata
from scrapers.page_text import BLOCKS, DROPPED, cleaned
from scrapers.problems import NotAnArticle
from scrapers.selectors import elements, values
from scrapers.site import Layout, Site

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
        ".article-body, .article-content, .article__body, .article-text, .entry-content, .post-content, .story-body, "
        ".news-text, .news-content, .field-name-body, #article-body, #article-content",
        "main, [role=main]",
    ),
    lead=(
        "article .lead, article .standfirst, article .dek, article .article-lead, article .article__lead, "
        "article .entry-summary, article .summary, [itemprop=articleBody] .lead",
    ),
    caption=("article .wp-caption-text, article .caption, article .image-caption, article .photo-caption",),
    place=(),
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

    What surrounds an article (menus, related links, cookie notices) is taken out of `root` first. Raises NotAnArticle
    where address and links say that the page is a home page or a listing.
    """
    if not meta.is_article and (_LISTING.search(urlsplit(url).path) or _is_listing(root)):
        raise NotAnArticle(f"{url} is a listing: it names articles, and is none.")
    _prune(root)
    masses = _masses(root)
    most = max(masses.values(), default=0)
    if most < _FEW_WORDS and not meta.is_article:
        return None
    for selector in LAYOUT.body:
        best = max(elements(root, selector), key=lambda e: _mass_within(e, masses), default=None)
        if isinstance(best, html.HtmlElement) and _mass_within(best, masses) >= max(1, most * _SHARE):
            return best, selector
    if stated := meta.body():
        return as_element(stated), "JSON-LD articleBody"
    densest = max(masses, key=lambda e: masses[e], default=None)
    return (densest, "the densest block of text") if densest is not None else None


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
    for selector in _DATES:
        for value in list(values(root, selector))[:_FEW_DATES]:
            if found := moment(value, zone, language, today):
                return found, selector
    return None


_FEW_WORDS = 140
"""Characters of running text that a page without article metadata must have to be taken for one."""
_SHARE = 0.6
"""Share of the densest block's text that a conventional container must hold to be trusted."""
_FEW_DATES = 3
_DATES = (
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
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|advert\w*|adsbygoogle|banner|breadcrumbs?|byline|comments?|consent|cookies?|copyright|gdpr|disqus|footer|"
    r"latest|login|masthead|menu|modal|most-?read|nav|navbar|navigation|newsletter|outbrain|pagination|paywall|popular|popup|"
    r"promo\w*|read-?(?:also|more|next)|recommend\w*|related\w*|see-?also|share\w*|sharing|sidebar|signup|skip-link|social\w*|"
    r"sponsor\w*|subscri\w*|taboola|tags?|teasers?|toolbar|tooltip|trending|widget|also-read|more-(?:news|stories)|sr-only|"
    r"visually-hidden|hidden|timestamp|date|dateline-meta|post-meta|entry-meta|article-meta|author(?:-\w+)?|views|rating|print)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_AROUND = (
    "nav",
    "aside",
    "footer",
    "form",
    "script",
    "style",
    "iframe",
    "noscript",
    "dialog",
    "template",
    "time",
    "button",
)
_ROLES = ("navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alert", "alertdialog", "menu")
_WORDS_OF_LISTS = re.compile(
    r"(?:related|read (?:more|also|next)|see also|also read|more (?:on|from|news)|latest|most (?:read|popular)|recommended|"
    r"tags?|share|oxşar|digər xəbərlər|həmçinin|əlaqəli|читайте также|по теме|похожие|ещё|смотрите также|ilgili|siehe auch|"
    r"lesen sie auch)\b",
    re.IGNORECASE,
)


def _prune(root: html.HtmlElement) -> None:
    """Take out what surrounds an article, but never an element that holds most of the page's running text."""
    total = sum(len(text) for _, text in _running(root)) or 1
    for element in [*root.iter()]:
        if not isinstance(element.tag, str) or element is root or element.getparent() is None or element.tag == "body":
            continue
        if _surrounds(element) and sum(len(text) for _, text in _running(element)) * 2 < total:
            element.drop_tree()
    for element in [*root.iter("ul", "ol", "p", "div", "section", "table")]:
        if element.getparent() is not None and _is_all_links(element):
            _drop_with_heading(element)


def _surrounds(element: html.HtmlElement) -> bool:
    if element.tag in _AROUND or element.get("role") in _ROLES or "hidden" in element.attrib:
        return True
    if element.tag == "header":
        return not any(len(p.text_content()) > _FEW_WORDS // 2 for p in element.iter("p"))
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag not in ("html", "main", "article") and bool(_NAMES.search(named)) and not _is_lead(named)


def _is_lead(named: str) -> bool:
    return re.search(r"\b(?:article|story|entry|post)-?_?(?:body|content|text|lead)\b", named) is not None


def _is_all_links(element: html.HtmlElement) -> bool:
    """Whether hardly a letter of an element stands outside links, and it is no paragraph with a word linked."""
    text = element.text_content().strip()
    linked = sum(len(a.text_content().strip()) for a in element.iter("a"))
    return bool(text) and linked >= 0.85 * len(text) and not element.xpath("ancestor-or-self::h1")


def _drop_with_heading(element: html.HtmlElement) -> None:
    """Drop a list of links, and the line before it that only announces it."""
    before = element.getprevious()
    if before is not None and isinstance(before.tag, str) and not (before.tail or "").strip():
        shown = before.text_content().strip()
        if shown.endswith(":") and len(shown) < 60 or _WORDS_OF_LISTS.match(shown) and len(shown) < 60:
            before.drop_tree()
    element.drop_tree()


def _is_listing(root: html.HtmlElement) -> bool:
    """Whether most of a page's headings are links to other pages, and there are four or more of them."""
    headings = [h for h in root.iter("h2", "h3", "h4") if h.text_content().strip()]
    linked = [h for h in headings if _is_linked(h)]
    return len(linked) >= 4 and len(linked) * 2 > len(headings) and _longest(root) < _LONG_TEXT


_LONG_TEXT = 700
"""Characters in one block's own paragraphs that no teaser has."""


def _is_linked(heading: html.HtmlElement) -> bool:
    parent = heading.getparent()
    return heading.find(".//a[@href]") is not None or (parent is not None and parent.tag == "a")


def _longest(root: html.HtmlElement) -> int:
    return max(_masses(root).values(), default=0)


def _masses(root: html.HtmlElement) -> Counter[html.HtmlElement]:
    """For each element, how many characters of running text stand in it directly or in its own paragraphs."""
    masses: Counter[html.HtmlElement] = Counter()
    for element, text in _running(root):
        parent = element.getparent()
        holder = parent if element.tag in ("p", "li", "blockquote") and parent is not None else element
        if holder.tag in ("ul", "ol", "blockquote") and holder.getparent() is not None:
            holder = holder.getparent()
        masses[holder] += len(text)
    return masses


def _mass_within(element: html.HtmlElement, masses: Counter[html.HtmlElement]) -> int:
    return sum(masses[inner] for inner in element.iter() if inner in masses)


def _running(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Every block element with the text that stands in it outside links and outside inner blocks, if it is a sentence."""
    for block in root.iter():
        if not isinstance(block.tag, str) or block.tag not in BLOCKS:
            continue
        text = " ".join(" ".join(_own_text(block)).split())
        if len(text) >= _SENTENCE and re.search(r"[.!?…:,;։।。]", text):
            yield block, text


_SENTENCE = 25


def _own_text(element: html.HtmlElement) -> Iterator[str]:
    """Text of an element and of what runs within its lines, without its links and its inner blocks."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and child.tag not in BLOCKS and child.tag not in DROPPED and child.tag != "a":
            yield from _own_text(child)
        if child.tail:
            yield child.tail
