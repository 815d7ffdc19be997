"""Names out of the genitive (`Заявление Владимира Путина`, `İlham Əliyevin nitqi`): the page's words decide first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from scrapers import roles
from scrapers.declension import GENITIVE, in_nominative
from scrapers.languages import Language, fold
from scrapers.names import named
from scrapers.speakers import without_ending

_UNDECLINED = ("заде", "оглу", "дзе", "швили", "ко")
_WORD = re.compile(r"[^\W\d_][\w'’\-]*")


class Words:
    """The words of some texts, read when first asked for and once however many names ask."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts` are as printed."""
        self._texts = texts

    @cached_property
    def folded(self) -> frozenset[str]:
        """Each word once, folded."""
        return frozenset(word for text in self._texts for word in _WORD.findall(fold(text)))


def from_genitive(phrase: str, language: Language, page: Words | None = None) -> str:
    """The phrase with its name in the nominative, as it stands among the words of the page.

    Without such a witness the language's commonest reading of the ending is taken.
    """
    name = named(phrase, language).name
    if not name:
        return phrase
    words = name.split(" ")
    if led_back := in_nominative(name, language, GENITIVE):
        return _with_name(phrase, name, led_back, language)
    wanted = {fold(form) for word in words for form in _forms(word, language)}
    seen = wanted & page.folded if page else set[str]()
    inflected = range(len(words)) if language.genitive else range(len(words) - 1, len(words))
    plain = [_nominative(word, language, seen) if i in inflected else word for i, word in enumerate(words)]
    return _with_name(phrase, name, " ".join(plain), language)


def _with_name(phrase: str, name: str, plain: str, language: Language) -> str:
    """The phrase with this name in place of the printed one, its office in the nominative as well."""
    name = name if phrase.endswith(name) else name.replace(". ", ".")  # С.В. Сомов stands for С.В.Сомов
    if not phrase.endswith(name):
        return plain
    return roles.in_nominative(phrase[: len(phrase) - len(name)], language) + plain


def _forms(word: str, language: Language) -> list[str]:
    """What a word in the genitive may be in the nominative, the commonest first."""
    folded = fold(word)
    return [
        without_ending(word, ending, base)
        for ending, base in language.genitive or language.name_endings
        if folded.endswith(ending) and len(word) - len(ending) > 1
    ]


def _nominative(word: str, language: Language, seen: set[str]) -> str:
    """A word of a name out of the genitive; small words of names (`оглы`) and house names (`заде`) have none."""
    folded = fold(word)
    if folded in language.particles or folded.endswith(_UNDECLINED):
        return word
    if folded[-1] not in "ая" and (folded in language.men or folded in language.women):
        return word
    forms = _forms(word, language)
    return next((form for form in forms if fold(form) in seen), forms[0] if forms else word)
