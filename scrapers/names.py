"""Names in print: a person's name told from an office, in a label or in a sentence, by the letters of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from scrapers.languages import Language, fold
from scrapers.lexicon import ROMAN, Token, tokens
from scrapers.pieces import Piece, arranged, codes, letters, pieces
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
    code = _in_capitals(code, parts, language) if in_capitals else _titled(code)
    if _SHOUTED.search(code) and len(parts[-1].words) > _LONGEST_ACRONYM:  # `Senator KESSLER`, and no `Director NATO`
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
    return Named(_text(words, parts, *name), _text(words, parts, *role))


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


def _titled(code: str) -> str:
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


_VERB_WITH = re.compile(r"xc(?=NN)")
_WITH = frozenset({"with", "by", "against", "than"})
_AT = frozenset({"at", "in", "on", "to", "during"})
"""After these a capitalised word is no surname: `First Lady at a School Event`."""
_SMALL = re.compile("[c&]")
_RUN = re.compile(r"[OMmBbCUNPTtac&]+")
_COMPLETE = re.compile(r"(?:^[aTt]*|[OCBTt])[NP]*NU?$|ca?(?:P*N){3,}$")
_ROLE_AND_NAME = re.compile(r"O[^NO]*N[NP]*N(?=[mMC]*O)")
_OFFICE_OF = re.compile(r"O.*c[aCBNbcU]*N$")
_NAME_AND_OFFICE = re.compile(r"[Tt.]*N[NP]*N,[aTt]*[CMBbmU]*O")
_OFFICE_ENDS = re.compile(r"O.*[OCB]$|^[aCBM]*O$")


class Run(NamedTuple):
    """Where a person may stand in a text: from `start` to `end`, the letters of its pieces, and whom it names; a
    capitalised word by itself names nobody."""

    start: int
    end: int
    code: str
    named: Named


def segments(words: str, language: Language) -> tuple[tuple[int, int, str], ...]:
    """Where people may stand in a sentence: (start, end, letters) of each run of names, offices and institutions.

    A run is parted at `and` or `of`/`in` once its name is complete, so that two people joined by `and` are two.
    """
    return tuple((run.start, run.end, run.code) for run in runs(words, language))


@lru_cache(maxsize=64)
def runs(words: str, language: Language) -> tuple[Run, ...]:
    """The segments of a sentence, each with the name and the role in it."""
    some, starts = tokens(words, language)
    code = _beside(some, _titled(codes(some, language)))
    found = []
    for begin, end in _spans(some, code, language):
        alone = code[begin:end] == "N"
        parts = () if alone else arranged(some[begin:end], starts[begin:end], language)
        stop = starts[end - 1] + len(some[end - 1].words)
        found.append(Run(starts[begin], stop, code[begin:end], named_in(words, parts, language)))
    return tuple(found)


def _beside(some: Sequence[Token], code: str) -> str:
    """The letters without the small word that puts a person beside a verb: `met with Tom Bell in Orford`."""
    return _VERB_WITH.sub(lambda m: "xx" if some[m.end() - 1].base in _WITH else m[0], code)


def _spans(some: Sequence[Token], code: str, language: Language) -> Iterator[tuple[int, int]]:
    """The runs of pieces that hold an office or a capitalised word, without the small words around."""
    for begin, end in _parted(code, language):
        begin, end = _bared(some, code, begin, end, language)
        if begin < end and ("O" in code[begin:end] or "N" in code[begin:end]):
            yield begin, end


def _parted(code: str, language: Language) -> Iterator[tuple[int, int]]:
    """The runs of letters that may name people, one person each."""
    for run in _RUN.finditer(code):
        begin = run.start()
        if "N" not in run[0] and "O" not in run[0]:
            continue
        if language.word_order != "verb second":
            for one in _ROLE_AND_NAME.finditer(code, run.start(), run.end()):
                yield begin, one.end()
                begin = one.end()
        for small in _SMALL.finditer(code, begin, run.end()):
            if _parts_here(code, begin, small.start()):
                yield begin, small.start()
                begin = small.end()
        yield begin, run.end()


def _parts_here(code: str, begin: int, at: int) -> bool:
    """Whether the run from `begin` is one person's phrase that ends before the small word at `at`."""
    before, after = code[begin:at], code[at + 1 : at + 3]
    if before.endswith(("N", "U")) and _COMPLETE.search(before):
        return True
    if code[at] == "&" and _OFFICE_OF.search(before) and _NAME_AND_OFFICE.match(code, at + 1):
        return True
    return code[at] == "&" and bool(_OFFICE_ENDS.search(before)) and (after[:1] in "OMaCT" or after == "NN")


def _bared(some: Sequence[Token], code: str, begin: int, end: int, language: Language) -> tuple[int, int]:
    """A run without small words around it.

    A word that only begins the sentence (`Then the Secretary General …`) is a small word.
    """
    openers = _openers(language)
    while begin < end and (code[begin] in "c&atm" or (end - begin > 1 and some[begin].base in openers)):
        begin += 1
    while begin < end and code[end - 1] in "c&atmP":
        end -= 1
    return begin, end


@lru_cache(maxsize=64)
def _openers(language: Language) -> frozenset[str]:
    return frozenset((*language.openers, *language.heading_openers))


_SMALL_IN_NAMES = re.compile(r"(?<=[\s\-])(?:Von|Der|Van|De|Del|Da|Dos|La|Bin|Ibn|Al|El|Oğlu|Qızı)(?=[\s])")
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
    if (ROMAN.fullmatch(word) and len(word) > 1) or word in _ACRONYMS:
        return word
    head = "İ" if word[0] == "i" else word[0].upper()
    return head + word[1:].lower()
