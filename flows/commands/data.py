"""The commands that read the record: sql, statements, export; and those that look after it: publish, check."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import duckdb
from cyclopts import Parameter

from flows.commands.common import COMMON, Common, Json, Stop, data_folder, print_json, say
from flows.commands.printing import mappings, print_rows
from storage.database import reader, writer
from storage.problems import StoreProblem
from storage.query import ask, save_parquet
from storage.search import Wanted
from storage.search import found as found_statements

Output = Annotated[Path | None, Parameter(help="Write to this file instead of stdout.")]


def sql(
    query: Annotated[str, Parameter(allow_leading_hyphen=True)],  # a pasted query may begin with its comment
    *,
    format: Literal["table", "csv", "json", "parquet"] = "table",  # noqa: A002 - the name of the flag
    output: Output = None,
    json: Json = False,
    common: Common = COMMON,
) -> int:
    """Read-only SQL on the published database. One SELECT; `-` reads it from stdin.

    Parameters
    ----------
    query
        The SQL, such as "SELECT speaker, count(*) FROM statements GROUP BY ALL".
    format
        table for reading, csv, json (a line a row) or parquet (needs --output).
    """
    text = sys.stdin.read() if query == "-" else query
    if format == "parquet" and output is None:
        raise Stop("Parquet is not for terminals.\nTry: onrecord sql … --format parquet --output FILE", 2)
    with _published(common) as con:
        if format == "parquet" and output is not None:
            say(f"{save_parquet(con, text, output)} rows in {output}")
        else:
            print_rows(ask(con, text), "json" if json else format, output)
    return 0


def statements(
    *,
    speaker: Annotated[str | None, Parameter(help="A name, a part of one, or a key of the register.")] = None,
    since: Annotated[date | None, Parameter(help="Published on this day (UTC) or later.")] = None,
    site: Annotated[str | None, Parameter(help="A site (apa-en) or an outlet (apa).")] = None,
    search: Annotated[
        str | None, Parameter(help='All these words, longer forms too; "in quotes" as a phrase. Any language.')
    ] = None,
    unattributed: Annotated[bool, Parameter(negative="", help="Only those that nobody is named for.")] = False,
    limit: Annotated[int, Parameter(help="At most so many, newest first; 0 for all.")] = 50,
    json: Json = False,
    common: Common = COMMON,
) -> int:
    """Statements by speaker, date, site or words, newest first."""
    wanted = Wanted(
        speaker=speaker,
        since=datetime(since.year, since.month, since.day, tzinfo=UTC) if since else None,
        sites=_sites(site) if site else (),
        words=search,
        unattributed=unattributed,
    )
    with _published(common) as con:
        found = mappings(found_statements(con, wanted, limit or None))
        print_json(found) if json else _print_statements(found)
    return 0


def export(
    folder: Path,
    *,
    format: Literal["parquet", "jsonl", "csv", "atom"] = "parquet",  # noqa: A002 - the name of the flag
    json: Json = False,
    common: Common = COMMON,
) -> int:
    """Write every public table, or a feed of new statements and changes, into FOLDER, with a manifest.

    Parameters
    ----------
    folder
        Where to; made if it is not there. Files of other makers in it are left alone.
    format
        parquet (by site and month), jsonl (with a JSON Schema a table), csv, or atom.
    """
    from storage.export import export as exported

    with _published(common) as con:
        manifest = exported(con, folder, format)
    if json:
        print_json([manifest])
    else:
        say(f"{sum(f['rows'] for f in manifest['files'])} rows in {len(manifest['files'])} files in {folder}")
    return 0


def publish(*, json: Json = False, common: Common = COMMON) -> int:
    """Publish the readers' copy: check the data, copy, rename. A failed check keeps the old copy."""
    from flows.settings import load
    from storage.publish import publish as published

    settings = load(common.config, data=common.data).settings
    with _stopping():
        done = published(settings.data, wait=settings.lock_wait)
    if json:
        print_json([{"path": str(done.path), "bytes": done.bytes, "seconds": done.seconds, "changed": done.changed}])
    else:
        say(f"{done.path}: {'published' if done.changed else 'nothing has changed'}, {done.bytes / 1e6:.1f} MB")
    return 0


def check(*, json: Json = False, common: Common = COMMON) -> int:
    """Data checks and site floors. Exit code 3 if any finds something; the rows found are JSON lines either way."""
    from flows.settings import load
    from storage.check import findings
    from storage.floors import missed_floors

    settings = load(common.config, data=common.data).settings
    with _stopping(), writer(settings.data, "check", settings.lock_wait) as con:
        found = findings(con)
        missed = missed_floors(con, settings.chosen_sites(), datetime.now(UTC))
    for finding in found:
        rows = [dict(zip(finding.columns, row, strict=True)) for row in finding.rows]
        say(finding.sentence)
        print_json({"check": finding.check.name, "level": finding.check.level, **row} for row in rows)
    for floor in missed:
        say(f"floor: {floor.sentence}")
        print_json([{"check": "floor", "level": "error", **asdict(floor)}])
    if not found and not missed:
        say("All checks passed.")
    return 3 if found or missed else 0


def _sites(name: str) -> tuple[str, ...]:
    """The editions that a site or outlet name means; a host that has no site file goes by its own name."""
    from scrapers.site import editions

    return tuple(site.name for site in editions(name)) or (name,)


@contextmanager
def _published(common: Common) -> Iterator[duckdb.DuckDBPyConnection]:
    with _stopping(), reader(data_folder(common)) as con:
        yield con


@contextmanager
def _stopping() -> Iterator[None]:
    """What the store says is the command's last word."""
    try:
        yield
    except StoreProblem as problem:
        raise Stop(str(problem), problem.code) from None
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise Stop(f"Cannot write {problem.filename}: {problem.strerror}.") from None
    except duckdb.Error as problem:
        raise Stop(_first_lines(str(problem)), 2) from None


def _first_lines(message: str) -> str:
    lines = [line for line in message.splitlines() if line.strip()]
    return "\n".join(lines[:3]) + "\nTables and columns: onrecord sql 'SHOW TABLES'; onrecord sql 'DESCRIBE statements'"


def _print_statements(rows: Iterator[dict[str, object]]) -> None:
    count = 0
    for row in rows:
        count += 1
        day = row["published_at"].date() if isinstance(row["published_at"], datetime) else "no date"
        role = f", {row['role']}" if row["role"] else ""
        sys.stdout.write(f"{row['speaker'] or 'Unattributed'}{role} · {day} · {row['headline']}\n{row['url']}\n")
        sys.stdout.write("".join(f"  {line}\n" for line in str(row["words"]).split("\n\n")) + "\n")
    say(f"{count} statements")
