"""WARC files of others, plain or packed, Common Crawl's among them: the pages of chosen hosts, at reading speed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from scrapers.records import RawPage
from scrapers.safety import host_of
from storage.messages import response_of
from storage.unpacked import NO_RECORD
from storage.warc import Fault, Record, records, time_of
from storage.zstd import without_zstd


def foreign(
    source: Path | BinaryIO, hosts: Collection[str] | None = None, repeated: Repeated | None = None
) -> Iterator[RawPage | Fault]:
    """Each response of a WARC file as a page fetched at its WARC-Date; of `hosts` only, if given (others are skipped
    unread). What cannot be used becomes a Fault, and the pages around it still come.

    A page's `site` is its host's name: the caller knows better. `warc_file` and `warc_offset` are left empty, for the
    file is not ours. A `revisit` comes with the body it repeats where that stands earlier in the same file, or in one
    read before with the same `repeated`; one that says "not modified" (304) repeats nothing and is passed over.
    """
    name = source.name if isinstance(source, Path) else str(getattr(source, "name", "stream"))
    with source.open("rb") if isinstance(source, Path) else nullcontext(source) as packed:
        file = without_zstd(packed)
        wanted = _of_hosts(None if hosts is None else frozenset(host.lower() for host in hosts))
        bodies = repeated or Repeated()
        bodies.reading(file, source if isinstance(source, Path) else None)
        for record in _of_a_warc(records(file, name, wanted=wanted), name):
            if isinstance(record, Fault):
                yield record
            elif wanted(record) and not _not_modified(record):
                yield _page(record, name, bodies)


_NO_WARC = (
    "this is no WARC file (or one packed in another way than gzip or zstd: unpack it first); "
    "saved pages are taken with: onrecord backfill --pages DIR"
)


def _of_a_warc(found: Iterator[Record | Fault], name: str) -> Iterator[Record | Fault]:
    """What was found; if no record was, and none begins where the file does, one Fault that says what the file is."""
    before: list[Fault] = []
    for record in found:
        if isinstance(record, Record):
            yield from before
            yield record
            yield from found
            return
        before.append(record)
    if not before:
        yield Fault(name, 0, "the file is empty")
    elif before[0].detail == NO_RECORD:
        yield replace(before[0], detail=_NO_WARC)
    else:
        yield from before


def _of_hosts(hosts: frozenset[str] | None) -> Callable[[Record], bool]:
    def wanted(record: Record) -> bool:
        if record.type not in ("response", "revisit") or record.is_aside:
            return False
        url = record.url
        return not url or (url[:4].lower() == "http" and (hosts is None or host_of(url) in hosts))

    return wanted


def _not_modified(record: Record) -> bool:
    """Whether a record only says that the server answered 304 (WARC 1.1, 6.7.3)."""
    return record.type == "revisit" and record.headers.get("warc-profile", "").endswith("server-not-modified")


class Repeated:
    """Bodies by their payload digest, as places in files that can be gone back to; shared by the files of one call."""

    def __init__(self) -> None:
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self._places: dict[str, tuple[Path | None, int]] = {}

    def reading(self, file: BinaryIO, path: Path | None) -> None:
        """Take note of the file that is read now. What a stream before it held cannot be gone back to."""
        self._places = {digest: place for digest, place in self._places.items() if place[0] is not None}
        self._file, self._path = file, path

    def learn(self, record: Record) -> None:
        """Remember where a response's body stands."""
        digest = record.headers.get("warc-payload-digest")
        if digest and record.offset is not None and self._file is not None and self._file.seekable():
            self._places.setdefault(digest, (self._path, record.offset))

    def original(self, record: Record) -> bytes:
        """The response whose body a revisit repeats. Raises ValueError if it was not met."""
        digest = record.headers.get("warc-payload-digest", "")
        if digest not in self._places:
            raise ValueError("a revisit of bytes that are in none of these files before it")
        path, offset = self._places[digest]
        if path is not None:
            with path.open("rb") as earlier:
                original = next(records(earlier, "", offset))
        else:
            original = self._here(offset)
        if isinstance(original, Fault):
            raise ValueError(original.detail)
        return original.block

    def _here(self, offset: int) -> Record | Fault:
        assert self._file is not None
        back_to = self._file.tell()
        try:
            return next(records(self._file, "", offset))
        finally:
            self._file.seek(back_to)


def _page(record: Record, name: str, repeated: Repeated) -> RawPage | Fault:
    try:
        return _read(record, repeated)
    except ValueError as error:
        where = f"{record.url}: " if record.url else ""
        return Fault(name, record.offset if record.offset is not None else -1, f"{where}{error}")


def _read(record: Record, repeated: Repeated) -> RawPage:
    for needed in ("warc-target-uri", "warc-date"):
        if not record.headers.get(needed):
            raise ValueError(f"a {record.type} without a {needed}")
    if not host_of(record.url):
        raise ValueError("its target is no address")
    if truncated := record.headers.get("warc-truncated"):
        raise ValueError(f"a response its writer cut off ({truncated})")
    if record.type == "revisit":
        original = repeated.original(record)
        head, body = record.block or original, response_of(original)[2]
    elif record.block:
        head, body = record.block, response_of(record.block)[2]
        repeated.learn(record)
    else:
        raise ValueError("a response without a block, or with one too large to read")
    status, headers, _ = response_of(head)
    at = time_of(record.headers["warc-date"])
    return RawPage(host_of(record.url), record.url, record.url, at, status, headers, body)
