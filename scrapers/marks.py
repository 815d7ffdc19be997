"""What a headline says of its own history: UPDATED-1, UPDATE 2 -, (YENİLƏNİB), CORRECTED:, beside - FOTO, - VIDEO."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from scrapers.languages import fold, language

_DASH = r"[-\u2010-\u2015\u2212_]"
_GAP = rf"(?P<gap>\s*(?:{_DASH}|[|/:,;+*•·.])[-\u2010-\u2015\u2212_|/*\s]*|\s+|(?<=[\"”»’'\)\]!?]))"
_NUMBER = rf"(?:\s*(?:{_DASH}|[#№(])?\s*(?P<n>\d{{1,2}})\)?(?![\w:.,]\d|\w))?"
_CLOCK = r"(?:\s*\d{1,2}[:.]\d{2})?"


@dataclass(frozen=True, slots=True)
class Mark:
    """A headline without its marks, how many earlier versions the mark counts, and the mark as printed.

    `update_no` and `label` are None where the headline carries no update mark.
    """

    headline: str
    update_no: int | None = None
    label: str | None = None


def split_mark(headline: str, language: str, words: tuple[str, ...] = ()) -> Mark:
    """Part a headline from its update marks and picture words; `words` are the site's own beside the language's.

    A mark stands at an end of the headline, in any number and order, set off by a dash, a bracket, a colon or by
    capitals. "Update on talks" carries none.

    >>> split_mark("Presidents made press statements-UPDATED-1", "en")
    Mark(headline='Presidents made press statements', update_no=1, label='UPDATED-1')
    """
    forms = _forms(language, words)
    rest, labels = _clean(headline), list[str]()
    while shorter := _shorter(rest, forms):
        rest, label = shorter
        labels += [label] if label else []
    if not labels:
        return Mark(rest)
    numbers = [_number(label) for label in labels]
    return Mark(rest, max(numbers), labels[numbers.index(max(numbers))])


def base_slug(slug: str, language: str) -> str:
    """The words of an address without update marks and picture words: the first headline's, however often rewritten.

    >>> base_slug("talks-in-baku-foto-updated-1", "en")
    'talks-in-baku'
    """
    return re.sub(rf"(?:-(?:{_plain_words(language)})(?:-\d{{1,2}})?)+$", "", slug.casefold().replace("_", "-"))


def _shorter(rest: str, forms: tuple[re.Pattern[str], ...]) -> tuple[str, str | None] | None:
    """The headline less one mark or picture word, and the mark as printed; None if nothing is left to take off."""
    folded = fold(rest)
    for form in forms:
        match = form.search(folded)
        if not match or not _set_off(match, rest):
            continue
        left = (rest[: match.start()] + rest[match.end() :]).strip()
        if re.search(r"\w", left):
            label = match.groupdict().get("label")
            return left, rest[match.start("label") : match.end("label")].strip() if label else None
    return None


def _set_off(match: re.Match[str], rest: str) -> bool:
    """Whether a word that could be an ordinary one stands apart: by a bracket, a spaced dash, or its capitals."""
    gap, word = match["gap"], rest[match.start("word") : match.end("word")]
    if gap is None or re.search(rf"[|*]|\s{_DASH}|{_DASH}\s", gap):
        return True
    if not word.isupper():
        return False
    before = rest[: match.start()].split()
    return (
        bool(gap.strip())
        or bool(match.groupdict().get("n"))
        or not (before and before[-1].isupper() and before[-1][-1].isalnum())
    )


def _number(label: str) -> int:
    found = re.search(r"\d+", label)
    return int(found[0]) if found else 1


def _clean(headline: str) -> str:
    """No zero-width marks, single spaces."""
    return " ".join("".join(c for c in headline if unicodedata.category(c) != "Cf").split())


@cache
def _forms(tag: str, words: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """A mark behind, in brackets behind, before, in brackets before; pictures behind, in brackets behind."""
    label = rf"(?P<label>(?P<word>{_any((*words, *_marks(tag)))}){_NUMBER})"
    media = _any(_media(tag))
    pictures = rf"(?P<word>(?:{media})(?:[-\s/+,&]+(?:{media}))*)"
    free = r"(?P<gap>(?!))?"
    return tuple(
        re.compile(form)
        for form in (
            rf"{_GAP}{label}{_CLOCK}[\s.*/]*$",
            rf"{free}\s*{_DASH}?\s*[(\[{{<]\s*{label}{_CLOCK}\s*[)\]}}>]\W*$",
            rf"^{label}(?P<gap>\s*[:|]|\s+{_DASH}|{_DASH}(?!\d))+\s*",
            rf"^{free}[(\[{{<]\s*{label}{_CLOCK}\s*[)\]}}>][-\s:|]*",
            rf"{_GAP}(?:(?<={_DASH}\s)\d+\s+)?{pictures}[\s.*/]*$",
            rf"{free}\s*{_DASH}?\s*[(\[{{<]\s*(?:\d+\s+)?{pictures}\s*[)\]}}>]\W*$",
        )
    )


def _any(words: tuple[str, ...]) -> str:
    """An alternation, the longest word first; one that never matches if there are none."""
    return "|".join(re.escape(word) for word in sorted({fold(w) for w in words}, key=len, reverse=True)) or r"(?!)"


def _marks(tag: str) -> tuple[str, ...]:
    """English agency words are used in every language."""
    return language(tag).update_words + language("en").update_words


def _media(tag: str) -> tuple[str, ...]:
    return language(tag).media_words + language("en").media_words


@cache
def _plain_words(tag: str) -> str:
    """The same words as addresses spell them: no accents, ə as e."""
    spelled = (unicodedata.normalize("NFKD", word.replace("ə", "e")) for word in (*_marks(tag), *_media(tag)))
    return _any(tuple("".join(c for c in word if not unicodedata.combining(c)).replace(" ", "-") for word in spelled))
