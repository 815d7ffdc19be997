"""Where sentences end: a full stop that is none of an initial, a title or another shortened word."""

from __future__ import annotations

import re
from itertools import pairwise

from scrapers.languages import fold

_REACH = 480
_STOP = r"[.!?…][.!?…]*[»”“\"’)\]]*\s+"
_END = re.compile(rf"{_STOP}(?=(\S))")
_END_OR_STOP = re.compile(rf"{_STOP}(?=(\S|$))")
_MONTH = re.compile(r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s\d{4}")
_LAST_WORD = re.compile(r"(\w+)$")
# fmt: off
_SHORTENED = frozenset(
    {
        "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "gov", "sens", "reps", "lt", "col", "capt", "sgt",
        "adm", "st", "jr", "sr", "no", "vs", "inc", "ltd", "co", "rev", "hon", "maj", "cpl", "supt", "insp", "cmdr",
        "msgr", "messrs", "corp", "dept", "univ", "г", "гг", "им", "ул", "т", "е", "д", "р", "млн", "млрд", "тыс",
        "руб", "bzw", "ca", "u", "z", "b", "rd", "av", "nr", "doç", "yrd",
    }
)
_WITH_CAPITAL = frozenset(
    {
        "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla",
        "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla",
        "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Det", "Ft", "Mt",
    }
)
# fmt: on


def ends(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence and not an initial, a title or another shortened word."""
    following = match[1]
    if text[match.start() - 1].isdigit() and _MONTH.match(text, match.end()):
        return False  # am 20. Januar
    if not (following.isupper() or following in '"“„«»‘‚—–-' or following.isdigit()):
        return False
    word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    if not word or text[match.start()] != ".":
        return True
    return len(word[1]) > 1 and fold(word[1]) not in _SHORTENED and word[1] not in _WITH_CAPITAL


def first_end(text: str) -> int:
    """Where the first sentence of a text ends; its length if it does not."""
    return next((match.end() for match in _END.finditer(text) if ends(text, match)), len(text))


def last_end(text: str) -> int | None:
    """Where the last sentence of a text begins, None if it holds no end of a sentence."""
    skipped = max(0, len(text) - _REACH)
    found = [m.end() + skipped for m in _END_OR_STOP.finditer(text[skipped:]) if not m[1] or ends(text[skipped:], m)]
    return found[-1] if found else (skipped or None)


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order."""
    cuts = [0, *(match.end() for match in _END.finditer(text) if ends(text, match)), len(text)]
    return [part for begin, end in pairwise(cuts) if (part := text[begin:end].strip())]
