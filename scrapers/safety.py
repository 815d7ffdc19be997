"""Where we may connect to: public addresses only, and only hosts that belong to the site. Pure."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from scrapers.site import Site

_GLOBAL_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is one the whole internet can reach: not private, loopback, link-local, shared, reserved,
    multicast, nor one of these inside an IPv6 address (mapped, compatible, NAT64, 6to4, Teredo).

    >>> is_public("93.184.216.34"), is_public("::ffff:10.0.0.1")
    (True, False)
    """
    try:
        parsed = ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return parsed.is_global and not parsed.is_multicast
    if (inner := _v4_inside(parsed)) is not None:
        return is_public(str(inner))
    return parsed in _GLOBAL_V6 and parsed.is_global and not parsed.is_multicast


def _v4_inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to an IPv6 address may end at."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.teredo is not None:
        return address.teredo[1]
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or address in _COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def host_of(url: str) -> str:
    """The host of a URL, lower case, in its ASCII form, without a final dot; empty if it has none that can be.

    >>> host_of("https://EN.APA.az./x"), host_of("https://президент.рф/")
    ('en.apa.az', 'xn--d1abbgf6aiiy.xn--p1ai')
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return ""
    return host if len(host) <= 253 and all(len(label) <= 63 for label in host.split(".")) else ""


def file_stem(name: str) -> str:
    """A host's or a site's name as part of a file's; a long one cut, with a digest that tells it apart.

    >>> file_stem("https://en.apa.az"), file_stem("..")
    ('https_en.apa.az', '_')
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip(".") or "_"
    return plain if len(plain) <= 100 else f"{plain[:80]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def is_web(url: str) -> bool:
    """Whether a URL is one to ask: http or https, with a host, a port that can be, and no user name in it.

    >>> is_web("http://a.example/"), is_web("file:///etc/passwd"), is_web("http://me@a.example/")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        return parts.scheme in ("http", "https") and is_whole
    except ValueError:
        return False


def on_site(url: str, site: Site) -> bool:
    """Whether `url` lies on one of the site's hosts, with or without `www.`, or on a host its file names a feed at."""
    return is_web(url) and _bare(host_of(url)) in _own(site)


@cache
def _own(site: Site) -> frozenset[str]:
    named = (site.home, *site.feeds, *site.sitemaps, *(listing.url for listing in (*site.listings, *site.days)))
    hosts = (*(host_of(f"//{name}") for name in site.hosts), *(host_of(address) for address in named))
    return frozenset(_bare(host) for host in hosts if host)


def _bare(host: str) -> str:
    return host.removeprefix("www.")
