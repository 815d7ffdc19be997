"""What each word of a label or sentence is, as one letter: an office, a country, a name, a small word.

Every word gets one letter, so that the rules can be patterns over a short string:
O office, M modifier, B body (b in small letters), C country, U abbreviation, T title, P particle, N capitalised word,
c connector, a article, & and, x any other word, and punctuation as itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scrapers.languages import Language, fold

_TOKEN = re.compile(r"[^\W\d_]\.(?=[\s\w,)]|$)|\w+(?:['’\-‑]\w+)*|[^\w\s]")
_GLUE = re.compile(r"[\W_]+")
ROMAN = re.compile(r"[IVX]+")
_LONGEST_REMEMBERED = 160
_SHORTEST_COMPOUND = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or phrase of a text: its letter, its words, where it stands, and the form all its forms share."""

    code: str
    words: str
    start: int
    end: int
    base: str


_Phrase = tuple[tuple[str, ...], str, str]
"""The words of a phrase, its letter, and its base."""


@lru_cache(maxsize=64)
def _phrases(language: Language) -> dict[str, tuple[_Phrase, ...]]:
    """Every phrase of the language by its first word, longest first."""
    found: dict[str, list[_Phrase]] = {}
    for code, phrase, base in _vocabulary(language):
        tokens = tuple(_TOKEN.findall(phrase))
        if tokens:
            found.setdefault(tokens[0], []).append((tokens, code, base))
    return {first: tuple(sorted(some, key=lambda p: -len(p[0]))) for first, some in found.items()}


def _vocabulary(language: Language) -> Iterator[tuple[str, str, str]]:
    """(letter, phrase, base), the most telling letter first: a word in two lists is what the earlier one says."""
    for phrases in (language.offices, tuple(language.leaders)):
        yield from (("O", form, phrase) for phrase in phrases for form in office_forms(phrase, language))
    yield from (("C", form, forms[0]) for forms in language.countries for form in forms)
    rest = (language.titles, language.bodies, language.modifiers, language.particles)
    small = (language.connectors, language.articles, language.ands)
    for code, phrases in zip("TBMPca&", (*rest, *small), strict=True):
        yield from ((code, phrase, phrase) for phrase in phrases)


_ADJECTIVE_CASES = {
    "ый": ("ого", "ому", "ым", "ом"),
    "ий": ("его", "ему", "им", "ем"),
    "ая": ("ой", "ую"),
}
_NOUN_CASES = {
    "посол": ("посла", "послу", "послом", "после"),
    "ь": ("я", "ю", "ем", "е"),
    "а": ("ы", "и", "е", "у", "ой"),
    "ец": ("ца", "цу", "цом", "це"),
}


def office_forms(phrase: str, language: Language) -> list[str]:
    """An office and, where names are declined, its other cases: `генерального директора`, `представителя`.

    Only the adjectives before the first noun, and that noun, are declined; what it is the office of stays.
    """
    if not language.declensions:
        return [phrase]
    forms: list[list[str]] = [[]]
    words = phrase.split(" ")
    for at, word in enumerate(words):
        adjective = next((e for e in _ADJECTIVE_CASES if word.endswith(e) and at + 1 < len(words)), None)
        noun = next((e for e in _NOUN_CASES if word.endswith(e)), None)
        endings, cases = (adjective, _ADJECTIVE_CASES) if adjective else (noun, _NOUN_CASES)
        inflected = [word, *(word[: -len(endings)] + case for case in cases[endings])] if endings else [word]
        forms = [[*form, one] for form in forms for one in inflected]
        if not adjective:
            return [" ".join([*form, *words[at + 1 :]]) for form in forms]
    return [phrase]


def _stems(word: str, endings: tuple[str, ...]) -> Iterable[str]:
    """A folded word and what is left of it without each case ending it may carry."""
    if not endings or not word.endswith(endings):
        return (word,)
    return (word, *(word[: -len(e)] for e in endings if word.endswith(e) and len(word) - len(e) > 2))


def pieces(words: str, language: Language) -> tuple[Piece, ...]:
    """The words of a text with their letters, phrases of several words as one piece. Linear in its length.

    Labels are asked for again and again, so short texts are remembered.
    """
    return _remembered(words, language) if len(words) <= _LONGEST_REMEMBERED else _pieces(words, language)


@lru_cache(maxsize=8192)
def _remembered(words: str, language: Language) -> tuple[Piece, ...]:
    return _pieces(words, language)


def _pieces(words: str, language: Language) -> tuple[Piece, ...]:
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(words)]
    folded = [fold(token) for token, _, _ in tokens]
    phrases, endings = _phrases(language), language.word_endings
    found: list[Piece] = []
    at = 0
    while at < len(tokens):
        known = _phrase_at(folded, at, phrases, endings)
        size, code, base = known or (1, _unlisted(tokens[at][0], folded[at], language), folded[at])
        code = _cased(code, tokens[at][0]) if known else code
        if code == "T" and at + size < len(tokens) and tokens[at + size][0] == ".":
            size += 1
        start, end = tokens[at][1], tokens[at + size - 1][2]
        found.append(Piece(code, words[start:end], start, end, base))
        at += size
    if language.word_order == "verb last":
        return _without_places(found)
    return _with_complements(found, language) if language.word_order == "free" else tuple(found)


