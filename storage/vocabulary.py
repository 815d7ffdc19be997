"""The words said on each day, each once: kept when the record is published, so that a search can pass days over."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

import duckdb

from storage.days import Stretch, stretches, words_in
from storage.tables import insert
from storage.transaction import transaction

_RULES = "1"
"""Changed with what `words_in` takes for words: then every day's vocabulary is made anew."""

_ROW = 250
"""How many words stand in a row of the table: some kilobytes, of which DuckDB unpacks 2,048 at once."""

_AT_ONCE = 50_000
"""About how many statements are read at once, at least a day's."""

_NOW = f"""
SELECT (updated_at AT TIME ZONE 'UTC')::DATE AS day, sum(statement_count)::BIGINT AS statements,
  bit_xor(hash(story_id, digest, '{_RULES}'))::VARCHAR AS digest
FROM stories JOIN pipeline.composed USING (story_id)
WHERE updated_at IS NOT NULL AND statement_count > 0
GROUP BY day ORDER BY day DESC
"""  # noqa: S608 - our own words

_DAYS = 60
"""How many days are read at once: each is a bit of a number."""

_SAID = """
SELECT run, bit_or(day) FROM (
  SELECT unnest(string_split(words, ' ')) AS run, day FROM (
    SELECT 1::BIGINT << ((published_at AT TIME ZONE 'UTC')::DATE - DATE '{}') AS day, words FROM statements WHERE {}
  )
) GROUP BY run
"""
"""The words of some days as printed, each run between two blanks once with its days: that much DuckDB does faster."""


def forget_words(con: duckdb.DuckDBPyConnection) -> None:
    """Empty the vocabulary: `note_words` makes it anew of what is still said."""
    con.execute("DELETE FROM pipeline.vocabulary; DELETE FROM pipeline.vocabulary_days")


def note_words(con: duckdb.DuckDBPyConnection, seconds: float) -> bool:
    """Add to the vocabulary what is said on days that have changed, the newest first; whether all of it is in now.

    It stops after about so many seconds, and goes on from there the next time: a search looks through days that have no
    vocabulary. Words are only added: one too many costs a search a look and nothing else.
    """
    until = time.monotonic() + seconds
    now = con.execute(_NOW).fetchall()
    known = set(con.execute("SELECT day, digest FROM pipeline.vocabulary_days").fetchall())
    changed = {day: digest for day, _, digest in now if (day, digest) not in known}
    con.execute("DELETE FROM pipeline.vocabulary_days WHERE list_contains(?, day)", [list(changed)])
    for stretch in stretches([(day, count) for day, count, _ in now], changed.keys(), _AT_ONCE):
        for first in range(stretch.first.toordinal(), stretch.last.toordinal() + 1, _DAYS):
            if time.monotonic() > until:
                return False
            days = [day for day in map(date.fromordinal, range(first, first + _DAYS)) if day <= stretch.last]
            _note(con, Stretch(days[0], days[-1], 0), {day: changed[day] for day in days if day in changed})
    return True


def _note(con: duckdb.DuckDBPyConnection, stretch: Stretch, changed: Mapping[date, str]) -> None:
    """Add the words of the changed days of this stretch, which go by their new digest from now on."""
    had = _vocabulary(con, stretch)
    said: dict[date, list[str]] = {day: [] for day in changed}
    for word, mask in sorted(_said(con, stretch).items()):
        for day in _days(stretch.first, mask):
            if day in said and word not in had.get(day, ()):
                said[day].append(word)
    with transaction(con):
        insert(con, "pipeline.vocabulary", [(day, row) for day, words in said.items() for row in _rows(words)])
        insert(con, "pipeline.vocabulary_days", list(changed.items()))


def _said(con: duckdb.DuckDBPyConnection, stretch: Stretch) -> dict[str, int]:
    """The words that are said on these days; bit n stands for the n-th day from the first."""
    found: dict[str, int] = {}
    for run, mask in con.execute(_SAID.format(stretch.first, stretch.condition)).fetchall():
        for word in words_in(run):
            found[word] = found.get(word, 0) | mask
    return found


@lru_cache(maxsize=4096)
def _days(first: date, mask: int) -> list[date]:
    """The days whose bits are set."""
    return [first + timedelta(days=bit) for bit in range(_DAYS) if mask >> bit & 1]


def _vocabulary(con: duckdb.DuckDBPyConnection, stretch: Stretch) -> dict[date, set[str]]:
    found: dict[date, set[str]] = {}
    query = "SELECT day, words FROM pipeline.vocabulary WHERE day BETWEEN ? AND ?"
    for day, words in con.execute(query, [stretch.first, stretch.last]).fetchall():
        found.setdefault(day, set()).update(words.split())
    return found


def _rows(words: Sequence[str]) -> Iterator[str]:
    """The words as the table has them; in order they pack best."""
    for at in range(0, len(words), _ROW):
        yield f" {' '.join(words[at : at + _ROW])} "
