"""The record as files: Parquet by site and month, JSON lines with a schema, CSV; the same bytes for the same data."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from storage.written import renamed_into_place

Format = Literal["parquet", "jsonl", "csv", "atom"]
MANIFEST = "manifest.json"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True)
class Exported:
    """A public table as an export writes it: in this order, in Parquet parted by site and month if it has both."""

    name: str
    order: str
    site: str | None = None
    time: str | None = None


TABLES = (
    Exported("stories", "story_id", "site", "published_at"),
    Exported("versions", "story_id, version_no", "site", "published_at"),
    Exported("statements", "story_id, position", "site", "published_at"),
    Exported("statement_history", "story_id, version_no, position NULLS LAST, statement_id", "site", "published_at"),
    Exported("passages", "version_id, position"),
    Exported("speakers", "name, speaker_key NULLS LAST"),
    Exported("story_aliases", "old_story_id"),
    Exported("runs", "started_at, run_id"),
    Exported("pages", "fetched_at, page_id", "site", "fetched_at"),
)
"""Every public table and view."""

_COPY = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER",
    "jsonl": "FORMAT json",
}


def export(con: duckdb.DuckDBPyConnection, folder: Path, form: Format) -> dict[str, Any]:
    """Write every public table of the published copy into `folder` and return the manifest, which is written last.

    Each file appears under its name when it is whole; files of an earlier export that are no part of this one are
    removed, any others in the folder are left alone. Raises OSError, duckdb.Error.
    """
    con.execute("SET threads = 1")  # one writer: row groups in one order, so equal data gives equal bytes
    if form == "atom":
        from storage.feed import write_feed

        files = {"statements.atom": write_feed(con, folder / "statements.atom")}
    else:
        files = dict(part for table in TABLES for part in _table(con, folder, table, form))
    manifest = _manifest(con, folder, form, files)
    before = _files_of(folder)
    with renamed_into_place(folder / MANIFEST) as new:
        new.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for stale in before - _files_of(folder):
        (folder / stale).unlink(missing_ok=True)
    return manifest


def _table(con: duckdb.DuckDBPyConnection, folder: Path, table: Exported, form: Format) -> Iterator[tuple[str, int]]:
    """The files of one table, each with its number of rows."""
    select = f"SELECT {_columns(con, table.name, form)} FROM {table.name}"  # noqa: S608 - our own names
    if form == "parquet" and table.site and table.time:
        for site, month, condition in _parts(con, table):
            name = f"{table.name}/site={site}/month={month}/{table.name}.parquet"
            yield (
                name,
                _copied(con, folder / name, f"{select} WHERE {condition}", table, form),
            )
        return
    name = f"{table.name}.{form}"
    yield name, _copied(con, folder / name, select, table, form)
    if form == "jsonl":
        schema = f"{table.name}.schema.json"
        _write(folder / schema, json.dumps(_json_schema(con, table.name), indent=1, ensure_ascii=False) + "\n")
        yield schema, 0


def _parts(con: duckdb.DuckDBPyConnection, table: Exported) -> list[tuple[str, str, str]]:
    """The partitions of a table: site and month (UTC; `unknown` without a time) as folder names, and the condition."""
    month = f"coalesce(strftime({table.time}, '%Y-%m'), 'unknown')"
    rows = con.execute(f"SELECT DISTINCT {table.site}, {month} FROM {table.name} ORDER BY ALL").fetchall()  # noqa: S608
    return [
        (_UNSAFE.sub("_", site), when, f"{table.site} = {_quoted(site)} AND {month} = {_quoted(when)}")
        for site, when in rows
    ]


def _copied(con: duckdb.DuckDBPyConnection, target: Path, select: str, table: Exported, form: Format) -> int:
    with renamed_into_place(target) as new:
        con.execute(f"COPY ({select} ORDER BY {table.order}) TO {_quoted(str(new))} ({_COPY[form]})")
        row = con.fetchone()
    return int(row[0]) if row else 0


def _columns(con: duckdb.DuckDBPyConnection, table: str, form: Format) -> str:
    """The columns to write; in JSON times as RFC 3339 says, which JSON Schema calls date-time."""
    return ", ".join(
        f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%fZ') AS {name}"
        if form != "parquet" and kind == "TIMESTAMP WITH TIME ZONE"
        else name
        for name, kind, _ in described(con, table)
    )


def described(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str, str]]:
    """The columns of a public table: name, type, what it means."""
    return con.execute(
        "SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND table_name = ? AND database_name = current_database() ORDER BY column_index",
        [table],
    ).fetchall()


def _json_schema(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, object]:
    columns = described(con, table)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table,
        "type": "object",
        "properties": {name: {"description": says, **_json_type(kind)} for name, kind, says in columns},
        "required": [name for name, _, _ in columns],
        "additionalProperties": False,
    }


def _json_type(kind: str) -> dict[str, object]:
    """A column type as JSON Schema; anything may be null.

    >>> _json_type("INTEGER")
    {'type': ['integer', 'null']}
    """
    if kind.endswith("[]"):
        return {"type": ["array", "null"], "items": _json_type(kind.removesuffix("[]"))}
    if kind.startswith("TIMESTAMP"):
        return {"type": ["string", "null"], "format": "date-time"}
    names = {"INTEGER": "integer", "BIGINT": "integer", "BOOLEAN": "boolean"}
    return {"type": [names.get(kind, "string"), "null"]}


def _manifest(con: duckdb.DuckDBPyConnection, folder: Path, form: Format, files: dict[str, int]) -> dict[str, Any]:
    """What was written, and as of when: the newest fetch in the data, so that equal data gives an equal manifest."""
    row = con.execute("SELECT strftime(max(fetched_at), '%Y-%m-%dT%H:%M:%S.%fZ') FROM pages").fetchone()
    return {
        "format": form,
        "as_of": row[0] if row else None,
        "files": [
            {"file": name, "rows": rows, "sha256": _sha256(folder / name)} for name, rows in sorted(files.items())
        ],
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files_of(folder: Path) -> set[str]:
    """The files that the manifest in `folder` names, if they lie in it."""
    try:
        files = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
        return {f["file"] for f in files if (folder / f["file"]).resolve().is_relative_to(folder.resolve())}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _write(target: Path, text: str) -> None:
    with renamed_into_place(target) as new:
        new.write_text(text, "utf-8")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
