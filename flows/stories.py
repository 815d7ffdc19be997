"""Stories in the published copy: found by any name they have or had, their versions, and two versions to compare."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import duckdb

from flows.commands.common import Stop
from flows.queries import query
from scrapers.addresses import canonical_url
from scrapers.changes import Said, Text

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Found:
    """A story's id, and the version's if it was named by one."""

    story_id: str
    version_id: str | None = None


def rows(con: duckdb.DuckDBPyConnection, asked: str, /, **values: object) -> list[Row]:
    """The rows of one of the queries in flows/queries, by column name."""
    answer = con.execute(query(asked), values)
    columns = [column[0] for column in answer.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def found(con: duckdb.DuckDBPyConnection, name: str) -> Found:
    """The story that a story id, former id, version id, statement id or address means. Raises Stop if none does."""
    named = rows(con, "story_found", name=name, spellings=_spellings(name))
    if not named:
        raise Stop(
            f"No story, version or page is called {name!r} in the published copy.\nTry: onrecord sql 'FROM stories'"
        )
    first = named[0]
    version = first["version_id"]
    return Found(str(first["story_id"]), str(version) if version else None)


def _spellings(name: str) -> list[str]:
    """The ways an address may have been written down: with and without the last slash, tracking and the s of https."""
    if "://" not in name:
        return [name]
    forms = {name, canonical_url(name)}
    for form in tuple(forms):
        parts = urlsplit(form)
        paths = {parts.path, parts.path.rstrip("/"), parts.path.rstrip("/") + "/"}
        forms |= {urlunsplit(parts._replace(scheme=s, path=p)) for s in ("http", "https") for p in paths}
    return sorted(forms)


def chosen(versions: list[Row], name: str, start: str | None, end: str | None, named: str | None) -> tuple[Row, Row]:
    """The two versions to compare, by number, id or mark; else the newest (or the `named` one) and the one before it.

    Raises Stop if there is no such version, or only one at all.
    """
    last = (
        _version(versions, name, end) if end else next((v for v in versions if v["version_id"] == named), versions[-1])
    )
    if start:
        return _version(versions, name, start), last
    before = [v for v in versions if int(str(v["version_no"])) < int(str(last["version_no"]))]
    if not before:
        raise Stop(
            f"{name} has {'one version' if len(versions) == 1 else 'no version before that one'}: "
            f"there is nothing to compare.\nTry: onrecord show {name}"
        )
    return before[-1], last


def _version(versions: list[Row], name: str, asked: str) -> Row:
    for version in versions:
        if asked in (str(version["version_no"]), version["version_id"], version["update_label"]):
            return version
    raise Stop(f"{name} has no version {asked!r}: it has {len(versions)}, numbered from 1.\nTry: onrecord show {name}")


def text(con: duckdb.DuckDBPyConnection, version: Row) -> Text:
    """One version's headline, statements and narration."""
    said = rows(con, "version_statements", version=version["version_id"])
    told = rows(con, "version_narration", version=version["version_id"])
    return Text(
        headline=str(version["headline"]),
        statements=tuple(
            Said(str(row["statement_id"]), str(row["speaker"]) if row["speaker"] else None, str(row["words"]))
            for row in said
        ),
        narration=tuple(str(row["words"]) for row in told),
    )
