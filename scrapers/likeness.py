"""How alike two texts are: words both have in order, whole paragraphs both have, names and numbers exchanged."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from scrapers.words import plain, tokens

_WORDS_A_FACT = 400
"""A text may have one number or name exchanged for another in so many words and still be a corrected copy; in a shorter
one that is what tells two texts of one template apart."""
_WORDS_AN_UPDATE = 50
"""The same for a text that says of itself that it is updated, two exchanges allowed to the shortest."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common, in words: in the same order, in whole paragraphs; and how long they are.

    `exchanged` counts names and numbers that each has in place of others.
    """

    common: int
    paragraphs: int
    shorter: int
    longer: int
    exchanged: int

    @property
    def alike(self) -> float:
        """The share of the longer text that stands in the other."""
        return self.common / max(self.longer, 1)

    @property
    def contained(self) -> float:
        """The share of the shorter text that stands in the other."""
        return self.common / max(self.shorter, 1)

    @property
    def same_facts(self) -> bool:
        """Whether no more names and numbers were exchanged than a correction exchanges."""
        return self.exchanged * _WORDS_A_FACT <= self.longer

    @property
    def same_matter(self) -> bool:
        """Whether no more were exchanged than an update exchanges; a bulletin of the next day exchanges them all."""
        return (self.exchanged - 2) * _WORDS_AN_UPDATE <= self.longer


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as its paragraphs' tokens in a row, beside the paragraphs as printed; `words` counts the tokens."""

    paragraphs: tuple[str, ...]
    printed: tuple[str, ...]
    words: int


def likeness(one: str, other: str) -> Likeness:
    """Measure two texts, paragraphs parted by blank lines. Symmetric."""
    a, b = _text(one), _text(other)
    shared = Counter(a.paragraphs) & Counter(b.paragraphs)
    whole = sum(len(text.split()) * times for text, times in shared.items())
    (words, facts), (others, other_facts) = _rest(a, shared), _rest(b, shared)
    return Likeness(
        common=whole + LCSseq.similarity(words, others),
        paragraphs=whole,
        shorter=min(a.words, b.words),
        longer=max(a.words, b.words),
        exchanged=min(len(facts - _all(b)), len(other_facts - _all(a))),
    )


def length(text: str) -> int:
    """How many words a text has."""
    return _text(text).words


def paragraphs(text: str) -> tuple[str, ...]:
    """A text's paragraphs as tokens in a row, those without any left out."""
    return _text(text).paragraphs


@lru_cache(maxsize=512)
def _text(body: str) -> _Text:
    kept = [(words, printed) for printed in body.split("\n\n") if (words := plain(printed))]
    return _Text(tuple(w for w, _ in kept), tuple(p for _, p in kept), sum(len(w.split()) for w, _ in kept))


def _all(text: _Text) -> set[str]:
    return {word for paragraph in text.paragraphs for word in paragraph.split()}


def _rest(text: _Text, shared: Counter[str]) -> tuple[list[str], set[str]]:
    """The words outside the shared paragraphs, and the names and numbers among them (casefolded)."""
    left, words, facts = Counter(shared), list[str](), set[str]()
    for paragraph, printed in zip(text.paragraphs, text.printed, strict=True):
        if left[paragraph]:
            left[paragraph] -= 1
        else:
            words += paragraph.split()
            facts |= _facts(printed)
    return words, facts


def _facts(printed: str) -> set[str]:
    """The words of a text that begin with a capital or a digit: what templates exchange."""
    words = (word for word in re.findall(r"[^\W_]+", printed) if word[0].isupper() or word[0].isdigit())
    return {token for word in words for token in tokens(word)}
