"""A story is a function of what was seen: whatever the order, the same versions, ids, statements and history."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.stories import compose, story_id
from scrapers.story_records import Story
from tests.newsdesk import SITE, Fetch, address, at, fetched, gone, kept

FLASH = "Envoys of Tarvia and Ostrene are signing the water pact in Salt Bay."
NEWS = """Envoys of Tarvia and Ostrene have signed the water pact in Salt Bay.
Ada Rook: We shall open the lower sluice in May and the upper one before the year is out.
Bo Lind: The money is there, all forty million of it, and nobody has to wait any longer."""
SOFTER = NEWS.replace("We shall open", "We hope to open")
LONGER = SOFTER.replace("forty", "fourteen") + "\nCy Marsh: I have never seen the bay so full of envoys in one day."

PAGE = fetched("Envoys are signing the water pact", FLASH, at("14:49"), at("14:55"))
UPDATED = fetched(
    "Envoys signed the water pact-UPDATED-1", f"{NEWS}\n*** 14:49\n{FLASH}", at("20:33"), at("20:40"), number=101
)
AGAIN = fetched(
    "Envoys signed the water pact-UPDATED-1", f"{NEWS}\n*** 14:49\n{FLASH}", at("20:33"), at("21:10"), number=101
)
SILENT = fetched(
    "Envoys signed the water pact-UPDATED-1", f"{SOFTER}\n*** 14:49\n{FLASH}", at("20:33"), at("22:00"), number=101
)
SECOND = fetched(
    "Envoys signed the water pact-UPDATED-2",
    f"{LONGER}\n*** 20:33\n{SOFTER}\n*** 14:49\n{FLASH}",
    at("23:10"),
    at("23:30"),
    number=102,
)
GONE = gone(at("09:00", 12), number=102)
LIFE = (PAGE, UPDATED, AGAIN, SILENT, SECOND, GONE)


def told(fetches: Sequence[Fetch]) -> Story:
    return compose(*kept(fetches))


def numbers(story: Story) -> list[tuple[int, int | None, str]]:
    return [(v.version_no, v.update_no, v.reading.origin) for v in story.versions]


def test_the_life_of_a_story() -> None:
    story = told(LIFE)
    assert numbers(story) == [(1, 0, "page"), (2, 1, "page"), (3, 1, "page"), (4, 2, "page")]
    assert [v.published_at for v in story.versions] == [at("14:49"), at("20:33"), at("20:33"), at("23:10")]
    assert story.story_id == story_id(SITE, f"{SITE}:100")
    assert [old for old, _ in story.aliases] == [story_id(SITE, f"{SITE}:101"), story_id(SITE, f"{SITE}:102")]
    assert (story.headline, story.update_label, story.url) == (
        "Envoys signed the water pact",
        "UPDATED-2",
        address(102),
    )
    assert (story.published_at, story.updated_at, story.status) == (at("14:49"), at("23:10"), "gone")
    assert [v.is_latest for v in story.versions] == [False, False, False, True]


def test_statements_survive() -> None:
    story = told(LIFE)
    changes = [[(e.statement.speaker, e.change) for e in v.history] for v in story.versions]
    assert changes == [
        [],
        [("Ada Rook", "first"), ("Bo Lind", "first")],
        [("Ada Rook", "edited"), ("Bo Lind", "unchanged")],
        [("Ada Rook", "unchanged"), ("Bo Lind", "edited"), ("Cy Marsh", "first")],
    ]
    assert len({e.statement_id for v in story.versions for e in v.history}) == 3
    assert [(life.revisions, life.first_published_at) for life in story.lives] == [
        (1, at("20:33")),
        (1, at("20:33")),
        (0, at("23:10")),
    ]


def test_every_order_of_arrival_gives_the_same_rows() -> None:
    readings, observations = kept(LIFE)
    whole = compose(readings, observations)
    for order in permutations(range(len(observations))):
        assert compose(readings[::-1], [observations[i] for i in order]) == whole


@given(st.permutations(LIFE), st.integers(1, len(LIFE)))
def test_what_was_known_halfway_does_not_matter(order: list[Fetch], some: int) -> None:
    words = [fetch for fetch in order[:some] if fetch.readings]
    if words:
        told(words)
    assert told(order) == told(LIFE)


def test_the_same_fetch_twice_changes_nothing() -> None:
    assert told([*LIFE, *LIFE]) == told(LIFE)


def test_a_page_fetched_again_with_the_same_words_is_no_version() -> None:
    story = told(LIFE)
    outcomes = dict(story.outcomes)
    assert [outcomes.get(f.observation.page_id) for f in LIFE] == [
        "no statements",
        "stored",
        "same words",
        "stored",
        "stored",
        None,
    ]


def test_an_embedded_version_is_kept_when_nobody_fetched_it() -> None:
    story = told([SECOND])
    assert numbers(story) == [(1, 0, "embedded"), (2, 1, "embedded"), (3, 2, "page")]
    first = story.versions[0]
    assert (first.published_at, first.seen_at, first.update_label) == (at("14:49"), at("23:30"), None)
    assert first.headline == "Envoys signed the water pact"
    assert first.page_id == SECOND.observation.page_id
    assert "below a clock line" in first.reason


def test_a_text_that_two_pages_carry_counts_once() -> None:
    assert numbers(told([UPDATED, SECOND])) == [(1, 0, "embedded"), (2, 1, "page"), (3, 2, "page")]


def test_a_later_page_tells_the_time_and_number_of_what_was_fetched_without() -> None:
    undated = fetched("Envoys sign", FLASH, None, at("14:55"))
    silent = fetched("Envoys sign", f"{SOFTER}", None, at("21:00"))
    second = fetched(
        "Envoys sign-UPDATED-2", f"{LONGER}\n*** 20:33\n{SOFTER}\n*** 14:49\n{FLASH}", at("23:10"), at("23:30")
    )
    versions = told([undated, silent, second]).versions
    assert [(v.published_at, v.update_no) for v in versions] == [(at("14:49"), 0), (at("20:33"), 1), (at("23:10"), 2)]


def test_an_editors_tidying_makes_no_version_of_its_own() -> None:
    tidied = fetched(
        "Envoys signed-UPDATED-1",
        f"{NEWS}\n*** 14:49\n{FLASH.replace('in Salt Bay.', 'at Salt Bay.')}",
        at("20:33"),
        at("20:40"),
        number=101,
    )
    assert numbers(told([PAGE, tidied])) == [(1, 0, "page"), (2, 1, "page")]


def test_a_stack_keeps_its_order_where_an_editors_clocks_do_not() -> None:
    once, twice = FLASH.replace("are signing", "will sign"), FLASH.replace("in Salt Bay", "in the hall of Salt Bay")
    page = fetched(
        "Envoys signed-UPDATED-2", f"{NEWS}\n*** 15:46\n{twice}\n*** 15:47\n{once}", at("16:33"), at("17:00")
    )
    story = told((page,))
    assert numbers(story) == [(1, 0, "embedded"), (2, 1, "embedded"), (3, 2, "page")]
    assert [v.published_at for v in story.versions] == [at("15:47"), at("15:46"), at("16:33")]


def test_a_mark_counts_more_versions_than_the_page_still_has() -> None:
    page = fetched("Envoys signed-UPDATED-3", f"{NEWS}\n*** 14:49\n{FLASH}", at("20:33"), at("20:40"))
    assert numbers(told([page])) == [(1, None, "embedded"), (2, 3, "page")]


def test_a_page_that_says_its_first_words_again_has_three_versions() -> None:
    first, other = (
        fetched("Envoys signed", words, at("14:00"), seen)
        for words, seen in ((NEWS, at("14:10")), (SOFTER, at("15:00")))
    )
    back = fetched("Envoys signed", NEWS, at("14:00"), at("16:00"))
    story = told([first, other, back])
    assert [v.reading.body for v in story.versions] == [
        first.readings[0].body,
        other.readings[0].body,
        first.readings[0].body,
    ]
    assert len({v.version_id for v in story.versions}) == 3
    assert [[e.change for e in v.history] for v in story.versions][1:] == [["edited", "unchanged"]] * 2


def test_a_silent_edit_takes_a_later_modified_time_and_never_an_earlier_one() -> None:
    first = fetched("Envoys signed", NEWS, at("14:00"), at("14:10"))
    for modified, expected in ((at("14:40"), at("14:40")), (at("13:00"), at("14:00")), (None, at("14:00"))):
        story = told([first, fetched("Envoys signed", SOFTER, at("14:00"), at("15:00"), modified=modified)])
        assert [v.published_at for v in story.versions] == [at("14:00"), expected]
        assert story.updated_at == expected


def test_a_publication_date_moved_back_does_not_turn_the_versions_round() -> None:
    first = fetched("Envoys signed", NEWS, at("14:00"), at("14:10"))
    moved = fetched("Envoys signed", SOFTER, at("14:00", 10), at("15:00"))
    assert [v.seen_at for v in told([first, moved]).versions] == [at("14:10"), at("15:00")]


def test_copies_at_two_addresses_are_one_version() -> None:
    one, two = (fetched("Envoys signed", NEWS, at("14:00"), at(f"14:{n}"), number=n) for n in (10, 11))
    story = told([one, two])
    assert len(story.versions) == 1
    assert dict(story.outcomes)[two.observation.page_id] == "same words"


def test_a_new_headline_alone_is_a_version() -> None:
    one = fetched("Envoys signed", NEWS, at("14:00"), at("14:10"))
    two = fetched("Envoys sign at last", NEWS, at("14:00"), at("15:00"))
    assert [v.headline for v in told([one, two]).versions] == ["Envoys signed", "Envoys sign at last"]


def test_a_withdrawn_statement_that_returns_has_its_old_id() -> None:
    without = "\n".join(NEWS.splitlines()[:-1])
    pages = [
        fetched("Envoys", words, at("14:00"), at(f"{hour}:10"))
        for hour, words in ((14, NEWS), (15, without), (16, NEWS))
    ]
    one, two, three = told(pages).versions
    assert [(e.change, e.position) for e in two.history] == [("unchanged", 1), ("withdrawn", None)]
    assert [(e.statement_id, e.change) for e in three.history] == [
        (one.history[0].statement_id, "unchanged"),
        (one.history[1].statement_id, "unchanged"),
    ]


def test_the_same_words_under_another_name_are_edited() -> None:
    one = fetched("Envoys", NEWS, at("14:00"), at("14:10"))
    two = fetched("Envoys", NEWS.replace("Bo Lind:", "Cy Marsh:"), at("14:00"), at("15:00"))
    last = told([one, two]).versions[-1].history
    assert [(e.statement.speaker, e.change) for e in last] == [("Ada Rook", "unchanged"), ("Cy Marsh", "edited")]


def test_a_fuller_name_is_no_other_attribution() -> None:
    one = fetched("Envoys", NEWS.replace("Bo Lind:", "Lind:"), at("14:00"), at("14:10"))
    two = fetched("Envoys", NEWS, at("14:00"), at("15:00"))
    history = told([one, two]).versions[-1].history
    assert [e.change for e in history] == ["unchanged", "unchanged"]


def test_passages_name_the_statements_they_give_words_to() -> None:
    version = told(LIFE).versions[-1]
    ids = [entry.statement_id for entry in version.history]
    assert version.passage_statements == ((), (ids[0],), (ids[1],), (ids[2],), ())


def test_a_story_without_a_fetch_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one fetch"):
        compose([], [GONE.observation])
