"""Finding statements: by speaker, time, site, and by words in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from storage.query import Answer, ask

_TERM = re.compile(r'"([^"]*)"?|“([^”]*)”?|«([^»]*)»?|(\S+)')


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements are wanted; what is None or empty does not restrict. `since` is aware.

    `speaker` is a person's key, or a name or part of one; `sites` are editions; `words` are terms as `terms` reads
    them: all must occur, a phrase in quotes as it stands, and a word also finds its longer forms.
    """

    speaker: str | None = None
    since: datetime | None = None
    sites: Sequence[str] = ()
    words: str | None = None
    unattributed: bool = False


def terms(words: str) -> list[str]:
    """The words and quoted phrases of a search.

    >>> terms('peace "green energy" «мирный договор»')
    ['peace', 'green energy', 'мирный договор']
    """
    found = (next((part for part in match.groups() if part), "") for match in _TERM.finditer(words))
    return [term for term in found if any(letter.isalnum() for letter in term)]


NEWEST = 50_000
"""How many statements are searched before all others: most words are found among them often enough."""


_NEWEST_SINCE = "SELECT published_at FROM statements ORDER BY published_at DESC NULLS LAST LIMIT 1 OFFSET ?"


def found(con: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int | None) -> Answer:
    """The statements wanted, newest first, at most `limit` of them. Raises duckdb.Error.

    Words are looked for among the newest statements first, and in all the record if those do not have enough.
    """
    if wanted.words and limit:
        begin = ask(con, _NEWEST_SINCE, [NEWEST]).rows
        for (since,) in begin:
            if isinstance(since, datetime) and (wanted.since is None or since > wanted.since):
                answer = ask(con, *statements_query(replace(wanted, since=since), limit))
                rows = list(answer.rows)
                if len(rows) == limit:
                    return Answer(answer.columns, iter(rows))
    return ask(con, *statements_query(wanted, limit))


def statements_query(wanted: Wanted, limit: int | None) -> tuple[str, list[object]]:
    """The SQL that finds these statements, newest first, and its parameters. `limit` None: all.

    >>> statements_query(Wanted(words="peace"), 5)[1]
    ['peace', 5]
    """
    conditions: list[str] = []
    values: list[object] = []
    if wanted.speaker:
        conditions.append("(speaker_key = ? OR says(speaker, ?))")
        values += [wanted.speaker, wanted.speaker]
    if wanted.unattributed:
        conditions.append("speaker IS NULL")
    if wanted.since:
        conditions.append("published_at >= ?")
        values.append(wanted.since)
    if wanted.sites:
        conditions.append("list_contains(?, site)")
        values.append(list(wanted.sites))
    for term in terms(wanted.words or ""):
        conditions.append("says(words, ?)")
        values.append(term)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    order = " ORDER BY published_at DESC NULLS LAST, story_id, position"
    if limit is not None:
        values.append(limit)
    return f"SELECT * FROM statements{where}{order}{' LIMIT ?' if limit is not None else ''}", values  # noqa: S608
