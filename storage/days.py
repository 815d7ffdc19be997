"""When words were said: the days of the record as conditions on time, and those on which some words were not said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

_WORD = re.compile(r"[^\W_]+")

UNPACKED = 2048
"""So many statements DuckDB unpacks together or not at all."""

_WITHOUT = """
SELECT day FROM pipeline.vocabulary SEMI JOIN pipeline.vocabulary_days USING (day) GROUP BY day HAVING NOT ({})
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row, both ends included (UTC), and how many statements they have."""

    first: date
    last: date
    statements: int

    @property
    def condition(self) -> str:
        """As SQL on published_at, in a form that DuckDB looks at before it unpacks any words."""
        return (
            f"(published_at >= TIMESTAMPTZ '{self.first} 00:00:00+00' "
            f"AND published_at < TIMESTAMPTZ '{self.last} 00:00:00+00' + INTERVAL 1 DAY)"
        )


def words_in(text: str) -> set[str]:
    """The words of a text, equal where `says` takes them for equal: all case gone, and one i for the four of them.

    >>> sorted(words_in("İqtisadi və İQTISADI, Straße"))
    ['iqtisadi', 'strasse', 'və']
    """
    return set(_words(text))


def keys(term: str) -> list[str]:
    """What the vocabulary of every day has on which somebody said `term`, a word or phrase whose end may go on.

    >>> keys('ƏMƏKDAŞLIQ "green energ"')
    [' əməkdaşliq ', ' green ', ' energ']
    """
    words = _words(term.replace("\u0307", ""))
    return [f" {word} " for word in words[:-1]] + [f" {word}" for word in words[-1:]]


def days_without(con: duckdb.DuckDBPyConnection, wanted: Collection[str]) -> set[date]:
    """The days on which not all of these keys were said, of those whose vocabulary is whole.

    None for a record that an onrecord before the vocabulary has published.
    """
    known = con.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'pipeline' AND table_name = 'vocabulary'"
    ).fetchone()
    if not known or not wanted:
        return set()
    said = " AND ".join("bool_or(contains(words, ?))" for _ in wanted)
    rows = con.execute(_WITHOUT.format(said), list(wanted)).fetchall()
    return {day for (day,) in rows}


def stretches(days: Iterable[tuple[date, int]], wanted: Collection[date], most: int) -> Iterator[Stretch]:
    """The days wanted of all that are told (ascending or descending, with their statements), as few stretches.

    A gap that costs nothing to read is read along. A stretch ends with the day that brings it to `most` statements.
    """
    run: list[tuple[date, int]] = []
    gap: list[tuple[date, int]] = []
    for day in days:
        if day[0] not in wanted:
            gap.append(day)
            continue
        if run and (_statements(run) >= most or _statements(gap) >= UNPACKED):
            yield _stretch(run)
            run = []
        run += [*(gap if run else []), day]
        gap = []
    if run:
        yield _stretch(run)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("İ", "i").replace("ı", "i").casefold())


def _stretch(run: Sequence[tuple[date, int]]) -> Stretch:
    ends = (run[0][0], run[-1][0])
    return Stretch(min(ends), max(ends), _statements(run))


def _statements(days: Iterable[tuple[date, int]]) -> int:
    return sum(count for _, count in days)
