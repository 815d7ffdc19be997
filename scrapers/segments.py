"""Where people may stand in a sentence: its runs of names, offices and institutions, each with name and role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from scrapers.languages import Language
from scrapers.lexicon import Token, tokens
from scrapers.names import Named, named_in, titled
from scrapers.pieces import arranged, codes

_VERB_WITH = re.compile(r"xc(?=NN)")
_WITH = frozenset({"with", "by", "against", "than"})
_SMALL = re.compile("c(?<=[NU]c)|&")
_RUN = re.compile(r"[OMmBbCUNPTtac&][OMmBbCUNPTtac&]*")
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
    code = _beside(some, titled(codes(some, language)))
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
