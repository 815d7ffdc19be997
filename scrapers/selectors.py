"""CSS selectors on a page: compiled once, `::attr(name)` for an attribute's value, and which one matched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from cssselect import HTMLTranslator
from lxml import etree, html

from scrapers.characters import cleaned
from scrapers.page_text import words

_ATTRIBUTE = re.compile(r"::attr\(([\w:-]+)\)$")


@cache
def compiled(selector: str) -> tuple[etree.XPath, str | None]:
    """A selector as an XPath and the attribute it asks for, if any. Raises cssselect.SelectorError on a bad one."""
    attribute = _ATTRIBUTE.search(selector)
    path = HTMLTranslator().css_to_xpath(_ATTRIBUTE.sub("", selector), prefix="descendant-or-self::")
    return etree.XPath(path), attribute[1] if attribute else None


def elements(root: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """The elements a selector matches, in document order."""
    found = compiled(selector)[0](root)
    return [element for element in found if isinstance(element, html.HtmlElement)] if isinstance(found, list) else []


def values(root: html.HtmlElement, selector: str) -> Iterator[str]:
    """What the matches say: their text on one line, or the attribute asked for. Empty ones are left out."""
    attribute = compiled(selector)[1]
    for element in elements(root, selector):
        value = cleaned(element.get(attribute) or "") if attribute else _text(element)
        if value := value.strip():
            yield value


def first_value(root: html.HtmlElement, selectors: Sequence[str]) -> tuple[str, str] | None:
    """The first value the selectors find, in their order of trust, and the selector that found it."""
    return next(((value, selector) for selector in selectors for value in values(root, selector)), None)


def printed(root: html.HtmlElement, selectors: Sequence[str]) -> Iterator[str]:
    """What the matches of selectors print, in their order of trust, with a space between the texts of any two
    elements: `<span>17:44</span><span>21 March 2026</span>` is a clock and a day."""
    for selector in selectors:
        attribute = compiled(selector)[1]
        for element in elements(root, selector):
            texts = [element.get(attribute) or ""] if attribute else element.itertext()
            if text := " ".join(" ".join(map(str, texts)).split()):
                yield cleaned(text)


def _text(element: html.HtmlElement) -> str:
    """The text of an element; the parts of a heading that is all elements, a line each, stand apart."""
    if not len(element):
        return cleaned(element.text or "")
    beside = (element.text, *(child.tail for child in element))
    if element.tag in _HEADINGS and len(element) > 1 and not any(text and text.strip() for text in beside):
        return " ".join(filter(None, map(words, element)))
    return words(element)


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
