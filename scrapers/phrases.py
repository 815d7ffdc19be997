"""Patterns for lists of phrases: the longest that stands there as whole words, tried letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby


def any_phrase(phrases: Iterable[str], before: str = r"\w", after: str = r"\w") -> re.Pattern[str]:
    """What finds the longest of the phrases that stands at a place; nothing if there are none.

    `before` and `after` are the signs, as in a set of a pattern, that must not touch it. A pattern that begins with a
    letter, and not by looking back, skips to the places where one of these letters stands.
    """
    some = sorted(set(phrases))
    begun = ((re.escape(first), _tails(same)) for first, same in groupby(some, lambda phrase: phrase[0]))
    branches = (rf"{first}(?<![{before}]{first}){rest}" for first, rest in begun)
    return re.compile(rf"(?:{'|'.join(branches)})(?![{after}])" if some else r"(?!)")


def _tails(phrases: Iterable[str]) -> str:
    """A pattern for what follows the common first letter of these sorted phrases: what they share is written once."""
    tails = [phrase[1:] for phrase in phrases]
    branches = [re.escape(first) + _tails(same) for first, same in groupby(filter(None, tails), lambda tail: tail[0])]
    ends = "" in tails
    if len(branches) + ends < 2:
        return "".join(branches)
    return rf"(?:{'|'.join(branches)}{'|' if ends else ''})"
