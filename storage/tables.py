"""Rows from Python into DuckDB at full speed: Arrow tables shaped like the database's own, inserted set-based."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import pyarrow as pa

_TEXT, _INT, _TIME = pa.string(), pa.int32(), pa.timestamp("us", "UTC")
_TEXTS = pa.list_(pa.string())

_COLUMNS: dict[str, str] = {
    "stories": "story_id site language url headline section published_at:t updated_at:t update_no:i update_label "
    "version_count:i statement_count:i first_seen_at:t last_seen_at:t status",
    "versions": "version_id story_id version_no:i site language update_no:i update_label headline headline_printed "
    "lead body caption section place published_at:t utc_offset modified_at:t seen_at:t url origin content_hash "
    "body_hash reason is_latest:b page_id parser",
    "passages": "version_id position:i role words statement_id statement_ids:l story_id",
    "statement_history": "statement_id story_id version_id version_no:i update_no:i site language url headline "
    "position:i speaker speaker_key speaker_printed role kind how words word_count:i change published_at:t seen_at:t "
    "first_published_at:t revisions:i is_latest:b",
    "story_aliases": "old_story_id story_id since:t",
    "pages": "page_id run_id site url final_url fetched_at:t http_status:i outcome detail sha256 bytes:n warc_file "
    "warc_offset:n etag last_modified",
    "pipeline.readings": "reading_id site page_key content_hash fetched_at:t page_id reading:x",
    "pipeline.traces": "trace:n day:d reading_id",
    "pipeline.membership": "page_key story_id",
    "pipeline.observations": "page_id page_key url fetched_at:t gone:b content_hashes:l",
    "pipeline.composed": "story_id digest",
    "pipeline.register": "speaker_key name wikidata",
    "pipeline.vocabulary": "day:d words",
    "pipeline.vocabulary_days": "day:d digest",
}
_TYPES = {
    "": _TEXT,
    "i": _INT,
    "n": pa.int64(),
    "t": _TIME,
    "d": pa.date32(),
    "b": pa.bool_(),
    "l": _TEXTS,
    "x": pa.binary(),
}


def _schema(columns: str) -> pa.Schema:
    named = (column.partition(":") for column in columns.split())
    return pa.schema([(name, _TYPES[kind]) for name, _, kind in named])


SCHEMAS: dict[str, pa.Schema] = {table: _schema(columns) for table, columns in _COLUMNS.items()}
"""The columns we write, table by table, in the order of the row tuples; `paragraphs` DuckDB makes."""

_TYPE_OF = {field.name: field.type for schema in SCHEMAS.values() for field in schema}


def arrow(table: str, rows: Sequence[Sequence[object]]) -> pa.Table:
    """Row tuples of a table as an Arrow table. Raises pyarrow.ArrowInvalid if a value is of another type."""
    schema = SCHEMAS[table]
    columns = list(zip(*rows, strict=True)) or [() for _ in schema]
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]] | pa.Table) -> None:
    """Append rows to a table: tuples in the order of SCHEMAS, or an Arrow table of that schema."""
    found = rows if isinstance(rows, pa.Table) else arrow(table, rows)
    if not found.num_rows:
        return
    names = ", ".join(found.column_names)
    con.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM found")  # noqa: S608 - our own names


def rows_given(
    con: duckdb.DuckDBPyConnection, sql: str, *values: object, **columns: Iterable[object]
) -> list[tuple[Any, ...]]:
    """What a statement answers that has the table `given` to join with, made of these columns: they go by the names
    they have in our tables, any others have the type that Arrow sees. `values` are for its question marks.

    DuckDB finds the table by the variable's name, at half the cost of registering a view of it.
    """
    given = pa.table({n: pa.array(list(v), _TYPE_OF.get(n)) for n, v in columns.items()})  # noqa: F841
    return con.execute(sql, values).fetchall()
