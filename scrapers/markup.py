"""From an answer to a tree; what is no web page is refused by name, a page that was cut off is recognised. Pure."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from lxml import html

from scrapers.bodies import content
from scrapers.charset import text
from scrapers.problems import Blocked, NotAnArticle
from scrapers.records import RawPage
from scrapers.walls import wall

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a sound"),
    (b"\x00\x00\x00", "a video or an image"),
    (b"ID3", "a sound"),
    (b"PK\x03\x04", "a document or an archive"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"{\\rtf", "a document"),
)
LONGEST_PAGE = 16_000_000
"""Bytes of markup beyond which nothing is read as a page: inline pictures fit, a dump that would fill the memory
of a run does not. The longest real transcripts have two million."""

_ENDLESS_TAG = re.compile(
    r"""<[a-zA-Z][^\s/>]*+(?:[\s/]*+[^\s/=>"'<]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+){2000}"""
)
"""A tag of so many attributes, which the parser compares each with each: 40,000 take it seconds, a million days."""

_XML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex|svg)\b", re.DOTALL)
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|article|section|main|table|h1|span|meta|title)\b", re.IGNORECASE
)
_NOT_PAGES = re.compile(
    r"(?:image|audio|video|font)/|application/(?:pdf|zip|msword|octet-stream|vnd\.)|text/(?:css|csv|calendar)"
)
_CONTROL = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]|d[89a-f]..)|0*(?:[0-8]|1[124-9]|2\d|3[01]))(?![\da-f]);?", re.IGNORECASE
)
"""References to characters that no XML tree can hold."""
_ERROR_TITLE = re.compile(
    r"(?:error\s*)?(?:404|410|500|503)\b|(?:page|article|content)? ?not found\b|page (?:does not|doesn't) exist|"
    r"xəta\b|səhifə tapılmadı|ошибка\b|страница не найдена|hata\b|sayfa bulunamadı|seite nicht gefunden|бет табылмады",
    re.IGNORECASE,
)


def page_markup(page: RawPage) -> str:
    """The page as text of HTML, its encoding found out.

    Raises NotAnArticle for what is no web page (robots.txt, PDF, image, JSON, feed, nothing at all), Blocked for a
    wall, and what scrapers.bodies.content() raises for a body that cannot be decoded.
    """
    body = content(page)
    if not body.strip():
        raise NotAnArticle(f"{page.url} came with an empty body.")
    if len(body) > LONGEST_PAGE:
        raise NotAnArticle(f"{page.url} has {len(body):,} bytes: no article has over {LONGEST_PAGE:,}.")
    if reason := wall(page.status, page.headers, body):
        raise Blocked(f"{page.url} shows {reason} where the article should be.")
    kind = page.header("content-type") or ""
    if named := _kind(page, body, kind.lower()):
        raise NotAnArticle(f"{page.url} is {named}, not an article.")
    markup = text(body, kind)
    if named := _kind_of_text(markup):
        raise NotAnArticle(f"{page.url} is {named}, not an article.")
    if has_endless_tag(markup):
        raise NotAnArticle(f"{page.url} has a tag of over 2,000 attributes: it is no page for readers.")
    return markup


def has_endless_tag(markup: str) -> bool:
    """Whether a tag has so many attributes that no parser should be given it."""
    return _ENDLESS_TAG.search(markup) is not None


def tree(markup: str) -> html.HtmlElement:
    """The page as a tree, however broken. Raises NotAnArticle if there is not one element in it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(_CONTROL.sub("", markup).encode("utf-8", "replace"), parser=parser)
    except (ValueError, html.etree.ParserError) as error:
        raise NotAnArticle("The page holds no markup at all.") from error


def error_title(root: html.HtmlElement) -> str | None:
    """The title or heading by which a page that answers 200 says that it is an error page; None if it does not."""
    shown = [" ".join(e.text_content().split()) for name in ("title", "h1") for e in root.iter(name)]
    return next((line for line in shown if len(line) <= _SHORT and _ERROR_TITLE.match(line)), None)


def is_cut(markup: str, container: html.HtmlElement | None = None) -> bool:
    """Whether the page ends before it is over: no </html> or </body>, and the container (if given) never closed.

    Pages may leave out </html>; one whose last words are the article's, with an element still open, was cut off.
    """
    end = markup[-_TAIL:].lower()
    if "</html" in end or "</body" in end:
        return False
    if container is None:
        return True
    after = [container, *container.iterancestors()]
    if any(element.getnext() is not None for element in after):
        return False
    opened, closed = (len(re.findall(rf"<{mark}{container.tag}\b", markup, re.IGNORECASE)) for mark in ("", "/"))
    return opened > closed


_SHORT = 80
_TAIL = 4096


def _kind(page: RawPage, body: bytes, content_type: str) -> str | None:
    """What the bytes or the header say the answer is, if no page."""
    if urlsplit(page.final_url or page.url).path == "/robots.txt":
        return "a robots.txt"
    for magic, name in _MAGIC:
        if body.startswith(magic) and not body.startswith(b"\x00\x00\x00<"):
            return name
    found = _NOT_PAGES.match(content_type)
    return f"{content_type.partition(';')[0]}" if found and not _MARKUP.search(body[:2048].decode("latin-1")) else None


def _kind_of_text(markup: str) -> str | None:
    """What a text is if it is no HTML: a feed, JSON, plain text."""
    start = markup[:2048].lstrip("\ufeff \t\r\n")
    if found := _XML.match(start):
        return f"a feed or sitemap (<{found[1]}>)"
    if start[:1] in ("{", "[") and _is_json(markup):
        return "JSON"
    return None if _MARKUP.search(markup[:65536]) else "plain text"


def _is_json(markup: str) -> bool:
    try:
        json.loads(markup.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return not _MARKUP.search(markup[:2048])
    return True
