"""Finding statements: by speaker, time, site, and by words in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

import duckdb

from storage.days import Stretch, days_without, keys, stretches
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


NEWEST = 10_000
"""How many statements are searched before all others: most words are found among them often enough."""

_DAYS = """
SELECT (updated_at AT TIME ZONE 'UTC')::DATE AS day, sum(statement_count)::BIGINT FROM stories
WHERE updated_at IS NOT NULL GROUP BY day ORDER BY day DESC
"""


def found(con: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int | None) -> Answer:
    """The statements wanted, newest first, at most `limit` of them. Raises duckdb.Error (also while they are read).

    Words are looked for among the newest statements first, then further and further back on the days that have all
    these words, until there are enough.
    """
    asked = terms(wanted.words or "")
    if not asked:
        return ask(con, *statements_query(wanted, limit))
    none = ask(con, *statements_query(wanted, 0))
    return Answer(none.columns, _in_turn(con, wanted, limit, times(con, asked)))


def _in_turn(
    con: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int | None, conditions: Iterable[str]
) -> Iterator[tuple[object, ...]]:
    """The rows of one condition after the other, at most `limit` in all."""
    for condition in conditions:
        for row in ask(con, *statements_query(wanted, limit, condition)).rows:
            yield row
            limit = limit and limit - 1
        if limit == 0:
            return


def times(con: duckdb.DuckDBPyConnection, asked: Sequence[str]) -> Iterator[str]:
    """Conditions that part the statements by their time, newest first; together they leave out no statement that says
    all these terms, and each is made when it is come to."""
    days: list[tuple[date, int]] = con.execute(_DAYS).fetchall()
    every = {day for day, _ in days}
    first = next(stretches(days, every, NEWEST), None)
    if first:
        yield first.condition
        before = [day for day in days if day[0] < first.first]
        silent = days_without(con, {key for term in asked for key in keys(term)}) if before else set()
        yield from _growing(stretches(before, every - silent, NEWEST))
    yield "published_at IS NULL"


def _growing(parts: Iterable[Stretch]) -> Iterator[str]:
    """One stretch, then two more together, then four: what is seldom said is found with few looks."""
    left, count = iter(parts), 1
    while some := list(islice(left, count)):
        yield f"({' OR '.join(part.condition for part in some)})"
        count *= 2


def statements_query(wanted: Wanted, limit: int | None, time: str | None = None) -> tuple[str, list[object]]:
    """The SQL that finds these statements, newest first, and its parameters. `limit` None: all; `time`: one more
    condition.

    >>> statements_query(Wanted(words="peace"), 5)[1]
    ['peace', 5]
    """
    conditions = [time] if time else []
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
