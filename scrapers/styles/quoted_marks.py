"""Quotation marks: where the quotations of a paragraph begin and end, in every convention, in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from scrapers.records import Span

# What each opening mark may be closed by. „…“ and “…” share “, »…« and «…» share both: which one a mark is follows
# from what is open and from the space around it.
CLOSERS: dict[str, str] = {
    '"': '"”“',
    "“": '”"“',
    "„": '“”"',
    "”": "”“",
    "«": "»",
    "»": "«",
    "‘": "’'",
    "‚": "‘’'",
    "'": "'’",
    "‹": "›",
    "›": "‹",
}
_SINGLE = frozenset("‘‚'’‹›")
_WIDE = {",,": "„", "''": '"'}
_BEFORE = frozenset("([{—–:/>*_-…\u200b") | frozenset(CLOSERS)
_CLOSING_CLUE = frozenset('.,!?…;:)”»“"')
_MERGED = re.compile(r"[,.!?…]?\s*(?:[—–-]\s|$)")
HAS_MARK = re.compile("|".join(("''", r",,(?=\w)", *"\"“”„«»‘’‚'‹›")))
"""Finds a mark that may begin or end a quotation. Signs alone, no set of them: so a search skips whatever is none."""


_OF_TWO = "”“"  # what closes a mark printed as two signs (,,words“)


class Quote(NamedTuple):
    """One outermost quotation of a paragraph: `outer` with its marks, `inner` without.

    `closed` is False when the paragraph ends before the mark is closed, `opened` False when the quotation began in an
    earlier paragraph.
    """

    outer: Span
    inner: Span
    closed: bool = True
    opened: bool = True


class _Mark(NamedTuple):
    at: int
    end: int
    sign: str
    may_open: bool
    may_close: bool


@dataclass(slots=True)
class _Open:
    """The marks open at one point of a paragraph, and where among them the double ones stand."""

    marks: list[_Mark] = field(default_factory=list)
    doubles: list[int] = field(default_factory=list)

    def push(self, mark: _Mark) -> None:
        """Opens one more."""
        if mark.sign not in _SINGLE:
            self.doubles.append(len(self.marks))
        self.marks.append(mark)

    def cut(self, size: int) -> _Mark:
        """Drops everything from index `size` on; the mark that stood there."""
        closed = self.marks[size]
        del self.marks[size:]
        while self.doubles and self.doubles[-1] >= size:
            self.doubles.pop()
        return closed


def _marks(words: str) -> list[_Mark]:
    """The marks of a paragraph with what the space around them allows. Apostrophes are left out."""
    found = []
    for match in HAS_MARK.finditer(words):
        at, end = match.span()
        before, after = words[at - 1 : at], words[end : end + 1]
        sign = _WIDE.get(match[0], match[0])
        if sign in "'’‘" and before.isalnum() and after.isalnum():
            continue
        may_open = (not before or before.isspace() or before in _BEFORE) and bool(after) and not after.isspace()
        may_close = bool(before) and (not before.isspace() or not after or after.isspace())
        found.append(_Mark(at, end, sign, may_open and sign in CLOSERS, may_close))
    return found


def quotes(words: str, carried: str | None = None) -> tuple[Quote, ...]:
    """The outermost quotations of a paragraph, in order. Linear in its length.

    `carried` is the opening mark that an earlier paragraph left open: the first closing mark without an opening one
    then ends a quotation that began there. Marks that fit nothing are left alone; two closing marks printed as one
    (``«газета «Труд», — сказал``) close both where the paragraph lacks one.
    """
    found: list[Quote] = []
    opened = _Open()
    lacking = {'"': words.count('"') % 2, "«": words.count("«") - words.count("»")}
    for mark in _marks(words):
        depth = _closed_by(words, opened, mark) if mark.may_close and opened.marks else None
        if depth is not None:
            sign = opened.cut(depth).sign if depth else opened.marks[0].sign
            if depth and lacking.get(sign, 0) > 0 and depth == 1 and _MERGED.match(words, mark.end):
                lacking[sign] -= 1
                depth = 0
            if not depth:
                first = opened.cut(0)
                found.append(Quote((first.at, mark.end), (first.end, mark.at)))
        elif mark.may_open:
            if opened.marks or mark.sign not in _SINGLE or words[mark.end].isalpha() or words[mark.end] in CLOSERS:
                opened.push(mark)
        elif carried and not opened.marks and mark.sign in CLOSERS.get(carried, _OF_TWO):
            found, carried = [Quote((0, mark.end), (0, mark.at), opened=False)], None
    if opened.doubles:
        first = opened.marks[opened.doubles[0]]
        found.append(Quote((first.at, len(words)), (first.end, len(words)), closed=False))
    return tuple(found)


def _closed_by(words: str, opened: _Open, mark: _Mark) -> int | None:
    """The index of the open mark that `mark` closes: the last one, or the last double one below stray single ones."""
    for depth in (len(opened.marks) - 1, *opened.doubles[-1:]):
        sign = opened.marks[depth].sign
        if mark.sign not in CLOSERS[sign] or (mark.may_open and words[mark.at - 1].isspace()):
            continue
        if mark.sign not in _SINGLE or _ends_single(words, mark):
            return depth
    return None


def _ends_single(words: str, mark: _Mark) -> bool:
    """Whether a closing single mark is one and not the apostrophe of a plural or of a clipped word."""
    after = words[mark.end : mark.end + 1]
    return words[mark.at - 1] in _CLOSING_CLUE or not after or after in _CLOSING_CLUE or mark.sign in "‹›"
