"""Documentation made from the database itself: docs/DATA.md from its comments, docs/QUERIES.md from storage/queries."""

from __future__ import annotations

from pathlib import Path

import duckdb

from storage.export import TABLES, described

_HERE = Path(__file__).parent
_DATA = """# The data

Made from the comments in the database by `python -m storage.dictionary`; a test compares. All tables are in schema
`main` of `onrecord.duckdb`. Times are `TIMESTAMPTZ` (UTC inside), ids `VARCHAR`, the same on every machine for the same
input.
"""
_QUERIES = """# Twelve questions

Made from `storage/queries/*.sql` by `python -m storage.dictionary`; the tests run each. Try one with
`onrecord sql - < FILE`.
"""


def data_page(con: duckdb.DuckDBPyConnection) -> str:
    """docs/DATA.md: every public table and column with its comment, and the macros, as Markdown."""
    parts = [_DATA]
    parts += [_table(con, table.name) for table in TABLES]
    macros = con.execute(
        "SELECT DISTINCT function_name, parameters, comment FROM duckdb_functions() "
        "WHERE schema_name = 'main' AND database_name = current_database() AND comment IS NOT NULL ORDER BY 1"
    ).fetchall()
    rows = "".join(f"| `{name}({', '.join(parameters)})` | {says} |\n" for name, parameters, says in macros)
    parts.append(f"## Macros\n\n| call | what it gives |\n|---|---|\n{rows}")
    return "\n".join(parts)


def _table(con: duckdb.DuckDBPyConnection, name: str) -> str:
    says = con.execute(
        "SELECT comment FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = $name "
        "UNION ALL SELECT comment FROM duckdb_views() WHERE schema_name = 'main' AND view_name = $name",
        {"name": name},
    ).fetchall()
    rows = "".join(f"| `{column}` | {kind} | {about} |\n" for column, kind, about in described(con, name))
    return f"## {name}\n\n{says[0][0]}\n\n| column | type | what it is |\n|---|---|---|\n{rows}"


def queries() -> dict[str, str]:
    """The queries people want, by file name without its number's extension, in order."""
    return {file.stem: file.read_text("utf-8") for file in sorted((_HERE / "queries").glob("*.sql"))}


def queries_page() -> str:
    """docs/QUERIES.md: each query under the question it answers."""
    parts = [_QUERIES]
    for sql in queries().values():
        question, _, query = sql.removeprefix("-- ").partition("\n")
        title, _, more = question.partition("? ")
        said = f"{more}\n\n" if more else ""
        parts.append(f"## {title.rstrip('?')}?\n\n{said}```sql\n{query.strip()}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write docs/DATA.md and docs/QUERIES.md anew."""
    from storage.migrate import bring_up_to_date

    docs = _HERE.parent / "docs"
    with duckdb.connect() as con:
        bring_up_to_date(con, Path("memory"))
        (docs / "DATA.md").write_text(data_page(con), "utf-8")
    (docs / "QUERIES.md").write_text(queries_page(), "utf-8")


if __name__ == "__main__":
    main()
