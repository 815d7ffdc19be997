"""The re-check ladder: how often a page is asked for again, the older its newest version the more rarely. Pure."""

from __future__ import annotations

from datetime import timedelta

LADDER = (
    (timedelta(hours=3), timedelta(minutes=15)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=5), timedelta(hours=3)),
    (timedelta(days=30), timedelta(days=1)),
)
"""(until this age, so long between two checks). Beyond the last age a page is left alone."""

SLACK = timedelta(minutes=1)
"""A run every 15 minutes must not miss its turn because the last one checked the page some seconds into its run."""


def due(age: timedelta, since_check: timedelta) -> bool:
    """Whether a page whose newest version is `age` old, last checked `since_check` ago, is to be asked for again.

    What counts is the last check alone, so one run after a long sleep does the work of all that were missed, once.
    A page dated into the future (a negative age) is a young one.

    >>> due(timedelta(hours=2), timedelta(minutes=20)), due(timedelta(hours=4), timedelta(minutes=20))
    (True, False)
    """
    step = interval(age)
    return step is not None and since_check >= step - SLACK


def interval(age: timedelta) -> timedelta | None:
    """How long to wait between two checks of a page so old; None once it is left alone."""
    return next((step for until, step in LADDER if age < until), None)


def next_check(age: timedelta, since_check: timedelta) -> timedelta | None:
    """In how long the page is due, counted from now (zero: already); None if it never will be again.

    The page ages while it waits: one that is nearly three hours old waits for the hour that follows.
    """
    for until, step in LADDER:
        wait = max(timedelta(), step - SLACK - since_check)
        if age + wait < until:
            return wait
    return None
