"""What may be a label: the words before a colon, a full stop, a dash or a line end that could name who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from scrapers.languages import Language, fold
from scrapers.names import Named, named
from scrapers.pieces import Piece, letters, phrase_in, pieces
from scrapers.records import Kind, Paragraph
from scrapers.styles.cuts import INITIALS, TITLE_APART, Form, cuts, is_bold

Sort = Literal["asked", "nobody", "office and name", "name", "office", "word"]

_UNFIT = re.compile(r"[.!?…;\"“”«»„<>=|/]")
_QUOTED = re.compile(r"«x{1,5}»|“x{1,5}”|\"x{1,5}\"")
_OUTLET = re.compile(r"[«“„\"](?P<name>\w[^«»“”„\"]{0,40}\w)[»”“\"]")
_ENDS = '.!?…—"”»'
_MAY_END = f",:;-–{_ENDS}"
_OPENING = '«“„"'
_UNQUOTED = re.compile(r"[«“„\"][^«»“”„\"]*[»”“\"]")
_MOST_WORDS = 25
_MOST_SMALL = 3
_SHORTEST_ASKED = 3
_LONGEST_HOUSE = 60
_UNNAMED = ("unidentified ", "unknown ", "неизвестный ", "неизвестная ", "naməlum ")
_NAME_FIRST = re.compile(r"[aTt.]*[NP]*N[NP]*N,[^O,]{1,8}$")
_SENTENCE = re.compile(r"[^,]*,[^,]*O[^,]*,x")  # `Anna Lee, the mayor of Orford, said`: it goes on behind the office


class Candidate(NamedTuple):
    """What stands where a label would. `printed` is it with its brackets, `label` the phrase that may name somebody.

    `words_from` is where the words begin; equal to the length, they follow.
    """

    at: int
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


class Sense(NamedTuple):
    """What a label says by itself: what sort of label it is, of whose words, and the name and role in it."""

    sort: Sort
    kind: Kind = "turn"
    who: Named | None = None


def candidates(index: int, paragraph: Paragraph) -> list[Candidate]:
    """Every way to read the beginning of a paragraph as a label, the most usual first."""
    return [_candidate(index, paragraph, *one) for one in cuts(paragraph)]


def _candidate(index: int, paragraph: Paragraph, form: Form, begin: int, end: int, words_from: int) -> Candidate:
    words = paragraph.words
    label = words[begin:end].strip(" *_\u00a0")
    if "(" in label:
        label = TITLE_APART.sub(r"\1 ", words[begin:end]).strip(" *_\u00a0")
    printed = words[begin:words_from].strip().rstrip(":.–—-").strip()
    upper = len(label) > 1 and label.isupper()
    bold = is_bold(paragraph, begin, end)
    while words_from < len(words) and words[words_from] in " \u00a0":
        words_from += 1
    return Candidate(index, label, printed, form, words_from, bold, upper)


def sense(candidate: Candidate, language: Language) -> Sense | None:
    """What a candidate says by itself; None if it can be no label."""
    if candidate.form == "stop dash" and fold(candidate.label) in language.chairs:
        return Sense("nobody")  # `President. –`: a sitting of the European Parliament, in the chair's own language
    return _sense(candidate.label, candidate.caps, candidate.bold, language)


@lru_cache(maxsize=4096)
def _sense(label: str, caps: bool, bold: bool, language: Language) -> Sense | None:
    lists = _lists(language)
    bare = _bare(fold(label), lists.before)
    if (
        _bare(fold(label), lists.articles) in lists.nobody
        or phrase_in(INITIALS.sub("", bare), language.first_person)
        or not any(map(str.isalpha, label))
    ):
        return None
    unnumbered = bare.rstrip("0123456789 #№.").strip()
    if unnumbered in lists.asking and (len(bare) > 1 or label[0].isupper()):
        return Sense("asked", "question" if unnumbered in language.questions else "answer")
    if asked := _asker(label, bare, language):
        return asked
    if bare.startswith(_UNNAMED):
        return Sense("nobody")
    if not lists.anonymous.isdisjoint((bare, unnumbered, fold(label))):
        return Sense("nobody")
    if (opener := phrase_in(bare, language.heading_openers)) and opener.start() == 0:
        return None
    return _person(label, caps, bold, language)


def _asker(label: str, bare: str, language: Language) -> Sense | None:
    """A question's label with who asks, or the house that does: `FRAGE DR. RINGWALD`, `Корреспондент ТАСС`."""
    first, _, _ = bare.partition(" ")
    if first not in language.questions or len(first) < _SHORTEST_ASKED or first == bare:
        return None
    rest = label[len(first) :].strip()
    who = named(rest, language)
    if who.name:
        return Sense("name", "question", who) if not who.role and first not in language.offices else None
    house = letters(pieces(rest, language))[:1] in "BbU" or rest[0] in '«“„"'
    return Sense("asked", "question") if house and len(rest) <= _LONGEST_HOUSE else None


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
    if outlet := _OUTLET.fullmatch(label):
        return Sense("word", who=Named(outlet["name"], None))
    parts = pieces(label, language)
    code = letters(parts)
    bare = _UNQUOTED.sub("", code)
    official = _is_unnamed_official(bare, parts, caps or bare != code, language)
    if official and label[0] in _OPENING:
        return Sense("nobody")
    if len(parts) > _MOST_WORDS or not (label[0].isupper() or code[0] in "OTbtmMa"):
        return None
    signs = "".join(piece.words if not piece.words[0].isalnum() else "x" for piece in parts)
    if _UNFIT.search(_QUOTED.sub("", signs) if set(code) & set("OBb,") else signs):
        return None
    if (
        len(parts) > 1
        and not (caps or bold)
        and parts[0].base in language.openers
        and parts[0].base not in language.articles
    ):
        return None
    if official:
        return Sense("nobody")
    who = named(label, language)
    if _NAME_FIRST.match(code) and (who.name or ",") not in (first := label.partition(",")[0]):
        who = Named(named(first, language).name, None)  # `Jane Doe, drummer`, `Jane Doe, Courier`
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
    if who.name and (" " in who.name or not who.role):
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
    return len(words) > 1 and (words[-1] in _MAY_END or any(sign in words for sign in _ENDS))
