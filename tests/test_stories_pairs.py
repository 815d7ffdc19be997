"""One story or two: pairs of pages that are, look-alikes that are not, and the law that finds them by their traces."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.records import Reading
from scrapers.same_story import WINDOW, same_story, traces
from tests.accuracy.stories import measures
from tests.newsdesk import at, fetched
from tests.shared import needs_shared

WORDS = [
    f"{a}{b}" for a in ("bel", "cor", "dun", "fal", "gor", "hin", "jar", "kel") for b in ("am", "eth", "ir", "ost")
]
NOON = at("12:00")


def prose(seed: int, paragraphs: int = 6, words: int = 40) -> list[str]:
    """Invented paragraphs, the same for the same seed."""
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=words)).capitalize() + "." for _ in range(paragraphs)]


def page(headline: str, lines: list[str], number: int | None, hours: float = 0, **more: Any) -> Reading:
    when = NOON + timedelta(hours=hours)
    return fetched(headline, "\n".join(lines), when, when, number=number, **more).readings[0]


def template(name: str, amount: int) -> list[str]:
    return [
        f"The Shore Fund has today granted {amount} crowns to the harbour board of {name} for repairs after the storm.",
        "The money is to be spent within a year on piers, sheds and lamps, and accounts are to be laid before it.",
        "For further information turn to the press desk of the Fund, which answers on all working days until four.",
    ]


def forecast(day: int) -> list[str]:
    towns = ("Lowmere", "Highmere", "Salt Bay", "Gull Rock", "Aldry", "Sundmere")
    return [f"In {town} a wind of {day * n + 11} knots and {day * n + 30} degrees." for n, town in enumerate(towns, 2)]


TEXT = prose(1)
SAME = [
    ("the site's number", page("Envoys sign", TEXT, 7), page("All is calm", prose(2), 7, 300)),
    ("the address", page("Envoys sign", TEXT, None), page("All is calm", prose(2), None, 300)),
    ("a copy in another section", page("Envoys sign the pact", TEXT, 7), page("Envoys sign the pact", TEXT, 8, 20)),
    ("a headline reworded", page("Envoy sign the water pact", TEXT, 7), page("Envoys sign the water pact", TEXT, 8, 2)),
    ("a paragraph added", page("Envoys sign", TEXT, 7), page("Envoys sign", [*TEXT, *prose(3, 1, 20)], 8, 5)),
    ("one number in a long text corrected", page("Envoys sign", ["Order 14 of the board.", *prose(1, 12)], 7),
     page("Envoys sign", ["Order 15 of the board.", *prose(1, 12)], 8, 30)),
    ("a flash and its update", page("Envoys sign the pact", ["Envoys of Tarvia are signing the water pact."], 7),
     page("Envoys sign the pact-UPDATED", ["Envoys of Tarvia have signed the water pact.", *TEXT], 8, 5)),
    ("a rewritten headline at the first words' address",
     page("Envoys meet", ["Envoys of Tarvia are signing the water pact."], 7, slug="envoys-meet-in-bay"),
     page("Pact signed-UPDATED", ["Envoys of Tarvia have signed the water pact.", *TEXT], 8, 5,
          slug="envoys-meet-in-bay-updated")),
    ("a text that grew within the day", page("Envoys sign the pact", TEXT[:3], 7),
     page("Envoys sign the pact", TEXT, 8, 5)),
]  # fmt: skip
DIFFERENT = [
    ("the next week's bulletin", page("Harbour bulletin", TEXT, 7), page("Harbour bulletin", TEXT, 8, 168)),
    ("last year's proclamation", page("Day of the Lamp", TEXT, 7), page("Day of the Lamp", TEXT, 8, 365 * 24)),
    ("one template, another town", page("Fund grants aid to Lowmere", template("Lowmere", 400), 7),
     page("Fund grants aid to Highmere", template("Highmere", 400), 8, 1)),
    ("one template, one town, another grant", page("Fund grants aid", template("Lowmere", 400), 7),
     page("Fund grants aid", template("Lowmere", 250), 8, 3)),
    ("every telephone call", page("Telephone conversation with the King of Ostrene", prose(4, 2, 30), 7),
     page("Telephone conversation with the King of Ostrene", prose(5, 2, 30), 8, 24)),
    ("a short call within a longer one", page("Telephone conversation with the King", ["They spoke of water."], 7),
     page("Telephone conversation with the King", ["They spoke of water.", *prose(5, 2, 30)], 8, 20)),
    ("only a footer in common", page("Board thanks the crews", [*prose(6, 1, 30), *template("x", 1)[1:]], 7),
     page("Minister visits school", [*prose(7, 1, 30), *template("x", 1)[1:]], 8, 2)),
    ("nothing but the footer", page("Board thanks the crews", prose(8, 2, 30), 7),
     page("Minister visits the school", prose(8, 2, 30), 8, 20)),
    ("one event, two documents", page("Talks with the King", prose(9), 7),
     page("Statements after talks with the King", prose(10), 8)),
    ("two days' bulletins, both updated", page("Bay forecast-UPDATED", forecast(1), 7),
     page("Bay forecast-UPDATED", forecast(2), 8, 24)),
    ("another language", page("Envoys sign", TEXT, 7), page("Envoys sign", TEXT, 8, 1, language="de")),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "two"), SAME, ids=[case[0] for case in SAME])
def test_one_story(why: str, one: Reading, two: Reading) -> None:
    reason = same_story(one, two)
    assert reason
    assert same_story(two, one) == reason


@pytest.mark.parametrize(("why", "one", "two"), DIFFERENT, ids=[case[0] for case in DIFFERENT])
def test_two_stories(why: str, one: Reading, two: Reading) -> None:
    assert same_story(one, two) is None
    assert same_story(two, one) is None


def test_an_embedded_text_and_the_page_it_was() -> None:
    flash = ["Envoys of Tarvia are signing the water pact."]
    later = fetched("Bay at peace", "\n".join([*TEXT, "*** 12:00", *flash]), at("20:00"), at("20:10"), number=9)
    reason = same_story(page("Envoys meet", flash, 7), later.readings[1])
    assert reason == "a later page carries its words as an earlier version"


def test_the_reason_is_told_in_words() -> None:
    assert same_story(SAME[0][1], SAME[0][2]) == "the site's own article number, 7"
    assert same_story(SAME[2][1], SAME[2][2]) == "the same headline and words at another address"


LINES = st.lists(st.sampled_from([*TEXT, *template("Lowmere", 400), "Thank you."]), min_size=1, max_size=7)
PAGES = st.builds(
    page,
    st.sampled_from(["Envoys sign the pact", "Envoys sign the pact-UPDATED", "Pact signed by the envoys", "Fund aid"]),
    LINES,
    st.sampled_from([None, 7, 8, 9]),
    st.sampled_from([0, 1, 30, 200]),
)


@given(PAGES, PAGES)
def test_a_pair_of_one_story_shares_a_trace(one: Reading, two: Reading) -> None:
    reason = same_story(one, two)
    assert same_story(two, one) == reason
    if reason:
        assert traces(one) & traces(two)


@given(PAGES)
def test_traces_are_few_and_fit_64_bits(one: Reading) -> None:
    assert len(traces(one)) <= 6
    assert all(0 <= trace < 2**64 for trace in traces(one))
    assert same_story(one, one)


def test_a_week_is_too_long() -> None:
    assert timedelta(days=6) < WINDOW < timedelta(days=7)


@needs_shared
def test_the_measured_pairs_and_chains_reach_their_targets() -> None:
    below = [figure for figure in measures() if not figure.reaches(figure.target)]
    assert below == []
