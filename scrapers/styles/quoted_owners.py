"""Whose an office is, in words before it: `Milli Məclisin Regional məsələlər komitəsinin` before `sədri`."""

from __future__ import annotations

import re

from scrapers.languages import Language, fold
from scrapers.pieces import letters, pieces

_GENITIVE = re.compile(r"(?:[iuü]n|daki|dəki|deki)$")
_CASED = re.compile(
    r"(?:[dt][ae]n?|[dt]ə|dən|tən|[ae]|ə|l[ae]|lə|n[iuü]|[iuü]b|[ae]n|ən|r[ae]k|rək|raq|kən|ken|[iuü]r|[dt][iuü])$"
)
"""How words end that stand beside an office and are no part of it: cases, verbs, participles."""
_NAME_CASED = re.compile(r"(?:[dt][ae]n?|[dt]ən?|l[ae]|lə|-\w{1,4})$")
_HEAD = re.compile(r"\w{3}[iuü]$")  # `texnologiyaları üzrə`, without what technologies
_PART_OF = re.compile(r"\w+s[iuü]n[iuü]n ")  # `şöbəsinin müdiri`
_JOINS = ("və", "ve", "üzrə", "yanında")
# fmt: off
_BARE = frozenset({
    "və", "ve", "üzrə", "idarə", "komitə", "şöbə", "maliyyə", "müdafiə", "ədliyyə", "səhiyyə", "ailə", "qadin", "elm",
    "baş", "birinci", "sabiq", "keçmiş", "icra", "böyük", "məhkəmə", "polis", "kapital", "yeni", "bazari", "təsərrüfat",
    "kənd", "din", "mədəniyyət", "təhlükəsizlik", "plan", "neft", "qaz", "bina", "insan", "vətən", "sənaye",
    "rezident", "informasiya",
})
_NO_PART = frozenset({
    "ki", "bu", "bunu", "bunlari", "bir", "sözləri", "fikirləri", "fikri", "zamani", "vaxti", "sonra", "əvvəl", "görə",
    "kimi", "qədər", "ilə", "bağli", "dair", "qarşi", "barədə", "haqda", "haqqinda", "isə", "da", "də", "həmçinin",
    "gün", "saat", "olaraq", "artiq", "yalniz", "üçün", "onun", "onlarin", "bizim", "sizin", "öz", "sözlərini", "ilk",
})
# fmt: on
_MOST_WORDS = 14
_INFLECTED_NAMES = ("ictimaiyyətlə", "qurumlarla", "diasporla", "yanında")


def owner(before: str, role: str, language: Language) -> str:
    """The words before a role that say whose it is, with the space after them; none where they begin otherwise.

    Reads leftwards: a genitive first, unless the role begins with a body (`şöbəsinin müdiri`), then what belongs to
    it, up to a comma, a verb, a word in another case.
    """
    words = before.split(" ")
    if words.pop():
        return ""
    begin = len(words)
    owned = letters(pieces(role, language)[:1]) in ("B", "b") or bool(_PART_OF.match(fold(role)))
    while begin and len(words) - begin < _MOST_WORDS and _is_part(words[begin - 1], owned or begin < len(words)):
        if words[begin - 1] == "və" and (begin == len(words) or _GENITIVE.search(fold(words[begin]))):
            break  # `naziri X və Türkiyənin naziri Y`
        begin -= 1
    while begin < len(words) and _leads_nowhere(words, begin, language):
        begin += 1
    return "".join(f"{word} " for word in words[begin:])


def _leads_nowhere(words: list[str], begin: int, language: Language) -> bool:
    """Whether the word that would begin a role cannot: a small word, or part of something before it."""
    word = words[begin]
    first = not begin or words[begin - 1][-1:] in ".!?"
    small = word[:1].islower() or first
    return small and (fold(word) in (*_JOINS, *language.openers) or bool(_HEAD.search(fold(word))))


def _is_part(word: str, owned: bool) -> bool:
    """Whether a word belongs to whose the office behind it is; `owned`: a genitive or a body stands in between."""
    bare = word.strip('()"“”«»')
    folded = fold(bare)
    if not folded or word[-1] in ",.:;!?–—-" or folded in _NO_PART or any(map(str.isdigit, folded)):
        return False
    if _GENITIVE.search(folded) or folded in _BARE or folded in _INFLECTED_NAMES:
        return True
    return owned and not (_NAME_CASED if bare[:1].isupper() else _CASED).search(folded)
