"""HTTP responses as WARC blocks, and back: status line, headers letter for letter, body."""

from __future__ import annotations

from http import HTTPStatus

from scrapers.records import RawPage

Headers = tuple[tuple[str, str], ...]


def head_of(page: RawPage) -> bytes:
    """The status line and headers of a page, with the blank line that ends them."""
    return _head(page.status, page.headers)


def not_modified_head() -> bytes:
    """The head of a bare 304."""
    return _head(304, ())


def _head(status: int, headers: Headers) -> bytes:
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = ""
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def response_of(block: bytes) -> tuple[int, Headers, bytes]:
    """Status, headers and body of a response block; a chunked body is put together again. Raises ValueError."""
    end, gap = _end_of_head(block)
    status_line, *lines = (line.rstrip("\r") for line in block[:end].decode("latin-1").split("\n"))
    parts = status_line.split(None, 2)
    if len(parts) < 2 or not parts[0].upper().startswith("HTTP/") or not parts[1].isdecimal():
        raise ValueError("no HTTP status line")
    headers = tuple(_header_lines(lines))
    body = block[end + gap :]
    if any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        headers = tuple((name, value) for name, value in headers if name.lower() != "transfer-encoding")
        body = dechunked(body)
    return int(parts[1]), headers, body


def _end_of_head(block: bytes) -> tuple[int, int]:
    ends = [(at, len(gap)) for gap in (b"\r\n\r\n", b"\n\n") if (at := block.find(gap)) >= 0]
    return min(ends, default=(len(block), 0))


def _header_lines(lines: list[str]) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in " \t" and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip(" \t")))  # and no more: an ETag may end in any other character
    return headers


def dechunked(body: bytes) -> bytes:
    """A chunked body put together. One that is not chunked at all, whatever its header says, is taken as it is (some
    archives keep the header and drop the chunks). Raises ValueError when it breaks off between good chunks.

    >>> dechunked(b"5\\r\\nHello\\r\\n0\\r\\n\\r\\n")
    b'Hello'
    """
    whole, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at, at + 1024)
        size = _chunk_size(body[at:end] if end >= 0 else b"")
        if size is None:
            if at == 0:
                return body
            raise ValueError("its chunked body breaks off")
        if size == 0:
            return bytes(whole)
        start = end + 2
        if start + size > len(body):
            raise ValueError("its chunked body breaks off")
        whole += body[start : start + size]
        at = start + size + 2


def _chunk_size(line: bytes) -> int | None:
    digits = line.split(b";", 1)[0].strip()
    try:
        return int(digits, 16) if digits and digits.isalnum() else None
    except ValueError:
        return None
