"""One story or two: whether two readings tell one story, from the two alone, and the traces that find such pairs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from rapidfuzz.distance import Indel, LCSseq

from scrapers.addresses import slug
from scrapers.marks import base_slug
from scrapers.records import Reading
from scrapers.words import plain, tokens, trace

WINDOW = timedelta(days=6, hours=12)
"""How far apart two pages of one story may be published. Less than a week: next week's bulletin is another story."""
_UPDATE_WINDOW = timedelta(days=2)
_DAY = timedelta(days=1)
_SAMPLE = 16
_WORDS_A_FACT = 400
"""A text may have one number or name exchanged for another in so many words and still be a corrected copy; in a shorter
one that is what tells two texts of one template apart."""


def traces(reading: Reading) -> frozenset[int]:
    """64-bit unsigned hashes, at most 20: two readings of one story always share one. Made for a join, not for reading.

    They name the page, the headline and the address's words, the whole text, and the paragraphs with the lowest hashes.
    """
    where = (reading.site, reading.language)
    found = {trace("page", reading.page_key), trace("body", *where, reading.body_hash)}
    found |= {trace("headline", *where, title) for title in _titles(reading)}
    paragraphs = {trace("paragraph", *where, text) for text in _text(reading.body).paragraphs if text.count(" ") > 3}
    return frozenset(found | set(sorted(paragraphs)[:_SAMPLE]))


def same_story(a: Reading, b: Reading) -> str | None:
    """Why two readings are of one story, in words; None if nothing says so. Symmetric; a function of the two alone."""
    if (a.site, a.language) != (b.site, b.language):
        return None
    if a.page_key == b.page_key:
        return f"the site's own article number, {a.native_id}" if a.native_id else "the same address"
    if not traces(a) & traces(b):
        return None
    pair = _pair(*sorted((a, b), key=lambda reading: (reading.page_key, reading.depth, reading.content_hash)))
    if pair.apart is None:
        return _undated(pair)
    if pair.apart > WINDOW:
        return None
    rules = (_stacked, _copied, _retitled, _updated, _grown)
    return next((reason for rule in rules if (reason := rule(pair))), None)


