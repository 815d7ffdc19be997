"""WARC records, written and read: one gzip member a record, damage survived, by the WARC 1.1 specification."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO
from uuid import uuid4

from scrapers.bodies import LARGEST
from storage.unpacked import NO_RECORD, Damaged, Unpacked

BLOCK_LIMIT = LARGEST + 1024 * 1024
"""Bytes above which a block is passed over, whoever wants it: no body may be larger, and a head fits beside it."""


FORGOTTEN = "forgotten"
"""The field of the record that stands where the answer of a page stood which was made to be forgotten."""

ASIDE = "Onrecord-Aside"
"""The header, beyond the standard, of an answer that is no page of a run but came on the way to one."""


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record. Header names are lower case. `offset` is where its gzip member (or, in a plain file, its first
    line) starts; None inside a gzip member that holds several. `block` is empty where it was not wanted."""

    headers: Mapping[str, str]
    block: bytes
    offset: int | None

    @property
    def type(self) -> str:
        """`response`, `revisit`, `metadata`, …"""
        return self.headers.get("warc-type", "")

    @property
    def is_aside(self) -> bool:
        """Whether it is one of our records that no page is read from: a robots.txt, a redirect, a failed try."""
        return ASIDE.lower() in self.headers

    @property
    def url(self) -> str:
        """The target, without the angle brackets some writers of WARC 1.0 put around it; empty if there is none."""
        return self.headers.get("warc-target-uri", "").strip("<> ")


@dataclass(frozen=True, slots=True)
class Fault:
    """Part of a WARC file that cannot be read: where, and one sentence on what is wrong."""

    warc_file: str
    offset: int
    detail: str


def record_id() -> str:
    """A new WARC-Record-ID."""
    return f"<urn:uuid:{uuid4()}>"


def warc_date(at: datetime) -> str:
    """An aware time as WARC 1.1 writes it, UTC to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def time_of(date: str) -> datetime:
    """The aware UTC time of a WARC-Date, whatever its precision. Raises ValueError if it is none."""
    at = datetime.fromisoformat(date.strip())
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def sha1(*parts: bytes) -> str:
    """A digest as WARC tools write it: `sha1:` and base 32."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return "sha1:" + base64.b32encode(digest.digest()).decode()


def raw(kind: str, at: datetime, block: Sequence[bytes], headers: Mapping[str, str]) -> Sequence[bytes]:
    """One record, not compressed, in parts as its block is: a body of 50 MB is not copied to stand beside its head.

    Control characters of header values become spaces: a URL must not end a header.
    """
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": headers.get("WARC-Record-ID") or record_id(),
        "WARC-Date": warc_date(at),
        **{name: value for name, value in headers.items() if name != "WARC-Record-ID"},
        "WARC-Block-Digest": sha1(*block),
        "Content-Length": str(sum(map(len, block))),
    }
    lines = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in named.items())
    return (b"WARC/1.1\r\n" + lines.encode() + b"\r\n", *block, b"\r\n\r\n")


def member(record: Sequence[bytes]) -> Iterator[bytes]:
    """A record as the gzip member it is kept as, step by step."""
    stream = zlib.compressobj(6, zlib.DEFLATED, 31)
    for part in record:
        yield from (stream.compress(part[start : start + _STEP]) for start in range(0, len(part), _STEP))
    yield stream.flush()


_STEP = 1 << 20


def fields(values: Mapping[str, str]) -> bytes:
    """An `application/warc-fields` block."""
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in values.items()).encode()


def parsed_fields(block: bytes) -> dict[str, str]:
    """The names (lower case) and values of `Name: value` lines; lines of another form are skipped."""
    pairs = (line.split(":", 1) for line in block.decode("utf-8", "replace").split("\n") if ":" in line)
    return {name.strip().lower(): value.strip() for name, value in pairs}


def _one_line(value: str) -> str:
    return "".join(" " if ord(char) < 32 or char == "\x7f" else char for char in value)


def records(
    file: BinaryIO, name: str, offset: int = 0, wanted: Callable[[Record], bool] = lambda _record: True
) -> Iterator[Record | Fault]:
    """Every record from `offset` on; only those that `wanted` says yes to (it sees no block) come with their block.

    What cannot be read becomes a Fault and reading goes on at the next record; a file that just ends in the middle of
    one gives its good records, then a Fault. `name` is what Faults call the file.
    """
    try:
        source = Unpacked(file, offset)
    except Damaged as damage:
        yield Fault(name, offset, str(damage))
        return
    while True:
        try:
            record = _next(source, wanted)
        except Damaged as damage:
            yield Fault(name, source.member_at, str(damage))
            if damage.cut or not source.resync():
                return
            continue
        if record is None:
            return
        yield record


def _next(source: Unpacked, wanted: Callable[[Record], bool]) -> Record | None:
    head = source.head()
    if head is None:
        return None
    place, lines = head
    record = Record(_headers(lines), b"", place)
    length = record.headers.get("content-length", "")
    if not length.isdecimal():
        raise Damaged("a record without a Content-Length")
    size = int(length)
    keep = size <= BLOCK_LIMIT and wanted(record)
    record = replace(record, block=source.take(size, keep))
    source.finish()
    return record


def _headers(lines: bytes) -> dict[str, str]:
    version, _, rest = lines.partition(b"\n")
    if not version.startswith(b"WARC/"):
        raise Damaged(NO_RECORD)
    return parsed_fields(rest.replace(b"\r\n ", b" ").replace(b"\r\n\t", b" "))
