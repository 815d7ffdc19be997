"""WARC files packed with zstd (`.warc.zst`), unpacked as they are read; they cannot be gone back in."""

from __future__ import annotations

from functools import cached_property
from io import RawIOBase
from typing import BinaryIO, cast

import zstandard

from storage.unpacked import Damaged

_FRAME = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""How the frame begins in which a file brings its dictionary (IIPC, "Zstandard Compression for WARC Files")."""

_LARGEST_WINDOW = 1 << 27
_LARGEST_DICTIONARY = 1 << 24
_STEP = 2048
"""Packed bytes unpacked at a time, which zstd cannot be told to stop within: at its best ratio that is 64 MB."""


def without_zstd(file: BinaryIO) -> BinaryIO:
    """What a file unpacks to where it begins as zstd does, else the file itself. Reading raises Damaged."""
    if not file.seekable():
        return file
    start = file.read(4)
    file.seek(0)
    return cast("BinaryIO", _Unpacking(file)) if start in (_FRAME, _DICTIONARY) else file


class _Unpacking(RawIOBase):
    """What a zstd file unpacks to, frame after frame."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._ready = b""
        self._packed = b""
        self._frame: zstandard.ZstdDecompressionObj | None = None

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, none at the end. Raises Damaged."""
        try:
            while not self._ready and self._more():
                pass
        except zstandard.ZstdError as fault:
            raise Damaged(f"a damaged zstd frame ({fault}); what follows it is not read", cut=True) from fault
        if not self._ready and self._frame:
            raise Damaged("the file ends in the middle of a record", cut=True)
        part, self._ready = self._ready[:size], self._ready[size:]
        return part

    def _more(self) -> bool:
        """Unpack a step further; False at the end of the file."""
        unpacker = self._unpacker
        self._packed = self._packed or self._file.read(_STEP)
        if self._packed:
            self._frame = self._frame or unpacker.decompressobj(read_across_frames=False)
            self._ready = self._frame.decompress(self._packed)
            self._packed = self._frame.unused_data
            self._frame = None if self._frame.eof else self._frame
            return True
        return False

    @cached_property
    def _unpacker(self) -> zstandard.ZstdDecompressor:
        words = self._dictionary()
        known = zstandard.ZstdCompressionDict(words) if words else None
        return zstandard.ZstdDecompressor(dict_data=known, max_window_size=_LARGEST_WINDOW)

    def _dictionary(self) -> bytes:
        """The dictionary that stands first, itself packed or not; b"" if there is none."""
        if self._file.read(4) != _DICTIONARY:
            self._file.seek(0)
            return b""
        size = int.from_bytes(self._file.read(4), "little")
        words = self._file.read(min(size, _LARGEST_DICTIONARY))
        if len(words) < size:
            raise Damaged("the file ends in the middle of its dictionary", cut=True)
        if not words.startswith(_FRAME):
            return words
        unpacker = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
        return unpacker.decompress(words, _LARGEST_DICTIONARY)
