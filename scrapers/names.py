"""Names in print: a person's name told from an office, in a label or phrase, by the letters of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from scrapers.languages import Language, fold
from scrapers.lexicon import ROMAN
from scrapers.pieces import Piece, letters, pieces
from scrapers.records import Span


class Named(NamedTuple):
    """What a label or phrase says of a person: a name, a role, or both."""

    name: str | None
    role: str | None


_NAME = re.compile(r"[Tt.]*(?P<name>(?:[NP]*N[NP]*U?|U))")
_NAME_FIRST = re.compile(r"[aTt]*(?P<name>(?:[NP]*N[NP]*U?)),(?P<role>.*[OBCUb].*)")
_NAME_OF = re.compile(r"[aTt.]*(?P<name>(?:[NP]*N))ca?[NCB]+")
_NAME_FROM = re.compile(r"(?P<name>N[NP]*N)c[aC]*[bB][aNCUbB«»“”\"]*")
_NAME_LAST = re.compile(r"(?P<name>(?:[NP]*N[NP]*U?))$")
_TITLED = re.compile(r"(?<=[Tt])P*U[PU]*")
_PEER = re.compile(r"T(?:N(?:c[NC])?|c[NC]+)$")
_SHOUTED = re.compile(r"^[aMm]*OP*U$")
_DEGREES = re.compile(r"(?<=N)(?:,T)+$|(?<=O)(?P<name>[Tt.]*[NP]*N),U$")
_TITLE_LAST = re.compile(r"(?<=N)T$")
_AT = frozenset({"at", "in", "on", "to", "during"})
"""After these a capitalised word is no surname: `First Lady at a School Event`."""
_SHORTEST_MISSPELT = 7
_LONGEST_ACRONYM = 4
_MOST_SHAPES = 4096
_INITIAL = re.compile(r"(?<=\b\w)\.(?=[^\W\d_]{2})")
_LEADING = re.compile(r"^[aTt.,c&]+")
_TRAILING = re.compile(r"[aTt.,c&]+$")


def named(words: str, language: Language, known: frozenset[str] = frozenset()) -> Named:
    """The name and the role in a label or phrase such as `President of Russia Vladimir Putin` or `X, Minister`.

    `known` holds folded names the page uses elsewhere: they settle where a name begins after a place (`of Fredonia`).
    A name stands first before a comma, else last; words that are an office, a country or an institution end it.
    """
    return named_in(words, pieces(words, language), language, known)


def named_in(words: str, parts: Sequence[Piece], language: Language, known: frozenset[str] = frozenset()) -> Named:
    """The name and the role in the phrase that these pieces of `words` are."""
    if not parts:
        return Named(None, None)
    in_capitals = words[parts[0].start : parts[-1].end].isupper()
    parts = _own(parts, language)
    code = letters(parts)
    code = _in_capitals(code, parts, language) if in_capitals else titled(code)
    if _SHOUTED.match(code) and len(parts[-1].words) > _LONGEST_ACRONYM:  # `Senator KESSLER`, and no `Director NATO`
        code = code[:-1] + "N"
    if code in ("TO", "T.O") and parts[-1].base in language.surnames:
        code = code[:-1] + "N"
    shape = _shape(code)
    parts = parts[: len(shape.code)]
    if shape.peer is not None and parts[shape.peer].base in language.peers:
        role = _bare(shape.code, 0, shape.peer)
        return Named(_text(words, parts, shape.peer, len(parts)), _text(words, parts, *role))
    name, role = shape.name, shape.role
    if shape.last:
        begin = _known_name(words, parts, shape.code, known) if known else None
        if begin is None and len(parts) - name[0] == 1 and any(p.code == "c" and p.base in _AT for p in parts[:-1]):
            begin = len(parts)
        if begin is not None:
            name, role = (begin, len(parts)), _bare(shape.code, 0, begin)
    found = _text(words, parts, *name)
    if found and found.split(" ")[0] in _GERMAN_ARTICLES and "der" in language.articles:
        found = None  # ein Sprecher der Feuerwehr
    return Named(found, _text(words, parts, *role))


_GERMAN_ARTICLES = frozenset({"der", "den", "dem", "des", "die", "das"})


class _Shape(NamedTuple):
    """What the letters of a phrase tell: those of them that count, where a peer's title begins, where the name and the
    role stand, and whether the name is only what stands last."""

    code: str
    peer: int | None
    name: Span
    role: Span
    last: bool = False


@lru_cache(maxsize=_MOST_SHAPES)
def _shape(code: str) -> _Shape:
    """What these letters tell: phrases are many, their letters few."""
    if degrees := _DEGREES.search(code):
        code = code[: degrees.end("name") if degrees["name"] else degrees.start()]
    code = _TITLE_LAST.sub("N", code)
    found = _PEER.search(code)
    peer = found.start() if found else None
    if place := (_NAME_OF if "T" in code else _NAME_FROM).fullmatch(code):
        return _Shape(code, peer, place.span("name"), (0, 0))
    if first := _NAME_FIRST.fullmatch(code):
        return _Shape(code, peer, first.span("name"), _bare(code, *first.span("role")))
    begin = _name_start(code)
    return _Shape(code, peer, (begin, len(code)), _bare(code, 0, begin), last=True)


def titled(code: str) -> str:
    """The letters with a surname in capitals after a title as a name: `Mr. SMITH`, `Mr. DE LA CRUZ`."""
    return _TITLED.sub(lambda surname: surname[0].replace("U", "N"), code) if "U" in code else code


def _own(parts: Sequence[Piece], language: Language) -> Sequence[Piece]:
    """The pieces of a person alone, where cases do the work of small words: without the house that somebody comes from
    (`X Televiziyasından Ad Soyad`) or speaks for (`X Grubu adına Ad Soyad`)."""
    if language.word_order != "verb last":
        return parts
    for at in range(len(parts) - 3, -1, -1):
        before = fold(parts[at].words)
        if before in language.on_behalf or (before.endswith(_FROM_HOUSE) and len(before) > _SHORTEST_HOUSE):
            return parts[at + 1 :] if set(letters(parts[at + 1 :])) <= set("NUP") else parts
    return parts


_FROM_HOUSE = ("sından", "sindən", "ından", "indən", "dan", "dən", "'den", "'tan", "'ten")
_SHORTEST_HOUSE = 6


def _in_capitals(code: str, parts: Sequence[Piece], language: Language) -> str:
    """The letters of a label in capitals: a capital word is a name, or the office with a typing error before one."""
    if len(parts) > 1 and code[0] == "U" and _is_misspelt_office(parts[0].base, language):
        code = "O" + code[1:]
    return code.replace("U", "N")


@lru_cache(maxsize=1024)
def _is_misspelt_office(folded: str, language: Language) -> bool:
    """Whether a word is one letter away from an office: `presiden`, `secreatry`."""
    if len(folded) < _SHORTEST_MISSPELT:
        return False
    return any(DamerauLevenshtein.distance(folded, office, score_cutoff=1) == 1 for office in language.offices)


def _known_name(words: str, parts: Sequence[Piece], code: str, known: frozenset[str]) -> int | None:
    """The index of the piece from which on a phrase is a known name; None if it ends with none."""
    folded, names = fold(words), (at for at, letter in enumerate(code) if letter in "NPU")
    return next((at for at in names if _text(folded, parts, at, len(parts)) in known), None)


def _name_start(code: str) -> int:
    """The index of the letter that begins the name at the end of a label; its length if it ends without a name."""
    last = _NAME_LAST.search(code)
    if not last:
        return len(code)
    begin = last.start("name")
    before = code[:begin].rstrip("aTt.")
    return _last_two(code, begin) if before[-1:] in ("c", "&") or len(code) - begin > 5 else begin


def _last_two(code: str, begin: int) -> int:
    """After `of`, a place comes before the name: the name is the last two words, if three or more stand there."""
    names = [i for i in range(begin, len(code)) if code[i] == "N"]
    if len(names) < 3:
        return len(code)
    return names[-2]


def _text(words: str, parts: Sequence[Piece], begin: int, end: int) -> str | None:
    """The words from piece `begin` up to piece `end`, with a space after an initial (`В.Путин`)."""
    if begin >= end:
        return None
    text = words[parts[begin].start : parts[end - 1].end]
    return _INITIAL.sub(". ", text) if "." in text else text


def _bare(code: str, begin: int, end: int) -> Span:
    """Where the role among these letters stands, without articles, titles and commas around it."""
    lead, tail = _LEADING.match(code[begin:end]), _TRAILING.search(code[begin:end])
    return begin + (lead.end() if lead else 0), end - (len(tail[0]) if tail else 0)


_SMALL_IN_NAMES = re.compile(r"(?<=[\s\-])(?:Von|Der|Van|De|Del|Da|Dos|La|Bin|Ibn|Al|El|Oğlu|Qızı)(?=[\s])")
_SCOTS_OR_IRISH = re.compile(r"(?:[A-Z]['’](?=[A-Z]{3})|MC(?=[A-Z]{3}))")  # `O'HARA`, `MCDUFF`
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ACRONYMS = frozenset({"CEO", "CFO", "COO", "CTO", "MP", "MEP", "UN", "EU", "US", "UK", "NATO"})
_DOTLESS = frozenset({"az", "tr"})


def proper(words: str, language: Language) -> str:
    """Words printed in capitals as they would stand in a sentence (`VON DER LEYEN`: `Von der Leyen`); others as is."""
    if not words.isupper():
        return words
    if language.tag in _DOTLESS:
        words = words.replace("I", "ı").replace("İ", "i")
    return _SMALL_IN_NAMES.sub(lambda m: m[0].lower(), _LETTERS.sub(_capitalised, words))


def proper_role(role: str, language: Language) -> str:
    """A role printed in capitals as it would stand in a sentence (`MINISTER OF WATER`: `Minister of Water`)."""
    if not role.isupper():
        return role
    small = {*language.connectors, *language.articles, *language.ands}
    words = proper(role, language).split(" ")
    return " ".join([words[0], *(fold(word) if fold(word) in small else word for word in words[1:])])


def _capitalised(match: re.Match[str]) -> str:
    word = match[0]
    if lead := _SCOTS_OR_IRISH.match(word):
        return lead[0].capitalize() + word[lead.end() :].capitalize()
    if (ROMAN.fullmatch(word) and len(word) > 1) or word in _ACRONYMS:
        return word
    head = "İ" if word[0] == "i" else word[0].upper()
    return head + word[1:].lower()
