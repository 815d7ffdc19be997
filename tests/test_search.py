"""Search: what a look at the days' vocabulary passes over is never a statement that says the words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.register import Register
from storage.database import WAREHOUSE, reader, writer
from storage.days import days_without, keys, stretches, words_in
from storage.forget import forget, scrub
from storage.migrate import bring_up_to_date
from storage.publish import publish
from storage.query import ask
from storage.search import Wanted, found, statements_query
from storage.tombstones import Tombstone
from storage.vocabulary import note_words
from storage.write import save
from tests.readings import NOON, fetched, reading

LETTERS = "iıIİsSßẞKkſəƏöÖдДйЙσςΣǰaz\u0307'’-—«» \n0٣"


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        bring_up_to_date(con, Path("memory"))
        yield con


def has(text: str, term: str) -> bool:
    """Whether the vocabulary of a day on which only this text was said lets the term through."""
    listed = f" {' '.join(words_in(text))} "
    return all(key in listed for key in keys(term))


@settings(max_examples=300, deadline=None)
@given(st.text(LETTERS, max_size=12), st.data())
def test_whoever_says_a_term_has_it_in_the_vocabulary(engine: duckdb.DuckDBPyConnection, text: str, data) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    term = data.draw(st.sampled_from([part, part.lower(), part.upper(), part.swapcase(), part.casefold()]))
    if any(letter.isalnum() for letter in term):
        said = engine.execute("SELECT says(?, ?)", [text, term]).fetchone()
        assert said != (True,) or has(text, term)


def test_every_letter_there_is_begins_and_ends_words_where_duckdb_says(engine: duckdb.DuckDBPyConnection) -> None:
    """And whatever DuckDB takes for the same letter in another case is one to us."""
    letters = [chr(code) for code in range(1, sys.maxunicode) if not 0xD800 <= code < 0xE000]
    given_letters = pa.table({"letter": letters})
    rows = engine.execute(r"SELECT letter FROM given_letters WHERE NOT regexp_matches(letter, '[\pL\pN]')").fetchall()
    assert given_letters.num_rows == len(letters)
    assert [letter for (letter,) in rows if letter.isalnum()] == []
    cases = {(a, b) for a in letters for b in (a.lower(), a.upper(), a.title()) if len(b) == 1 and a != b}
    pairs = pa.table({"a": [a for a, _ in cases], "b": [b for _, b in cases]})
    rows = engine.execute(r"SELECT a, b FROM pairs WHERE regexp_matches(a, '(?i)^[' || b || ']$')").fetchall()
    assert pairs.num_rows > 2000
    assert [pair for pair in rows if words_in(pair[0]) != words_in(pair[1])] == []


WORDS = ["Мирный", "договор", "peace", "GREEN", "energy", "energies", "İqtisadi", "iqtisadi", "Straße", "the", "road"]
said = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
page = st.tuples(st.one_of(st.none(), st.integers(0, 40)), st.lists(said, min_size=1, max_size=2))


@settings(max_examples=8, deadline=None)
@given(
    st.lists(page, min_size=1, max_size=12),
    st.lists(said, min_size=1, max_size=3),
    st.sampled_from([1, 3, None]),
    st.booleans(),
)
def test_a_search_finds_what_a_look_at_every_statement_finds(
    tmp_path_factory: pytest.TempPathFactory, pages, searches: list[str], limit: int | None, again: bool
) -> None:
    """However the days lie, published at once or in two goes, with or without a date."""
    data = tmp_path_factory.mktemp("search")
    fetches = [
        fetched([reading(n, [(None, words) for words in told], published_at=at(day))], n)
        for n, (day, told) in enumerate(pages)
    ]
    for batch in (fetches[:6], fetches[6:]) if again else (fetches,):
        with writer(data, "test") as con:
            save(con, batch, Register())
        publish(data)
    patch = pytest.MonkeyPatch()
    patch.setattr("storage.search.NEWEST", 2)
    patch.setattr("storage.days.UNPACKED", 1)
    with patch.context(), reader(data) as con:
        for words in chain(searches, (f'"{words}"' for words in searches)):
            every = list(ask(con, *statements_query(Wanted(words=words), limit)).rows)
            assert list(found(con, Wanted(words=words), limit).rows) == every
    patch.undo()


def at(day: int | None) -> datetime | None:
    return None if day is None else NOON + timedelta(days=day)


def day(number: int) -> date:
    return date(2024, 3, number)


def test_days_in_a_row_are_one_stretch_and_a_gap_that_costs_nothing_is_read_along() -> None:
    days = [(day(number), 1000) for number in range(1, 11)]
    found = list(stretches(days, {day(n) for n in (1, 2, 4, 8, 9)}, 100_000))
    assert [(s.first, s.last, s.statements) for s in found] == [(day(1), day(4), 4000), (day(8), day(9), 2000)]
    assert [s.first for s in stretches(reversed(days), {d for d, _ in days}, 4000)] == [day(7), day(3), day(1)]


def test_publishing_notes_the_words_of_days_that_changed_and_of_no_others(tmp_path: Path) -> None:
    store(tmp_path, 1, "peace at last", 0)
    store(tmp_path, 2, "energy", 3)
    assert publish(tmp_path).changed
    with writer(tmp_path, "test") as con:
        rows = con.execute("FROM pipeline.vocabulary ORDER BY day").fetchall()
        assert " energy " in rows[1][1]
    store(tmp_path, 3, "more energy", 3)
    assert publish(tmp_path).changed
    with reader(tmp_path) as con:
        assert con.execute("FROM pipeline.vocabulary ORDER BY ALL").fetchall() == sorted(
            [*rows, (rows[1][0], " more ")]
        )
        assert days_without(con, keys("energ")) == {rows[0][0]}
        assert days_without(con, keys("more energy")) == {rows[0][0]}
        assert days_without(con, keys("peace")) == {rows[1][0]}


def test_what_there_was_no_time_for_is_searched_all_the_same_and_noted_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(tmp_path, 1, "peace at last", 0)
    publish(tmp_path)
    store(tmp_path, 1, "energy at last", 0, minutes=60)
    store(tmp_path, 2, "peace again", 3)
    monkeypatch.setattr("storage.publish.VOCABULARY", -1)
    assert publish(tmp_path).changed
    monkeypatch.setattr("storage.search.NEWEST", 1)
    with reader(tmp_path) as con:
        assert days_without(con, keys("nowhere")) == set()
        assert len(list(found(con, Wanted(words="energy"), 5).rows)) == 1
    monkeypatch.undo()
    assert publish(tmp_path).changed
    assert not publish(tmp_path).changed
    with reader(tmp_path) as con:
        assert len(days_without(con, keys("nowhere"))) == 2


def test_a_record_published_before_there_was_a_vocabulary_is_searched_day_by_day(tmp_path: Path) -> None:
    store(tmp_path, 1, "peace at last", 0)
    with writer(tmp_path, "test") as con:
        con.execute("DROP TABLE pipeline.vocabulary; DROP TABLE pipeline.vocabulary_days")
    with duckdb.connect(str(tmp_path / WAREHOUSE), read_only=True) as con:
        assert len(list(found(con, Wanted(words="peace"), 5).rows)) == 1


def test_words_that_are_forgotten_leave_the_vocabulary_of_every_day_they_stood_under(tmp_path: Path) -> None:
    store(tmp_path, 1, "a secret word", 0)
    publish(tmp_path)
    store(tmp_path, 1, "a secret word, told again", 5, minutes=60)
    store(tmp_path, 2, "peace", 5)
    publish(tmp_path)
    with writer(tmp_path, "test") as con:
        assert con.execute("SELECT count(*) FROM pipeline.vocabulary WHERE contains(words, 'secret')").fetchone() == (
            2,
        )
        stone = Tombstone("https://vardia-en.example/news/1", "vardia-en:1", datetime(2024, 4, 1, tzinfo=UTC), "asked")
        forget(con, [stone], Register())
    scrub(tmp_path, Register())
    with reader(tmp_path) as con:
        rows = con.execute("FROM pipeline.vocabulary").fetchall()
    assert "secret" not in str(rows)
    assert " peace " in str(rows)


def test_noting_twice_changes_nothing(tmp_path: Path) -> None:
    store(tmp_path, 1, "peace at last", 0)
    publish(tmp_path)
    with writer(tmp_path, "test") as con:
        before = con.execute("FROM pipeline.vocabulary").fetchall()
        assert note_words(con, 10)
        assert con.execute("FROM pipeline.vocabulary").fetchall() == before


def store(data: Path, number: int, words: str, days: int, minutes: int = 0) -> None:
    """Store a page that says these words, published so many days after the first."""
    with writer(data, "test") as con:
        one = reading(number, [("Ann Orr", words)], f"News {number}", published_at=at(days))
        save(con, [fetched([one], number + minutes)], Register())
