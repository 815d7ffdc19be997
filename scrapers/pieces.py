"""What each word of a label or sentence is, as one letter: an office, a country, a name, a small word.

Every word gets one letter, so that the rules can be patterns over a short string:
O office, M modifier, B body (b in small letters), C country, U abbreviation, T title, P particle, N capitalised word,
c connector, a article, & and, x any other word, and punctuation as itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from scrapers.languages import Language, fold
from scrapers.lexicon import Token, tokens
from scrapers.phrases import any_phrase

_GLUE = re.compile(r"[\W_]+")
_CODE = attrgetter("code")
_LONGEST_REMEMBERED = 160
_MOST_REMEMBERED = 256


class Piece(NamedTuple):
    """A word or phrase of a text: its letter, its words, where it stands, and the form all its forms share."""

    code: str
    words: str
    start: int
    end: int
    base: str


def pieces(words: str, language: Language) -> tuple[Piece, ...]:
    """The words of a text with their letters. Labels are asked for again and again: the last short ones are remembered.

    Linear in the text.
    """
    return _remembered(words, language) if len(words) <= _LONGEST_REMEMBERED else _pieces(words, language)


def _pieces(words: str, language: Language) -> tuple[Piece, ...]:
    return arranged(*tokens(words, language), language)


_remembered = lru_cache(maxsize=_MOST_REMEMBERED)(_pieces)


def arranged(some: Sequence[Token], starts: Sequence[int], language: Language) -> tuple[Piece, ...]:
    """The pieces of a text or phrase, each at its place."""
    placed = zip(codes(some, language), some, starts, strict=True)
    return tuple([Piece(code, one.words, start, start + len(one.words), one.base) for code, one, start in placed])


def codes(some: Sequence[Token], language: Language) -> str:
    """The letters of a text or phrase, where its language lets the neighbours of a word say what it is."""
    found = letters(some)
    if language.word_order == "verb last":
        return _without_places(some, found, _openers(language))
    if language.word_order == "free":
        return _with_complements(some, found, language)
    return _with_surnames(some, found, language) if "NC" in found or "NO" in found else found


_SURNAME_LAST = re.compile(r"(?<!N)(?:NN?C(?!N)|NO(?![NcOC]))")


def _with_surnames(some: Sequence[Token], found: str, language: Language) -> str:
    """The letters with a country or a trade behind a given name as the surname it is: `Lisa O. Monaco`, `Tom Baker`."""
    given = _given_names(language)
    ends = {
        m.end() - 1
        for m in _SURNAME_LAST.finditer(found)
        if fold(some[m.start()].words) in given
        and some[m.end() - 1].words[0].isupper()
        and "der" not in language.articles
    }
    return "".join(["N" if at in ends else code for at, code in enumerate(found)]) if ends else found


_COMPLEMENT = re.compile(r"O[bBC]*(x{1,5})(?=[CbB]*NN)")
_OF_PLACE = re.compile(r"O[bBC]*N(?=NN(?!N))")
_OF_REGION = re.compile(r"O[bBC]*N(?=[bB])")
_ADJECTIVE = re.compile(r"(?:[сц]к|н|в|ч|ш)(?:ой|ого|ей|его|их|ых)$")
_PLACE_GENITIVE = ("ии", "си", "ды", "ны", "ры", "ья", "стана", "града", "бурга", "ска", "ока")
_PATRONYMIC = ("вич", "вича", "вичем", "вичу", "вна", "вны", "вне", "вной", "ична", "ичны", "ич", "оглы", "кызы", "улы")
_GENITIVE = re.compile(r"(?:[аяыи]|ов|ев|ей|ого|его|ой|ых|их)$")


def _with_complements(some: Sequence[Token], found: str, language: Language) -> str:
    """The letters with the words in small letters that say of what somebody is the head as part of the office:
    `министр торговли Узбекистана X`, `директор завода X`."""
    for match in _OF_PLACE.finditer(found):
        place, _, second = (fold(one.words) for one in some[match.end() - 1 : match.end() + 2])
        if place.endswith(_PLACE_GENITIVE) and not second.endswith(_PATRONYMIC) and not _is_given(place, language):
            found = found[: match.end() - 1] + "C" + found[match.end() :]
    for match in _OF_REGION.finditer(found):
        if _ADJECTIVE.search(fold(some[match.end() - 1].words)):
            found = found[: match.end() - 1] + "C" + found[match.end() :]
    for match in _COMPLEMENT.finditer(found):
        begin, end = match.span(1)
        words = [fold(one.words) for one in some[begin:end]]
        if all(_GENITIVE.search(word) and word not in _verbs(language) for word in words):
            found = found[:begin] + "b" * (end - begin) + found[end:]
    return found


def _is_given(word: str, language: Language) -> bool:
    """Whether a word may be a given name, in any case it may stand in."""
    stems = {word, word[:-1], f"{word[:-1]}а", f"{word[:-1]}я", f"{word[:-1]}й", f"{word[:-1]}ь"}
    return not stems.isdisjoint(_given_names(language))


@lru_cache(maxsize=16)
def _given_names(language: Language) -> frozenset[str]:
    return frozenset((*language.men, *language.women))


@lru_cache(maxsize=16)
def _verbs(language: Language) -> frozenset[str]:
    return frozenset((*language.said_before, *language.said_after, *language.sent, *language.pronouns))


_SOME_OF = ("lardan", "lerden", "lərdən", "larından", "lerinden", "lərindən")
_MANY = ("lar", "lər", "ler")  # `Vəkillər bildirib`: many, and nobody's name
_SURNAME = ("ov", "ev", "ova", "eva", "zadə")  # what comes after `İlham Əliyev` is no part of the name: a town, a house
_CASED_HOUSE = re.compile(r"\w-[a-zəıöüçşğ]{1,4}$")  # `X Y APA-ya müsahibə verib`
_NO_PLACE = re.compile(r"(?:zadə|idə)$|(?:oğlu|zade)'")
_CASED_PLACE = re.compile(r"(?:'?[dt][aə]n?|'[dt]en?|(?<!ka)y[aə])$|-[a-zəıöüçşğ]{1,4}$")


@lru_cache(maxsize=16)
def _openers(language: Language) -> frozenset[str]:
    return frozenset(language.openers)


def _without_places(some: Sequence[Token], found: str, openers: frozenset[str]) -> str:
    """The letters without what stands beside a name where cases do the work of small words.

    After a name, a place with its ending (`X Gəncədə`, `X Trend-ə`) and the name of an institution (`X Aran
    televiziyasına`) are no part of it; a third capitalised word before an office is what that is the office of.
    """
    changed = list(found)
    for at, (code, one) in enumerate(zip(found, some, strict=True)):
        if code == "B" and found[max(0, at - 2) : at] == "NN" and _CASED_HOUSE.search(one.words):
            changed[at] = "x"
        if code not in "NU":
            continue
        word = fold(one.words)
        if code == "N" and (word.endswith(_SOME_OF) or (word.endswith(_MANY) and changed[at - 1 : at] != ["N"])):
            changed[at] = "x"
        if found[max(0, at - 2) : at] != "NN" or fold(some[at - 2].words) in openers:
            continue
        following = found[at + 1 : at + 2]
        complete = code == "N" and fold(some[at - 1].words).endswith(_SURNAME) and word not in ("oğlu", "qizi")
        if complete or (_CASED_PLACE.search(word) and not _NO_PLACE.search(word)):
            changed[at] = "x"
        elif following and following in "bBO":
            changed[at] = "C" if following == "O" else "x"
    return "".join(changed)


def glued(name: str) -> str:
    """A name's letters and digits alone, folded: `VladimirPutin` and `Vladimir Putin` are one."""
    plain = fold(name).replace(" ", "")
    return plain if plain.isalnum() else _GLUE.sub("", plain)


def letters(parts: Iterable[Piece | Token]) -> str:
    """The letters of the pieces as one string; each piece has exactly one."""
    return "".join(map(_CODE, parts))


def phrase_in(folded: str, phrases: tuple[str, ...]) -> re.Match[str] | None:
    """The first place where one of the phrases stands in a folded text, as whole words."""
    return _anywhere(phrases).search(folded)


def phrase_at(folded: str, at: int, phrases: tuple[str, ...]) -> re.Match[str] | None:
    """One of the phrases, where it stands at this place of a folded text, as whole words."""
    return _anywhere(phrases).match(folded, at)


_anywhere = lru_cache(maxsize=256)(any_phrase)
