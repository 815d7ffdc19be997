"""Which stored readings may be of one story with new ones: those that share a trace and a week, or have equal words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC

import duckdb

from scrapers.same_story import WINDOW
from storage.readings import Seen, signed_traces
from storage.tables import rows_given

Pair = tuple[str, str]


def candidates(con: duckdb.DuckDBPyConnection, changed: Mapping[str, Seen]) -> set[Pair]:
    """Pairs (reading_id of `changed`, reading_id of a stored one) of different pages that same_story may hold between.

    It holds between pages published within WINDOW that share a trace, and, where one has no time, between equal words.
    So only the days around are looked at: traces lie about in the order of their days, and DuckDB passes over blocks
    of other days unread.
    """
    dated = [name for name, seen in changed.items() if seen.reading.published_at]
    undated = changed.keys() - dated
    return {
        (mine, other) for mine, other in (*_near(con, changed, dated), *_equal(con, changed, undated)) if mine != other
    }


def _near(con: duckdb.DuckDBPyConnection, changed: Mapping[str, Seen], dated: Collection[str]) -> list[Pair]:
    """Pairs that share a trace: published in the same days, or the stored one nobody knows when."""
    times = [at for name in dated if (at := changed[name].reading.published_at)]
    if not times:
        return []
    around = [at.astimezone(UTC).date() for at in (min(times) - WINDOW, max(times) + WINDOW)]
    pairs = [(trace, name) for name in dated for trace in signed_traces(changed[name].reading)]
    query = (
        "SELECT mine, reading_id FROM pipeline.traces JOIN given USING (trace) WHERE day BETWEEN ? AND ? OR day IS NULL"
    )
    return rows_given(con, query, *around, trace=[trace for trace, _ in pairs], mine=[name for _, name in pairs])


def _equal(con: duckdb.DuckDBPyConnection, changed: Mapping[str, Seen], undated: Collection[str]) -> list[Pair]:
    """Pairs with the same headline and words, whenever they were published."""
    if not undated:
        return []
    query = "SELECT mine, reading_id FROM pipeline.readings JOIN given USING (content_hash)"
    return rows_given(con, query, content_hash=[changed[name].reading.content_hash for name in undated], mine=undated)
