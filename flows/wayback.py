"""Earlier captures of a page from the Wayback Machine (or one like it), as pages fetched when they were captured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flows.commands.common import Stop
from scrapers.records import RawPage
from scrapers.safety import host_of

if TYPE_CHECKING:
    from wayback import CdxRecord, WaybackClient

OFFICIAL = "https://web.archive.org"

TAKEN = frozenset({200, 404, 410})
"""Statuses of captures worth having: what the page said, and that it was gone. Redirects and errors are neither."""

_ABOUT_THE_BODY = frozenset({"content-encoding", "content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Unplayable:
    """A capture that is listed but could not be had: one sentence on which and why."""

    detail: str


def captures(
    url: str, since: datetime | None = None, until: datetime | None = None, base: str | None = None
) -> Iterator[RawPage | Unplayable]:
    """Every capture of `url` between two times (aware), oldest first, each distinct body in a row once.

    `fetched_at` is when it was captured, `url` what was captured then (http or https, www or not), `site` the host's
    name: the caller knows better. `base` is another archive's address that answers like web.archive.org. Raises Stop
    when the optional package is missing or the archive does not answer.
    """
    client = _client(base)
    from wayback.exceptions import WaybackException

    try:
        with client:
            for record in client.search(url, from_date=since, to_date=until, collapse="digest"):
                if record.statuscode in TAKEN or record.statuscode is None:
                    yield _capture(client, record)
    except WaybackException as error:
        raise Stop(
            f"The archive at {base or OFFICIAL} did not list the captures of {url}: {error}.\n"
            "Try again later: what was stored is kept, a second call does only what is missing."
        ) from error


def _capture(client: WaybackClient, record: CdxRecord) -> RawPage | Unplayable:
    from wayback.exceptions import WaybackException

    try:
        with client.get_memento(record, follow_redirects=False) as memento:
            kept = {name: value for name, value in memento.headers.items() if name.lower() not in _ABOUT_THE_BODY}
            return RawPage(
                site=host_of(memento.url),
                url=memento.url,
                final_url=memento.url,
                fetched_at=memento.timestamp.astimezone(UTC),
                status=memento.status_code,
                headers=tuple(kept.items()),
                body=memento.content,
            )
    except (WaybackException, OSError) as error:
        return Unplayable(f"the capture of {record.original} at {record.timestamp:%Y-%m-%d %H:%M:%S}: {error}")


def _client(base: str | None) -> WaybackClient:
    try:
        from wayback import WaybackClient, WaybackSession
    except ImportError:
        raise Stop(
            "Reading the Wayback Machine needs the optional package `wayback`, which is not installed.\n"
            "Try: pip install 'onrecord[wayback]'"
        ) from None

    class Elsewhere(WaybackSession):  # type: ignore[misc]
        """A session whose requests go to another archive, while the package keeps seeing the addresses it knows."""

        def send(self, request: Any, **settings: Any) -> Any:  # noqa: ANN401 - the package has no types
            asked = request.url
            request.url = asked.replace(OFFICIAL, base, 1)
            response = super().send(request, **settings)
            response.url = asked
            if response.next is not None:
                response.next.url = response.next.url.replace(base, OFFICIAL, 1)
            return response

    if base is None:
        return WaybackClient()
    base = base.rstrip("/")
    return WaybackClient(Elsewhere(retries=2, backoff=0.5, search_calls_per_second=0, memento_calls_per_second=0))
