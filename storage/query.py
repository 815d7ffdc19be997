"""Reading in earnest: one SELECT on the published copy, with no way to files, settings or extensions; rows stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from storage.problems import Refused
from storage.written import renamed_into_place

_READS = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_BATCH = 2000
_LOCKS = (
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer on its way: the column names, and the rows as they are computed."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


def ask(con: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> Answer:
    """The answer to one SELECT (FROM, WITH, VALUES, PIVOT, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN are ones too).

    `con` is locked for good: no files, no settings, no extensions. Raises Refused for any other statement, duckdb.Error
    for a wrong one (also while the rows are read).
    """
    answer = _executed(con, query, parameters)
    return Answer(tuple(column[0] for column in answer.description or ()), _rows(answer))


def save_parquet(con: duckdb.DuckDBPyConnection, query: str, target: Path) -> int:
    """Write the answer of one SELECT to a Parquet file as it is computed, and return the number of rows.

    The file appears under its name when it is whole. Raises as `ask` does, and OSError.
    """
    import pyarrow.parquet as pq  # here: it costs .3 s that no other answer should wait for

    reader = _executed(con, query, ()).to_arrow_reader(100_000)
    count = 0
    with renamed_into_place(target) as new, pq.ParquetWriter(new, reader.schema, compression="zstd") as file:
        for batch in reader:
            file.write_batch(batch)
            count += batch.num_rows
    return count


def _executed(con: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object]) -> duckdb.DuckDBPyConnection:
    _lock(con)  # before the query is so much as parsed: IMPORT DATABASE reads files already then
    statements = con.extract_statements(query)
    before, last = statements[:-1], statements[-1:]
    if not last or last[0].type not in _READS or not all(map(_is_part_of_a_pivot, before)):
        raise Refused(
            "Only one SELECT at a time is answered here: the published copy is read-only. "
            "Try: onrecord sql 'SHOW TABLES'; to write elsewhere, open a copy of the file with duckdb."
        )
    for statement in before:
        con.execute(statement)
    return con.execute(last[0], list(parameters))


def _lock(con: duckdb.DuckDBPyConnection) -> None:
    if con.execute("SELECT current_setting('lock_configuration')").fetchone() != (True,):
        for lock in _LOCKS:
            con.execute(lock)


def _is_part_of_a_pivot(statement: duckdb.Statement) -> bool:
    """Whether DuckDB itself put it before a PIVOT that names no values: it makes a temporary type of them. Only what
    stands in the query has text."""
    return statement.type == duckdb.StatementType.CREATE and not statement.query


def _rows(answer: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    while batch := answer.fetchmany(_BATCH):
        yield from batch
