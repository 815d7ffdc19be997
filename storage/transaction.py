"""One transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection, keep: bool = True) -> Iterator[None]:
    """What is done inside is kept whole or not at all; with `keep` false it is tried and undone.

    Whatever goes wrong, an interrupt too, undoes it and is raised as it was: that undoing fails in its turn (DuckDB
    has given the database up, or undid the transaction itself) says nothing new.
    """
    con.begin()
    try:
        yield
        con.commit() if keep else con.rollback()
    except BaseException:
        with suppress(duckdb.Error):
            con.rollback()
        raise
