"""Narration read calmly: without capitals that only begin a sentence, initials and what stands beside a name."""

from __future__ import annotations

import re
from functools import lru_cache

from scrapers.languages import Language, fold
from scrapers.languages import language as language_of
from scrapers.styles.quoted_phrases import FIRM, LATIN
from scrapers.styles.quoted_verb_last import phrases

CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĖĘĚĞĢĪİĶĻĽŁŃŅŇŐŘŚŞŠŤŪŮŰŹŻŽƏА-ЯЁІЇЄҐӘҒҚҢӨҰҮҺ"
_OPENS = rf"[{CAPITAL}](?:(?<=^.)|(?<=[.!?…:;»”\"“«„(—–-] .)|(?<=[\"“«„(].))"  # by its capital: few letters are
_FIRST = re.compile(rf"{_OPENS}\w*")
_BEFORE_GIVEN = re.compile(rf"({_OPENS}\w+)(?= ([{CAPITAL}]\w+) [{CAPITAL}])")
_PLACE = re.compile(
    rf"(?<=[a-zа-яё] )[{CAPITAL}][\w-]+[аыияей](?= [{CAPITAL}][\w-]+ [{CAPITAL}][\w-]+)(?! \w+(?:вич|вна)\b)"
)
_TWO = re.compile(rf"(?<!\w)([{CAPITAL}][\w-]+ [{CAPITAL}][\w-]+) (?=[{CAPITAL}][\w-]+ [{CAPITAL}][\w-]+)")
INITIALS = re.compile(r"(?<!\w)[^\W\d_]\. ?(?=\w{2})")
_OWNER = re.compile(r"(?<=\w['’]s) (?=[a-z])")  # Anna Lee's office: the office is not her role


@lru_cache(maxsize=32)
def _no_names(language: Language) -> frozenset[str]:
    said = language.said_before if language.word_order == "free" else ()  # Напомнил Песков
    return frozenset((*language.openers, *language.pronouns, *said))


@lru_cache(maxsize=32)
def _roles(language: Language) -> frozenset[str]:
    """Words that are no part of a name: offices and countries."""
    return _countries(language) | frozenset((*language.offices, *language.titles, *language.modifiers))


@lru_cache(maxsize=32)
def given_names(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """Given names of women and of men that papers of a language print: its own, and those English ones print."""
    english = language_of("en")
    return frozenset((*english.women, *language.women)), frozenset((*english.men, *language.men))


@lru_cache(maxsize=32)
def _countries(language: Language) -> frozenset[str]:
    return frozenset(form for forms in language.countries for form in forms)


def _is_of_office(place: re.Match[str], language: Language) -> bool:
    """Whether a capitalised word before a name is a country's or an institution's, or the next one is."""
    following = place.string[place.end() + 1 : place.end() + 40].split(" ")[0]
    listed = _countries(language) | frozenset(language.bodies)
    return fold(place[0]) in listed or fold(following) in language.bodies


def _is_no_given(word: str, following: str, language: Language) -> bool:
    """Whether a capitalised word that begins a sentence is none of the name after it: `Акушерка Нина Петровна`."""
    women, men = given_names(language)
    name, word = fold(following), fold(word)
    given = name in women or name in men
    return given and not (word in women or word in men or word in _roles(language) or word in language.bodies)


@lru_cache(maxsize=256)
def calmed(text: str, language: Language) -> str:
    """The text with small letters where a capital only begins a sentence, or a place stands beside a name."""
    none = _no_names(language)
    text = _OWNER.sub(",", INITIALS.sub("", text))
    if language.word_order == "free":
        text = LATIN.sub(r"\g<0>;", FIRM.sub("", text))
    text = _FIRST.sub(lambda m: m[0].lower() if fold(m[0]) in none else m[0], text)
    if language.word_order == "verb last":
        return "; ".join(phrases(text, language))
    text = _BEFORE_GIVEN.sub(lambda m: m[0].lower() if _is_no_given(m[1], m[2], language) else m[0], text)
    return (
        _PLACE.sub(
            lambda m: m[0] if _is_of_office(m, language) else m[0].lower(),
            _TWO.sub(lambda m: m[0] if _roles(language) & set(fold(m[0]).split()) else m[1] + "; ", text),
        )
        if language.word_order == "free"
        else text
    )
