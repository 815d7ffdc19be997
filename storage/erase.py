"""Taking a page's answers out of the archive, the one exception to write-once: each record is overwritten where it
lies by one without words and of the very same length, so every other record keeps its place."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from scrapers.addresses import canonical_url
from storage.archive_file import Place
from storage.held import HELD, HeldIndex
from storage.replay import files
from storage.warc import FORGOTTEN, Fault, Record, fields, parsed_fields, record_id, records, warc_date


def erase(folder: Path, urls: Collection[str], at: datetime) -> list[Place]:
    """Overwrite every answer that one of `urls` (in any spelling) was asked for or answered with, in all the archive.

    Returns where they were. Doing it again finds nothing more to do, so one that was interrupted is simply done again.
    `at` (aware) is noted in the records left in their place.
    """
    addresses = {canonical_url(url) for url in urls}
    names, places = set(urls), []
    for name in files(folder):
        for start, length, record in list(_answers_of(folder / name, addresses)):
            _overwrite(folder / name, start, _filler(length, record, at))
            places.append((name, start))
            names.add(record.url)
    if places and (folder / HELD).exists():
        held = HeldIndex(folder / HELD)
        held.drop(names)
        held.close()
    return places


def _answers_of(path: Path, addresses: set[str]) -> Iterator[tuple[int, int, Record]]:
    """(offset, length, record) of each answer that came from one of `addresses`, or was asked there as its metadata
    says."""
    answer: Record | None = None
    with path.open("rb") as file:
        for record in records(file, path.name, wanted=lambda record: record.type == "metadata"):
            if isinstance(record, Fault) or record.offset is None:
                answer = None
            elif record.type in ("response", "revisit"):
                answer = record
            elif answer is not None and answer.offset is not None:
                asked = parsed_fields(record.block).get("url", "")
                if not addresses.isdisjoint((canonical_url(answer.url), canonical_url(asked))):
                    yield answer.offset, record.offset - answer.offset, answer
                answer = None


def _overwrite(path: Path, start: int, filler: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(filler)
        file.flush()
        os.fsync(file.fileno())


def _filler(length: int, erased: Record, at: datetime) -> bytes:
    """A gzip member of exactly `length` bytes that holds a record without words: stored, not compressed, and padded.

    It has the id and the date of the one it replaces; if that was a page's, it says since when that is forgotten.
    """
    blocks = -(-(length - _FRAME) // 0xFFFF)
    size = length - _FRAME - 5 * blocks
    head = (
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: {erased.headers.get('warc-record-id') or record_id()}\r\n"
        f"WARC-Date: {erased.headers.get('warc-date') or warc_date(at)}\r\nContent-Length: %010d\r\n\r\n"
    )
    block = b"" if erased.is_aside else fields({FORGOTTEN: at.astimezone(UTC).isoformat()})
    room = size - len(head % 0) - 4
    if room < len(block):
        raise ValueError(f"a record of {length} bytes is too short to be overwritten")
    record = (head % room).encode() + block.ljust(room) + b"\r\n\r\n"
    step = -(-size // blocks)
    parts = [record[start : start + step] for start in range(0, size, step)]
    stored = b"".join(
        struct.pack("<BHH", number == len(parts), len(part), len(part) ^ 0xFFFF) + part
        for number, part in enumerate(parts, start=1)
    )
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + stored + struct.pack("<II", zlib.crc32(record), size)


_FRAME = 18
"""Bytes of a gzip member around its blocks."""
