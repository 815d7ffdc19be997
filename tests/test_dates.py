"""Dates as sites print them: every format seen, its offset, and nothing where nothing is printed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.dates import moment, utc_offset

BAKU = ZoneInfo("Asia/Baku")
TODAY = date(2026, 1, 2)

PRINTED = {
    "11 March 2024 20:33 (UTC +04:00)": "2024-03-11T20:33:00+04:00 offset",
    "\ue900 11 March 2024 20:33 (UTC +04:00)": "2024-03-11T20:33:00+04:00 offset",
    "14 yanvar 2022 10:51 (UTC +04:00)": "2022-01-14T10:51:00+04:00 offset",
    "1 İyun 2023, 09:05": "2023-06-01T09:05:00+04:00 clock",
    "3 марта 2025 09:15 (UTC +04:00)": "2025-03-03T09:15:00+04:00 offset",
    "21 July 2025 14:01 (UTC+04:00)": "2025-07-21T14:01:00+04:00 offset",
    "6 Dekabr 2025 15:49 (UTC +04:00)": "2025-12-06T15:49:00+04:00 offset",
    "16 noyabr, 2025 14:00": "2025-11-16T14:00:00+04:00 clock",
    "15 noyabr, 2025 / 19:44": "2025-11-15T19:44:00+04:00 clock",
    "Bu gün / 12:18": "2026-01-02T12:18:00+04:00 clock",
    "Dünən, 23:10": "2026-01-01T23:10:00+04:00 clock",
    "Сегодня, 07:00": "2026-01-02T07:00:00+04:00 clock",
    "2025-11-16 14:00:01": "2025-11-16T14:00:01+04:00 clock",
    "21.02.2025 [19:22]": "2025-02-21T19:22:00+04:00 clock",
    "24 марта, 14:49": "2025-03-24T14:49:00+04:00 clock",
    "14:49, 24 mart": "2025-03-24T14:49:00+04:00 clock",
    "24.02 14:49": "2025-02-24T14:49:00+04:00 clock",
    "Tuesday, 30 December": "2025-12-30T00:00:00+04:00 day",
    "Jan 3": "2026-01-03T00:00:00+04:00 day",
    "29 февраля, 10:00": "2024-02-29T10:00:00+04:00 clock",
    "2 gün əvvəl": "2025-12-31T00:00:00+04:00 day",
    "3 дня назад": "2025-12-30T00:00:00+04:00 day",
    "14 November 2017 [17:42]": "2017-11-14T17:42:00+04:00 clock",
    "22 February 2022, 20:00": "2022-02-22T20:00:00+04:00 clock",
    "April 3, 2017, 13:00": "2017-04-03T13:00:00+04:00 clock",
    "Last updated at September 4, 2018, 12:27": "2018-09-04T12:27:00+04:00 clock",
    "4 сентября 2018 года, 12:27": "2018-09-04T12:27:00+04:00 clock",
    "13:51, 15 Август 2025": "2025-08-15T13:51:00+04:00 clock",
    "2024 жылғы 11 наурыз, 10:20": "2024-03-11T10:20:00+04:00 clock",
    "July 29, 2025": "2025-07-29T00:00:00+04:00 day",
    "Sept. 4, 2018": "2018-09-04T00:00:00+04:00 day",
    "March 3, 2021 5:05 p.m. EST": "2021-03-03T17:05:00-05:00 offset",
    "5:05 P.M. EDT, March 3, 2021": "2021-03-03T17:05:00-04:00 offset",
    "11.03.2024 20:33": "2024-03-11T20:33:00+04:00 clock",
    "20.01.2024. 22:14": "2024-01-20T22:14:00+04:00 clock",
    "11/03/2024": "2024-03-11T00:00:00+04:00 day",
    "5. März 2024, 14:30 Uhr": "2024-03-05T14:30:00+04:00 clock",
    "11 Mart 2024 - 20:33": "2024-03-11T20:33:00+04:00 clock",
    "2024-03-11T20:33:00+04:00": "2024-03-11T20:33:00+04:00 offset",
    "2024-03-11T20:33:00+0400": "2024-03-11T20:33:00+04:00 offset",
    "2024-03-11T16:33:00Z": "2024-03-11T16:33:00+00:00 offset",
    "2021-05-04T10:00:00.123Z": "2021-05-04T10:00:00.123000+00:00 offset",
    "2024-03-11": "2024-03-11T00:00:00+04:00 day",
    "Mon, 11 Mar 2024 20:33:00 +0400": "2024-03-11T20:33:00+04:00 offset",
    "Mon, 11 Mar 2024 16:33:00 GMT": "2024-03-11T16:33:00+00:00 offset",
}


@pytest.mark.parametrize("text", PRINTED)
def test_printed(text: str) -> None:
    found = moment(text, BAKU, "en", TODAY)
    assert found
    assert f"{found.at.isoformat()} {('day', 'clock', 'offset')[found.exactness]}" == PRINTED[text]


@pytest.mark.parametrize(
    "text", ["", "hello", "12:30", "2024", "March 2024", "30 February 2024", "25:61", "0000-00-00", "x" * 500]
)
def test_nothing_is_printed(text: str) -> None:
    assert moment(text, BAKU, "en", TODAY) is None


def test_american_slashes_and_a_day_no_clock_has() -> None:
    american = moment("03/11/2024", BAKU, "en-US")
    assert american
    assert american.at.date() == date(2024, 3, 11)
    found = moment("11 March 2024 25:10", BAKU)
    assert found
    assert not found.clock


def test_a_zone_gives_the_offset_of_its_day() -> None:
    moscow = ZoneInfo("Europe/Moscow")
    assert [utc_offset(found.at) for year in (2010, 2013, 2020) if (found := moment(f"1 July {year}", moscow))] == [
        "+04:00",
        "+04:00",
        "+03:00",
    ]


def test_relative_dates_need_a_day() -> None:
    assert moment("Today, 12:18", BAKU) is None


times = st.datetimes(datetime(1991, 1, 1), datetime(2099, 12, 31)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
offsets = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@given(times, offsets)
def test_what_is_written_is_read(naive: datetime, zone: timezone) -> None:
    at = naive.replace(tzinfo=zone)
    for text in (at.isoformat(), f"{at:%d %B %Y %H:%M:%S} (UTC {utc_offset(at)})", f"{at:%a, %d %b %Y %H:%M:%S %z}"):
        found = moment(text, UTC)
        assert found
        assert (found.at, found.exactness, utc_offset(found.at)) == (at, 2, utc_offset(at))


@given(st.text(max_size=80))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    found = moment(text, BAKU, "en", TODAY)
    assert found is None or found.at.tzinfo is not None
