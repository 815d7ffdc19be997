"""How much of each archive file is in the database: what lies behind is the tail that a kill left unread."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from storage.page_result import PageResult
from storage.tables import rows_given


def positions(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """For each archive file (as named in `pages`) the offset of the last record that is stored.

    Reading on from that offset meets the record once more, and saving it once more changes nothing.
    """
    return dict(con.execute("SELECT warc_file, position FROM pipeline.archive_positions").fetchall())


def note_positions(con: duckdb.DuckDBPyConnection, results: Iterable[PageResult]) -> None:
    """Move the positions on to the last record of these; call it in the transaction that stores them."""
    reached: dict[str, int] = {}
    for result in results:
        if result.warc_file is not None and result.warc_offset is not None:
            reached[result.warc_file] = max(result.warc_offset, reached.get(result.warc_file, 0))
    note_read(con, reached)


def note_read(con: duckdb.DuckDBPyConnection, reached: dict[str, int]) -> None:
    """Move the positions of these files on to these offsets; never back."""
    if not reached:
        return
    moved = (
        "UPDATE pipeline.archive_positions a SET position = greatest(a.position, given.position) FROM given "
        "WHERE a.warc_file = given.warc_file"
    )
    new = "INSERT INTO pipeline.archive_positions FROM given ANTI JOIN pipeline.archive_positions USING (warc_file)"
    for query in (moved, new):
        rows_given(con, query, warc_file=reached, position=reached.values())
