"""Mirrors: hosts whose requests go to another address, while every record keeps the host's own. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from scrapers.safety import host_of


class Mirrors:
    """What `[mirrors]` says: host -> base address (`http://127.0.0.1:8090`, a path in it is put before each path)."""

    def __init__(self, bases: Mapping[str, str]) -> None:
        self._bases = {host_of(f"//{host}"): base.rstrip("/") for host, base in bases.items()}

    def names(self, host: str) -> bool:
        """Whether requests for `host` go elsewhere."""
        return host in self._bases

    def address(self, url: str) -> str:
        """Where a request for `url` goes: path and query kept.

        >>> Mirrors({"en.apa.az": "http://127.0.0.1:8090"}).address("https://en.apa.az/rss?page=2")
        'http://127.0.0.1:8090/rss?page=2'
        """
        base = self._bases.get(host_of(url))
        return url if base is None else base + _after_host(url)

    def original(self, url: str, page: str) -> str:
        """`url` as the site itself would have written it on `page`, where a mirror wrote its own address instead.

        >>> Mirrors({"apa.az": "http://127.0.0.1:8090"}).original("http://127.0.0.1:8090/x", "https://apa.az/y")
        'https://apa.az/x'
        """
        scheme = urlsplit(page).scheme
        for host in (host_of(page), *self._bases):
            base = self._bases.get(host)
            if base and (url == base or url.startswith((f"{base}/", f"{base}?"))):
                return f"{scheme}://{host}{_after_host(f'{scheme}://{host}{url[len(base) :]}')}"
        return url


def _after_host(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path
