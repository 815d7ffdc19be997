"""Headed statements: a line says whose words follow (`Statement by President X`, `X dedi:`), then the words stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.languages import Language, fold
from scrapers.names import phrase_in, phrase_starts, segments
from scrapers.records import Kind, Paragraph, Role
from scrapers.styles.parts import Mark, Opening

_LONGEST_HEADING = 30
_LONGEST_NARRATOR = 60
_DASH = re.compile(r"[-–—―]\s*")
_ENDS = ":.…"


def headings(paragraphs: Sequence[Paragraph], free: Sequence[int], language: Language) -> dict[int, Mark]:
    """Headings and narrator lines among the paragraphs at `free`, as marks by index."""
    found: dict[int, Mark] = {}
    for at, index in enumerate(free):
        words = paragraphs[index].words
        if len(words) > 600:
            continue
        following = paragraphs[free[at + 1]].words if at + 1 < len(free) else ""
        mark = heading(words, language) or narrator(words, following, language)
        if mark:
            found[index] = mark
    return found


def heading(words: str, language: Language) -> Mark | None:
    """A line that is only a heading: `Speech of …` with a person, or a person in the genitive with `bəyanatı`."""
    line = words.strip().rstrip(":").strip()
    if len(line.split()) > _LONGEST_HEADING or line.endswith((".", "!", "?")):
        return None
    printed = _after_opener(line, language) or _before_closer(line, language)
    return Mark("heading", Opening("statement", "heading", printed)) if printed else None


def _after_opener(line: str, language: Language) -> str | None:
    """The person after `Statement by`; None if the line does not open so or names nobody there."""
    folded = fold(line)
    begin = len(folded) - len(folded.lstrip('"“«„- –—'))
    first, _, rest = folded[begin:].partition(" ")
    if first in language.articles and rest:
        begin += len(first) + 1
    match = phrase_in(folded, language.heading_openers)
    if not match or match.start() != begin:
        return None
    return _first_person(line[match.end() :].strip(), language)


def _before_closer(line: str, language: Language) -> str | None:
    """The person in the genitive before `bəyanatı`, which ends the line."""
    for closer in language.heading_closers:
        if fold(line).endswith(" " + closer):
            return _first_person(line[: -len(closer)].strip(), language)
    return None


def _first_person(phrase: str, language: Language) -> str | None:
    """The person a phrase begins with, as printed."""
    for start, end, code in segments(phrase, language):
        if len(phrase[:start].split()) < 2 and ("O" in code or "NN" in code or "NPN" in code):
            return phrase[start:end]
        return None
    return None


def narrator(words: str, following: str, language: Language) -> Mark | None:
    """A line of the reporter's that gives somebody the floor: `…, President X said:`, `X made the statement first.`"""
    folded = fold(words)
    if len(words.split()) > _LONGEST_NARRATOR or phrase_in(folded, language.first_person):
        return None
    opens = _takes_floor(following, language)
    if folded.rstrip().endswith(":") and phrase_in(folded, language.said_before):
        printed = _sayer(words, language)
        return Mark("narration", Opening("statement", "narrator line", printed)) if printed and opens else None
    if phrase_in(folded, language.narrators):
        printed = _sayer(words, language)
        opening = Opening("statement", "narrator line", printed) if printed and _DASH.match(following) else None
        return Mark("narration", opening) if printed else None
    return None


def _takes_floor(following: str, language: Language) -> bool:
    """Whether the next paragraph begins a speech: with a dash, or in the first person and not in quotation marks."""
    if _DASH.match(following):
        return True
    return not following[:1] in '"“«„' and bool(phrase_in(fold(following), language.first_person))


def _sayer(words: str, language: Language) -> str | None:
    """The last person or office of the line: who it says speaks."""
    found = [words[s:e] for s, e, code in segments(words, language) if "O" in code or "NN" in code or "NPN" in code]
    return found[-1] if found else None
