"""What stands behind a German quotation: the paper it was said to, a verb by its place, a verb that ends the clause."""

from __future__ import annotations

import re

_TO_PAPER = re.compile(
    r"(?<=\w) (?:der|dem|den) (?:[A-ZÄÖÜ][\w-]+ ){0,2}?(?:[\w-]*(?:[Aa]gentur|[Zz]eitung(?:en)?|[Mm]agazin|[Ss]ender"
    r"|[Rr]undfunk|funk|[Nn]etzwerk|[Mm]ediengruppe)|dpa|AFP|Reuters|ARD|ZDF|RND)\b"
)
"""To which paper something was said: `sagte der Minister der Deutschen Presse-Agentur`."""
_HAD_SAID = re.compile(
    r"(?:hat|hatte)\s(?:(?:zuvor|bereits|schon|erst|noch|am|auch)\s){0,2}(.{4,160}?)\s(?:gesagt|erklärt|betont|gefordert|geschrieben|gewarnt)\b"
)
_IS_SURE = re.compile(r"(?:ist|war|zeigte sich) (.{4,120}?) (?:überzeugt|sicher|zuversichtlich)\b")
_DOES_GERMAN = re.compile(r",\s([a-zäöüß]{3,}t[e]?)\s(?=[A-ZÄÖÜ]|de[rs] |die )")
_NO_GERMAN_VERBS = frozenset(
    re.findall(r"\w+", "ist hat hatte wird nicht erst seit samt statt sollte könnte müsste mit heißt laut")
)


def without_paper(clause: str) -> str:
    """A clause without the paper or station that something was said to, which stands in the dative."""
    return _TO_PAPER.sub("", clause)


def who_had_said(tail: str) -> str | None:
    """What stands between `hatte` and `gesagt`: `„A“, hatte zuvor Minister X im Radio gesagt`; None if they do not."""
    past = _HAD_SAID.match(tail) or _IS_SURE.match(tail)
    return past[1] if past else None


def behind_verb(tail: str) -> str | None:
    """What follows a verb right behind the words, whatever it means (`„A“, brummt X`); None if no verb seems to."""
    verb = _DOES_GERMAN.match(tail)
    return tail[verb.end() :] if verb and verb[1] not in _NO_GERMAN_VERBS else None
