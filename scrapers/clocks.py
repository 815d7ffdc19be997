"""Lines that are only a clock ("*** 14:49", "2025-01-29 23:31", "20.01.2024. 22:14"), or a clock glued to its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from scrapers.languages import Language, fold

_DAY = r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\.?|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
_CLOCK = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?"
_STARS = r"[*＊✱]"


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock line says: its words as printed, the time, the date if it has one, whether asterisks set it off.

    `length` is how many characters of the paragraph it takes: all, or fewer where the text is glued to it.
    """

    words: str
    time: time
    date: date | None
    starred: bool
    length: int


def clock_line(words: str, language: Language) -> Clock | None:
    """The clock a paragraph is, or begins with; None for any other, "5:05 P.M. EDT" among them.

    >>> from scrapers.languages import language
    >>> clock_line("*** 14:49", language("en")).time
    datetime.time(14, 49)
    """
    alone, *opening = _patterns(language)
    folded = fold(words)
    match = alone.match(folded)
    if match is None:
        match = next((found for form in opening if (found := form.match(folded))), None)
        if match is None or not _begins_text(words[match.end() :]):
            return None
    printed = words[: match.end()].strip()
    moment = time(int(match["hour"]), int(match["minute"]))
    return Clock(printed, moment, _date(match["date"], language), len(re.findall(_STARS, printed)) > 1, match.end())


def _begins_text(rest: str) -> bool:
    """Whether a sentence starts here: "23:06Talks began", and neither "23:06da" nor "5:05PM"."""
    return rest[:1].isupper() and not rest[1:2].isupper() and len(rest.split()) > 2


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    """A clock that is the whole paragraph; one after asterisks, before text; one glued to the first word of text."""
    months = "|".join(re.escape(form) for forms in language.months for form in forms) or "(?!)"
    added = "|".join(re.escape(word) for word in (*language.added_words, *language.update_words)) or "(?!)"
    day = rf"(?:(?P<date>{_DAY}|\d{{1,2}}\s+(?:{months})\.?,?\s+\d{{4}})(?:\W+|t))?"
    return (
        re.compile(rf"^\W*(?:(?:{added})\W+)?{day}{_CLOCK}\W*(?:(?:{added})\W*)?$"),
        re.compile(rf"^\s*(?:{_STARS}\s*){{2,}}{day}{_CLOCK}\W*(?=[^\W\d_])"),
        re.compile(rf"^\s*{day}{_CLOCK}(?=[^\W\d_])"),
    )


def _date(printed: str | None, language: Language) -> date | None:
    """The day a date names; None if there is none, or no such day. Two-digit years are of this century."""
    parts = re.findall(r"\d+|[^\W\d_]+", fold(printed or ""))
    if len(parts) != 3:
        return None
    year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    named = next((i for i, forms in enumerate(language.months, 1) if month in forms), 0)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), named or int(month), int(day))
    except ValueError:
        return None
