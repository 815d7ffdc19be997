"""What became of one fetch, on its way into the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from scrapers.records import Outcome, RawPage, Reading


@dataclass(frozen=True, slots=True)
class PageResult:
    """One fetch: its row in `pages`, and the readings it carried (the page's own first, then stacked ones).

    `fetched_at` is aware. `outcome` is what the page alone says; whether `stored` is in truth `same words` is decided
    by its neighbours in time, when the story is told.
    """

    page: RawPage | None
    page_id: str
    run_id: str
    site: str
    url: str
    final_url: str
    fetched_at: datetime
    http_status: int | None
    outcome: Outcome
    detail: str | None
    sha256: str | None
    bytes: int
    warc_file: str | None
    warc_offset: int | None
    etag: str | None
    last_modified: str | None
    readings: tuple[Reading, ...]


def without_body(
    url: str,
    site: str,
    run_id: str,
    at: datetime,
    outcome: Outcome,
    detail: str | None,
    status: int | None,
    place: tuple[str, int] | tuple[None, None],
) -> PageResult:
    """A fetch that brought no body, or whose body may not be kept. `at` is aware; `place` is its archive record's."""
    return PageResult(
        page=None,
        page_id=page_id(url, at, ""),
        run_id=run_id,
        site=site,
        url=url,
        final_url=url,
        fetched_at=at,
        http_status=status,
        outcome=outcome,
        detail=detail,
        sha256=None,
        bytes=0,
        warc_file=place[0],
        warc_offset=place[1],
        etag=None,
        last_modified=None,
        readings=(),
    )


def page_id(url: str, fetched_at: datetime, sha256: str) -> str:
    """The name of one fetch: the same for the same address, moment and bytes (hex SHA-256, empty if no body)."""
    told = f"{url}\n{fetched_at.astimezone(UTC).isoformat(timespec='microseconds')}\n{sha256}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]
