"""From a page to an Article: `parse(page, site)`, by the layout in force that day. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import html

from scrapers.blocks import KIND
from scrapers.body import body, refuse_other_pages
from scrapers.dates import utc_offset
from scrapers.fields import Fields
from scrapers.markup import page_markup, tree
from scrapers.metadata import metadata
from scrapers.page_text import paragraphs
from scrapers.pictures import with_credits
from scrapers.problems import LayoutChanged, NotAnArticle
from scrapers.records import Article, Paragraph, RawPage
from scrapers.selectors import elements
from scrapers.site import Layout, Site

_LONGEST_TEXT = 2_000_000
"""Characters of text beyond which a page is no article: a day-long debate has half a million."""

_JUNK = ("script, style, iframe, noscript, template, .sr-only, .visually-hidden, .screen-reader-text",)


def parse(page: RawPage, site: Site) -> Article:
    """The article a page carries, read by the site's layout of the day it was fetched.

    Raises NotAnArticle (a listing, an error page, a PDF, a page cut off), LayoutChanged (an article by its address,
    but the body's selector matched nothing, nor did anything that backs it up) or Blocked.
    """
    markup = page_markup(page)
    root = tree(markup)
    fields = Fields(page, site, markup, root, metadata(root))
    refuse_other_pages(fields)
    layout, container = body(fields)
    headline = fields.headline(layout)
    published = fields.published(layout)
    modified = fields.modified(layout)
    return Article(
        site=site.name,
        language=fields.language(),
        url=fields.address(),
        headline_printed=headline,
        native_id=site.native_id(fields.url),
        section=fields.section(layout),
        published_at=published.at if published else None,
        utc_offset=utc_offset(published.at) if published else None,
        modified_at=modified.at if modified else None,
        place=fields.value("place", layout.place),
        paragraphs=_paragraphs(fields, layout, container, headline),
        parser=_parser(site, layout),
        found=tuple(fields.found.items()),
    )


def _paragraphs(fields: Fields, layout: Layout, container: html.HtmlElement, headline: str) -> tuple[Paragraph, ...]:
    """Lead, captions, credits and body in the order of the page, without junk and without the headline again.

    Raises LayoutChanged if no word is left, NotAnArticle if there are more than any article has.
    """
    root = container.getroottree().getroot()
    parts = {container, *_marked(root, layout, fields.found)}
    for part in parts:
        _drop(part, (*_JUNK, *layout.junk))
    outer = [part for part in parts if not any(above in parts for above in part.iterancestors())]
    if len(outer) > 1:
        order = [element for element in root.iter() if element in parts]
        outer.sort(key=lambda part: order.index(part) if part in order else len(order))
    length = sum(len(part.text_content()) for part in outer)
    if length > _LONGEST_TEXT:
        raise NotAnArticle(f"{fields.url} has {length:,} characters of text: no article has over {_LONGEST_TEXT:,}.")
    read = with_credits(paragraphs(*outer))
    if not read:
        raise LayoutChanged(f"{fields.url}: {fields.found['body']} holds no words; see: {fields.advice}")
    return tuple(p for p in read if not _repeats(p, headline, read[0] is p and not fields.site.layouts)) or read


def _repeats(paragraph: Paragraph, headline: str, may_be_text: bool) -> bool:
    """Whether a paragraph is the headline again: a heading in the body, or the first line of an unknown page's text."""
    return _letters(paragraph.words) == _letters(headline) and (paragraph.kind == "heading" or may_be_text)


def _letters(text: str) -> str:
    """A text without its spaces: a heading over two lines is read with one between them, or with none."""
    return "".join(text.split())


def _marked(root: html.HtmlElement, layout: Layout, found: dict[str, str]) -> Iterator[html.HtmlElement]:
    """The elements of lead, captions and credits, each marked with its kind for the reading of its text."""
    for kind, selectors in (("lead", layout.lead), ("caption", layout.caption), ("credit", layout.credit)):
        for selector in selectors:
            matched = [e for e in elements(root, selector) if e.text_content().strip()]
            for element in matched:
                element.set(KIND, kind)
                yield element
            if matched:
                found[kind] = selector
                break


def _drop(container: html.HtmlElement, selectors: Sequence[str]) -> None:
    for selector in selectors:
        for element in elements(container, selector):
            if element is not container and element.getparent() is not None:
                element.drop_tree()


def _parser(site: Site, layout: Layout) -> str:
    """Which rules read the page: the site's, those it had until a day, or the generic ones."""
    if not site.layouts:
        return "generic"
    return f"{site.name}@{layout.until}" if layout.until else site.name
