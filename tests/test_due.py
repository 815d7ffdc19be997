"""The re-check ladder and its laws."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.due import LADDER, due, interval, next_check

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

ages = st.timedeltas(min_value=-DAY, max_value=60 * DAY)
waits = st.timedeltas(min_value=timedelta(), max_value=60 * DAY)


@pytest.mark.parametrize(
    ("age", "every"),
    [
        (timedelta(), 15 * MINUTE),
        (3 * HOUR - MINUTE, 15 * MINUTE),
        (3 * HOUR, HOUR),
        (DAY - MINUTE, HOUR),
        (DAY, 3 * HOUR),
        (5 * DAY - MINUTE, 3 * HOUR),
        (5 * DAY, DAY),
        (30 * DAY - MINUTE, DAY),
        (30 * DAY, None),
        (-HOUR, 15 * MINUTE),
    ],
)
def test_the_ladder(age: timedelta, every: timedelta | None):
    assert interval(age) == every
    assert due(age, timedelta(days=365)) is (every is not None)
    if every:
        assert due(age, every)
        assert not due(age, every / 2)


@given(ages, waits, waits)
def test_who_waited_longer_is_due_if_who_waited_less_is(age: timedelta, wait: timedelta, more: timedelta):
    assert due(age, wait + more) or not due(age, wait)


@given(ages, ages, waits)
def test_an_older_page_is_never_due_before_a_younger_one(age: timedelta, more: timedelta, wait: timedelta):
    older = age + abs(more)
    assert due(age, wait) or not due(older, wait)


@given(ages, waits)
def test_next_check_says_when_due_says_yes(age: timedelta, since: timedelta):
    wait = next_check(age, since)
    assert (wait == timedelta()) == due(age, since)
    if wait is None:
        assert not any(due(age + ahead, since + ahead) for ahead in (timedelta(), HOUR, DAY, 30 * DAY))
    else:
        assert due(age + wait, since + wait)
        assert wait == timedelta() or not due(age + wait / 2, since + wait / 2)


@given(st.lists(st.timedeltas(min_value=MINUTE, max_value=10 * DAY), max_size=30))
def test_one_run_after_a_sleep_does_the_work_of_all_that_were_missed(sleeps: list[timedelta]):
    """However runs are spaced, a page is checked at most once a run and never more often than its ladder says."""
    age = since = timedelta()
    checks = 0
    for sleep in sleeps:
        age, since = age + sleep, since + sleep
        if due(age, since):
            assert since >= LADDER[0][1] - MINUTE
            checks, since = checks + 1, timedelta()
        assert not due(age, timedelta())
    assert checks <= len(sleeps)
