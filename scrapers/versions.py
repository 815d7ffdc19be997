"""The versions of a story in order: what its pages said in turn, and the earlier texts that only later pages keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from scrapers.likeness import likeness
from scrapers.records import Observation, Origin, Reading
from scrapers.words import digest

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A version before it has a number. `at` and `rank` are its place in time: published (else seen), update number.

    `ordinal` is the how-manieth time its page says these words.
    """

    reading: Reading
    ordinal: int
    published_at: datetime | None
    update_no: int | None
    at: datetime
    rank: int
    seen_at: datetime
    page_id: str

    @property
    def version_id(self) -> str:
        """The same for the same words of the same page, in whatever order its fetches were met."""
        return digest("version", self.reading.page_key, self.reading.content_hash, str(self.ordinal))

    @property
    def place(self) -> tuple[datetime, int, datetime, str]:
        """Where it stands among the others: publication time, update number, time first seen."""
        return self.at, self.rank, self.seen_at, self.version_id


Known = dict[tuple[str, str], Reading]
"""Readings by page key and content hash."""


def ordered(readings: Iterable[Reading], observations: Iterable[Observation]) -> list[Draft]:
    """The story's versions from the earliest to the newest: a function of the sets, whatever their order.

    A page's texts keep the order in which they were fetched; a text that two pages carry, or that a page carries and
    another fetched in its day, is one version: the fetched one.
    """
    readings = tuple(readings)
    standing, below = _known(readings, "page"), _known(readings, "embedded")
    seen = sorted((o for o in observations if o.content_hashes), key=lambda o: (o.fetched_at, o.page_id))
    embedded = _distinct(_embedded(seen, standing, below))
    fetched = [_completed(draft, embedded) for draft in _own(seen, standing)]
    own = _without_copies(sorted(fetched, key=lambda draft: draft.place))
    drafts = own + [draft for draft in embedded if not any(_same_text(draft, other) for other in own)]
    return _original(sorted(drafts, key=lambda draft: draft.place))


def _known(readings: Iterable[Reading], wanted: Origin) -> Known:
    """One reading for each page and text: of that origin where there is one, else how it was met."""
    by_trust = sorted(readings, key=lambda r: (r.origin == wanted, -r.depth, r.url, r.headline_printed))
    return {(reading.page_key, reading.content_hash): reading for reading in by_trust}


def _own(seen: Sequence[Observation], known: Known) -> list[Draft]:
    """What each page said in its turn: A, B and A again are three versions."""
    pages: dict[str, list[Observation]] = defaultdict(list)
    for observation in seen:
        pages[observation.page_key].append(observation)
    return [draft for fetches in pages.values() for draft in _turns(fetches, known)]


def _turns(fetches: Sequence[Observation], known: Known) -> list[Draft]:
    """The runs of distinct words of one page, each no earlier than the one before."""
    drafts: list[Draft] = []
    said: dict[str, int] = defaultdict(int)
    for content, run in groupby(fetches, key=lambda o: o.content_hashes[0]):
        fetch = next(run)
        said[content] += 1
        before = drafts[-1] if drafts else None
        drafts.append(_turn(known[fetch.page_key, content], said[content], fetch, before))
    return drafts


def _turn(reading: Reading, ordinal: int, fetch: Observation, before: Draft | None) -> Draft:
    published = _published(reading, before, fetch.fetched_at)
    at, rank = published or fetch.fetched_at, reading.update_no or 0
    return Draft(
        reading=reading,
        ordinal=ordinal,
        published_at=published,
        update_no=reading.update_no,
        at=max(at, before.at) if before else at,
        rank=max(rank, before.rank) if before else rank,
        seen_at=fetch.fetched_at,
        page_id=fetch.page_id,
    )


