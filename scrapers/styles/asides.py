"""What stands beside the words of labelled turns and is nobody's: notes in brackets, headings, page numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scrapers.languages import Language, fold
from scrapers.pieces import phrase_in
from scrapers.records import Paragraph
from scrapers.speakers import without_brackets
from scrapers.styles.parts import Mark

_FEWEST_TURNS = 3
_LONGEST_NOTE = 300
_LONGEST_CAPTION = 40
_LONGEST_HEADING = 120
_LONGEST_IN_CAPITALS = 200
_SHORTEST_TOLD = 40  # of a sentence in capitals that nobody shouts: `TO ORDER A VIDEO OF THIS TRANSCRIPT, …`
_SAID = (*".!?…:;,\"”»«“—–-'’‘)]*",)
_BRACKETS = {"(": ")", "[": "]"}
_CROSSHEAD = re.compile(r"[«“„\"][^«»“”„\".!?…]{1,120}[^«»“”„\".!?…:;,][»”“\"]")  # `"I am staying"`, between two turns
_LISTED = "-–—•*·▪"


def asides(paragraphs: Sequence[Paragraph], marks: Mapping[int, Mark], language: Language) -> dict[int, Mark]:
    """The paragraphs that stand beside the words of turns, as marks by index. `marks`: all others of the page.

    Whoever has the floor keeps it: a record prints its notes and headings inside a turn. What opens a turn below a
    label of its own is its words. In brackets a note stands where somebody presides; elsewhere a press office puts what
    happened into the words (`(The leaders shake hands.)`).
    """
    turns = [index for index, mark in marks.items() if mark.opens and mark.opens.kind != "statement"]
    if len(turns) < _FEWEST_TURNS:
        return {}
    record = any(_is_presided(marks[index], language) for index in turns)
    found: dict[int, Mark] = {}
    has_floor = waits = False
    for index in range(min(turns), len(paragraphs)):
        mark = marks.get(index)
        if mark is None:
            aside = None if waits or not has_floor else _aside(paragraphs[index].words, record, language)
            waits = False
            if aside:
                found[index] = aside
        elif mark.opens:
            has_floor, waits = True, mark.words_from is None
        elif record and mark.role == "clock":
            found[index] = mark._replace(closes=False)
        elif mark.closes:
            has_floor = False
    return found


def captions(paragraphs: Sequence[Paragraph], free: Sequence[int], language: Language) -> dict[int, Mark]:
    """Lines of a transcript in capitals that label no speaker (`TEXT: …`, `SUBJECT: …`): they end a turn."""
    heads = ((i, paragraphs[i].words[:_LONGEST_CAPTION].partition(":")) for i in free)
    return {
        i: Mark("narration")
        for i, (head, colon, _) in heads
        if colon and head.isupper() and fold(head) in language.not_labels
    }


def _aside(words: str, record: bool, language: Language) -> Mark | None:
    """A note, a page number or a heading; None if somebody may say it."""
    bare = words[: words.rfind("(")].rstrip() if words.endswith(")") else words  # `Written statements (Rule 171)`
    if not bare or bare.endswith(_SAID):
        noted = words[:1] in _BRACKETS and (record or words.isupper()) and _is_note(words, language)
        told = words.isupper() and len(words) > _SHORTEST_TOLD
        if _CROSSHEAD.fullmatch(words):
            return Mark("heading", closes=False)
        return Mark("direction", closes=False) if noted or told else None
    if bare.isdecimal():
        return Mark("direction", closes=False)
    return Mark("heading", closes=False) if _is_heading(words, language) else None


def _is_presided(mark: Mark, language: Language) -> bool:
    opens = mark.opens
    return opens is not None and opens.how == "label: nobody" and fold(_bare(opens.printed or "")) in language.chairs


def _bare(printed: str) -> str:
    return without_brackets(printed).partition(",")[0].rstrip(" .")


def _is_note(words: str, language: Language) -> bool:
    """Whether one pair of brackets holds a whole paragraph and nobody says I in it: `(A Member crossed the floor)`."""
    return words.find(_BRACKETS[words[0]]) == len(words) - 1 <= _LONGEST_NOTE and not _says_i(words, language)


def _is_heading(words: str, language: Language) -> bool:
    """Whether a line that ends as no sentence does is a heading: `NOTICES OF MOTION`, `Question-and-Answer Session`."""
    if len(words) > (_LONGEST_IN_CAPITALS if words.isupper() else _LONGEST_HEADING):
        return False
    if words[0].islower() or words[0] in _LISTED or (not words.isupper() and _says_i(words, language)):
        return False
    closing = phrase_in(fold(words), language.closings)
    return closing is None or closing.start() > 0


def _says_i(words: str, language: Language) -> bool:
    return bool(phrase_in(fold(words), language.first_person))
