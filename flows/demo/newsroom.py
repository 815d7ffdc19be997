"""The invented newsroom as data: its pages, the moments of its day, and what stands where at each moment. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

FOLDER = Path(__file__).parent / "newsroom"
HOSTS = {"en": "en.apa.az", "az": "apa.az", "ru": "ru.apa.az"}
"""The hosts whose markup and addresses the newsroom borrows, one an edition; the demo's mirrors name them."""
NOT_YET = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NewsPage:
    """One state of one page. `below` are the texts stacked under the body: (clock line, body) pairs."""

    name: str
    address: str
    headline: str
    section: str
    published: str
    body: str
    edition: str = "en"
    caption: str = ""
    below: tuple[tuple[str, str], ...] = ()
    since: datetime = NOT_YET

    @property
    def url(self) -> str:
        """The page's address on its edition's real-looking host."""
        return f"https://{HOSTS[self.edition]}{self.address}"

    @property
    def number(self) -> str:
        """The newsroom's own number of the page, at the end of its address."""
        return self.address.rpartition("-")[2]

    @property
    def rfc_date(self) -> str:
        """When the page last changed, as feeds and headers write it."""
        return format_datetime(self.since)


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of a page that are replaced without notice."""

    page: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A clock time, what a person should know about it, and what changes in the newsroom. Names are page names."""

    at: datetime
    says: str
    show: tuple[str, ...] = ()
    withdraw: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


Standing = Mapping[tuple[str, str], NewsPage | None]
"""What stands where: (edition, number) to the page now there, or None where a page was taken down."""


@cache
def pages() -> dict[str, NewsPage]:
    """Every page as first written, by name: the TOML files in newsroom/pages/."""
    raw = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "pages").glob("*.toml"))}
    return {name: _page(name, fields, raw) for name, fields in raw.items()}


def _page(name: str, fields: dict[str, Any], raw: Mapping[str, dict[str, Any]]) -> NewsPage:
    plain = {key: value.strip() for key, value in fields.items() if key != "below"}
    below = tuple((entry["clock"], raw[entry["page"]]["body"].strip()) for entry in fields.get("below", ()))
    return NewsPage(name=name, below=below, **plain)


@cache
def moments() -> tuple[Moment, ...]:
    """The moments of the newsroom's day, in order: newsroom/moments.toml."""
    read = tomllib.loads((FOLDER / "moments.toml").read_text("utf-8"))["moment"]
    return tuple(
        Moment(
            at=entry["at"],
            says=entry["says"],
            show=tuple(entry.get("show", ())),
            withdraw=tuple(entry.get("withdraw", ())),
            edits=tuple(Edit(**edit) for edit in entry.get("edit", ())),
        )
        for entry in read
    )


def standing_after(moment: Moment, before: Standing) -> Standing:
    """What stands where once `moment` has come. A page shown takes the place of the one with its number.

    Raises ValueError if an edit's words do not stand on its page, so that the script cannot drift from its pages.
    """
    now = dict(before)
    for name in moment.show:
        page = pages()[name]
        now[page.edition, page.number] = replace(page, since=moment.at)
    for edit in moment.edits:
        key = (pages()[edit.page].edition, pages()[edit.page].number)
        now[key] = _edited(now[key], edit, moment.at)
    for name in moment.withdraw:
        now[pages()[name].edition, pages()[name].number] = None
    return now


def _edited(page: NewsPage | None, edit: Edit, at: datetime) -> NewsPage:
    was = edit.was.strip()
    if page is None or page.body.count(was) != 1:
        raise ValueError(f"newsroom/moments.toml: the words {was[:40]!r} do not stand once on the page {edit.page}")
    return replace(page, body=page.body.replace(was, edit.now.strip()), since=at)


def live(standing: Standing, edition: str) -> tuple[NewsPage, ...]:
    """An edition's pages that can be read, the last changed first."""
    found = [page for (where, _), page in standing.items() if page is not None and where == edition]
    return tuple(sorted(found, key=lambda page: (page.since, page.number), reverse=True))


def editions(standing: Standing) -> tuple[str, ...]:
    """The editions that have written anything yet."""
    return tuple(sorted({edition for edition, _ in standing}))


_TEMPLATES = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, keep_trailing_newline=True)


def article_html(page: NewsPage) -> str:
    """The page as HTML, in the markup of the site it borrows; stacked texts stand below their clock lines."""
    stacked = "".join(f"\n<p>{clock}</p>\n{body}" for clock, body in page.below)
    return _TEMPLATES.get_template("article.html").render(page=page, body=page.body + stacked)


def listing_html(standing: Standing, edition: str) -> str:
    """The page that lists all news of an edition."""
    return _TEMPLATES.get_template("listing.html").render(edition=edition, pages=live(standing, edition))


def feed_xml(standing: Standing, edition: str) -> str:
    """The RSS feed of an edition."""
    return _TEMPLATES.get_template("rss.xml").render(host=HOSTS[edition], pages=live(standing, edition))


def number_in(path: str) -> str | None:
    """The page number at the end of an address's path, None if it is not an article's."""
    match = re.fullmatch(r"/[^/]+/(?:[^/]*-)?(\d+)/?", path)
    return match.group(1) if match else None