@dataclass(frozen=True, slots=True)
class _Text:
    """A body as its paragraphs' tokens in a row; `words` counts them."""

    paragraphs: tuple[str, ...]
    printed: tuple[str, ...]
    words: int


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two readings and what was measured of them: hours apart, words both have in order, whole paragraphs both have."""

    a: Reading
    b: Reading
    apart: timedelta | None
    common: int
    paragraphs: int
    shorter: int
    longer: int
    exchanged: int

    @property
    def likeness(self) -> float:
        """The share of the longer text that stands in the other."""
        return self.common / max(self.longer, 1)

    @property
    def contained(self) -> float:
        """The share of the shorter text that stands in the other."""
        return self.common / max(self.shorter, 1)

    @property
    def same_facts(self) -> bool:
        """Whether no more names and numbers were exchanged than a correction exchanges."""
        return self.exchanged * _WORDS_A_FACT <= self.longer

    @property
    def same_title(self) -> bool:
        """Whether headline or address carry the same words, marks apart."""
        return bool(_titles(self.a) & _titles(self.b))

    @property
    def marked(self) -> bool:
        """Whether one of the two says that it is an update."""
        return bool(self.a.update_no or self.b.update_no)


def _pair(a: Reading, b: Reading) -> _Pair:
    one, two = _text(a.body), _text(b.body)
    shared = Counter(one.paragraphs) & Counter(two.paragraphs)
    whole = sum(len(text.split()) * times for text, times in shared.items())
    rest_one, rest_two = _rest(one, shared), _rest(two, shared)
    common = whole + LCSseq.similarity(rest_one[0], rest_two[0])
    return _Pair(
        a=a,
        b=b,
        apart=_apart(a.published_at, b.published_at),
        common=common,
        paragraphs=whole,
        shorter=min(one.words, two.words),
        longer=max(one.words, two.words),
        exchanged=min(len(rest_one[1] - set(tokens(b.body))), len(rest_two[1] - set(tokens(a.body)))),
    )


def _apart(one: datetime | None, two: datetime | None) -> timedelta | None:
    return abs(one - two) if one and two else None


@lru_cache(maxsize=512)
def _text(body: str) -> _Text:
    kept = [(plain(paragraph), paragraph) for paragraph in body.split("\n\n")]
    kept = [(text, printed) for text, printed in kept if text]
    return _Text(tuple(t for t, _ in kept), tuple(p for _, p in kept), sum(len(t.split()) for t, _ in kept))


def _rest(text: _Text, shared: Counter[str]) -> tuple[list[str], set[str]]:
    """The words outside the shared paragraphs, and the names and numbers among them (casefolded)."""
    left, words, facts = Counter(shared), list[str](), set[str]()
    for paragraph, printed in zip(text.paragraphs, text.printed, strict=True):
        if left[paragraph]:
            left[paragraph] -= 1
        else:
            words += paragraph.split()
            facts |= _facts(printed)
    return words, facts


def _facts(printed: str) -> set[str]:
    """The words of a text that begin with a capital or a digit: what templates exchange."""
    return {
        token
        for word in re.findall(r"[^\W_]+", printed)
        if word[0].isupper() or word[0].isdigit()
        for token in tokens(word)
    }


def _titles(reading: Reading) -> frozenset[str]:
    """The headline and the address without their marks, as tokens in a row; an address of three words or more."""
    address = base_slug(slug(reading.url, reading.native_id), reading.language).replace("-", " ")
    return frozenset(t for t in (plain(reading.headline), address if address.count(" ") > 1 else "") if t)


def _headline_likeness(a: Reading, b: Reading) -> float:
    return Indel.normalized_similarity(sorted(tokens(a.headline)), sorted(tokens(b.headline)))


def _undated(pair: _Pair) -> str | None:
    """Without both times only the very same words, and enough of them, are one story."""
    if pair.a.content_hash == pair.b.content_hash and pair.longer >= 30:
        return "the same headline and words at another address"
    return None


def _stacked(pair: _Pair) -> str | None:
    """A text that a page carries as its earlier version, and the page that was fetched when it was new."""
    if pair.a.origin == pair.b.origin == "page" or pair.apart is None:
        return None
    same_minute = pair.apart < timedelta(minutes=1)
    if (pair.likeness >= 0.95 and pair.apart <= _UPDATE_WINDOW) or (same_minute and pair.contained >= 0.8):
        return "a later page carries its words as an earlier version"
    return None


def _copied(pair: _Pair) -> str | None:
    """Two addresses of one text: near enough the same words, no fact exchanged, headlines alike."""
    headline = _headline_likeness(pair.a, pair.b)
    if pair.likeness >= 0.9 and pair.same_facts and (headline == 1 or (headline >= 0.8 and pair.likeness >= 0.985)):
        return (
            "the same headline and words at another address" if headline == 1 else "the same words, headline reworded"
        )
    return None


def _retitled(pair: _Pair) -> str | None:
    """One text sent out twice in a day under unlike headlines, both of them told by the text: no mere footer."""
    told = min(_told(pair.a), _told(pair.b))
    if pair.likeness >= 0.97 and pair.same_facts and pair.apart is not None and pair.apart <= _DAY and told >= 0.8:
        return "the same words on the same day under another headline" if pair.longer >= 100 else None
    return None


def _told(reading: Reading) -> float:
    """The share of the headline's words that the text uses."""
    headline, body = tokens(reading.headline), set(tokens(reading.body))
    return sum(word in body for word in headline) / max(len(headline), 1)


def _updated(pair: _Pair) -> str | None:
    """One headline, marked as updated on one of the pages, and the shorter text mostly kept."""
    near = pair.apart is not None and pair.apart <= _UPDATE_WINDOW
    if near and pair.marked and pair.same_title and pair.contained >= 0.5:
        return "the same headline but for its update mark, and shared words"
    return None


def _grown(pair: _Pair) -> str | None:
    """One headline on one day, and the shorter text taken over paragraph by paragraph."""
    near = pair.apart is not None and pair.apart <= _DAY
    kept = pair.paragraphs >= max(40, 0.6 * pair.shorter)
    if near and kept and pair.same_title and pair.contained >= 0.85 and pair.same_facts:
        return "the same headline on the same day, and shared paragraphs"
    return None