_COMPLEMENT = re.compile(r"O[bBC]*(x{1,5})(?=[CbB]*NN)")
_GENITIVE = re.compile(r"(?:[аяыи]|ов|ев|ей|ого|его|ой|ых|их)$")


def _with_complements(found: list[Piece], language: Language) -> tuple[Piece, ...]:
    """The pieces with the words in small letters that say of what somebody is the head as part of the office:
    `министр торговли Узбекистана X`, `директор завода X`."""
    for match in _COMPLEMENT.finditer("".join(piece.code for piece in found)):
        words = found[match.start(1) : match.end(1)]
        if all(_GENITIVE.search(fold(p.words)) and fold(p.words) not in _verbs(language) for p in words):
            found[match.start(1) : match.end(1)] = [replace(piece, code="b") for piece in words]
    return tuple(found)


@lru_cache(maxsize=16)
def _verbs(language: Language) -> frozenset[str]:
    return frozenset((*language.said_before, *language.said_after, *language.sent, *language.pronouns))


_SOME_OF = ("lardan", "lerden", "lərdən", "larından", "lerinden", "lərindən")
_CASED_PLACE = re.compile(r"(?:'?[dt][aə]n?|'[dt]en?|(?<!ka)y[aə])$|-[a-zəıöüçşğ]{1,4}$")


def _without_places(found: list[Piece]) -> tuple[Piece, ...]:
    """The pieces without what stands beside a name where cases do the work of small words.

    After a name, a place with its ending (`X Gəncədə`, `X Trend-ə`) and the name of an institution (`X Aran
    televiziyasına`) are no part of it; a third capitalised word before an office is what that is the office of.
    """
    codes = "".join(piece.code for piece in found)
    for at, piece in enumerate(found):
        if piece.code == "N" and fold(piece.words).endswith(_SOME_OF):
            found[at] = replace(piece, code="x")
        if piece.code not in "NU" or codes[max(0, at - 2) : at] != "NN":
            continue
        following = codes[at + 1 : at + 2]
        if _CASED_PLACE.search(fold(piece.words)) and not fold(piece.words).endswith(("zadə", "idə")):
            found[at] = replace(piece, code="x")
        elif following in ("b", "B", "O"):
            found[at] = replace(piece, code="C" if following == "O" else "x")
    return tuple(found)


def _unlisted(token: str, folded: str, language: Language) -> str:
    """The letter of a word no list holds: an office if it ends as a compound that is one (`Bahnchefin`)."""
    head, _, last = token.rpartition("-")
    if len(head) > 1 and head.isupper() and last.islower() and language.word_order == "verb last":
        return "B"
    if last != token and last[:1].islower() and folded.rpartition("-")[2] in language.offices:
        return "O"
    endings = language.office_endings
    compound = endings and token[0].isupper() and folded.endswith(endings) and folded not in endings
    return "O" if compound and len(token) > _SHORTEST_COMPOUND and not token.isupper() else _plain(token)


def _phrase_at(
    folded: list[str], at: int, phrases: Mapping[str, tuple[_Phrase, ...]], endings: tuple[str, ...]
) -> tuple[int, str, str] | None:
    """How many tokens the longest known phrase at `at` takes, its letter and base; None if none is known."""
    for stem in _stems(folded[at], endings):
        for phrase, code, base in phrases.get(stem, ()):
            if len(phrase) == 1 or _matches(phrase, folded, at, endings):
                return len(phrase), code, base
    return None


def _matches(phrase: tuple[str, ...], folded: list[str], at: int, endings: tuple[str, ...]) -> bool:
    """Whether the rest of a phrase stands after its first word."""
    if at + len(phrase) > len(folded):
        return False
    return all(word in _stems(folded[at + i], endings) for i, word in enumerate(phrase[1:], 1))


def _cased(code: str, token: str) -> str:
    """The letter of a known word, minding capitals: Van and De are names, `news` in small letters is no agency."""
    large = token[:1].isupper()
    if code in "Pc&" and large and not token.isupper():
        return "N" if code == "P" else "x" if code == "&" else code
    if code in "BM" and not large:
        return "b" if code == "B" else "m"
    if code == "C" and not large:
        return "b"
    if code == "T" and not large and not token.endswith("."):
        return "t"
    return code


def _plain(token: str) -> str:
    """The letter of an unknown word."""
    if not token[0].isalpha():
        return "x" if token[0].isalnum() or token[0] == "_" else token
    if not token[0].isupper() or (not token.isalpha() and any(map(str.isdigit, token))):
        return "x"
    long = len(token) > 1 and not token.endswith(".")
    return "U" if long and token.isupper() and not ROMAN.fullmatch(token) else "N"


def glued(name: str) -> str:
    """A name's letters and digits alone, folded: `VladimirPutin` and `Vladimir Putin` are one."""
    return _GLUE.sub("", fold(name))


def letters(parts: Sequence[Piece]) -> str:
    """The letters of the pieces as one string; each piece has exactly one."""
    return "".join(piece.code for piece in parts)


@lru_cache(maxsize=256)
def _starting(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?!\w)") if phrases else re.compile(r"(?!)")


def phrase_in(folded: str, phrases: tuple[str, ...]) -> re.Match[str] | None:
    """The first place where one of the phrases stands in a folded text, as whole words."""
    return _anywhere(phrases).search(folded)


@lru_cache(maxsize=256)
def _anywhere(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_starting(phrases).pattern}")
