"""What page an address means: one spelling for all the ways a page is linked to."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_\w+|at_\w+|(?:fb|g|d|y|tw|ys)clid|msclkid|igshid|mc_[ce]id|_g[al]|_openstat|cmpid|ref_src|spm", re.IGNORECASE
)
_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=~-._"


def absolute(link: str, base: str) -> str:
    """The address that a link on the page at `base` leads to; the link as it is where it can be none.

    >>> absolute("/b", "https://a.example/c"), absolute("//[oops", "https://a.example/c")
    ('https://a.example/b', '//[oops')
    """
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return link


def canonical_url(url: str) -> str:
    """One spelling of an address: scheme and host in lower case, no default port, tracking, fragment or last slash.

    `http` counts as `https`, and the parameters are sorted: neither tells two pages apart.

    >>> canonical_url("HTTP://En.Example.az:80/a/b-1/?utm_source=x&b=2&a=1#top")
    'https://en.example.az/a/b-1?a=1&b=2'
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    try:
        port = parts.port
    except ValueError:  # "host:port" with no number: part of the name, as far as we can tell
        host, port = parts.netloc.lower(), None
    if port and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    path = quote(unquote(parts.path), safe=_SAFE).rstrip("/")
    kept = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k))
    scheme = "https" if parts.scheme in _PORTS else parts.scheme
    return urlunsplit((scheme, host, path, urlencode(kept), ""))


def without_tracking(url: str) -> str:
    """An address as it is to be asked for: as the site wrote it, but no fragment and no tracking parameters.

    >>> without_tracking("http://En.Example.az/a/b-1/?utm_source=rss&b=2#top")
    'http://En.Example.az/a/b-1/?b=2'
    """
    parts = urlsplit(url.strip())
    kept = [pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0])]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), ""))


def page_key(site: str, native_id: str | None, url: str) -> str:
    """What tells a page from every other: the site and its own article number, else the canonical address."""
    return f"{site}:{native_id or canonical_url(url)}"


def slug(url: str, native_id: str | None = None) -> str:
    """The words in an address's last part, without the article number and the file's ending; '' if there are none.

    >>> slug("https://en.example.az/politics/talks-in-baku-updated-1-4307.html", "4307")
    'talks-in-baku-updated-1'
    """
    last = unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1]
    last = re.sub(r"\.(?:s?html?|php|aspx?)$", "", last.casefold())
    words = last.removesuffix((native_id or "").lstrip("-").casefold())
    if not words or words[-1] in "-_":
        last = words
    return last.strip("-_") if re.search(r"[^\W\d_]", last) else ""
