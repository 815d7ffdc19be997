"""What a body says once its Content-Encoding is removed: gzip, deflate, br, zstd, in any order, under a cap. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

from scrapers.problems import Refused, Unreachable
from scrapers.records import RawPage

LARGEST = 52 * 1024 * 1024
"""Bytes a body may have, as received and decoded alike: the 50 MB the sitemap protocol allows, and some slack."""

_STEP = 64 * 1024
_FEW = 256
"""Compressed bytes handed to zstd at a time, which cannot be told where to stop: at its best ratio that is 8 MB."""

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z][^\x00-\x08\x0e-\x1f]{20}")
"""How a page or a feed begins, and what no coding's output looks like for long."""

_PLAIN_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?[\t\r\n\x20-\x7e]{12}")

_FAULTS = (zlib.error, brotli.error, zstandard.ZstdError)


def content(page: RawPage, cap: int = LARGEST) -> bytes:
    """The body without its Content-Encoding, at most `cap` bytes.

    A body that its header calls coded but that is plain mark-up is taken as it is: archives and servers that decoded
    it and kept the header are common. Raises Refused over the cap, Unreachable where it cannot be decoded.
    """
    body = page.body
    for coding in reversed(codings(page.header("content-encoding") or "")) if body else ():
        body = decoded(body, coding, page.url, cap)
    if len(body) > cap:
        raise Refused(f"{page.url} is larger than {cap:,} bytes")
    return body


def beginning(page: RawPage, most: int) -> bytes:
    """The first `most` bytes of a text without its Content-Encoding, whatever follows them: more, or nothing good.

    Raises Unreachable where the coding breaks before them and it was not cut behind `most` bytes, or is none we know.
    """
    body = page.body
    for coding in reversed(codings(page.header("content-encoding") or "")) if body else ():
        if not _PLAIN_TEXT.match(body):
            body = _first(body, coding, page.url, most)
    return body[:most]


def _first(body: bytes, coding: str, url: str, most: int) -> bytes:
    whole, steps = bytearray(), _steps(body, coding, url)
    try:
        while len(whole) < most and (step := next(steps, None)) is not None:
            whole += step
    except _FAULTS as fault:
        if not whole or len(body) <= most:
            raise Unreachable(f"{url} came with a broken {coding} body: {fault}") from fault
    return bytes(whole)


def codings(header: str) -> list[str]:
    """The codings a Content-Encoding names, in the order they were applied; `identity` is none.

    >>> codings("gzip, BR")
    ['gzip', 'br']
    """
    names = (name.strip().lower() for name in header.split(","))
    return [name for name in names if name not in ("", "identity", "none", "utf-8", "utf8")]


def decoded(body: bytes, coding: str, url: str, cap: int = LARGEST) -> bytes:
    """`body` with one coding removed. Raises as content() does; `url` only names the page in the message."""
    whole = bytearray()
    try:
        for step in _steps(body, coding, url):
            whole += step
            if len(whole) > cap:
                del whole  # or the traceback keeps it for as long as the problem lives
                raise Refused(f"{url} grows beyond {cap:,} bytes when its {coding} is removed")
    except _FAULTS as fault:
        if _MARKUP.match(body):
            return body
        raise Unreachable(f"{url} came with a broken {coding} body: {fault}") from fault
    return bytes(whole)


def _steps(body: bytes, coding: str, url: str) -> Iterator[bytes]:
    if coding not in _DECODERS:
        raise Unreachable(f"{url} came in a coding that nobody asked for: {coding}")
    return _DECODERS[coding](body)


def gunzipped(body: bytes, url: str, cap: int = LARGEST) -> bytes:
    """`body` without gzip where it starts like gzip (a `.xml.gz` is gzip by nature, not by header)."""
    return decoded(body, "gzip", url, cap) if body.startswith(b"\x1f\x8b") else body


def _inflated(body: bytes, bits: int) -> Iterator[bytes]:
    """Steps of a zlib stream; of each of several gzip members in a row. What follows the last one is dropped."""
    while body:
        stream = zlib.decompressobj(bits)
        while body and not stream.eof:
            yield stream.decompress(body, _STEP)
            body = stream.unconsumed_tail
        if not stream.eof:
            yield stream.flush()
        if not stream.eof:
            raise zlib.error("it ends in the middle")
        body = stream.unused_data if stream.unused_data.startswith(b"\x1f\x8b") else b""


def _gzip(body: bytes) -> Iterator[bytes]:
    return _inflated(body, 31) if body.startswith(b"\x1f\x8b") else iter((body,))


def _deflate(body: bytes) -> Iterator[bytes]:
    """RFC 9110 means zlib by `deflate`; servers that send the bare stream are why everyone accepts both."""
    is_zlib = len(body) >= 2 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _inflated(body, 15 if is_zlib else -15)


def _brotli(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    yield stream.process(body, output_buffer_limit=_STEP)
    while not stream.is_finished() and not stream.can_accept_more_data():
        yield stream.process(b"", output_buffer_limit=_STEP)
    if not stream.is_finished():
        raise brotli.error("it ends in the middle")


def _zstd(body: bytes) -> Iterator[bytes]:
    stream = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj(read_across_frames=False)
    for start in range(0, len(body), _FEW):
        yield stream.decompress(body[start : start + _FEW])
    if not stream.eof:
        raise zstandard.ZstdError("it ends in the middle")


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
