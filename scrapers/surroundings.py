"""What surrounds an article on any site (menus, related links, notices), and how much running text is where. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import html

from scrapers.blocks import BLOCKS, DROPPED

LONG = 140
"""Characters of running text that no notice, menu or teaser has in one place."""

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|advert\w*|adsbygoogle|banner|breadcrumbs?|byline|comments?|consent|contacts?|cookies?|copyright|gdpr|disqus|footer|"
    r"latest|login|masthead|menu|modal|most-?read|nav|navbar|navigation|newsletter|outbrain|pagination|paywall|popular|popup|"
    r"promo\w*|read-?(?:also|more|next)|recommend\w*|related\w*|see-?also|share\w*|sharing|sidebar|signup|skip-link|social\w*|"
    r"sponsor\w*|subscri\w*|taboola|tags?|teasers?|toolbar|tooltip|popover|trending|widget|also-read|more-(?:news|stories)|sr-only|"
    r"visually-hidden|hidden|timestamp|date|meta|metadata|feedback|author(?:-\w+)?|views|rating|print)"
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
    r"(?:related|read (?:more|also|next)|see also|also read|more (?:on|from|news)|latest|most (?:read|popular)|"
    r"recommended|tags?|share|oxşar|digər xəbərlər|həmçinin|əlaqəli|читайте также|по теме|похожие|ещё|смотрите также|"
    r"follow us|join us|subscribe|подписывайтесь|подпишитесь|bizi izləyin|abunə olun|bizi takip|folgen sie|"
    r"ilgili|siehe auch|lesen sie auch|à lire|lea también|leggi anche|читати також|აგრეთვე|կարդացեք նաև)\b",
    re.IGNORECASE,
)


def prune(root: html.HtmlElement) -> None:
    """Take out what surrounds an article, but never an element that holds most of the page's running text."""
    total = sum(_mass(text) for _, text in _running(root)) or 1
    for element in [*root.iter()]:
        if not isinstance(element.tag, str) or element is root or element.getparent() is None or element.tag == "body":
            continue
        if (
            surrounds(element)
            and not _holds_headline(element)
            and (_is_in_the_way(element) or sum(_mass(text) for _, text in _running(element)) * 2 < total)
        ):
            element.drop_tree()
    for element in [*root.iter("ul", "ol", "p", "div", "section", "table")]:
        if element.getparent() is not None and _is_all_links(element):
            _drop_with_heading(element)


def _is_in_the_way(element: html.HtmlElement) -> bool:
    """Whether an element is a dialog or a notice about cookies: no article, however much it says."""
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag == "dialog" or element.get("role") in _DIALOGS or _NOTICE.search(named) is not None


_DIALOGS = ("dialog", "alertdialog", "alert")
_NOTICE = re.compile(r"(?:^|[\s_-])(?:cookies?|consent|gdpr)(?=$|[\s_-])", re.IGNORECASE)


def _holds_headline(element: html.HtmlElement) -> bool:
    """A page's form or a "has-sidebar" may hold all of it; what holds the <h1>, but for a header, is no surrounding."""
    return element.tag != "header" and element.find(".//h1") is not None


def surrounds(element: html.HtmlElement) -> bool:
    """Whether an element is by its tag, its role or its name what stands around articles."""
    if element.tag in _AROUND or element.get("role") in _ROLES or "hidden" in element.attrib:
        return True
    if element.tag == "header":
        return not any(len(p.text_content()) > LONG // 2 for p in element.iter("p"))
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag in ("html", "main", "article") or not _NAMES.search(named) or _is_lead(named):
        return False
    return element.tag in BLOCKS or bool(_UNSEEN.search(named)) or not _runs_in_text(element)


def _runs_in_text(element: html.HtmlElement) -> bool:
    """Whether words stand beside an inline element: a linked name with the class "tag" is a word of its sentence."""
    before, after, parent = element.getprevious(), element.getnext(), element.getparent()
    beside = [element.tail, before.tail if before is not None else parent.text if parent is not None else None]
    beside += [near.text_content() for near in (before, after) if near is not None and near.tag not in BLOCKS]
    return any((text or "").strip() for text in beside)


_UNSEEN = re.compile(r"(?:^|[\s_-])(?:tooltip|popover|sr-only|visually-hidden|screen-reader-text|hidden)(?=$|[\s_-])")


def _is_lead(named: str) -> bool:
    return re.search(r"\b(?:article|story|entry|post)-?_?(?:body|content|text|lead)\b", named) is not None


def _is_all_links(element: html.HtmlElement) -> bool:
    """Whether hardly a letter of an element stands outside links, and it is no paragraph with a word linked."""
    text = element.text_content().strip()
    linked = sum(len(a.text_content().strip()) for a in element.iter("a"))
    share = 0.3 if _WORDS_OF_LISTS.match(text) else 0.85
    return bool(text) and linked >= share * len(text) and element.find(".//h1") is None


def _drop_with_heading(element: html.HtmlElement) -> None:
    """Drop a list of links, and the line before it that only announces it."""
    before = element.getprevious()
    if before is not None and isinstance(before.tag, str) and not (before.tail or "").strip():
        shown = before.text_content().strip()
        if len(shown) < _SHORT and (shown.endswith(":") or _WORDS_OF_LISTS.match(shown)):
            before.drop_tree()
    element.drop_tree()


def masses_of(root: html.HtmlElement) -> Counter[html.HtmlElement]:
    """For each element, how many characters of running text stand in it directly or in its own paragraphs."""
    masses: Counter[html.HtmlElement] = Counter()
    for element, text in _running(root):
        parent = element.getparent()
        holder = parent if _is_paragraph(element) and parent is not None else element
        if holder.tag in ("ul", "ol", "blockquote") and holder.getparent() is not None:
            holder = holder.getparent()
        masses[holder] += _mass(text)
    return masses


def _is_paragraph(element: html.HtmlElement) -> bool:
    """A <p> and its like, or a <div> that is used as one: no block in it, no line break."""
    if element.tag in ("p", "li", "blockquote"):
        return True
    return element.tag == "div" and not any(inner.tag == "br" or inner.tag in BLOCKS for inner in element)


def mass_within(element: html.HtmlElement, masses: Counter[html.HtmlElement]) -> int:
    """How many characters of running text stand in an element, at any depth."""
    return sum(masses[inner] for inner in element.iter() if inner in masses)


def _running(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Every block with the text that stands in it outside links and inner blocks, if that is a sentence."""
    for block in root.iter():
        if not isinstance(block.tag, str) or block.tag not in BLOCKS:
            continue
        text = " ".join(" ".join(_own_text(block)).split())
        if _mass(text) >= _SENTENCE and re.search(r"[.!?…:,;։।。،؛؟，；：]", text):
            yield block, text


def _mass(text: str) -> int:
    """How much a text says, in characters of an alphabet: one of Chinese, Japanese or Korean says as much as three."""
    return len(text) + 2 * len(_DENSE.findall(text))


_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE = 25
_SHORT = 60


def _own_text(element: html.HtmlElement) -> Iterator[str]:
    """Text of an element and of what runs within its lines, without its links and its inner blocks."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and child.tag not in BLOCKS and child.tag not in DROPPED and child.tag != "a":
            yield from _own_text(child)
        if child.tail:
            yield child.tail
