"""One story or two: whether two readings tell one story, from the two alone, and the traces that find such pairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from rapidfuzz.distance import Indel

from scrapers.addresses import slug
from scrapers.likeness import Likeness, length, likeness, paragraphs
from scrapers.marks import base_slug
from scrapers.records import Reading
from scrapers.words import plain, tokens, trace

WINDOW = timedelta(days=6, hours=12)
"""How far apart two pages of one story may be published. Less than a week: next week's bulletin is another story."""
_UPDATE_WINDOW = timedelta(days=2)
_DAY = timedelta(days=1)
_ENOUGH = 30
"""Words that a text without a time needs, to be known by them alone."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two readings, how far apart they were published, and what their texts have in common."""

    a: Reading
    b: Reading
    apart: timedelta
    same_title: bool
    text: Likeness


@lru_cache(maxsize=1024)
def traces(reading: Reading) -> frozenset[int]:
    """64-bit unsigned hashes, at most 6: two readings of one story always share one. Made for a join, not for reading.

    They name the page, the headline and the address's words, the whole text, its first paragraph and the longest of its
    upper half. Footers stand below: a hash of one would bring up every page of the site.
    """
    where = (reading.site, reading.language)
    own = (trace("page", reading.page_key), trace("body", *where, reading.body_hash))
    titles = (trace("headline", *where, title) for title in _titles(reading))
    return frozenset((*own, *titles, *_sample(reading.body, *where)))


def same_story(a: Reading, b: Reading) -> str | None:
    """Why two readings are of one story, in words; None if nothing says so. Symmetric; a function of the two alone."""
    if a.page_key == b.page_key:
        return f"the site's own article number, {a.native_id}" if a.native_id else "the same address"
    if (a.site, a.language) != (b.site, b.language):
        return None
    if a.published_at is None or b.published_at is None:
        same = a.content_hash == b.content_hash and length(a.body) >= _ENOUGH
        return "the same headline and words at another address" if same else None
    apart = abs(a.published_at - b.published_at)
    if apart > WINDOW or not traces(a) & traces(b):
        return None
    same_title = bool(_titles(a) & _titles(b))
    if not same_title and not _one_embedded(a, b) and not _of_a_size(a, b):
        return None
    one, two = sorted((a, b), key=lambda reading: (reading.page_key, reading.depth, reading.content_hash))
    pair = _Pair(one, two, apart, same_title, likeness(one.body, two.body))
    return next((reason for rule in (_stacked, _copied, _updated, _grown) if (reason := rule(pair))), None)


@lru_cache(maxsize=512)
def _sample(body: str, site: str, language: str) -> tuple[int, ...]:
    """The first paragraph and the longest of the upper half, short ones ("Thank you very much.") left out."""
    told = [words for words in paragraphs(body) if words.count(" ") > 3]
    upper = told[: (len(told) + 1) // 2]
    return tuple(
        trace("paragraph", site, language, words) for words in {*upper[:1], max(upper, key=len, default="")} if words
    )


def _titles(reading: Reading) -> frozenset[str]:
    """The headline and the address without their marks, as tokens in a row; an address of three words or more."""
    address = base_slug(slug(reading.url, reading.native_id), reading.language).replace("-", " ")
    return frozenset(title for title in (plain(reading.headline), address if address.count(" ") > 1 else "") if title)


def _one_embedded(a: Reading, b: Reading) -> bool:
    return a.origin == "embedded" or b.origin == "embedded"


def _of_a_size(a: Reading, b: Reading) -> bool:
    """Whether one text can be a copy of the other."""
    shorter, longer = sorted((length(a.body), length(b.body)))
    return shorter >= 0.9 * longer


def _stacked(pair: _Pair) -> str | None:
    """A text that a page carries as its earlier version, and the page that was fetched when it was new."""
    if not _one_embedded(pair.a, pair.b):
        return None
    same_words = pair.text.alike >= 0.95 and pair.apart <= _UPDATE_WINDOW
    same_minute = pair.text.contained >= 0.8 and pair.apart < timedelta(minutes=1)
    return "a later page carries its words as an earlier version" if same_words or same_minute else None


def _copied(pair: _Pair) -> str | None:
    """Two addresses of one text: near enough the same words, no fact exchanged, headlines alike."""
    if pair.text.alike < 0.9 or not pair.text.same_facts:
        return None
    headlines = Indel.normalized_similarity(sorted(tokens(pair.a.headline)), sorted(tokens(pair.b.headline)))
    if headlines == 1:
        return "the same headline and words at another address"
    return "the same words, headline reworded" if headlines >= 0.8 and pair.text.alike >= 0.985 else None


def _updated(pair: _Pair) -> str | None:
    """One headline, marked as updated on one of the pages, and the shorter text mostly kept."""
    marked = bool(pair.a.update_no or pair.b.update_no)
    kept = pair.text.contained >= 0.5 and pair.text.same_matter
    if marked and kept and pair.same_title and pair.apart <= _UPDATE_WINDOW:
        return "the same headline but for its update mark, and shared words"
    return None


def _grown(pair: _Pair) -> str | None:
    """One headline on one day, and the shorter text taken over paragraph by paragraph."""
    taken_over = pair.text.paragraphs >= max(40, 0.6 * pair.text.shorter) and pair.text.contained >= 0.85
    if pair.same_title and pair.apart <= _DAY and taken_over and pair.text.same_facts:
        return "the same headline on the same day, and shared paragraphs"
    return None
