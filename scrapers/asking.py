"""What a request may cost, where it may go, and what it says beside who asks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal
from urllib.parse import urldefrag

from scrapers.bodies import LARGEST
from scrapers.problems import Refused
from scrapers.records import RawPage
from scrapers.robots import AGENT
from scrapers.safety import on_site
from scrapers.site import Site

Headers = Sequence[tuple[bytes, bytes]]

Why = Literal["robots.txt", "redirect", "tried again", "cut off"]
"""What an answer was that is not the page asked for."""

Aside = Callable[[RawPage, Why], None]
"""Is told every answer that came on the way to a page."""


@dataclass(frozen=True)
class Question:
    """One address to ask: the page it will be (`page.final_url` is asked), the pause before, what the request says,
    and who is told of answers that were no use."""

    page: RawPage
    pause: float
    aside: Aside
    headers: Headers = ()
    is_robots: bool = False


@dataclass(frozen=True)
class Limits:
    """How long and how much: seconds to connect, between two bytes, and for a whole page; bytes of a body, as received
    and decoded alike; redirects followed; tries of a request that may pass."""

    connect: float = 10.0
    read: float = 20.0
    whole: float = 90.0
    body: int = LARGEST
    redirects: int = 5
    tries: int = 4


LIMITS = Limits()


def user_agent(contact: str) -> str:
    """Who asks, and where to complain."""
    return f"{AGENT}/{version('onrecord')} (+{contact})"


def refuse_foreign(here: str, url: str, site: Site) -> None:
    """Raise Refused unless `here`, which asking for `url` led to, lies on the site."""
    if not on_site(here, site):
        how = "its address is" if here == urldefrag(url).url else f"it redirects to {here}, which is"
        raise Refused(f"{url} was not followed: {how} not on a host of {site.name} ({', '.join(site.hosts)})")


def request_headers(site: Site, etag: str | None, last_modified: str | None) -> Headers:
    """What a request says beside who asks. The etag and the date go back byte for byte."""
    headers = [(b"Accept-Language", f"{site.language}, *;q=0.5".encode())]
    if etag:
        headers.append((b"If-None-Match", etag.encode("latin-1", "replace")))
    if last_modified:
        headers.append((b"If-Modified-Since", last_modified.encode("latin-1", "replace")))
    return headers
