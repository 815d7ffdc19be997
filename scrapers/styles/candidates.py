"""What may be a label: the words before a colon, a full stop, a dash or a line end that could name who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from scrapers.languages import Language, fold
from scrapers.names import Named, named
from scrapers.pieces import Piece, letters, phrase_in, pieces
from scrapers.records import Kind, Paragraph

Form = Literal["colon", "stop", "stop dash", "dash", "alone", "letter"]
Sort = Literal["asked", "nobody", "office and name", "name", "office", "word"]

_LEAD = re.compile(r"[-–—―•*]\s*")
_NOTES = re.compile(r"(?:\s*[(\[][^()\[\]]{0,120}[)\]][*_]*)*\s*")
_INITIALS = re.compile(r"(?P<name>[^\W\d_][\w-]+\s[^\W\d_]\.(?:\s?[^\W\d_]\.)?)(?:,\s[^.:]{2,70}\.)?\s+(?=\S)")
_SPACED_DASH = re.compile(r"\s[–—-]\s+(?=\S)")
_HEAD = 260
_SHORT_HEAD = 90
_MOST_CAPITALS = 8
_SENTENCE = re.compile(r"[^,]*,[^,]*O[^,]*,x")  # `Anna Lee, the mayor of Orford, said`: it goes on behind the office
_UNFIT = re.compile(r"[.!?…;\"“”«»„<>=|/]")
_MOST_WORDS = 25
_MOST_SMALL = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """What stands where a label would. `printed` is it with its brackets, `label` the phrase that may name somebody.

    `words_from` is where the words begin; equal to the length, they follow.
    """

    index: int
    label: str
    printed: str
    form: Form
    words_from: int
    bold: bool
    caps: bool

    @property
    def shouts(self) -> bool:
        """Whether a surname in it stands in capitals: `Mr. SMITH of Ohio`."""
        return any(len(word) > 2 and word.isupper() for word in self.label.split())


@dataclass(frozen=True, slots=True)
class Sense:
    """What a label says by itself: what sort of label it is, of whose words, and the name and role in it."""

    sort: Sort
    kind: Kind = "turn"
    who: Named | None = None


def candidates(index: int, paragraph: Paragraph) -> list[Candidate]:
    """Every way to read the beginning of a paragraph as a label, the most usual first. Looks at its head only."""
    words = paragraph.words
    head = words[:_HEAD]
    if len(words) < 2:
        return []
    colon = _before_colon(head)
    found = [None if colon and head[0] != "Q" else _letter(head), colon]
    if not colon:
        found += [*_before_stop(head[:_SHORT_HEAD]), _before_dash(head[:_SHORT_HEAD]), _alone(paragraph)]
    return [_candidate(index, paragraph, *one) for one in found if one]


_Cut = tuple[Form, int, int, int]
"""A form, where the label begins and ends, and where its notes end."""


def _letter(head: str) -> _Cut | None:
    """`Q …`, `Q: …`, `В. …`: a single letter for a question or an answer."""
    if not head[0].isupper() or not (head[1] in ".:)" or (head[0] == "Q" and head[1].isspace())):
        return None
    return ("letter", 0, 1, 1 if head[1].isspace() else 2)


def _before_colon(head: str) -> _Cut | None:
    """The words before the first colon that stands outside brackets, without the brackets behind them."""
    lead = _LEAD.match(head)
    begin = lead.end() if lead else 0
    at = _colon(head, begin)
    if at <= begin:
        return None
    end = min((i for sign in "([" if (i := head.find(sign, begin, at)) > begin), default=at)
    if not _NOTES.fullmatch(head, end, at) or head.startswith("//", at + 1):
        return None
    return ("colon", begin, end, at + 1)


def _colon(head: str, begin: int) -> int:
    """The first colon that no bracket holds; -1 if there is none."""
    at = head.find(":", begin)
    while at >= 0:
        opened = max(head.rfind("(", begin, at), head.rfind("[", begin, at))
        if opened < 0 or max(head.find(")", opened, at), head.find("]", opened, at)) >= 0:
            return at
        at = head.find(":", at + 1)
    return -1


def _before_stop(head: str) -> list[_Cut]:
    """`Mr. SMITH. …`, `The SPEAKER. …`, `Сомов П. И. …`: capitalised words before a full stop, or the next one."""
    initials = _INITIALS.match(head)
    if initials:
        return [("stop", 0, initials.end("name"), initials.end())] if head[0].isupper() else []
    first = head.find(". ")
    stops = (first, head.find(". ", first + 1)) if 0 < first < 5 else (first,)
    found: list[_Cut] = []
    for at in stops:
        if at > 0 and _is_capitalised(head[:at]):
            bracket = head.find(" (", 0, at)
            form: Form = "stop dash" if _SPACED_DASH.match(head, at + 1) else "stop"
            found.append((form, 0, bracket if bracket > 0 else at, at + 1))
    return found


def _before_dash(head: str) -> _Cut | None:
    """`BAŞKAN – …`, `Name Surname (Place) – …`: capitalised words before a dash with spaces around it."""
    match = _SPACED_DASH.search(head)
    if not match or not _is_capitalised(head[: match.start()].partition(" (")[0]):
        return None
    bracket = head.find("(", 0, match.start())
    return ("dash", 0, bracket if bracket > 0 else match.start(), match.end())


def _alone(paragraph: Paragraph) -> _Cut | None:
    """A line that is only a name, set apart by bold, as a heading, or by brackets behind it."""
    words = paragraph.words
    if len(words) > _SHORT_HEAD or words[-1] in ".!?:;,…":
        return None
    bracket = words.find(" (")
    apart = paragraph.kind == "heading" or bracket > 0 or _is_bold(paragraph, 0, len(words))
    if not apart or not _is_capitalised(words[: bracket if bracket > 0 else len(words)]):
        return None
    if bracket > 0 and not _NOTES.fullmatch(words, bracket):
        return None
    return ("alone", 0, bracket if bracket > 0 else len(words), len(words))


def _is_capitalised(label: str) -> bool:
    """Whether all words but one begin with a capital, as a name with its title does."""
    some = label.split()
    small = sum(not word[0].isupper() for word in some)
    return 0 < len(some) <= _MOST_CAPITALS and some[0][0].isupper() and small * 2 <= len(some)


def _candidate(index: int, paragraph: Paragraph, form: Form, begin: int, end: int, words_from: int) -> Candidate:
    words = paragraph.words
    label = words[begin:end].strip(" *_\u00a0")
    printed = words[begin:words_from].strip().rstrip(":.–—-").strip()
    upper = len(label) > 1 and label.isupper()
    bold = _is_bold(paragraph, begin, end)
    while words_from < len(words) and words[words_from] in " \u00a0":
        words_from += 1
    return Candidate(index, label, printed, form, words_from, bold, upper)


def _is_bold(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether these letters are bold and the paragraph as a whole is not, or is nothing but the label."""
    bold = sum(min(end, stop) - max(start, begin) for begin, stop in paragraph.bold if begin < end and stop > start)
    return bold >= 0.8 * (end - start)


