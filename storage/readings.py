"""What the store remembers of pages: readings, their traces, and the fetches that carried them. These only grow."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby

import duckdb

from scrapers.records import Observation, Reading
from scrapers.stories import traces
from storage.packed import packed, plain, unpacked
from storage.page_result import PageResult
from storage.tables import arrow, insert, rows_given


@dataclass(frozen=True, slots=True)
class Seen:
    """A reading and the earliest fetch that carried it."""

    reading: Reading
    fetched_at: datetime
    page_id: str


def reading_id(reading: Reading) -> str:
    """The name of a reading: its page, whether it stood alone or was carried by a later one, and its words."""
    told = f"{reading.page_key}\n{reading.origin}\n{reading.content_hash}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def fresh(results: Iterable[PageResult]) -> dict[str, Seen]:
    """The readings a batch carries, of equal ones the earliest fetch's; as they would come back from the database."""
    found: dict[str, Seen] = {}
    for result in sorted(results, key=lambda r: (r.fetched_at, r.page_id), reverse=True):
        for reading in reversed(result.readings):
            found[reading_id(reading)] = Seen(reading, result.fetched_at, result.page_id)
    return {name: replace(seen, reading=plain(seen.reading)) for name, seen in found.items()}


def remember(con: duckdb.DuckDBPyConnection, found: Mapping[str, Seen], pages: Collection[str]) -> dict[str, Seen]:
    """Keep these readings; where one is kept already, the earlier fetch's, or today's rules' for the same fetch.

    Only of `pages` (page keys) any reading can be there. Returns those that are new or differ from what was kept.
    """
    kept = _carriers(con, [name for name, seen in found.items() if seen.reading.page_key in pages])
    ours = {name for name, carrier in kept.items() if carrier == (found[name].fetched_at, found[name].page_id)}
    stay = {name for name, carrier in kept.items() if carrier < (found[name].fetched_at, found[name].page_id)}
    stay |= {name for name, seen in readings_named(con, ours).items() if seen.reading == found[name].reading}
    drop_readings(con, kept.keys() - stay)
    new = {name: seen for name, seen in found.items() if name not in stay}
    insert(con, "pipeline.readings", [_row(name, seen) for name, seen in new.items()])
    insert(con, "pipeline.traces", [row for name, seen in new.items() for row in _traces(name, seen.reading)])
    return new


def signed_traces(reading: Reading) -> list[int]:
    """The reading's traces as the database keeps them: signed, because Arrow's filters know no larger number."""
    return sorted(trace - (1 << 64) if trace >= 1 << 63 else trace for trace in traces(reading))


def _traces(name: str, reading: Reading) -> list[tuple[object, ...]]:
    day = reading.published_at.astimezone(UTC).date() if reading.published_at else None
    return [(trace, day, name) for trace in signed_traces(reading)]


def _carriers(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> dict[str, tuple[datetime, str]]:
    """By which fetch these readings are kept, as far as they are."""
    if not names:
        return {}
    query = "SELECT reading_id, fetched_at, page_id FROM pipeline.readings SEMI JOIN given USING (reading_id)"
    return {name: (at, page) for name, at, page in rows_given(con, query, reading_id=names)}


def _row(name: str, seen: Seen) -> tuple[object, ...]:
    reading = seen.reading
    return name, reading.site, reading.page_key, reading.content_hash, seen.fetched_at, seen.page_id, packed(reading)


def observe(con: duckdb.DuckDBPyConnection, results: Sequence[PageResult]) -> list[Observation]:
    """Keep which fetch carried which readings; a page that is gone or unchanged (304) is known by its address.

    For fetches that were saved before, what was kept of them must be gone already. Returns those that carried words, as
    `observations_of` would find them.
    """
    told = [_observed(r) for r in results if r.readings or r.outcome in ("gone", "unchanged")]
    if not told:
        return []
    observed = arrow("pipeline.observations", told)  # noqa: F841
    rows = con.execute(f"INSERT INTO pipeline.observations FROM observed RETURNING {_CARRIED}").fetchall()
    return [_observation(*row) for row in rows if row[1] is not None]


_CARRIED = "page_id, page_key, url, fetched_at, gone, content_hashes"


def _observation(
    page_id: str, page_key: str, url: str, fetched_at: datetime, gone: bool, hashes: Iterable[str]
) -> Observation:
    return Observation(page_id, page_key, url, fetched_at, gone, tuple(hashes))


def _observed(result: PageResult) -> tuple[object, ...]:
    hashes = [reading.content_hash for reading in result.readings]
    page_key = result.readings[0].page_key if result.readings else None
    return result.page_id, page_key, result.url, result.fetched_at, result.outcome == "gone", hashes


def drop_readings(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> None:
    """Remove readings and their traces. Which story their page is of stays known until that story is written again."""
    _remove(con, names, "readings", "traces")


def _remove(con: duckdb.DuckDBPyConnection, names: Collection[str], *tables: str) -> None:
    if names:
        for table in tables:
            query = f"DELETE FROM pipeline.{table} WHERE reading_id IN (SELECT reading_id FROM given)"  # noqa: S608
            rows_given(con, query, reading_id=names)


def readings_named(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> dict[str, Seen]:
    """The readings with these ids."""
    return dict(_readings(con, "reading_id", names))


def readings_of(con: duckdb.DuckDBPyConnection, page_keys: Collection[str]) -> list[Seen]:
    """All readings of these pages, always in the same order."""
    return [seen for _, seen in _readings(con, "page_key", page_keys)]


def _readings(con: duckdb.DuckDBPyConnection, column: str, values: Collection[str]) -> list[tuple[str, Seen]]:
    """Rows first, then their bytes by row: a join that had the bytes in it would read those of every reading."""
    if not values:
        return []
    query = f"SELECT rowid FROM pipeline.readings SEMI JOIN given USING ({column})"  # noqa: S608
    found = rows_given(con, query, **{column: values})
    rows = [
        row
        for first, last in _runs(sorted(row for (row,) in found))
        for row in con.execute(
            "SELECT reading_id, reading, fetched_at, page_id FROM pipeline.readings WHERE rowid BETWEEN ? AND ?",
            [first, last],
        ).fetchall()
    ]
    return [(name, Seen(unpacked(blob), at, page)) for name, blob, at, page in sorted(rows)]


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours among sorted numbers."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


def observations_of(con: duckdb.DuckDBPyConnection, page_keys: Collection[str]) -> list[Observation]:
    """Every fetch that carried words of these pages, oldest first."""
    if not page_keys:
        return []
    query = f"SELECT {_CARRIED} FROM pipeline.observations SEMI JOIN given USING (page_key)"  # noqa: S608
    rows = rows_given(con, f"{query} ORDER BY fetched_at, page_id", page_key=page_keys)
    return [_observation(*row) for row in rows]


def address_checks(con: duckdb.DuckDBPyConnection, urls: Collection[str]) -> list[Observation]:
    """Every fetch of these addresses that brought no words: gone, or unchanged. Their page_key is empty."""
    if not urls:
        return []
    query = (
        "SELECT page_id, '', url, fetched_at, gone FROM pipeline.observations "
        "SEMI JOIN given USING (url) WHERE page_key IS NULL ORDER BY fetched_at, page_id"
    )
    rows = rows_given(con, query, url=urls)
    return [Observation(page, key, url, at, gone) for page, key, url, at, gone in rows]
