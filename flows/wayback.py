"""Earlier captures of a page from the Wayback Machine (or one like it), as pages fetched when they were captured."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flows.commands.common import Stop
from scrapers.records import RawPage
from scrapers.safety import host_of

if TYPE_CHECKING:
    from wayback import CdxRecord, WaybackClient

OFFICIAL = "https://web.archive.org"

TAKEN = frozenset({200, 404, 410})
"""Statuses of captures worth having: what the page said, and that it was gone. Redirects and errors are neither."""

_ABOUT_THE_BODY = frozenset({"content-encoding", "content-length", "transfer-encoding"})

Moment = tuple[str, datetime]
"""An address and when it was captured."""


@dataclass(frozen=True, slots=True)
class Unplayable:
    """A capture that is listed but could not be had: one sentence on which and why."""

    detail: str


def _none(_: Sequence[Moment]) -> Collection[Moment]:
    return ()


def captures(
    url: str,
    since: datetime | None = None,
    until: datetime | None = None,
    base: str = OFFICIAL,
    contact: str = "",
    have: Callable[[Sequence[Moment]], Collection[Moment]] = _none,
) -> Iterator[RawPage | Unplayable]:
    """Every capture of `url` between two times (aware), oldest first, each distinct body in a row once.

    `fetched_at` is when it was captured, `url` what was captured then (http or https, www or not), `site` the host's
    name: the caller knows better. `base` is the archive's address; one with a path is a pywb collection
    (`https://arquivo.pt/wayback`). `have` says which captures need not be had again. Raises Stop when the optional
    package is missing or the archive does not answer.
    """
    client = _client(base, contact)
    from wayback.exceptions import WaybackException

    with client:
        try:
            listed = list(client.search(url, from_date=since, to_date=until, collapse="digest"))
        except (WaybackException, OSError) as error:
            raise Stop(
                f"The archive at {base} did not list the captures of {url}: {error}.\n"
                "Try again later: what was stored is kept, a second call does only what is missing."
            ) from error
        wanted = [record for record in _changes(listed) if record.statuscode in TAKEN or _may_be(record)]
        there = have([_moment(record) for record in wanted])
        for record in wanted:
            if _moment(record) not in there and (page := _capture(client, record)):
                yield page


def _changes(listed: Sequence[CdxRecord]) -> Iterator[CdxRecord]:
    """The captures whose body is not that of the one before: not every archive can leave the others out."""
    before = None
    for record in listed:
        if record.digest == "-" or record.digest != before:
            yield record
        before = record.digest


def _may_be(record: CdxRecord) -> bool:
    """Whether a capture without a status may be a page: a revisit is, unless it has no bytes either, as a 304."""
    return record.statuscode is None and record.digest != "-"


def _moment(record: CdxRecord) -> Moment:
    return record.original, record.timestamp.astimezone(UTC)


def _capture(client: WaybackClient, record: CdxRecord) -> RawPage | Unplayable | None:
    """The page; None where playing shows that it is none (a redirect, an error, a 304)."""
    from wayback.exceptions import WaybackException

    try:
        with client.get_memento(record, follow_redirects=False) as memento:
            if memento.status_code not in TAKEN:
                return None
            kept = {name: value for name, value in memento.headers.items() if name.lower() not in _ABOUT_THE_BODY}
            return RawPage(
                site=host_of(record.original),
                url=record.original,
                final_url=record.original,
                fetched_at=memento.timestamp.astimezone(UTC),
                status=memento.status_code,
                headers=tuple(kept.items()),
                body=memento.content,
            )
    except (WaybackException, OSError) as error:
        return Unplayable(f"the capture of {record.original} at {record.timestamp:%Y-%m-%d %H:%M:%S}: {error}")


def _client(base: str, contact: str) -> WaybackClient:
    try:
        from wayback import WaybackClient

        from flows.wayback_door import session
    except ImportError:
        raise Stop(
            "Reading the Wayback Machine needs the optional package `wayback`, which is not installed.\n"
            "Try: pip install 'onrecord[wayback]'"
        ) from None
    return WaybackClient(session(base, contact))
