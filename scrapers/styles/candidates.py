"""What may be a label: the words before a colon, a full stop, a dash or a line end that could name who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from scrapers.languages import Language, fold
from scrapers.names import Named, Piece, letters, named, phrase_in, pieces
from scrapers.records import Kind, Paragraph

Form = Literal["colon", "stop", "dash", "alone", "letter"]
Sort = Literal["asked", "nobody", "office and name", "name", "office", "word"]

_NOTES = r"(?P<notes>(?:\s*[(\[][^()\[\]]{0,120}[)\]])*)"
_LEAD = r"(?:[-–—―•*]\s*)?"
_COLON = re.compile(
    rf"{_LEAD}(?P<label>[^:：()\[\]]{{1,200}}?){_NOTES}\s*[:：](?!//)\s*{_NOTES.replace('notes', 'after')}"
)
_STOP = re.compile(
    rf"(?P<label>(?:[^\W\d_]{{1,4}}\.\s)?[^\s.:()\[\]\d][^.:()\[\]]{{0,60}}?){_NOTES}\.\s*(?:[—–-]\s)?\s*(?=\S)"
)
_DASH = re.compile(rf"(?P<label>[^\s–—:(\[-][^–—:()\[\]]{{0,80}}?){_NOTES}\s+[–—-]\s+(?=\S)")
_LETTER = re.compile(r"(?P<label>Q(?=\s)|[^\W\d_](?=\s*[.:)]))\s*[.:)]?\s*(?=\S)")
_ALONE = re.compile(rf"(?P<label>[^:.!?…()\[\]]{{3,100}}){_NOTES}")
_UNFIT = re.compile(r"[.!?…;\"“”«»„<>=|/]")
_MOST_WORDS = 25
_MOST_SMALL = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """What stands where a label would. `words_from` is where the words begin; equal to the length, they follow."""

    index: int
    label: str
    notes: str
    form: Form
    words_from: int
    bold: bool
    caps: bool


@dataclass(frozen=True, slots=True)
class Sense:
    """What a label says by itself: what sort of label it is, of whose words, and the name and role in it."""

    sort: Sort
    kind: Kind = "turn"
    who: Named | None = None


def candidates(index: int, paragraph: Paragraph) -> list[Candidate]:
    """Every way to read the beginning of a paragraph as a label, the most usual first."""
    words = paragraph.words
    forms: tuple[tuple[Form, re.Pattern[str]], ...] = (("letter", _LETTER), ("stop", _STOP), ("dash", _DASH))
    if _COLON.match(words, 0, 400):
        forms = (("letter", _LETTER), ("colon", _COLON))
    found = []
    for form, pattern in forms:
        match = pattern.match(words, 0, 400)
        if match:
            found.append(_candidate(index, paragraph, form, match))
    return found


def _candidate(index: int, paragraph: Paragraph, form: Form, match: re.Match[str]) -> Candidate:
    label = match["label"].strip()
    notes = match.groupdict().get("notes") or ""
    end = match.end("notes") if "notes" in match.groupdict() else match.end("label")
    bold = _is_bold(paragraph, match.start("label"), match.end("label"))
    upper = label.isupper() and len(label) > 1
    begin = match.end() if not match.groupdict().get("after") else match.start("after")
    return Candidate(index, label, notes, form, _after(paragraph.words, begin, end), bold, upper)


def _after(words: str, begin: int, end: int) -> int:
    """Where the words start: after the label and the spaces behind it."""
    begin = max(begin, end)
    while begin < len(words) and words[begin].isspace():
        begin += 1
    return begin


def _is_bold(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether these letters are bold and the paragraph as a whole is not, or is nothing but the label."""
    bold = sum(min(end, stop) - max(start, begin) for begin, stop in paragraph.bold if begin < end and stop > start)
    return bold >= 0.8 * (end - start)


def sense(candidate: Candidate, language: Language) -> Sense | None:
    """What a candidate says by itself; None if it can be no label."""
    return _sense(candidate.label, candidate.caps, candidate.bold, language)


@lru_cache(maxsize=4096)
def _sense(label: str, caps: bool, bold: bool, language: Language) -> Sense | None:
    bare = _bare(fold(label), language)
    if bare in language.not_labels or phrase_in(bare, language.first_person) or not any(map(str.isalpha, label)):
        return None
    unnumbered = bare.rstrip("0123456789 #№.").strip()
    if unnumbered in language.questions and (len(bare) > 1 or label[0].isupper()):
        return Sense("asked", "question")
    if unnumbered in language.answers and (len(bare) > 1 or label[0].isupper()):
        return Sense("asked", "answer")
    if bare in language.anonymous or unnumbered in language.anonymous:
        return Sense("nobody")
    return _person(label, caps, bold, language)


def _bare(folded: str, language: Language) -> str:
    """A folded label without a leading article."""
    first, _, rest = folded.partition(" ")
    return rest if rest and first in language.articles else folded


def _person(label: str, caps: bool, bold: bool, language: Language) -> Sense | None:
    """A label that names somebody, by a name, an office, or both; None if its words do not."""
    parts = pieces(label, language)
    code = letters(parts)
    if len(parts) > _MOST_WORDS or not (label[0].isupper() or code[0] in "OTbtmMa"):
        return None
    if _UNFIT.search("".join(piece.words for piece in parts if not piece.words[0].isalnum())):
        return None
    if _is_unnamed_official(code, parts, caps, language):
        return Sense("nobody")
    who = named(label, language)
    small = code.count("x")
    if small and not (who.name and " " in who.name and "O" in code and (bold or small <= _MOST_SMALL)):
        return None
    return _sorted(code, who)


def _sorted(code: str, who: Named) -> Sense | None:
    office = "O" in code or "T" in code
    if who.name and office:
        return Sense("office and name", who=who)
    if who.name and not who.role:
        return Sense("name" if " " in who.name else "word", who=who)
    if office:
        return Sense("office", who=who)
    return Sense("word", who=who) if code[0] in "NUBCa" else None


def _is_unnamed_official(code: str, parts: list[Piece], caps: bool, language: Language) -> bool:
    """`ZAMBIAN OFFICIAL`, `Russian journalist`: an anonymous word after a country, an institution or an adjective."""
    last = fold(parts[-1].words)
    if len(parts) < 2 or last not in (*language.anonymous, *language.questions):
        return False
    before = set(code[:-1])
    return before <= (set("CBMNUbmxa") if caps else set("CBMUbma"))


def is_speechlike(words: str) -> bool:
    """Whether what follows a label could be said: it has a sentence's end, or breaks off as a greeting does."""
    return len(words) > 1 and (words[-1] in ",:;-–" or any(sign in words for sign in '.!?…—"”»'))
