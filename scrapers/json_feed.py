"""JSON Feed (https://www.jsonfeed.org/version/1.1/): what one names. Pure."""

from __future__ import annotations

import json
from datetime import tzinfo
from typing import Any

from scrapers.addresses import absolute
from scrapers.feeds import MOST, Entry, Named, time_of


def is_json_feed(body: bytes) -> bool:
    """Whether bytes look like one: an object that names the format's version near its beginning.

    >>> is_json_feed(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}')
    True
    """
    start = body[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and b"jsonfeed.org" in start.replace(b"\\/", b"/")


def named_in_json(body: bytes, url: str, zone: tzinfo) -> Named:
    """What a JSON Feed names, entry by entry; nothing if it is no JSON after all."""
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return Named(broken=1)
    items = feed.get("items") if isinstance(feed, dict) else None
    found = Named()
    for item in items[:MOST] if isinstance(items, list) else []:
        entry = _entry(item, url, zone, _words(feed, "language")) if isinstance(item, dict) else None
        found.entries += [entry] if entry else []
        found.broken += entry is None
    return found


def _entry(item: dict[str, Any], url: str, zone: tzinfo, language: str | None) -> Entry | None:
    link = _words(item, "url") or _web(_words(item, "id"))
    if not link:
        return None
    return Entry(
        url=absolute(link, url),
        headline=_words(item, "title"),
        published_at=time_of(_words(item, "date_published") or "", zone),
        updated_at=time_of(_words(item, "date_modified") or "", zone),
        language=_words(item, "language") or language,
    )


def _words(item: dict[str, Any], key: str) -> str | None:
    value = item.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _web(identity: str | None) -> str | None:
    """An id, where it is an address: a feed's best guess at a permanent link."""
    return identity if identity and identity.startswith(("http://", "https://")) else None
