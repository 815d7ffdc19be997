"""Speeches whose headline says who speaks (`Speech by President X at …`): the text itself names nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scrapers.languages import Language, fold
from scrapers.pieces import phrase_in
from scrapers.records import Paragraph
from scrapers.styles.cases import Words
from scrapers.styles.headed import heading, people_in
from scrapers.styles.headed import opening as opening_by
from scrapers.styles.parts import Mark

_DASH = re.compile(r"[-–—―]\s*\w")
_QUOTE = '"“«„‘'
_QUOTED = re.compile(r'[“«„"][^“”«»„"]{0,400}[”»“"]')
_DATE = re.compile(r"(?:\s[-–—]|,)\s+\d{1,2}\s.*$")
_MOST_BEFORE = 4
_LONGEST_CALL = 12  # words: who is called on before a speech begins


def speech(
    headline: str, paragraphs: Sequence[Paragraph], free: Sequence[int], marks: Mapping[int, Mark], language: Language
) -> dict[int, Mark]:
    """Where the speech begins that the headline announces (`Speech by President X at …`), as a mark; empty if nowhere.

    It begins with one of the first paragraphs, before anybody else has the floor: with a dash, or in the first person.
    """
    line = _DATE.sub("", headline)
    if not (person := heading(line, language)):  # `Council of Fisheries: Press remarks by X`
        line = line.rpartition(": ")[2]
        person = heading(line, language)
    first = min((i for i, mark in marks.items() if mark.opens), default=len(paragraphs))
    opening = [i for i in free if i < first][:_MOST_BEFORE]
    if not person or not opening or _is_joint(line, language) or _goes_on(line.partition(person)[2], language):
        return {}
    asked = first in marks and (opens := marks[first].opens) is not None and opens.kind == "question"
    for at, index in enumerate(opening):
        words = paragraphs[index].words
        following = paragraphs[opening[at + 1]].words if at + 1 < len(opening) else ""
        if _DASH.match(words) or (not _is_interview(line, language) and _begins(words, following, language)):
            if _is_interview(line, language) and not asked:
                return {}
            page = Words(one.words for one in paragraphs)
            return {index: Mark("narration", opening_by("headline", person, page, language), 0)}
    return {}


def _is_interview(line: str, language: Language) -> bool:
    """Whether a headline announces a talk of two, whose first words may be the other one's."""
    folded = fold(line)
    return folded.startswith(language.interviews) or folded.endswith(language.interviews)


def _goes_on(behind: str, language: Language) -> bool:
    """Whether a headline says more of a speech than where and when (`Statement by X draws criticism`)."""
    word = fold(behind.strip()).partition(" ")[0]
    at_the_end = fold(behind).endswith(language.heading_closers) if language.heading_closers else False
    return bool(word) and word.isalpha() and word not in language.connectors and not at_the_end


def _is_joint(line: str, language: Language) -> bool:
    """Whether a headline names two people side by side."""
    people = people_in(line, language)
    return len(people) > 1 and fold(line[people[0][1] : people[1][0]]).strip(" ,") in ("", *language.ands)


def _begins(words: str, following: str, language: Language) -> bool:
    """Whether a paragraph begins a speech: it says I or we outside quotation marks, or it calls on somebody and
    the next one does."""
    if len(words.split()) <= _LONGEST_CALL and words.endswith(("!", ",")):
        words = f"{words} {following}"
    return words[:1] not in _QUOTE and bool(phrase_in(fold(_QUOTED.sub("", words)), language.first_person))
