"""What a language's word lists say of the words of a text: each word or phrase as a token with its letter and base."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from scrapers.languages import Language, fold

_TOKEN = re.compile(r"[^\W\d_]\.(?=[\s\w,)]|$)|\w+(?:['’\-‑]\w+)*|[^\w\s]")
ROMAN = re.compile(r"[IVX]+")
_ARABIC = re.compile(r"(?:a[ldnrstz]|el|ash|аль|эль|ас|ар|ан)-[^\W\d_a-zа-яё]")
_MIXED = re.compile(r"[A-Za-z]+-[а-яё]")
_MOST_WORDS = 32_768  # as many as a thousand pages of news say: at most 20 MB a language
_LONGEST_WORD = 40
_SHORTEST_COMPOUND = 7

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
    "посол": ("посла", "послу", "послом"),  # and not `после`, which says after
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


def _stems(word: str, endings: tuple[str, ...]) -> tuple[str, ...]:
    """A folded word and what is left of it without each case ending it may carry."""
    if not endings or not word.endswith(endings):
        return (word,)
    return (word, *(word[: -len(e)] for e in endings if word.endswith(e) and len(word) - len(e) > 2))


class Token(NamedTuple):
    """What a language says of one word as printed, wherever it stands: its letter and its base when it stands alone,
    and the phrases that may begin with it, in the order in which they are tried. `start` counts from the last space,
    `stems` is the folded word with and without its case ending, `seconds` is what may go on a phrase or title."""

    code: str
    words: str
    start: int
    base: str
    stems: tuple[str, ...] = ()
    phrases: tuple[_Phrase, ...] = ()
    seconds: frozenset[str] = frozenset()


class _Tokens(dict[str, tuple[Token, ...]]):
    """The tokens of letters and signs without a space: a page says the same few hundred words again and again."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language, self._phrases = language, _phrases(language)

    def __missing__(self, signs: str) -> tuple[Token, ...]:
        one_word = signs.isalpha()
        found = (
            (self._token(signs, 0),)
            if one_word
            else tuple(self._token(m[0], m.start()) for m in _TOKEN.finditer(signs))
        )
        if len(signs) <= _LONGEST_WORD:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[signs] = found
        return found

    def _token(self, words: str, start: int) -> Token:
        stems = _stems(fold(words), self._language.word_endings)
        listed = [self._phrases[stem] for stem in stems if stem in self._phrases]
        if not listed:
            return Token(_unlisted(words, stems[0], self._language), words, start, stems[0], stems)
        alone, longer = None, list[_Phrase]()
        for phrase, code, base in chain.from_iterable(listed):
            if len(phrase) == 1:
                alone = _cased(code, words), base
                break
            longer.append((phrase, _cased(code, words), base))
        code, base = alone or (_unlisted(words, stems[0], self._language), stems[0])
        seconds = frozenset((*(phrase[1] for phrase, *_ in longer), *("." if code == "T" else "")))
        return Token(code, words, start, base, stems, tuple(longer), seconds)


@lru_cache(maxsize=16)
def _tokens(language: Language) -> _Tokens:
    return _Tokens(language)


def tokens(words: str, language: Language) -> tuple[list[Token], list[int]]:
    """The words of a text, phrases of several words as one, and where each begins. Linear in its length."""
    known, begin = _tokens(language), 0
    found: list[Token] = []
    starts: list[int] = []
    for signs in words.split(" "):
        for token in known[signs]:
            found.append(token)
            starts.append(begin + token.start)
        begin += len(signs) + 1
    may = [at for at, token in enumerate(found[:-1]) if token.seconds]
    heads = [at for at in may if not found[at].seconds.isdisjoint(found[at + 1].stems)]
    return _joined(words, found, starts, heads) if heads else (found, starts)


def _joined(words: str, single: list[Token], starts: list[int], heads: list[int]) -> tuple[list[Token], list[int]]:
    """The tokens with phrases of several words as one, and titles with their full stop. `heads` may begin one."""
    found: list[Token] = []
    begins: list[int] = []
    done = 0
    for at in heads:
        if at < done:
            continue
        token = single[at]
        following = (one for one in token.phrases if _follows(one[0], single, at + 1))
        phrase, code, base = next(following, ((token.words,), token.code, token.base))
        end = at + len(phrase)
        if code == "T" and end < len(single) and single[end].words == ".":
            end += 1
        if end > at + 1:
            printed = words[starts[at] : starts[end - 1] + len(single[end - 1].words)]
            found += (*single[done:at], Token(code, printed, 0, base))
            begins += starts[done : at + 1]
            done = end
    return [*found, *single[done:]], [*begins, *starts[done:]]


def _follows(phrase: tuple[str, ...], single: Sequence[Token], at: int) -> bool:
    """Whether the rest of a phrase stands from the token at `at` on."""
    rest = single[at : at + len(phrase) - 1]
    return len(rest) == len(phrase) - 1 and all(
        word in token.stems for word, token in zip(phrase[1:], rest, strict=True)
    )


def _unlisted(token: str, folded: str, language: Language) -> str:
    """The letter of a word no list holds: an office if it ends as a compound that is one (`Bahnchefin`)."""
    endings = language.office_endings
    if token.isalpha() and not endings:
        return _plain(token)
    head, _, last = token.rpartition("-")
    if len(head) > 1 and head.isupper() and last.islower() and language.word_order == "verb last":
        return "B"
    if last != token and last[:1].islower() and folded.rpartition("-")[2] in language.offices:
        return "O"
    compound = endings and token[0].isupper() and folded.endswith(endings) and folded not in endings
    return "O" if compound and len(token) > _SHORTEST_COMPOUND and not token.isupper() else _plain(token)


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
    if "-" in token and _ARABIC.match(token):
        return "N"  # al-Assad
    if "-" in token and _MIXED.match(token):
        return "x"  # Telegram-канал
    if not token[0].isupper() or (not token.isalpha() and any(map(str.isdigit, token))):
        return "x"
    long = len(token) > 1 and not token.endswith(".")
    return "U" if long and token.isupper() and not ROMAN.fullmatch(token) else "N"
