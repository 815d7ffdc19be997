"""Saving a fetch again, read with today's rules: what its old reading leaves behind is settled here."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from storage.page_result import PageResult
from storage.readings import drop_readings, observations_of
from storage.tables import rows_given


def take_back(con: duckdb.DuckDBPyConnection, results: Sequence[PageResult]) -> frozenset[str]:
    """Remove what was kept of fetches of this batch that were saved before.

    Returns the pages (page keys) that they were seen to carry words of, for `settle`. Whether there are any is asked
    with the time, which is part of a fetch's name: DuckDB passes over the blocks of other times unread.
    """
    names, times = [r.page_id for r in results], [r.fetched_at for r in results]
    query = "SELECT 1 FROM pages SEMI JOIN given USING (page_id, fetched_at) LIMIT 1"
    if not rows_given(con, query, page_id=names, fetched_at=times):
        return frozenset()
    query = "SELECT DISTINCT page_key FROM pipeline.observations SEMI JOIN given USING (page_id)"
    keys = frozenset(key for (key,) in rows_given(con, query, page_id=names) if key is not None)
    for table in ("pages", "pipeline.observations"):
        rows_given(con, f"DELETE FROM {table} WHERE page_id IN (SELECT page_id FROM given)", page_id=names)  # noqa: S608
    return keys


def settle(con: duckdb.DuckDBPyConnection, page_keys: frozenset[str]) -> None:
    """Remove readings of these pages that no fetch carries any more; the others go by the earliest fetch that does."""
    if not page_keys:
        return
    carriers = _earliest(con, page_keys)
    query = "SELECT reading_id, page_key, content_hash, page_id FROM pipeline.readings SEMI JOIN given USING (page_key)"
    rows = rows_given(con, query, page_key=page_keys)
    for name, page_key, hashed, page in rows:
        carrier = carriers.get((page_key, hashed))
        if carrier and carrier[1] != page:
            con.execute(
                "UPDATE pipeline.readings SET fetched_at = ?, page_id = ? WHERE reading_id = ?", [*carrier, name]
            )
    drop_readings(con, {name for name, page_key, hashed, _ in rows if (page_key, hashed) not in carriers})


def _earliest(con: duckdb.DuckDBPyConnection, page_keys: frozenset[str]) -> dict[tuple[str, str], tuple[object, str]]:
    """For each page and words, when and by which fetch they were first carried."""
    found: dict[tuple[str, str], tuple[object, str]] = {}
    for seen in observations_of(con, page_keys):
        for hashed in seen.content_hashes:
            found.setdefault((seen.page_key, hashed), (seen.fetched_at, seen.page_id))
    return found
