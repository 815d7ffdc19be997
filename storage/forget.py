"""Forgetting a page: its words leave the database, a dated tombstone stays."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from scrapers.register import Register
from storage import tombstones
from storage.compact import compact
from storage.publish import publish
from storage.readings import drop_readings
from storage.rebuilt import LEFT_BEHIND
from storage.tables import given
from storage.telling import told
from storage.tombstones import Tombstone
from storage.transaction import transaction
from storage.write import replace_stories


def forget(con: duckdb.DuckDBPyConnection, url: str, reason: str, at: datetime, register: Register) -> list[Tombstone]:
    """Remove the words that came from the page at `url` (under whatever address it was fetched) and raise tombstones.

    `at` is aware. Stories that other pages tell too are told anew without it. Returns the tombstones, one an address,
    for `tombstones.keep`; an address never fetched gets one as well. The rows of `pages` stay, as `refused`, with
    neither hash nor place. One transaction; the words leave the file itself when `scrub` has rewritten it.
    """
    with transaction(con):
        return _forgotten(con, url, reason, at, register)


def scrub(data: Path, wait: float = 600) -> None:
    """Take what was forgotten out of the files of the folder `data` too: DuckDB leaves deleted words in their blocks.

    The warehouse is written anew and published as a new file; older copies that are kept beside them go. Raises what
    `writer` and `publish` raise; done again it ends the same.
    """
    compact(data, wait, grown=0)
    for old in data.glob(f"*{LEFT_BEHIND}*"):
        old.unlink()
    publish(data, wait, force=True)


def _forgotten(
    con: duckdb.DuckDBPyConnection, url: str, reason: str, at: datetime, register: Register
) -> list[Tombstone]:
    rows = con.execute(
        "SELECT DISTINCT page_key, url FROM pipeline.observations WHERE page_key IN "
        "(SELECT page_key FROM pipeline.observations WHERE url = ?)",
        [url],
    ).fetchall()
    pages = {address: key for key, address in rows} or {url: None}
    stones = [Tombstone(address, key, at, reason) for address, key in sorted(pages.items())]
    with given(con, page_key=[key for key in pages.values() if key]):
        names = con.execute("SELECT reading_id FROM pipeline.readings SEMI JOIN given USING (page_key)").fetchall()
        con.execute("DELETE FROM pipeline.observations WHERE page_key IN (SELECT page_key FROM given)")
    drop_readings(con, {name for (name,) in names})
    con.execute(
        "UPDATE pages SET outcome = 'refused', detail = ?, sha256 = NULL, bytes = NULL, warc_file = NULL, "
        "warc_offset = NULL, etag = NULL, last_modified = NULL "
        "WHERE list_contains(?, url) OR list_contains(?, final_url)",
        [stones[0].sentence, list(pages), list(pages)],
    )
    replace_stories(con, told(con, {key for key in pages.values() if key}, {}), register)
    for stone in stones:
        tombstones.raise_stone(con, stone)
    return stones
