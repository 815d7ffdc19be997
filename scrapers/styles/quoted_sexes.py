"""Whether a pronoun can mean a person: the sex that the name, the role or the page itself tells of."""

from __future__ import annotations

import re

from scrapers.languages import Language, fold
from scrapers.speakers import Speaker
from scrapers.styles.quoted_calm import given_names
from scrapers.styles.quoted_who import Cast, Sex

_WOMAN = re.compile(r"(?:ova|eva|ina|skaya|ова|ева|ёва|ина|ская|qızı|кызы)$")
_MAN = re.compile(r"(?:ov|ev|sky|skiy|ski|ов|ев|ёв|ский|oğlu|оглы)$")
_WOMANS_ROLE = re.compile(r"woman\b|\b(?:actress|queen|princess|mother|duchess|baroness)\b")
_GERMAN_WOMANS_ROLE = re.compile(r"\w{4}(?:erin|orin|tin)\b")  # Sprecherin; but Azerbaijani `deputatın`
_MANS_ROLE = re.compile(r"\w{3}s?man\b|\b(?:king|prince|duke|imam|pope|cardinal)\b")
_TITLE = re.compile(r"\b(?:Mr|Sir|Lord|Herrn?|(?P<she>Mrs|Ms|Miss|Lady|Dame|Frau))\.? (?:[^\W\d_a-z][\w-]+ )?$")
_OWN = re.compile(r"(?:['’]s)?\b[^A-ZА-ЯЁ.!?;:]{0,80}?\b(?:(?:as |when |while |where )(?P<she>s)?he|herself|himself)\b")
_NEAR_NAME, _MOST_MENTIONS = 24, 40


def fits(speaker: Speaker, sex: Sex | None, cast: Cast) -> bool:
    """Whether a pronoun of this sex may mean a person, as far as the given name, the surname, the role or the page
    tells: whom a pronoun meant before, a title, a clause such as `Bell as he left`."""
    if not sex or not speaker.name:
        return True
    return known_sex(speaker, cast) in (None, sex)


def known_sex(speaker: Speaker, cast: Cast) -> Sex | None:
    """A person's sex as far as name, role or page tell it."""
    name = speaker.name or ""
    return sex_of(name, speaker.role, cast.page.language) or _told_of(name, cast)


def _told_of(name: str, cast: Cast) -> Sex | None:
    """The sex that the page itself tells of a person; None if it does not, or tells of both under one surname."""
    if name not in cast.sexes:
        sexes: set[Sex] = set()
        text, surname = cast.text, name.rpartition(" ")[2]
        at = text.find(surname)
        for _ in range(_MOST_MENTIONS):
            if at < 0:
                break
            end = at + len(surname)
            told = _TITLE.search(text, max(0, at - _NEAR_NAME), at) or _OWN.match(text, end)
            at = text.find(surname, end)
            if told:
                sexes.add("woman" if told["she"] or "herself" in told[0] else "man")
        cast.sexes[name] = sexes.pop() if len(sexes) == 1 else None
    return cast.sexes[name]


def sex_of(name: str, role: str | None, language: Language) -> Sex | None:
    """The sex that a given name, the end of a surname or a role tells; None if they tell none."""
    folded = fold(name)
    given = set(folded.split(" ")[:-1])
    women, men = given_names(language)
    if given.isdisjoint(women) != given.isdisjoint(men):
        return "man" if given.isdisjoint(women) else "woman"
    if _WOMAN.search(folded) or _WOMANS_ROLE.search(fold(role or "")):
        return "woman"
    if "der" in language.articles and _GERMAN_WOMANS_ROLE.search(fold(role or "")):
        return "woman"
    return "man" if _MAN.search(folded) or _MANS_ROLE.search(fold(role or "")) else None
