"""Readings and fetches made up for the storage tests: invented pages, the real records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from scrapers.read import PARSER
from scrapers.records import NOT_WORDS, Outcome, Passage, Reading, Split, Statement
from scrapers.updates import body_hash, content_hash
from storage.page_result import PageResult, page_id

NOON = datetime(2024, 3, 11, 12, 0, tzinfo=UTC)


def reading(
    number: int,
    said: Sequence[tuple[str | None, str]],
    headline: str = "Ministers of Vardia and Ostland met",
    site: str = "vardia-en",
    published_at: datetime | None = NOON,
    update_no: int | None = 0,
) -> Reading:
    """A page of the site: a lead, then each speaker's words under a heading. Equal arguments, equal reading."""
    statements = tuple(
        Statement("statement", "headed", tuple(words.split("\n\n")), speaker, speaker, "Minister" if speaker else None)
        for speaker, words in said
    )
    passages = [Passage("lead", f"{headline}, the Vardia agency reports.")]
    for index, statement in enumerate(statements):
        passages.append(Passage("heading", f"Statement by {statement.speaker}"))
        passages += [Passage("statement", words, (index,)) for words in statement.paragraphs]
    words = [passage.words for passage in passages if passage.role not in NOT_WORDS]
    return Reading(
        site=site,
        language=site[-2:],
        url=f"https://{site}.example/news/{number}",
        page_key=f"{site}:{number}",
        origin="page",
        headline=headline,
        headline_printed=headline if not update_no else f"{headline}-UPDATED-{update_no}",
        content_hash=content_hash(headline, words),
        body_hash=body_hash(words),
        split=Split(tuple(passages), statements),
        parser=f"made-up/{PARSER}",
        native_id=str(number),
        update_no=update_no,
        update_label=f"UPDATED-{update_no}" if update_no else None,
        published_at=published_at,
        utc_offset="+00:00",
    )


def fetched(
    readings: Iterable[Reading],
    minutes: float = 0,
    run_id: str = "run",
    warc: tuple[str, int] | None = None,
) -> PageResult:
    """A fetch of a page that carried these readings, so many minutes after noon."""
    carried = tuple(readings)
    own = carried[0]
    at = NOON + timedelta(minutes=minutes)
    digest = hashlib.sha256("".join(r.content_hash for r in carried).encode()).hexdigest()
    outcome: Outcome = "stored" if own.split.statements else "no statements"
    return PageResult(
        None, page_id(own.url, at, digest), run_id, own.site, own.url, own.url, at, 200, outcome, None, digest, 1000,
        *(warc or (None, None)), '"tag"', None, carried,
    )  # fmt: skip


def missed(
    url: str, minutes: float, outcome: Outcome, site: str = "vardia-en", status: int | None = None
) -> PageResult:
    """A fetch that brought no words: gone, unchanged, unreachable."""
    at = NOON + timedelta(minutes=minutes)
    return PageResult(
        None, page_id(url, at, ""), "run", site, url, url, at, status, outcome, outcome, None, 0, None, None,
        None, None, (),
    )  # fmt: skip
