"""Invented pages as readings and fetches: "Name: words" is a statement, everything else narration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scrapers.addresses import page_key
from scrapers.records import NOT_WORDS, Observation, Paragraph, Passage, Reading, Split, Statement
from scrapers.updates import Layer, Mark, body_hash, content_hash, split_mark, unstack

ZONE = ZoneInfo("Asia/Baku")
SITE = "shore-en"


@dataclass(frozen=True)
class Fetch:
    """One fetch of an invented page: what it carried, top text first."""

    observation: Observation
    readings: tuple[Reading, ...]


def at(clock: str, day: int = 11) -> datetime:
    """A moment of March 2024 in the invented agency's zone."""
    return datetime(2024, 3, day, int(clock[:2]), int(clock[3:]), tzinfo=ZONE)


def address(number: int | None, slug: str = "story") -> str:
    """An address on the invented site: with its article number, or without one."""
    return f"https://shore.example/news/{slug}" + (f"-{number}" if number else "")


def fetched(
    headline: str,
    words: str,
    published: datetime | None,
    seen: datetime,
    *,
    number: int | None = 100,
    slug: str = "story",
    modified: datetime | None = None,
    language: str = "en",
) -> Fetch:
    """A fetch at `seen` of a page whose paragraphs are the lines of `words`."""
    mark = split_mark(headline, language)
    lines = [Paragraph(line.strip()) for line in words.strip().splitlines() if line.strip()]
    layers = unstack(lines, published, ZONE, mark, language)
    url, native = address(number, slug), str(number) if number else None
    readings = tuple(
        _reading(layer, depth, len(layers) - 1, headline, mark, url, native, modified, language)
        for depth, layer in enumerate(layers)
    )
    hashes = tuple(reading.content_hash for reading in readings)
    key = readings[0].page_key
    return Fetch(Observation(f"{key}@{seen.isoformat()}", key, url, seen, content_hashes=hashes), readings)


def gone(seen: datetime, *, number: int | None = 100, slug: str = "story") -> Fetch:
    """A fetch at `seen` that found the page withdrawn."""
    url = address(number, slug)
    key = page_key(SITE, str(number) if number else None, url)
    return Fetch(Observation(f"{key}@{seen.isoformat()}", key, url, seen, gone=True), ())


def kept(fetches: Iterable[Fetch]) -> tuple[list[Reading], list[Observation]]:
    """What a store remembers of these fetches: of equal readings of one page the earliest fetch's, and every fetch."""
    ordered = sorted(fetches, key=lambda f: f.observation.fetched_at)
    first: dict[tuple[str, str, str], Reading] = {}
    for fetch in ordered:
        for reading in fetch.readings:
            first.setdefault((reading.page_key, reading.origin, reading.content_hash), reading)
    return list(first.values()), [fetch.observation for fetch in ordered]


def _reading(
    layer: Layer,
    depth: int,
    depths: int,
    headline: str,
    mark: Mark,
    url: str,
    native: str | None,
    modified: datetime | None,
    language: str,
) -> Reading:
    found = split(layer.paragraphs, layer.clock)
    words = [passage.words for passage in found.passages if passage.role not in NOT_WORDS]
    return Reading(
        site=SITE,
        language=language,
        url=url,
        page_key=page_key(SITE, native, url),
        origin="embedded" if depth else "page",
        headline=mark.headline,
        headline_printed=mark.headline if depth else headline,
        content_hash=content_hash(mark.headline, words),
        body_hash=body_hash(words),
        split=found,
        parser="newsdesk",
        native_id=native,
        update_no=None if depth else mark.update_no,
        update_label=None if depth else mark.label,
        published_at=layer.published_at,
        modified_at=None if depth else modified,
        depth=depth,
        depths=depths,
    )


def split(paragraphs: Sequence[Paragraph], clock: str | None = None) -> Split:
    """The simplest split: a paragraph that begins with a name and a colon is that person's statement."""
    passages: list[Passage] = []
    statements: list[Statement] = []
    for paragraph in paragraphs:
        said = re.fullmatch(r"([A-Z][a-z]+(?: [A-Z][a-z]+)*|\?): (.+)", paragraph.words)
        if said is None:
            passages.append(Passage("narration", paragraph.words))
            continue
        speaker = None if said[1] == "?" else said[1]
        passages.append(Passage("statement", paragraph.words, (len(statements),)))
        statements.append(Statement("turn", "plain label", (said[2],), speaker, speaker))
    if clock:
        passages.append(Passage("clock", clock))
    return Split(tuple(passages), tuple(statements))
