"""What the addresses of a site give away: the form of its articles' addresses, and listings that count pages. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit

_NUMBER = re.compile(r"\d{3,}")
_WORDS_OF_A_SLUG = 3
_DATED = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/")
_SECOND_PAGE = re.compile(r"([?&](?:page|p|pg|sayfa|PAGEN_\d)=|/page/|/p/)2(?=$|[/&#])")
_COUNTED_FROM_0 = re.compile(r"[?&]page=0(?=$|[&#])")


def form(url: str, linked: Sequence[str]) -> str:
    """A pattern for article addresses: the shape of the given one, else the most frequent among the links; one that
    fits the given address in any case."""
    shapes = Counter(filter(None, map(shape, linked)))
    found = shape(url) or next((shape for shape, _ in shapes.most_common(1)), None)
    return found if found and (not url or re.search(found, url)) else r"^https?://[^/]+/[^?#]*[^/?#]+/?$"


def shape(url: str) -> str | None:
    """`/politics/talks-held-4711.html` as a pattern with groups for section and id; None if no article looks so."""
    parts = urlsplit(url)
    *folders, last = parts.path.strip("/").split("/")
    if asked := _asked_for(parts.query):
        return rf"^https?://[^/]+{re.escape(parts.path)}\?(?:[^#]*&)?{asked}=(?P<id>\d+)"
    ending = re.search(r"\.\w{3,5}$", last)
    tail = re.escape(ending[0]) if ending else "/?"
    stem = last.removesuffix(ending[0]) if ending else last
    numbers = [*_NUMBER.finditer(stem)]
    if numbers and numbers[-1].end() == len(stem):
        before = "(?:[^/?#]*[-_])?" if numbers[-1].start() else ""
        return rf"^https?://[^/]+/{''.join(_folders(folders))}{before}(?P<id>\d+){tail}$"
    if stem and _DATED.search(parts.path):
        return rf"^https?://[^/]+/{''.join(_folders(folders))}[^/?#]+{tail}$"
    if last.count("-") >= _WORDS_OF_A_SLUG - 1 and not numbers:
        return rf"^https?://[^/]+/{''.join(_folders(folders))}[^/?#]+-[^/?#]+-[^/?#]+{tail}$"
    return None


def _asked_for(query: str) -> str | None:
    """The parameter by which old sites ask for an article: `id=4711`."""
    return next((re.escape(key) for key, value in parse_qsl(query) if _NUMBER.fullmatch(value)), None)


def _folders(folders: Sequence[str]) -> Iterator[str]:
    """The folders of an address: a language is itself, one of letters the section, any further ones what they are."""
    rest = list(folders)
    if rest and re.fullmatch(r"[a-z]{2}", rest[0]):
        yield rf"{rest.pop(0)}/"
    if rest and not rest[0].isdigit():
        yield "(?P<section>[^/?#]+)/"
        rest.pop(0)
    if rest:
        yield r"(?:\d+/)+" if all(map(str.isdigit, rest)) else "(?:[^/?#]+/)*"


def numbered(links: Sequence[str]) -> tuple[str, int] | None:
    """The listing that a page leads on to, its number as `{page}`, and the number of its first page; None if there is
    none: the link to a second page says how pages are counted.

    >>> numbered(["https://news.example/all?page=2"])
    ('https://news.example/all?page={page}', 1)
    """
    for url in links:
        if found := _SECOND_PAGE.search(url):
            counted = url[: found.end() - 1] + "{page}" + url[found.end() :]
            return counted, 0 if any(map(_COUNTED_FROM_0.search, links)) else 1
    return None
