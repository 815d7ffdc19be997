"""Offices: whether "the Kazakh leader" can mean who is printed as President of the Republic of Kazakhstan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scrapers.languages import Language, fold
from scrapers.names import proper_role
from scrapers.pieces import pieces


@dataclass(frozen=True, slots=True)
class _Telling:
    """The words of a role that tell it from another; `asked` are those that a role which is meant must have."""

    offices: frozenset[str]
    countries: frozenset[str]
    words: frozenset[str]
    asked: frozenset[str]
    lessened: frozenset[str]


@lru_cache(maxsize=1024)
def _telling(role: str, language: Language) -> _Telling:
    parts = pieces(role, language)

    def of(codes: str) -> frozenset[str]:
        return frozenset(piece.base for piece in parts if piece.code in codes)

    countries = frozenset(p.base for p in parts if p.code in "CbB") & _countries(language)
    words = of("NUBbx") - countries
    return _Telling(of("O"), countries, words, words - of("Bb") if countries else words, of("Mm"))


@lru_cache(maxsize=64)
def _countries(language: Language) -> frozenset[str]:
    return frozenset(forms[0] for forms in language.countries)


def fits(asked: str, held: str, language: Language) -> bool:
    """Whether `asked` (`the President of Kazakhstan`) can mean who holds the role `held`.

    Every telling word asked for must be in the role; a deputy, acting or former holder is not the holder. Where a
    country is named, `Republic of` and the like tell nothing more.
    """
    if asked == held:
        return True
    ask, have = _telling(asked, language), _telling(held, language)
    if not ask.offices or ask.lessened != have.lessened:
        return False
    meant = ({office, *language.leaders.get(office, ())} for office in ask.offices)
    return all(some & have.offices for some in meant) and ask.countries <= have.countries and ask.asked <= have.words


class Offices:
    """The roles that the people of a page hold, by their words: an office asked for is compared with few of them."""

    def __init__(self, roles: Iterable[Sequence[str]], language: Language) -> None:
        """`roles`: of each person, in the order of introduction."""
        self._language = language
        self._held: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._by_word: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, role in ((number, role) for number, some in enumerate(roles) for role in some):
            telling = _telling(role, language)
            self._held[role].append((number, role))
            for word in telling.offices | telling.countries | telling.words:
                self._by_word[word].append((number, role))

    def holders(self, asked: str) -> list[int]:
        """Who may be meant by an office as printed: the numbers of these people, in order."""
        ask = _telling(asked, self._language)
        with_word = [self._by_word.get(word, []) for word in ask.countries | ask.asked]
        for office in ask.offices:
            meant = (office, *self._language.leaders.get(office, ()))
            with_word.append([one for word in meant for one in self._by_word.get(word, [])])
        rarest = min(with_word, key=len) if ask.offices else []
        found = (number for number, role in rarest if fits(asked, role, self._language))
        return sorted({*found, *(number for number, _ in self._held.get(asked, []))})


def in_nominative(role: str, language: Language) -> str:
    """A role whose office stands in another case (`губернатором Орловской области`) with the office in the nominative.

    Only words the language lists up to the first office are changed; what it is the office of stays as printed.
    """
    if language.word_order != "free":
        return role
    parts = pieces(role, language)
    office = next((at for at, part in enumerate(parts) if part.code == "O"), None)
    if office is None or any(part.code not in "MmCb" for part in parts[:office]):
        return role
    head = parts[office]
    if fold(head.words) == head.base or any(fold(part.words) != part.base for part in parts[:office]):
        return role
    plain = head.base[0].upper() + head.base[1:] if head.words[0].isupper() else head.base
    return role[: head.start] + plain + role[head.end :]


def in_case(role: str, language: Language) -> bool:
    """Whether a role's office stands in another case than the nominative."""
    return bool(role) and in_nominative(role, language) != role


@lru_cache(maxsize=1024)
def fullest(roles: tuple[str, ...], asked: str | None, language: Language) -> str | None:
    """A person's role at its fullest: as asked, or printed first, if that says of what; else the longest that fits.

    `roles` are in the order in which the page prints them, labels first.
    """
    if asked is None or fold(asked) in language.members:
        asked = next((role for role in roles if fold(role) not in language.members), asked)
    if asked is None:
        return None
    same = [held for held in roles if fits(asked, held, language)]
    stands_for = _telling(asked, language).offices & language.leaders.keys()
    telling = [
        role for role in (*(() if stands_for and same else (asked,)), *same[:1]) if len(pieces(role, language)) > 1
    ]
    printed = same if stands_for and same else (*same, asked)
    return proper_role(telling[0] if telling else max(printed, key=len), language)
