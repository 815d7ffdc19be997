"""The institution that a clause beside a quotation names, where it names no person: `the ministry said`."""

from __future__ import annotations

import re
from dataclasses import replace

from scrapers.languages import Language
from scrapers.pieces import letters
from scrapers.styles.quoted_runs import EDGE, REACH, Source, last_run, pieces

_IN_HOUSE = re.compile(r"(?:\s+[^\s,.:;—–]+){0,2}?\s+во?\s+(?P<house>[^,.:;—–]{2,60})")
_PLURAL = re.compile(r"(?:ли|тся|сказано)$")
_ADVERB = re.compile(r"(?:ly|also|later|then|earlier|now)$")


def housed(source: Source, before: str, verb: str, after: str, language: Language) -> Source:
    """A source that names no person, with the institution named around its verb of saying; any other as it is."""
    return source if source.printed else replace(source, house=_house(before, verb, after, language))


def _house(before: str, verb: str, after: str, language: Language) -> str | None:
    """The institution as printed, from what stands before and after a verb of saying; None if none does."""
    if language.word_order == "free":
        found = _IN_HOUSE.match(after[:REACH]) if _PLURAL.search(verb) else None
        return found["house"].strip() if found else None
    if language.word_order != "verb second" or "der" in language.articles:
        return None
    parts = pieces(before[-REACH:].rstrip(EDGE), language)
    while parts and parts[-1].code == "x" and _ADVERB.search(parts[-1].words):
        parts = parts[:-1]
    run = parts[last_run(parts) :]
    while run and run[0].code in "c&":
        run = run[1:]
    text = before[-REACH:]
    return text[run[0].start : run[-1].end] if run and not set("BUb").isdisjoint(letters(run)) else None
