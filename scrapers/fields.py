"""The fields of a page while it is read: headline, dates, section, address, each by selector, then by metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from lxml import html

from scrapers import generic
from scrapers.addresses import without_tracking
from scrapers.dates import Moment, moment
from scrapers.metadata import Metadata
from scrapers.problems import LayoutChanged
from scrapers.records import RawPage
from scrapers.selectors import first_value, values
from scrapers.site import Layout, Site


@dataclass(slots=True)
class Fields:
    """One page while it is read. `found` grows: field by field, the selector that matched."""

    page: RawPage
    site: Site
    markup: str
    root: html.HtmlElement
    meta: Metadata
    found: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address that answered."""
        return self.page.final_url or self.page.url

    @property
    def today(self) -> date:
        """The day of the fetch, in the site's zone."""
        return self.page.fetched_at.astimezone(self.site.tz).date()

    @property
    def advice(self) -> str:
        """What to type to see what the rules find on this page."""
        return f"onrecord sites try {self.site.name} {self.page.url}"

    def value(self, name: str, selectors: Sequence[str]) -> str | None:
        """The first value the selectors find; which one did is noted."""
        return self._noted(name, first_value(self.root, selectors))

    def headline(self, layout: Layout) -> str:
        """The headline as printed. Raises LayoutChanged if not even <title> has one."""
        if printed := self.value("headline", layout.headline):
            return printed
        stated = self._noted("headline", self.meta.headline() or first_value(self.root, ("h1", "title")))
        if not stated:
            raise LayoutChanged(f"{self.url}: no headline at {listed(layout.headline)}; see: {self.advice}")
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
        parted = re.fullmatch(r"(.*\S)\s+[|•·–—:»-]{1,2}\s+(\S.*)", stated)
        names = {self.site.title, self.site.outlet, *self.site.hosts, *self.meta.site_names}
        return parted[1] if parted and parted[2].casefold() in {name.casefold() for name in names} else stated

    def _noted(self, name: str, found: tuple[str, str] | None) -> str | None:
        if found is None:
            return None
        self.found[name] = found[1]
        return found[0]


_FEW = 12


def listed(selectors: Sequence[str]) -> str:
    """Selectors as a message names them."""
    return " or at ".join(dict.fromkeys(selectors)) or "any selector"
