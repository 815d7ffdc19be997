"""Paragraphs that are nobody's words: separators (`x x x`), omissions, stage directions, clocks, votes, end marks."""

from __future__ import annotations

import re

from scrapers.languages import Language, fold
from scrapers.pieces import phrase_in
from scrapers.records import Paragraph, Role
from scrapers.styles.parts import Mark

_LONGEST = 200
_LONGEST_TALLY = 80
_FIGURES = re.compile(r"[\d:]")
_CROSSES = re.compile(r"[xхXХ](?:\s+[xхXХ]){2,}|[xхXХ]{3,}")
_SIGNS = re.compile(r"[\s*•·⁂∗＊_=~#\\—–\-]+")
_OMISSION = re.compile(r"[<\[(«]?\s*(?:…|\.{3,})\s*[>\])»]?")
_BRACKETED = re.compile(r"[(\[](?:[^()\[\]]|\[[^()\[\]]{0,40}\]|\([^()\[\]]{0,40}\)){1,200}[)\]]\.?")
_NOTED = re.compile(r"(?:\[{1,2}[^\[\]]{1,160}\]{1,2}\.?\s*)+|\(\d{3,4}\)|\(\d{1,2}(?::\d{2}){1,2}\)")
_RISING = re.compile(r"[^!?:]{1,60}[—–-]")
_CLOCK = re.compile(r"(?:END\s+|\*+\s*)?\d{1,2}[:.]\d{2}(?:\s*[ap]\.?\s?m\.?)?(?:\s+[A-Z]{2,5})?\.?", re.IGNORECASE)
_END = re.compile(r"(?:\\?#\s*){2,}|-\s*0\s*-|-?\s*ENDS?\s*-?|\(?end\)", re.IGNORECASE)
_BY_KIND: dict[str, Role] = {"lead": "lead", "caption": "caption", "credit": "credit", "heading": "heading"}


def mark(paragraph: Paragraph, language: Language) -> Mark | None:
    """What a paragraph is by its markup or its signs alone; None if it may hold somebody's words."""
    if paragraph.kind in _BY_KIND:
        return Mark(_BY_KIND[paragraph.kind], closes=paragraph.kind == "heading")
    words = paragraph.words
    if len(words) > _LONGEST:
        return None
    folded = fold(words)
    if folded.strip(" .…<>()[]") in language.closings:
        return Mark("tail")
    if folded.startswith(language.formalities) and not phrase_in(folded, language.first_person):
        return Mark("narration")
    if folded.startswith(language.tallies) and len(words) <= _LONGEST_TALLY and _FIGURES.search(words):
        return Mark("narration", closes=False)
    if words[:1].isalpha() and words[0] not in "xхXХEe" and words[-1] not in "—–-":
        return None
    if _OMISSION.fullmatch(words):
        return Mark("separator", closes=False)
    if is_separator(words):
        return Mark("separator")
    if _CLOCK.fullmatch(words):
        return Mark("clock")
    if _END.fullmatch(words):
        return Mark("tail")
    if is_direction(words, language):
        return Mark("direction", closes=False)
    return None


def is_separator(words: str) -> bool:
    """Whether a paragraph is only a line of crosses (Latin or Cyrillic), stars or rules."""
    return bool(_CROSSES.fullmatch(words)) or (bool(_SIGNS.fullmatch(words)) and not words.strip().isspace())


def is_direction(words: str, language: Language) -> bool:
    """Whether a paragraph is only a sound or a note that is nobody's words: (Applause.), `Several Members rose—`.

    What stands in square brackets, and a number alone in round ones (a clock, a page), is the record's own note.
    """
    words = words.lstrip("•·●■…. ").rstrip("*….")
    if _NOTED.fullmatch(words):
        return True
    apart = _BRACKETED.fullmatch(words) or _RISING.fullmatch(words)
    return bool(apart) and bool(phrase_in(fold(words), language.directions))
