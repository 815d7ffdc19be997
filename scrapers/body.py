"""Where a page keeps its words: by the layout of the day, else by what backs it up; and pages that have none. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html

from scrapers import generic
from scrapers.fields import Fields, listed
from scrapers.markup import error_title, is_cut
from scrapers.problems import LayoutChanged, NotAnArticle
from scrapers.selectors import elements
from scrapers.site import Layout

_BACKUPS = ("[itemprop=articleBody]",)
"""What may stand in where a site's own selectors match nothing: only what says of itself that it is the article."""


def refuse_other_pages(fields: Fields) -> None:
    """Raise NotAnArticle unless the address is an article's, and still was after the redirects."""
    site, url = fields.site, fields.url
    if not site.is_article(url):
        moved = f", where {fields.page.url} led," if url != fields.page.url else ""
        raise NotAnArticle(f"{url}{moved} does not have the form of {site.name}'s article addresses.")
    for selector in (selector for layout in site.layouts for selector in layout.error):
        if elements(fields.root, selector):
            raise NotAnArticle(f"{url} is an error page: it has {selector}.")


def body(fields: Fields) -> tuple[Layout, html.HtmlElement]:
    """The layout that fits the page, and the element that holds its words; the selector is noted as found.

    Raises NotAnArticle for an error page and one cut off, LayoutChanged if no selector of any layout matches words.
    """
    if not fields.site.layouts:
        return generic.LAYOUT, _generic_body(fields)
    layouts = fields.site.layouts_at(fields.today) or fields.site.layouts
    for layout in layouts:
        if found := _first_with_words(fields.root, layout.body):
            return layout, _whole(fields, *found)
    if found := _first_with_words(fields.root, _BACKUPS):
        return layouts[0], _whole(fields, *found)
    _refuse_error_or_cut(fields)
    if stated := fields.meta.body():
        return layouts[0], _whole(fields, generic.as_element(stated), "JSON-LD articleBody")
    named = listed([selector for layout in layouts for selector in layout.body])
    raise LayoutChanged(
        f"{fields.url} is an article by its address, but no words stand at {named}; see: {fields.advice}"
    )


def _generic_body(fields: Fields) -> html.HtmlElement:
    if shown := error_title(fields.root):
        raise NotAnArticle(f"{fields.url} is an error page: it says “{shown}”.")
    if found := generic.body(fields.root, fields.meta, fields.url):
        return _whole(fields, *found)
    _refuse_error_or_cut(fields)
    raise NotAnArticle(f"{fields.url} holds no text that reads like an article.")


def _whole(fields: Fields, container: html.HtmlElement, selector: str) -> html.HtmlElement:
    """The container, noted as found. Raises NotAnArticle if the page was cut off inside it."""
    if container.getparent() is not None and is_cut(fields.markup, container):
        raise NotAnArticle(f"{fields.url} was cut off in the middle of the article's text.")
    fields.found["body"] = selector
    return container


def _refuse_error_or_cut(fields: Fields) -> None:
    """Raise NotAnArticle if the page without a body is an error page, or was cut off before its body."""
    if shown := error_title(fields.root):
        raise NotAnArticle(f"{fields.url} is an error page: it says “{shown}”.")
    if is_cut(fields.markup):
        raise NotAnArticle(f"{fields.url} was cut off before the article's text.")


def _first_with_words(root: html.HtmlElement, selectors: Sequence[str]) -> tuple[html.HtmlElement, str] | None:
    return next(
        ((element, s) for s in selectors for element in elements(root, s) if element.text_content().strip()), None
    )
