"""The bytes of a WARC file, unpacked as they are asked for, knowing where in the file each record starts."""

from __future__ import annotations

import re
import zlib
from collections import deque
from typing import BinaryIO

_CHUNK = 64 * 1024
_HEAD_LIMIT = 1024 * 1024
_MAGIC = b"\x1f\x8b\x08"
_START = b"WARC/"
NO_RECORD = "no WARC record starts here"
_BLANK = re.compile(rb"[\r\n]*")


class Damaged(Exception):
    """No WARC record can be read here: one sentence on why. `cut` if the file just ends in the middle of one."""

    def __init__(self, what: str, cut: bool = False) -> None:
        super().__init__(what)
        self.cut = cut


class Unpacked:
    """A WARC file from `offset` on, gzipped (one member a record, or one for all) or plain."""

    def __init__(self, file: BinaryIO, offset: int = 0) -> None:
        if file.seekable():
            file.seek(offset)
        self._file = file
        self._begin(offset)

    def _begin(self, offset: int) -> None:
        self._packed = self._file.read(_CHUNK)
        self._read_to = offset + len(self._packed)
        self._buffer = bytearray()
        self._passed = offset
        self._stream: zlib._Decompress | None = None
        self._members: deque[tuple[int, int]] = deque()
        self._is_gzip = self._packed[:2] in (_MAGIC[:2], _MAGIC[:1])
        self.member_at = offset

    def head(self) -> tuple[int | None, bytes] | None:
        """The next record's place in the file and its header lines; None at the end. Raises Damaged.

        The place is None for a record that does not start its gzip member: no reader can be sent there.
        """
        if not self._skip_blank():
            return None
        place = self._place()
        while (end := self._blank_line()) < 0:
            if not _START.startswith(bytes(self._buffer[: len(_START)])):
                raise Damaged(NO_RECORD)
            if len(self._buffer) > _HEAD_LIMIT:
                raise Damaged("a record's header does not end")
            self._more()
        return place, self._pass(end)

    def take(self, size: int, keep: bool) -> bytes:
        """The next `size` bytes, or none of them if they are only to be passed over. Raises Damaged."""
        kept = bytearray()
        while size:
            if not self._buffer:
                self._more()
            self._refuse_crossing()
            step = min(size, len(self._buffer), self._to_member_end())
            if keep:
                kept += memoryview(self._buffer)[:step]
            self._drop(step)
            size -= step
        return bytes(kept)

    def finish(self) -> None:
        """Read to the end of the record's gzip member, so that its checksum is tested. Raises Damaged."""
        while self._stream is not None and not self._members and _blank(self._buffer) == len(self._buffer):
            self._fill()

    def resync(self) -> bool:
        """Go to the next place after the damaged one where a record seems to start; False if there is none."""
        if not self._file.seekable():
            return False
        at = self._next_start(self.member_at + 1)
        if at is None:
            return False
        self._file.seek(at)
        self._begin(at)
        return True

    def _skip_blank(self) -> bool:
        while True:
            self._drop(_blank(self._buffer))
            if self._buffer:
                return True
            if not self._fill():
                return False

    def _place(self) -> int | None:
        if not self._is_gzip:
            self.member_at = self._passed
            return self._passed
        while self._members and self._members[0][0] < self._passed:
            self._members.popleft()
        if self._members and self._members[0][0] == self._passed:
            self.member_at = self._members.popleft()[1]
            return self.member_at
        return None

    def _blank_line(self) -> int:
        """Where the header ends: behind its blank line, -1 if that is not there yet."""
        long = self._buffer.find(b"\r\n\r\n")
        short = self._buffer.find(b"\n\n", 0, max(long, 0) or None)
        end = short + 2 if short >= 0 else long + 4 if long >= 0 else -1
        if end > self._to_member_end():
            raise Damaged("a record's header runs beyond its gzip member")
        return end

    def _to_member_end(self) -> int:
        """Bytes until the next gzip member starts, as far as known."""
        return self._members[0][0] - self._passed if self._members else len(self._buffer)

    def _pass(self, size: int) -> bytes:
        part = bytes(self._buffer[:size])
        self._drop(size)
        return part

    def _drop(self, size: int) -> None:
        del self._buffer[:size]
        self._passed += size

    def _more(self) -> None:
        if not self._fill():
            raise Damaged("the file ends in the middle of a record", cut=True)

    def _refuse_crossing(self) -> None:
        if self._members and self._members[0][0] == self._passed:
            raise Damaged("a record is shorter than its Content-Length")

    def _fill(self) -> bool:
        """Unpack some more; False at the end of the file. Raises Damaged."""
        if not self._packed:
            self._packed = self._file.read(_CHUNK)
            self._read_to += len(self._packed)
        if not self._packed:
            if self._stream is not None:
                raise Damaged("the file ends in the middle of a record", cut=True)
            return False
        if self._is_gzip:
            self._unpack()
        else:
            self._buffer += self._packed
            self._packed = b""
        return True

    def _unpack(self) -> None:
        if self._stream is None:
            at = self._read_to - len(self._packed)
            self._members.append((self._passed + len(self._buffer), at))
            self._stream = zlib.decompressobj(31)
        try:
            self._buffer += self._stream.decompress(self._packed, 4 * _CHUNK)
        except zlib.error as fault:
            self._blame()
            raise Damaged(f"a damaged gzip member ({fault})") from fault
        if self._stream.eof:
            self._packed, self._stream = self._stream.unused_data, None
        else:
            self._packed = self._stream.unconsumed_tail

    def _blame(self) -> None:
        """A member that is damaged from its first bytes on was never taken as a record's place."""
        if self._members:
            self.member_at = self._members[-1][1]

    def _next_start(self, at: int) -> int | None:
        sought = _MAGIC if self._is_gzip else b"\n" + _START
        while True:
            self._file.seek(at)
            window = self._file.read(_CHUNK)
            if len(window) < len(sought):
                return None
            found = window.find(sought)
            if found < 0:
                at += len(window) - len(sought) + 1
                continue
            if not self._is_gzip:
                return at + found + 1
            at += found
            if _starts_a_record(window[found:] + self._file.read(512)):
                return at
            at += 1


def _blank(buffer: bytearray) -> int:
    """How many bytes of blank lines it starts with."""
    found = _BLANK.match(buffer)
    return found.end() if found else 0


def _starts_a_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(packed, len(_START)) == _START
    except zlib.error:
        return False
