"""What is wrong with an answer, whether asking again may help, and after how long. Pure."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapers.bodies import beginning, content
from scrapers.problems import Unreachable
from scrapers.records import RawPage
from scrapers.walls import wall

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 529})
"""Statuses that say "not now" and not "never"."""

NOT_WHOLE = frozenset({204, 205, 206})
"""Statuses that say there is no page, or a part of one, where nobody asked for a part."""

FIRST_WAIT = 2.0
LONGEST_BACK_OFF = 60.0


def trouble(page: RawPage, cap: int) -> tuple[Unreachable, bool] | None:
    """What makes an answer unusable, and whether asking again may help; None if nothing does.

    4xx answers are usable: they say something about the page. So is a wall, whatever its status: asking again would
    be evasion. Raises Refused for a body that has, or grows to, more than `cap` bytes.
    """
    if page.status in NOT_WHOLE:
        return Unreachable(f"{page.final_url} answered {page.status}: not a whole page"), False
    if page.status == 200 and not page.body and not wall(page.status, page.headers, b""):
        return Unreachable(f"{page.final_url} answered without a word"), True
    return _trouble(page, lambda: content(page, cap))


def robots_trouble(page: RawPage, cap: int) -> tuple[Unreachable, bool] | None:
    """As trouble(), of a robots.txt: its first `cap` bytes are enough, whatever follows them (RFC 9309, 2.5)."""
    return _trouble(page, lambda: beginning(page, cap))


def _trouble(page: RawPage, read: Callable[[], bytes]) -> tuple[Unreachable, bool] | None:
    try:
        body = read()
    except Unreachable as broken:
        return broken, True
    if page.status < 500 and page.status not in PASSING:
        return None
    if wall(page.status, page.headers, body):
        return None
    return Unreachable(f"{page.final_url} answered {page.status}"), page.status in PASSING


def back_off(attempt: int) -> float:
    """Seconds to wait after the `attempt`-th try (from 1): doubling, capped, with jitter so that clients part ways."""
    full: float = min(LONGEST_BACK_OFF, FIRST_WAIT * 2 ** (attempt - 1))
    return full * (0.5 + random.random() / 2)  # noqa: S311 - spreading, not secrecy


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, written as seconds or as a date; None if it is not there or says nothing.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(0.0, (at - now).total_seconds())
