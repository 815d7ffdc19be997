"""A person's name led back to the nominative, where its endings leave one reading (`Вячеславом Федотовым`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product

from scrapers.languages import Language, fold

NOMINATIVE, GENITIVE = 0, 1
_CASES = 6
_VOWELS = "аеёиоуыэюяйьъ"


def in_nominative(name: str, language: Language, case: int | None = None) -> str | None:
    """The nominative of a full name; None where the endings allow two readings, none, or only what is printed.

    `case` is the case it stands in, where the grammar around it tells (GENITIVE after `по словам`).
    """
    if not language.declensions or not 2 <= len(name.split(" ")) <= 3:
        return None
    found = _readings(name, language, case)
    return found[0] if len(found) == 1 and found[0] != name else None


@lru_cache(maxsize=2048)
def _readings(name: str, language: Language, case: int | None) -> tuple[str, ...]:
    """Every nominative a name may have; those with a listed given name, if there are any."""
    parts = name.split(" ")
    rest, irregular = parts[1:], dict(language.irregular)
    listed, guessed = dict[str, None](), dict[str, None]()
    for sex, names in (("men", language.men), ("women", language.women)):
        for at in range(_CASES) if case is None else (case,):
            table = language.declensions[sex]
            kinds = ("given", *("patronymic" for _ in rest[:-1]), "surname")
            for words in product(*(_back(word, table[kind], at) for word, kind in zip(parts, kinds, strict=True))):
                plain = irregular.get(fold(words[0]))
                first = plain.capitalize() if plain else words[0]
                (listed if fold(first) in names else guessed)[" ".join((first, *words[1:]))] = None
    return tuple(listed or guessed)


def _back(word: str, rules: Iterable[Sequence[str]], case: int) -> Iterable[str]:
    """What a word in this case is in the nominative, by each row of endings (nominative first) that fits."""
    folded = fold(word)
    for row in rules:
        plain, ending = row[NOMINATIVE], row[case]
        stem = word[: len(word) - len(ending)] if folded.endswith(ending) else ""
        if len(stem) > 1 and (plain or stem[-1].lower() not in _VOWELS):
            yield stem + plain
