"""Finding a page's story in the store: whatever same_story says yes to is looked at, however the days of others lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import duckdb
import pytest
from hypothesis import given, settings

from scrapers.records import Reading
from scrapers.same_story import WINDOW, same_story
from storage.candidates import candidates
from storage.migrate import bring_up_to_date
from storage.packed import packed, plain, unpacked
from storage.readings import Seen, reading_id, remember
from tests.test_stories_pairs import PAGES, TEXT, page

NOW = datetime(2024, 3, 11, tzinfo=UTC)
UNDATED = PAGES.map(lambda reading: replace(reading, published_at=None))


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        bring_up_to_date(con, tmp_path_factory.mktemp("memory"))
        yield con


def seen(reading: Reading) -> dict[str, Seen]:
    return {reading_id(reading): Seen(reading, NOW, "fetch")}


def found(con: duckdb.DuckDBPyConnection, stored: Reading, new: Reading) -> bool:
    """Whether `new` is asked about when `stored` is in the store."""
    con.begin()
    try:
        remember(con, seen(stored), ())
        return (reading_id(new), reading_id(stored)) in candidates(con, seen(new))
    finally:
        con.rollback()


@given(stored=PAGES | UNDATED, new=PAGES | UNDATED)
@settings(max_examples=60, deadline=None)
def test_every_other_page_of_one_story_is_found(con: duckdb.DuckDBPyConnection, stored: Reading, new: Reading) -> None:
    if stored.page_key != new.page_key and same_story(stored, new):
        assert found(con, stored, new)


@pytest.mark.parametrize("hours", [-14, -12, 0, 12])
@pytest.mark.parametrize("apart", [WINDOW, -WINDOW, timedelta(0)])
def test_at_the_edge_of_the_window_in_any_zone(con: duckdb.DuckDBPyConnection, hours: int, apart: timedelta) -> None:
    one = page("Envoys sign the pact", TEXT, 7)
    assert one.published_at
    then = (one.published_at + apart).astimezone(timezone(timedelta(hours=hours)))
    two = replace(page("Envoys sign the pact", TEXT, 8), published_at=then)
    assert same_story(one, two)
    assert found(con, one, two)
    assert found(con, two, one)


def test_equal_words_without_a_time_are_found_years_away(con: duckdb.DuckDBPyConnection) -> None:
    dated = page("Envoys sign the pact", TEXT, 7)
    undated = replace(page("Envoys sign the pact", TEXT, 8), published_at=None)
    assert same_story(dated, undated)
    for one, two in ((dated, undated), (undated, dated), (replace(dated, published_at=None), undated)):
        assert found(con, one, two)


def test_what_was_published_in_other_weeks_is_not_looked_at(con: duckdb.DuckDBPyConnection) -> None:
    one = page("Harbour bulletin", TEXT, 7)
    assert not found(con, one, page("Harbour bulletin", TEXT, 8, 15 * 24))


@given(PAGES)
@settings(max_examples=20, deadline=None)
def test_a_reading_comes_back_from_its_bytes_as_it_was_written(reading: Reading) -> None:
    assert unpacked(packed(reading)) == reading
    assert repr(unpacked(packed(reading))) == repr(plain(reading))