def sense(candidate: Candidate, language: Language) -> Sense | None:
    """What a candidate says by itself; None if it can be no label."""
    return _sense(candidate.label, candidate.caps, candidate.bold, language)


@lru_cache(maxsize=4096)
def _sense(label: str, caps: bool, bold: bool, language: Language) -> Sense | None:
    lists = _lists(language)
    bare = _bare(fold(label), lists.before)
    if (
        _bare(fold(label), lists.articles) in lists.nobody
        or phrase_in(bare, language.first_person)
        or not any(map(str.isalpha, label))
    ):
        return None
    unnumbered = bare.rstrip("0123456789 #№.").strip()
    if unnumbered in lists.asking and (len(bare) > 1 or label[0].isupper()):
        return Sense("asked", "question" if unnumbered in language.questions else "answer")
    if not lists.anonymous.isdisjoint((bare, unnumbered, fold(label))):
        return Sense("nobody")
    if (opener := phrase_in(bare, language.heading_openers)) and opener.start() == 0:
        return None
    return _person(label, caps, bold, language)


@dataclass(frozen=True, slots=True)
class _Lists:
    """A language's lists of labels, to look words up in."""

    articles: frozenset[str]
    before: frozenset[str]
    nobody: frozenset[str]
    asking: frozenset[str]
    anonymous: frozenset[str]


@lru_cache(maxsize=64)
def _lists(language: Language) -> _Lists:
    asking = frozenset((*language.questions, *language.answers))
    before = frozenset((*language.articles, *language.titles))
    return _Lists(
        frozenset(language.articles), before, frozenset(language.not_labels), asking, frozenset(language.anonymous)
    )


def _bare(folded: str, before: frozenset[str]) -> str:
    """A folded label without a leading article or title."""
    first, _, rest = folded.partition(" ")
    return rest if rest and first.rstrip(".") in before else folded


def _person(label: str, caps: bool, bold: bool, language: Language) -> Sense | None:
    """A label that names somebody, by a name, an office, or both; None if its words do not."""
    parts = pieces(label, language)
    code = letters(parts)
    if len(parts) > _MOST_WORDS or not (label[0].isupper() or code[0] in "OTbtmMa"):
        return None
    if _UNFIT.search("".join(piece.words for piece in parts if not piece.words[0].isalnum())):
        return None
    if (
        len(parts) > 1
        and not (caps or bold)
        and parts[0].base in language.openers
        and parts[0].base not in language.articles
    ):
        return None
    if _is_unnamed_official(code, parts, caps, language):
        return Sense("nobody")
    who = named(label, language)
    small = code.count("x")
    if small and not (who.name and " " in who.name and "O" in code and (bold or small <= _MOST_SMALL)):
        return None
    if not bold and _SENTENCE.match(code):
        return None
    return _sorted(code, who)


def _sorted(code: str, who: Named) -> Sense | None:
    if not set(code) - set("Tt."):
        return None
    office = "O" in code or "T" in code
    if who.name and office:
        return Sense("office and name", who=who)
    if who.name and not who.role:
        return Sense("name" if " " in who.name else "word", who=who)
    if office:
        return Sense("office", who=who)
    return Sense("word", who=who) if code[0] in "NUBCa" else None


def _is_unnamed_official(code: str, parts: Sequence[Piece], caps: bool, language: Language) -> bool:
    """`ZAMBIAN OFFICIAL`, `Russian journalist`: an anonymous word after a country, an institution or an adjective."""
    last = fold(parts[-1].words)
    lists = _lists(language)
    if len(parts) < 2 or (last not in lists.anonymous and last not in lists.asking):
        return False
    before = set(code[:-1])
    return before <= (set("CBMNUbmxa") if caps else set("CBMUbma"))


def is_speechlike(words: str) -> bool:
    """Whether what follows a label could be said: it has a sentence's end, or breaks off as a greeting does."""
    return len(words) > 1 and (words[-1] in ",:;-–" or any(sign in words for sign in '.!?…—"”»'))
