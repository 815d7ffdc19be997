"""Dates as pages print them, in any of our languages: `moment(text, zone)`. Pure; "today" is given by the caller."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import cache

import dateparser

from scrapers.languages import fold, languages


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as printed. `at` is aware, with a fixed offset; `clock` says whether a time of day was printed,
    `offset` whether an offset was (else `at` carries the site's zone's offset on that day)."""

    at: datetime
    clock: bool
    offset: bool

    @property
    def exactness(self) -> int:
        """How much of it was printed: a day 0, a clock 1, a clock and its offset 2."""
        return int(self.clock) + int(self.clock and self.offset)


def utc_offset(at: datetime) -> str:
    """The offset of an aware datetime as it is printed: `+04:00`."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def moment(text: str, zone: tzinfo, language: str = "und", today: date | None = None) -> Moment | None:
    """The moment a text prints; None if it prints none. `zone` counts where no offset is printed; `language` (a tag)
    only where day and month are numbers; `today` (the day of the fetch, in the site's zone) for "Today, 12:18".

    >>> from zoneinfo import ZoneInfo
    >>> moment("14 yanvar 2022 10:51 (UTC +04:00)", ZoneInfo("UTC")).at.isoformat()
    '2022-01-14T10:51:00+04:00'
    """
    text = _EASTERN.sub(r"\1-\2-\3 ", " ".join(text.split()))
    if not text or len(text) > _LONGEST:
        return None
    for read in (_iso, _rfc2822):
        if found := read(text, zone):
            return found
    return _printed(fold(text), zone, language, today) or _guessed(text, zone, language)


_LONGEST = 300
_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T ]\d{2}.*)?")
_CLOCK = re.compile(r"(?<![\d:.,+-])(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?![\d.]*\d)\s*(a\.?\s?m\b\.?|p\.?\s?m\b\.?)?")
_OFFSET = re.compile(r"(?:utc|gmt|мск)?\s*([+−–-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_ZONES = {"utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8}
_ZONES |= {"pdt": -7, "cet": 1, "cest": 2, "msk": 3, "мск": 3}
_ZONE = re.compile(
    rf"(?<=\d)\s*\(?({'|'.join(_ZONES)})\b|(?<=m\.)\s*({'|'.join(_ZONES)})\b|(?<=m)\s+({'|'.join(_ZONES)})\b"
)
_EASTERN = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_YMD = re.compile(r"(?<!\d)(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_DAYS_BACK = {
    **dict.fromkeys(("bu gün", "bugün", "today", "сегодня", "heute", "бүгін"), 0),
    **dict.fromkeys(("dünən", "dün", "yesterday", "вчера", "gestern", "кеше"), 1),
}
_DAYS_AGO = re.compile(r"\W*(\d{1,2})\s*(?:days?|gün|дней|дня|день|күн)\s*(?:ago|əvvəl|önce|назад|бұрын)\b")
_MORE_MONTHS = (
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "yan fev mar apr may iyn iyl avq sen okt noy dek",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
"""Months of languages whose rules for speakers are not written yet, and short ones of those whose are."""


def _iso(text: str, zone: tzinfo) -> Moment | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        at = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d)|\s*UTC$", "", text))
    except ValueError:
        return None
    return _moment(at, zone, clock=len(text) > len("2024-03-11"))


def _rfc2822(text: str, zone: tzinfo) -> Moment | None:
    """`Mon, 11 Mar 2024 20:33:00 +0400`; its `-0000` says that the zone is unknown."""
    if not re.match(r"\w{3,}, \d", text) or not re.search(r":\d\d (?:[+-]\d{4}|[A-Z]{2,4})$", text):
        return None
    try:
        return _moment(parsedate_to_datetime(text), zone, clock=True)
    except ValueError:
        return None


def _printed(text: str, zone: tzinfo, language: str, today: date | None) -> Moment | None:
    """A day, in words or numbers, and what clock and offset stand beside it."""
    for read in (_worded, _year_first, _numbered, _relative, _yearless):
        if found := read(text, language, today):
            day, span = found
            return _with_clock(day, text[: span[0]] + " ; " + text[span[1] :], zone)
    return None


_Day = tuple[date, tuple[int, int]]


def _worded(text: str, _language: str, _today: date | None) -> _Day | None:
    """`11 March 2024`, `march 11, 2024`, `16 noyabr, 2025`, `2024 жылғы 11 наурыз`."""
    for pattern in _worded_patterns():
        for found in pattern.finditer(text):
            part = found.groupdict()
            if day := _day(int(part["year"]), _months()[part["month"]], int(part["day"])):
                return day, found.span()
    return None


def _year_first(text: str, _language: str, _today: date | None) -> _Day | None:
    found = _YMD.search(text)
    day = _day(int(found[1]), int(found[3]), int(found[4])) if found else None
    return (day, found.span()) if found and day else None


def _numbered(text: str, language: str, _today: date | None) -> _Day | None:
    """Day first, as everywhere but in American pages that part the numbers with slashes."""
    found = _DMY.search(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    american = language.lower().replace("_", "-") == "en-us" and found[2] == "/"
    day = _day(year, first, second) if american else _day(year, second, first) or _day(year, first, second)
    return (day, found.span()) if day else None


def _relative(text: str, _language: str, today: date | None) -> _Day | None:
    if today is None:
        return None
    for words, back in _DAYS_BACK.items():
        if found := re.match(rf"\W*{words}\b", text):
            return today - timedelta(days=back), found.span()
    ago = _DAYS_AGO.match(text)
    return (today - timedelta(days=int(ago[1])), ago.span()) if ago else None


def _yearless(text: str, _language: str, today: date | None) -> _Day | None:
    """`24 марта, 14:49`, `Mar 3`, `24.02 14:49`: sites leave out the year that is not over. The newest such day that
    has come, or comes tomorrow in a zone ahead of ours."""
    *_, clock = [None, *_CLOCK.finditer(text)]
    rest = text[: clock.start()] + " " * len(clock[0]) + text[clock.end() :] if clock else text
    found = _yearless_pattern().fullmatch(rest)
    if today is None or found is None or not (found["number"] is None or clock):
        return None
    month = int(found["number"]) if found["number"] else _months()[found["month"] or found["first"]]
    days = (_day(today.year - back, month, int(found["day"] or found["second"])) for back in range(-1, 5))
    day = next((day for day in days if day and day <= today + timedelta(days=1)), None)
    return (day, found.span("said")) if day else None


def _with_clock(day: date, rest: str, zone: tzinfo) -> Moment | None:
    """The day with the clock printed around it, if one is. A clock that no day has (25:10) is none."""
    found = _CLOCK.search(rest)
    clock = _time(found) if found else None
    if found is None or clock is None:
        return _moment(datetime.combine(day, time()), zone, clock=False)
    after = rest[found.end() :]
    offset = _OFFSET.match(after.lstrip(" ([,/")) or re.search(
        r"(?:utc|gmt)\s*([+−–-])\s?(\d{1,2})(?::?(\d{2}))?", after
    )
    at = datetime.combine(day, clock)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        at = at.replace(tzinfo=timezone(timedelta(minutes=-minutes if offset[1] != "+" else minutes)))
    elif named := _ZONE.search(rest, max(found.end() - 2, 0)):
        at = at.replace(tzinfo=timezone(timedelta(hours=_ZONES[next(filter(None, named.groups()))])))
    return _moment(at, zone, clock=True)


def _time(found: re.Match[str]) -> time | None:
    hour, half = int(found[1]), (found[4] or "")[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def _guessed(text: str, zone: tzinfo, language: str) -> Moment | None:
    """What dateparser makes of a short text that prints a year: it is slow, and sees dates in many things."""
    if len(text) > 60 or not re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text) or not re.search(r"\d\D+\d|[^\W\d]", text):
        return None
    tag = language.replace("_", "-").split("-")[0].lower()
    settings = {"STRICT_PARSING": True, "RETURN_AS_TIMEZONE_AWARE": False}
    try:
        at = dateparser.parse(text, languages=[tag], settings=settings)
    except ValueError:  # a language it does not know
        at = dateparser.parse(text, settings=settings)
    return _moment(at, zone, clock=_CLOCK.search(text) is not None) if at else None


def _moment(at: datetime, zone: tzinfo, *, clock: bool) -> Moment | None:
    """Aware and with a fixed offset. Years no web page was written in are misreadings."""
    if not 1990 <= at.year <= 2100:
        return None
    offset = at.tzinfo is not None
    if not offset:
        at = at.replace(tzinfo=zone)
    return Moment(at.replace(tzinfo=timezone(at.utcoffset() or timedelta())), clock, offset)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Every form of every month in every language we have; no form means two months."""
    tables = [language.months for language in languages()]
    tables += [tuple((word,) for word in fold(row).split()) for row in _MORE_MONTHS]
    return {form: number for table in tables for number, forms in enumerate(table, 1) for form in forms}


@cache
def _yearless_pattern() -> re.Pattern[str]:
    """A day and a month, with nothing beside them but a weekday and the words that join a clock."""
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"\W*(?:(?!(?:{month})\b)[^\W\d]+\.?,\s*)?"
        rf"(?P<said>(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s*(?:(?P<month>{month})\b|(?<=\.)(?P<number>\d{{1,2}}))"
        rf"|(?P<first>{month})\.?\s*(?P<second>\d{{1,2}})(?:st|nd|rd|th)?)"
        r"[\W_]*(?:(?:в|at|um|saat)\s*)?\W*"
    )


@cache
def _worded_patterns() -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    month, year = rf"(?P<month>{month})\b\.?", r"(?P<year>\d{4})(?!\d)"
    day = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|-?го|-?е|\.)?"
    return (
        re.compile(rf"{day}\s*(?:of\s|de\s)?\s*{month},?\s*(?:de\s)?\s*{year}"),
        re.compile(rf"\b{month}\s*{day},?\s+{year}"),
        re.compile(rf"(?<!\d){year}\s*(?:жылғы|-?ci il|г\.|,)?\s*{day}\s*{month}"),
    )
