"""New statements and changes as an Atom feed (RFC 4287): what was said, edited, withdrawn, newest first."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import duckdb

from storage.written import renamed_into_place

ENTRIES = 500
"""How many changes a feed holds."""

_ATOM = "http://www.w3.org/2005/Atom"
_CHANGES = """
SELECT statement_id, version_id, change, speaker, words, headline, url, language, published_at, seen_at
FROM statement_history WHERE change <> 'unchanged'
ORDER BY seen_at DESC, version_id, position NULLS LAST, statement_id LIMIT ?
"""
_SAYS = {"first": "said", "edited": "changed", "withdrawn": "withdrawn"}


def write_feed(con: duckdb.DuckDBPyConnection, target: Path) -> int:
    """Write the newest changes of the published copy as an Atom file; returns how many entries it has."""
    rows = con.execute(_CHANGES, [ENTRIES]).fetchall()
    feed = ET.Element("feed", xmlns=_ATOM)
    ET.SubElement(feed, "id").text = "tag:onrecord,2024:statements"
    ET.SubElement(feed, "title").text = "onrecord: statements and changes"
    ET.SubElement(feed, "updated").text = _rfc3339(rows[0][9] if rows else None)
    author = ET.SubElement(feed, "author")
    ET.SubElement(author, "name").text = "onrecord"
    for row in rows:
        feed.append(_entry(*row))
    ET.indent(feed, " ")
    with renamed_into_place(target) as new:
        ET.ElementTree(feed).write(new, encoding="utf-8", xml_declaration=True)
    return len(rows)


def _entry(
    statement_id: str,
    version_id: str,
    change: str,
    speaker: str | None,
    words: str,
    headline: str,
    url: str,
    language: str,
    published_at: datetime | None,
    seen_at: datetime,
) -> ET.Element:
    entry = ET.Element("entry", {"xml:lang": language})
    ET.SubElement(entry, "id").text = f"tag:onrecord,2024:{statement_id}/{version_id}"
    ET.SubElement(entry, "title").text = _clean(f"{speaker or 'Unattributed'} ({_SAYS[change]}): {headline}")
    ET.SubElement(entry, "updated").text = _rfc3339(seen_at)
    if published_at:
        ET.SubElement(entry, "published").text = _rfc3339(published_at)
    ET.SubElement(entry, "link", href=url)
    ET.SubElement(entry, "category", term=change)
    ET.SubElement(entry, "content", type="text").text = _clean(words)
    return entry


def _rfc3339(time: datetime | None) -> str:
    """A time as Atom wants it; a feed of nothing is as old as time itself."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ") if time else "1970-01-01T00:00:00Z"


def _clean(text: str) -> str:
    """`text` without the control characters that XML cannot carry."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
