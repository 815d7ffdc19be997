"""From a page to an Article: `parse(page, site)`, by the layout in force that day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from lxml import html

from scrapers import generic
from scrapers.addresses import without_tracking
from scrapers.dates import Moment, moment, utc_offset
from scrapers.markup import error_title, is_cut, page_markup, tree
from scrapers.metadata import Metadata, metadata
from scrapers.page_text import KIND, paragraphs, words
from scrapers.pictures import with_credits
from scrapers.problems import LayoutChanged, NotAnArticle
from scrapers.records import Article, Paragraph, RawPage
from scrapers.selectors import elements, first_value, values
from scrapers.site import Layout, Site


def parse(page: RawPage, site: Site) -> Article:
    """The article a page carries, read by the site's layout of the day it was fetched.

    Raises NotAnArticle (a listing, an error page, a PDF, a page cut off), LayoutChanged (an article by its address,
    but the body's selector matched nothing, nor did anything that backs it up) or Blocked.
    """
    markup = page_markup(page)
    root = tree(markup)
    reading = _Reading(page, site, markup, root, metadata(root))
    _refuse_other_pages(reading)
    layout, body = _body(reading)
    headline = reading.headline(layout)
    text = _paragraphs(reading, layout, body, headline)
    if not text:
        raise LayoutChanged(f"{reading.url}: {reading.found['body']} holds no words; see: {reading.advice}")
    published = reading.published(layout)
    modified = reading.modified(layout)
    return Article(
        site=site.name,
        language=reading.language(),
        url=reading.address(),
        headline_printed=headline,
        paragraphs=text,
        native_id=site.native_id(reading.url),
        section=reading.section(layout),
        published_at=published.at if published else None,
        utc_offset=utc_offset(published.at) if published else None,
        modified_at=modified.at if modified else None,
        place=reading.value("place", layout.place),
        parser=_parser(site, layout),
        found=tuple(reading.found.items()),
    )


@dataclass(slots=True)
class _Reading:
    """One page while it is read. `found` grows: field by field, the selector that matched."""

    page: RawPage
    site: Site
    markup: str
    root: html.HtmlElement
    meta: Metadata
    found: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.page.final_url or self.page.url

    @property
    def today(self) -> date:
        return self.page.fetched_at.astimezone(self.site.tz).date()

    @property
    def advice(self) -> str:
        return f"onrecord sites try {self.site.name} {self.page.url}"

    def value(self, name: str, selectors: Sequence[str]) -> str | None:
        return self._noted(name, first_value(self.root, selectors))

    def headline(self, layout: Layout) -> str:
        """The headline as printed. Raises LayoutChanged if not even <title> has one."""
        if printed := self.value("headline", layout.headline):
            return printed
        stated = self._noted("headline", self.meta.headline() or first_value(self.root, ("h1", "title")))
        if not stated:
            raise LayoutChanged(f"{self.url}: no headline at {_listed(layout.headline)}; see: {self.advice}")
        return self._without_site(stated)

    def section(self, layout: Layout) -> str | None:
        """The section as printed, else as the page or its address names it."""
        if printed := self.value("section", layout.section) or self._noted("section", self.meta.section()):
            return printed
        named = self.site.section_of(self.url)
        return self._noted("section", (named, "address") if named else None)

    def language(self) -> str:
        """The site's language; for a site that has none of its own, the page's, else `und`."""
        if self.site.language != "und":
            return self.site.language
        return self._noted("language", self.meta.language()) or "und"

    def address(self) -> str:
        """The canonical address where it is this very article's, else the one that answered."""
        stated = self.meta.canonical(self.url)
        if stated and self._is_ours(stated):
            self.found["url"] = "canonical"
            return without_tracking(stated)
        return without_tracking(self.url)

    def published(self, layout: Layout) -> Moment | None:
        """The printed time; the page's metadata where that prints none, or fewer digits of the same day."""
        clock = self.value("clock", layout.clock)
        printed = self._moment(layout.published, clock)
        stated = self.meta.published(self.site.tz, self.today)
        if not self.site.layouts and not stated and not printed:
            printed = generic.printed_date(self.root, self.site.tz, self.language(), self.today)
        return self._better("published", printed, stated)

    def modified(self, layout: Layout) -> Moment | None:
        """When the page says it was last changed."""
        return self._better("modified", self._moment(layout.updated), self.meta.modified(self.site.tz, self.today))

    def _better(
        self, name: str, printed: tuple[Moment, str] | None, stated: tuple[Moment, str] | None
    ) -> Moment | None:
        if printed and stated:
            same_day = abs(stated[0].at - printed[0].at).days < 1
            printed = stated if same_day and not printed[0].clock and stated[0].clock else printed
        best = printed or stated
        if best:
            self.found[name] = best[1]
        return best[0] if best else None

    def _moment(self, selectors: Sequence[str], clock: str | None = None) -> tuple[Moment, str] | None:
        """The first selector that gives a clock, else the first that gives a day."""
        found = [(read, selector) for selector in selectors if (read := self._most_exact(selector, clock))]
        return max(found, key=lambda pair: pair[0].clock, default=None)

    def _most_exact(self, selector: str, clock: str | None) -> Moment | None:
        shown = [*values(self.root, selector)]
        if "::attr" not in selector:
            shown += [v for name in ("datetime", "content") for v in values(self.root, f"{selector}::attr({name})")]
        shown = [text for value in shown for text in ([value, f"{value} {clock}"] if clock else [value])]
        read = [moment(text, self.site.tz, self.site.language, self.today) for text in shown[:_FEW]]
        return max((m for m in read if m), key=lambda m: m.exactness, default=None)

    def _is_ours(self, stated: str) -> bool:
        """Whether a stated address is this article's own: sites state home pages and other stories by mistake."""
        here, there = urlsplit(self.url), urlsplit(stated)
        if there.scheme not in ("http", "https") or there.path.strip("/") == "":
            return False
        if not self.site.layouts:
            return there.hostname == here.hostname and self.meta.is_article
        same_number = self.site.native_id(stated) == self.site.native_id(self.url)
        return there.hostname in self.site.hosts and self.site.is_article(stated) and same_number

    def _without_site(self, stated: str) -> str:
        """A headline from metadata without the site's name after it."""
        head, mark, tail = (re.match(r"(.*\S)\s+([|•·–—:»-]{1,2})\s+(\S.*)", stated) or ["", stated, "", ""])[1:4]
        names = {self.site.title, self.site.outlet, *self.site.hosts, *values(self.root, _SITE_NAME)}
        return head if mark and tail.casefold() in {name.casefold() for name in names} else stated

    def _noted(self, name: str, found: tuple[str, str] | None) -> str | None:
        if found is None:
            return None
        self.found[name] = found[1]
        return found[0]


_FEW = 12
_SITE_NAME = "meta[property='og:site_name']::attr(content)"
_JUNK = ("script", "style", "iframe", "noscript", "template", ".sr-only", ".visually-hidden", ".screen-reader-text")
_BACKUPS = ("[itemprop=articleBody]",)


def _refuse_other_pages(reading: _Reading) -> None:
    """Raise NotAnArticle unless the address is an article's, and still was after the redirects."""
    site, url = reading.site, reading.url
    if not site.is_article(url):
        moved = f" (asked for {reading.page.url})" if site.is_article(reading.page.url) else ""
        raise NotAnArticle(f"{url}{moved} does not have the form of {site.name}'s article addresses.")
    for layout in site.layouts:
        for selector in layout.error:
            if elements(reading.root, selector):
                raise NotAnArticle(f"{url} is an error page: it has {selector}.")


def _body(reading: _Reading) -> tuple[Layout, html.HtmlElement]:
    """The layout that fits, and the element that holds the words."""
    if not reading.site.layouts:
        return generic.LAYOUT, _generic_body(reading)
    layouts = reading.site.layouts_at(reading.today) or reading.site.layouts
    for layout in layouts:
        if found := _first_with_words(reading.root, layout.body):
            return layout, _whole(reading, *found)
    if found := _first_with_words(reading.root, _BACKUPS):
        return layouts[0], _whole(reading, *found)
    _refuse_error_or_cut(reading)
    if stated := reading.meta.body():
        return layouts[0], _whole(reading, generic.as_element(stated), "JSON-LD articleBody")
    named = _listed([selector for layout in layouts for selector in layout.body])
    raise LayoutChanged(
        f"{reading.url} is an article by its address, but {named} matched no words; see: {reading.advice}"
    )


def _generic_body(reading: _Reading) -> html.HtmlElement:
    found = generic.body(reading.root, reading.meta, reading.url)
    if found:
        return _whole(reading, *found)
    _refuse_error_or_cut(reading)
    raise NotAnArticle(f"{reading.url} holds no text that reads like an article.")


def _whole(reading: _Reading, container: html.HtmlElement, selector: str) -> html.HtmlElement:
    """The container, noted as found. Raises NotAnArticle if the page was cut off inside it."""
    if container.getparent() is not None and is_cut(reading.markup, container):
        raise NotAnArticle(f"{reading.url} was cut off in the middle of the article's text.")
    reading.found["body"] = selector
    return container


def _refuse_error_or_cut(reading: _Reading) -> None:
    """Raise NotAnArticle if the page without a body is an error page, or was cut off before its body."""
    if shown := error_title(reading.root):
        raise NotAnArticle(f"{reading.url} is an error page: it says “{shown}”.")
    if is_cut(reading.markup):
        raise NotAnArticle(f"{reading.url} was cut off before the article's text.")


def _first_with_words(root: html.HtmlElement, selectors: Sequence[str]) -> tuple[html.HtmlElement, str] | None:
    for selector in selectors:
        for element in elements(root, selector):
            if isinstance(element, html.HtmlElement) and element.text_content().strip():
                return element, selector
    return None


def _paragraphs(reading: _Reading, layout: Layout, body: html.HtmlElement, headline: str) -> tuple[Paragraph, ...]:
    """Lead, captions, credits and body in the order of the page, without junk and without the headline again."""
    parts = {body, *_marked(reading, layout)}
    for part in parts:
        _drop(part, (*_JUNK, *layout.junk))
    outer = [part for part in parts if not any(above in parts for above in part.iterancestors())]
    order = {element: number for number, element in enumerate(reading.root.iter())}
    outer.sort(key=lambda part: order.get(part, len(order)))
    text = with_credits(paragraph for part in outer for paragraph in paragraphs(part))
    return tuple(p for p in text if not (p.kind == "heading" and p.words == headline))


def _marked(reading: _Reading, layout: Layout) -> Iterator[html.HtmlElement]:
    """The elements of lead, captions and credits, each marked with its kind for the reading of its text."""
    for kind, selectors in (("lead", layout.lead), ("caption", layout.caption), ("credit", layout.credit)):
        for selector in selectors:
            matched = [e for e in elements(reading.root, selector) if words(e)]
            for element in matched:
                element.set(KIND, kind)
                yield element
            if matched:
                reading.found[kind] = selector
                break


def _drop(container: html.HtmlElement, selectors: Sequence[str]) -> None:
    for selector in selectors:
        for element in elements(container, selector):
            if element is not container and element.getparent() is not None:
                element.drop_tree()


def _listed(selectors: Sequence[str]) -> str:
    return " nor ".join(dict.fromkeys(selectors)) or "any selector"


def _parser(site: Site, layout: Layout) -> str:
    """Which rules read the page: the site's, those it had until a day, or the generic ones."""
    if not site.layouts:
        return "generic"
    return f"{site.name}@{layout.until}" if layout.until else site.name
