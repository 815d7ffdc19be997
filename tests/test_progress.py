"""Progress away from a terminal: a line a minute that says how fast the work goes and what time it will take."""

from __future__ import annotations

import pytest

from flows.progress import LINE_EVERY, _lines


def test_one_line_a_minute_tells_rate_and_time_left_of_all_that_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    advance = _lines("backfill", "", lambda: now)
    advance("apa-en days", 10, 40)  # done by an earlier call
    advance("apa-ru pages", 0, 2)
    advance("apa-ru pages", 2, 2)
    for _ in range(2 * int(LINE_EVERY) // 5):
        now += 5
        advance("apa-en pages", 1, None)
        if now % 20 == 0:
            advance("apa-en days", 1, 40)
    assert capsys.readouterr().err.splitlines() == [
        "backfill apa-en days: 12 of 40, 2 a minute, 14 min left; apa-en pages: 12, 12 a minute",
        "backfill apa-en days: 15 of 40, 2.5 a minute, 10 min left; apa-en pages: 24, 12 a minute",
    ]
