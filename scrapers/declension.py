"""A person's name led back to the nominative, where its endings leave one reading (`Вячеславом Федотовым`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product, takewhile

from scrapers.languages import Language, fold

NOMINATIVE, GENITIVE = 0, 1
_CASES = 6
_OWNED = re.compile(r"(?<!ов|ев|ин|ын|ск|цк|их)[аяыи]$")
_CASED = re.compile(r"(?:[аяую]|[оеё]м|[оеё]й)$")
_VOWELS = "аеёиоуыэюяйьъ"


def in_nominative(name: str, language: Language, case: int | None = None) -> str | None:
    """The nominative of a full name; None where the endings allow two readings, none, or only what is printed.

    `case` is the case it stands in, where the grammar around it tells (GENITIVE after `по словам`).
    """
    if not language.declensions or not 2 <= len(name.split(" ")) <= 3:
        return None
    given, *middle, _ = fold(name).split(" ")
    if (
        case is None
        and not any(word.endswith("а") and word[-2:] != "на" for word in middle)
        and given in language.women
    ):
        return None  # Ольга Невельская: a given name as it is called is no other one's genitive
    found = _readings(name, language, case)
    return found[0] if len(found) == 1 and found[0] != name else None


def readings(name: str, language: Language) -> tuple[str, ...]:
    """What else a full name may be in the nominative; nothing for a woman's given name as it is called."""
    given, _, surname = name.partition(" ")
    if not surname or name.count(" ") > 2 or fold(given) in language.women:
        return ()
    return tuple(form for form in _readings(name, language, None) if form != name)


def is_oblique(name: str, language: Language) -> bool:
    """Whether a full name shows a case that no reading leads it out of (`Жан-Поля Мерсо`): no one is called so."""
    if not language.declensions:
        return False
    given = fold(name).split(" ")[0]
    if given in language.men or given in language.women:
        return False
    return bool(_CASED.search(given)) and not in_nominative(name, language)


def is_owned(word: str, language: Language) -> bool:
    """Whether one capitalised word after an office is rather a place or house in the genitive than a surname."""
    return language.word_order == "free" and bool(_OWNED.search(fold(word)))


@lru_cache(maxsize=2048)
def _readings(name: str, language: Language, case: int | None) -> tuple[str, ...]:
    """Every nominative a name may have: by a listed given name if there are any, then by a telling surname."""
    parts = name.split(" ")
    irregular = dict(language.irregular)
    found: dict[tuple[bool, bool], dict[str, None]] = {}
    for sex, names in (("men", language.men), ("women", language.women)):
        table = language.declensions[sex]
        kinds = ("given", *("patronymic" for _ in parts[2:]), "surname")
        for at in range(_CASES) if case is None else (case,):
            forms = (_back(word, table[kind], at) for word, kind in zip(parts, kinds, strict=True))
            for some in product(*forms):
                words = [word for word, _ in some]
                words[0] = irregular.get(fold(words[0]), words[0])
                words[0] = words[0][0].upper() + words[0][1:]
                found.setdefault((fold(words[0]) in names, some[-1][1]), {})[" ".join(words)] = None
    return tuple(found[max(found)]) if found else ()


def _back(word: str, rules: Iterable[Sequence[str]], case: int) -> Iterator[tuple[str, bool]]:
    """What a word in this case is in the nominative, by each row of endings (nominative first) that fits, and whether
    the row has an ending of its own."""
    folded = fold(word)
    for row in rules:
        plain, ending = row[NOMINATIVE], row[case]
        stem = word[: len(word) - len(ending)] if folded.endswith(ending) else ""
        if len(stem) > 1 and stem[-1].lower() not in ("ьъй" if plain else _VOWELS):
            # Letters that stay are as printed: Золотарёвой, Золотарёва.
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(plain, ending, strict=False)))
            yield word[: len(stem) + same] + plain[same:], bool(plain)
