"""Forgetting a page: its words leave the database and every file, a dated tombstone stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from scrapers.addresses import canonical_url
from scrapers.register import Register
from storage import tombstones
from storage.compact import compact
from storage.database import WAREHOUSE, writer
from storage.page_result import without_body
from storage.publish import publish
from storage.readings import drop_readings
from storage.rebuilt import LEFT_BEHIND, REBUILDING
from storage.tables import SCHEMAS, insert, rows_given
from storage.telling import told
from storage.tombstones import Tombstone
from storage.transaction import transaction
from storage.vocabulary import forget_words
from storage.write import replace_stories


def stones_for(
    con: duckdb.DuckDBPyConnection, url: str, reason: str, at: datetime, before: Sequence[Tombstone] = ()
) -> list[Tombstone]:
    """A tombstone for each address of the page at `url`, in whatever spelling it is given; for `url` itself at least.

    Addresses are those it was asked for, answered with, or has a stone under already (`before`): so one that was
    interrupted is simply done again. `at` is aware.
    """
    rows = [*_addresses(con, url), *((stone.url, stone.url, stone.page_key) for stone in before)]
    wanted = canonical_url(url)
    keys = {key for asked, final, key in rows if key and wanted in (canonical_url(asked), canonical_url(final))}
    pages: dict[str, str | None] = {}
    for asked, final, key in rows:
        if key in keys or wanted in (canonical_url(asked), canonical_url(final)):
            pages |= {address: key or pages.get(address) for address in (asked, final)}
    return [Tombstone(address, key, at, reason) for address, key in sorted((pages or {url: None}).items())]


def forget(con: duckdb.DuckDBPyConnection, stones: Sequence[Tombstone], register: Register) -> list[str]:
    """Remove the words that came from under these stones, and raise them. Returns the addresses of other pages that
    tell the same stories: they stay, and so may words that they repeat.

    The rows of `pages` stay, as `refused`, just as a rebuild from the archive makes them once `erase` has been there.
    Stories are told anew. One transaction; the words leave the file itself when `scrub` has rewritten it.
    """
    with transaction(con):
        return _forgotten(con, stones, register)


def respect(con: duckdb.DuckDBPyConnection, archive: Path, register: Register) -> bool:
    """Forget whatever has a tombstone beside the archive and none in this database; whether there was anything."""
    have = {(stone.url, stone.forgotten_at) for stone in tombstones.stones_of(con)}
    missing = [stone for stone in tombstones.read(archive) if (stone.url, stone.forgotten_at) not in have]
    if missing:
        forget(con, missing, register)
    return bool(missing)


def scrub(data: Path, register: Register, wait: float = 600) -> None:
    """Take what was forgotten out of the files of the folder `data` too: DuckDB leaves deleted words in their blocks.

    The warehouse is written anew and published as a new file, the half-made one of a `rebuild` is made to forget as
    well, and older copies that are kept beside them go. Raises what `writer` and `publish` raise; done again it ends
    alike.
    """
    compact(data, wait, grown=0)
    growing = data / REBUILDING
    if (growing / WAREHOUSE).exists():
        with writer(growing, "forget", wait) as con:
            respect(con, data / "archive", register)
        compact(growing, wait, grown=0)
    for old in data.glob(f"*{LEFT_BEHIND}*"):
        old.unlink()
    publish(data, wait, force=True)


def _addresses(con: duckdb.DuckDBPyConnection, url: str) -> list[tuple[str, str, str | None]]:
    """(asked, answered, page) of every fetch from the host of `url`, and of every fetch of a page met there."""
    host = urlsplit(url).hostname or url
    return con.execute(
        "WITH there AS (SELECT DISTINCT p.url, final_url, page_key "
        "FROM pages p LEFT JOIN pipeline.observations o USING (page_id) "
        "WHERE contains(p.url, $host) OR contains(final_url, $host)) "
        "FROM there UNION SELECT o.url, o.url, page_key FROM pipeline.observations o SEMI JOIN there USING (page_key)",
        {"host": host},
    ).fetchall()


def _forgotten(con: duckdb.DuckDBPyConnection, stones: Sequence[Tombstone], register: Register) -> list[str]:
    keys = {stone.page_key for stone in stones if stone.page_key}
    names = rows_given(
        con, "SELECT reading_id FROM pipeline.readings SEMI JOIN given USING (page_key)", page_key=sorted(keys)
    )
    rows_given(
        con, "DELETE FROM pipeline.observations WHERE page_key IN (SELECT page_key FROM given)", page_key=sorted(keys)
    )
    drop_readings(con, {name for (name,) in names})
    _refuse(con, stones)
    stories = told(con, keys, {})
    replace_stories(con, stories, register)
    forget_words(con)
    for stone in stones:
        tombstones.raise_stone(con, stone)
    return sorted({version.reading.url for story in stories.stories for version in story.versions})


def _refuse(con: duckdb.DuckDBPyConnection, stones: Sequence[Tombstone]) -> None:
    """Leave of every fetch from under these stones only when it was, and why nothing of it is kept."""
    graves = tombstones.graveyard(stones)
    urls = [stone.url for stone in stones]
    theirs = "WHERE list_contains($urls, url) OR list_contains($urls, final_url)"
    rows = con.execute(
        f"SELECT url, final_url, site, run_id, fetched_at, warc_file, warc_offset FROM pages {theirs}",  # noqa: S608
        {"urls": urls},
    ).fetchall()
    con.execute(f"DELETE FROM pages {theirs}", {"urls": urls})  # noqa: S608 - our own words
    con.execute("DELETE FROM pipeline.observations WHERE list_contains($urls, url)", {"urls": urls})
    left = {}
    for url, final, site, run_id, at, *place in rows:
        grave = graves.over((url, final))
        said = grave.sentence if grave else None
        row = without_body(url, site, run_id, at, "refused", said, None, (place[0], place[1]))
        left[row.page_id] = tuple(getattr(row, name) for name in SCHEMAS["pages"].names)
    insert(con, "pages", list(left.values()))