def _published(reading: Reading, before: Draft | None, seen_at: datetime) -> datetime | None:
    """When this text was published: as printed, and for a page's later text as printed or modified, whichever is later
    than the text before. A silent edit that gives no later time keeps the printed one: nobody invents a time for it.
    """
    if before is None or before.published_at is None:
        return reading.published_at
    if reading.published_at and reading.published_at > before.published_at:
        return reading.published_at
    if reading.modified_at and before.published_at < reading.modified_at <= seen_at:
        return reading.modified_at
    return before.published_at


def _without_copies(drafts: Iterable[Draft]) -> list[Draft]:
    """Drafts in order, less those whose headline and words another page of the story had earlier."""
    kept: list[Draft] = []
    pages: dict[str, str] = {}
    for draft in drafts:
        page = pages.setdefault(draft.reading.content_hash, draft.reading.page_key)
        if page == draft.reading.page_key or draft.ordinal > 1:
            kept.append(draft)
    return kept


def _embedded(seen: Sequence[Observation], standing: Known, below: Known) -> list[Draft]:
    """The earlier texts that pages carry below clock lines, in the order they were first seen.

    None stands later than the text above it: where an editor's clocks rise on the way down, the stack's order counts.
    """
    drafts: dict[tuple[str, str], Draft] = {}
    for fetch in seen:
        carrier, *lower = fetch.content_hashes
        above: Draft | None = None
        for depth, content in enumerate(lower, start=1):
            layer = _layer(below[fetch.page_key, content], standing[fetch.page_key, carrier], depth, len(lower), fetch)
            above = replace(layer, at=min(layer.at, above.at)) if above else layer
            drafts.setdefault((fetch.page_key, content), above)
    return list(drafts.values())


def _layer(reading: Reading, carrier: Reading, depth: int, depths: int, fetch: Observation) -> Draft:
    """An embedded text. The lowest is the original (0), unless the mark counts more updates than the page still has."""
    complete = carrier.update_no is None or carrier.update_no <= depths
    unclocked = (carrier.published_at or fetch.fetched_at) - timedelta(microseconds=depth)
    return Draft(
        reading=reading,
        ordinal=1,
        published_at=reading.published_at,
        update_no=depths - depth if complete else None,
        at=reading.published_at or unclocked,
        rank=depths - depth,
        seen_at=fetch.fetched_at,
        page_id=fetch.page_id,
    )


def _distinct(drafts: Iterable[Draft]) -> list[Draft]:
    """Of embedded texts that several pages carry, the one first seen."""
    kept: list[Draft] = []
    for draft in drafts:
        if not any(_same_text(draft, other) for other in kept):
            kept.append(draft)
    return kept


def _completed(draft: Draft, embedded: Iterable[Draft]) -> Draft:
    """A fetched text with what only a later page tells of it: its time by the clock line, its number by its place."""
    later = next((other for other in embedded if draft.ordinal == 1 and _same_text(draft, other)), None)
    if later is None:
        return draft
    number = later.update_no if draft.update_no is None else draft.update_no
    if draft.published_at or later.published_at is None:
        return replace(draft, update_no=number)
    return replace(draft, update_no=number, published_at=later.published_at, at=later.published_at)


def _same_text(one: Draft, other: Draft) -> bool:
    """Whether two drafts are one text: the same words; or nearly, within an hour; or one a part of the other, in the
    same minute: editors tidy what they push down.
    """
    if one.reading.body_hash == other.reading.body_hash:
        return True
    if one.published_at is None or other.published_at is None or abs(one.published_at - other.published_at) > _HOUR:
        return False
    text = likeness(one.reading.body, other.reading.body)
    same_minute = abs(one.published_at - other.published_at) < timedelta(minutes=1)
    return text.alike >= 0.9 or (same_minute and text.contained >= 0.8)


def _original(drafts: list[Draft]) -> list[Draft]:
    """The earliest version known, if no mark says that it is an update, is the original: number 0."""
    if drafts and drafts[0].update_no is None and drafts[0].reading.origin == "page":
        drafts[0] = replace(drafts[0], update_no=0)
    return drafts
