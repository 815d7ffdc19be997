"""What a batch leaves alone, and what the record said at a moment: rows that are the same are not written again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scrapers.records import Observation, Reading
from scrapers.register import Person, Register
from scrapers.stories import compose
from scrapers.words import tokens
from storage.database import writer
from storage.story_rows import digest, rows_of
from storage.write import save
from tests.readings import NOON, fetched, reading

MIRA, TOMAS = "Mira Halvorsen", "Tomas Brandt"
KNOWN = Register((Person("mira-halvorsen", (MIRA,)),))


def told(page: Reading, *fetched_after: int, register: Register = KNOWN) -> str:
    """The digest of the story of one page that was fetched so many minutes after noon."""
    fetches = [
        Observation(f"fetch {n}", page.page_key, page.url, NOON + timedelta(minutes=n), False, (page.content_hash,))
        for n in fetched_after
    ]
    return digest(rows_of(compose((page,), fetches), register))


def test_whose_key_it_is_and_when_it_was_last_seen_make_no_other_story() -> None:
    page = reading(1, [(MIRA, "The ferry will sail on Monday.")])
    assert told(page, 0) == told(page, 0, 600) == told(page, 0, register=Register())
    assert told(page, 0) != told(page, 1), "first seen at another time"
    assert told(page, 0) != told(reading(1, [(MIRA, "The ferry will sail on Tuesday.")]), 0)
    assert told(page, 0) != told(reading(1, [(TOMAS, "The ferry will sail on Monday.")]), 0)


def test_as_of_gives_the_newest_version_by_then_and_goes_by_the_fetch_where_no_time_is_printed(tmp_path: Path) -> None:
    at = {1: NOON, 2: NOON + timedelta(hours=2), 3: None, 4: NOON + timedelta(hours=1)}
    said = {1: "We begin.", 2: "We begin again, and better.", 3: "Nobody knows when this was said.", 4: "In between."}
    pages = [
        fetched([reading(1, [(MIRA, said[1])], published_at=at[1])], 1),
        fetched([reading(1, [(MIRA, said[2])], published_at=at[2])], 121),
        fetched([reading(3, [(TOMAS, said[3])], "A note without a date", published_at=at[3])], 30),
        fetched([reading(4, [(TOMAS, said[4])], "The harbour opens", published_at=at[4])], 61),
    ]
    with writer(tmp_path, "test") as con:
        save(con, pages, Register())
        found = {
            minutes: {
                words
                for (words,) in con.execute(
                    "SELECT words FROM as_of(?::TIMESTAMPTZ)", [NOON + timedelta(minutes=minutes)]
                ).fetchall()
            }
            for minutes in (-1, 0, 29, 30, 60, 119, 120)
        }
    first, second, undated, between = said.values()
    assert found == {
        -1: set(),
        0: {first},
        29: {first},
        30: {first, undated},
        60: {first, undated, between},
        119: {first, undated, between},
        120: {second, undated, between},
    }


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_read_as_all_letters_are(text: str) -> None:
    assert tokens(f"{text} é")[:-1] == tokens(text)
