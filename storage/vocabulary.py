"""The words said on each day, each once: kept when the record is published, so that a search can pass days over."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import date

import duckdb

from storage.days import Stretch, stretches, words_in
from storage.tables import insert
from storage.transaction import transaction

_RULES = "1"
"""Changed with what `words_in` takes for words: then every day's vocabulary is made anew."""

_ROW = 250
"""How many words stand in a row of the table: some kilobytes, of which DuckDB unpacks 2,048 at once."""

_AT_ONCE = 50_000
"""About how many statements are held in memory, at least a day's."""

_NOW = f"""
SELECT (updated_at AT TIME ZONE 'UTC')::DATE AS day, sum(statement_count)::BIGINT AS statements,
  bit_xor(hash(story_id, digest, '{_RULES}'))::VARCHAR AS digest
FROM stories JOIN pipeline.composed USING (story_id)
WHERE updated_at IS NOT NULL AND statement_count > 0
GROUP BY day ORDER BY day DESC
"""  # noqa: S608 - our own words

_SAID = """
SELECT day, string_agg(run, ' ') FROM (
  SELECT DISTINCT day, unnest(string_split(words, ' ')) AS run FROM (
    SELECT (published_at AT TIME ZONE 'UTC')::DATE AS day, words FROM statements WHERE {}
  )
) GROUP BY day
"""
"""The words of some days as printed, each run between two blanks once: that much DuckDB does faster than Python."""


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
        if time.monotonic() > until:
            return False
        _note(con, stretch, {day: changed[day] for day in changed if stretch.first <= day <= stretch.last})
    return True


def _note(con: duckdb.DuckDBPyConnection, stretch: Stretch, changed: dict[date, str]) -> None:
    """Add the words of the changed days of this stretch, which go by their new digest from now on."""
    said = dict(con.execute(_SAID.format(stretch.condition)).fetchall())
    had = _vocabulary(con, stretch)
    new = [(day, row) for day in changed for row in _rows(words_in(said.get(day, "")) - had.get(day, set()))]
    with transaction(con):
        insert(con, "pipeline.vocabulary", new)
        insert(con, "pipeline.vocabulary_days", list(changed.items()))


def _vocabulary(con: duckdb.DuckDBPyConnection, stretch: Stretch) -> dict[date, set[str]]:
    found: dict[date, set[str]] = {}
    query = "SELECT day, words FROM pipeline.vocabulary WHERE day BETWEEN ? AND ?"
    for day, words in con.execute(query, [stretch.first, stretch.last]).fetchall():
        found.setdefault(day, set()).update(words.split())
    return found


def _rows(words: Iterable[str]) -> Iterator[str]:
    """The words in order, as the table has them: so they pack best."""
    ordered = sorted(words)
    for at in range(0, len(ordered), _ROW):
        yield f" {' '.join(ordered[at : at + _ROW])} "
