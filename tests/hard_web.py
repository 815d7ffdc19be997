"""A site on which everything goes wrong: each fault as one of its articles, an ordinary article behind each."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import brotli
import duckdb
import zstandard

from flows import a_run, steps
from flows.settings import Settings
from scrapers.fetch import Fetcher, Limits
from tests.fetching import HOST, SITE, Time, at
from tests.loopback import Answer, Loopback, Route, Seen, loopback
from tests.memory import megabytes

HTML = {"Content-Type": "text/html; charset=utf-8"}
SAID = "<p>Anna Berg opened a road.</p><p>“We will build the next road from here,” Anna Berg said.</p>"
PAGE = f"<html lang=en><title>Road</title><article><h1>Road</h1>{SAID}</article></html>".encode()
OK = Answer(PAGE, headers=HTML)
STATUS = b"HTTP/1.1 200 OK\r\n"
ROUTE_LENGTH = f"Content-Length: {len(PAGE)}\r\n".encode()
QUICK = Limits(connect=1.0, read=0.25, whole=1.0)
CONSENT = b"<html><head><meta http-equiv='refresh' content='0; url=/consent?back=1'></head><body></body></html>"


@dataclass(frozen=True)
class Fault:
    """What an article's address answers, how its fetch must end (`stored`, or `same words`: all articles say the same),
    after how many requests."""

    answer: Route
    outcome: str
    requests: int = 1


def nothing(size: int) -> Iterator[bytes]:
    """So many bytes."""
    for _ in range(size >> 20):
        yield bytes(1 << 20)


def packed(stream: Any, size: int) -> bytes:
    """So many bytes of nothing, packed with little memory by a stream of zlib's kind."""
    return b"".join([*(stream.compress(part) for part in nothing(size)), stream.flush()])


class Brotli:
    """Brotli's stream, by zlib's names."""

    def __init__(self) -> None:
        self._stream = brotli.Compressor(quality=3)
        self.compress, self.flush = self._stream.process, self._stream.finish


def gzip_bomb(size: int) -> Callable[[], Iterator[bytes]]:
    """So many bytes of nothing, gzipped: the same block over and over."""
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    blocks = [stream.compress(bytes(1 << 20)) + stream.flush(zlib.Z_FULL_FLUSH) for _ in range(2)]
    return lambda: chain(blocks[:1], repeat(blocks[1], (size >> 20) - 1))


def coded(coding: str, body: bytes | Callable[[], Iterator[bytes]]) -> Answer:
    """An answer under a Content-Encoding."""
    return Answer(body, headers={"Content-Encoding": coding, "Content-Type": "text/html"})


def raw(data: bytes, reset: bool = False) -> Answer:
    """Bytes in the place of an answer."""
    return Answer(raw=data, reset=reset)


def to(location: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(b"", status, {"Location": location})


def busy(retry_after: str | None, status: int = 429) -> list[Answer]:
    """Not now; later yes."""
    return [Answer(b"later", status, {"Retry-After": retry_after} if retry_after is not None else {}), OK]


def busy_until() -> Callable[[Seen], Answer]:
    """Not now, but by a date 40 seconds after it was asked first."""
    answers = iter((429, 200))

    def answer(seen: Seen) -> Answer:
        when = datetime.fromtimestamp(seen.at, UTC) + timedelta(seconds=40)
        return OK if next(answers) == 200 else Answer(b"", 429, {"Retry-After": format_datetime(when, usegmt=True)})

    return answer


def faults(witness: int, now: datetime) -> dict[str, Fault]:
    """Every fault by name. `witness` is the port of a server on this machine that no mirror names."""
    past = now - timedelta(days=400)
    return {
        "slow headers": Fault(Answer(PAGE, headers={"X": "y" * 300}, drip_head=True), "unreachable", 4),
        "slow body": Fault(Answer(PAGE, drip=True), "unreachable", 4),
        "endless informational answers": Fault(
            Answer(raw=lambda: repeat(b"HTTP/1.1 103 Hints\r\n\r\n")), "unreachable", 4
        ),
        "body cut": Fault(Answer(PAGE, cut=100), "unreachable", 4),
        "length too long": Fault(Answer(PAGE, length=len(PAGE) + 9, cut=len(PAGE)), "unreachable", 4),
        "two lengths": Fault(raw(STATUS + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + PAGE), "unreachable", 4),
        "a length below nothing": Fault(raw(STATUS + b"Content-Length: -5\r\n\r\n" + PAGE), "unreachable", 4),
        "chunks of no size": Fault(raw(STATUS + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + PAGE), "unreachable", 4),
        "a chunk of all memory": Fault(
            raw(STATUS + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + PAGE), "unreachable", 4
        ),
        "a chunk cut": Fault(
            raw(STATUS + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(PAGE) + PAGE[:90]), "unreachable", 4
        ),
        "chunks that turn bad": Fault(
            raw(STATUS + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\nzz\r\n" % (len(PAGE), PAGE)), "unreachable", 4
        ),
        "a chunk extension without end": Fault(
            raw(STATUS + b"Transfer-Encoding: chunked\r\n\r\n5;x=" + b"y" * (1 << 20)), "unreachable", 4
        ),
        "gone before its head ended": Fault(raw(STATUS + b"Content-Ty", reset=True), "unreachable", 4),
        "nothing at all": Fault(raw(b""), "unreachable", 4),
        "HTTP/0.9": Fault(raw(PAGE), "unreachable", 4),
        "a thousand headers": Fault(raw(STATUS + b"X-Y: zzzz\r\n" * 20000 + b"\r\n"), "unreachable", 4),
        "one endless header": Fault(Answer(raw=lambda: repeat(b"X" * 65536)), "unreachable", 4),
        "redirects to itself": Fault(to("#top"), "unreachable"),
        "loopback by name": Fault(to(f"http://localhost:{witness}/"), "refused"),
        "loopback by number": Fault(to(f"http://127.0.0.1:{witness}/"), "refused"),
        "loopback by IPv6": Fault(to(f"http://[::ffff:127.0.0.1]:{witness}/"), "refused"),
        "loopback as a decimal": Fault(to(f"http://2130706433:{witness}/"), "refused"),
        "loopback in octal": Fault(to(f"http://0177.0.0.1:{witness}/"), "refused"),
        "loopback in hex": Fault(to(f"//0x7f000001:{witness}/"), "refused"),
        "loopback, short": Fault(to(f"http://127.1:{witness}/"), "refused"),
        "no address at all": Fault(to(f"http://0:{witness}/"), "refused"),
        "a host of the site that leads to loopback": Fault(to(f"http://cdn.{HOST}:{witness}/a/1"), "refused"),
        "a user name": Fault(to(f"https://{HOST}@127.0.0.1:{witness}/"), "refused"),
        "redirects to a file": Fault(to("file:///etc/passwd"), "refused"),
        "redirects nowhere": Fault(Answer(b"", 302), "unreachable"),
        "redirects to a fragment of a page": Fault(to("/a/9999#part"), "stored"),
        "10 GB gzip bomb": Fault(coded("gzip", gzip_bomb(10 << 30)), "refused"),
        "brotli bomb": Fault(coded("br", packed(Brotli(), 1 << 28)), "refused"),
        "zstd bomb": Fault(coded("zstd", packed(zstandard.ZstdCompressor().compressobj(), 1 << 28)), "refused"),
        "a bomb within a bomb": Fault(
            coded("deflate, deflate", zlib.compress(packed(zlib.compressobj(9), 1 << 28), 9)), "refused"
        ),
        "coded forty times": Fault(coded(", ".join(["gzip"] * 40), gzip.compress(PAGE)), "stored"),
        "1 GB plain body": Fault(Answer(lambda: nothing(1 << 30)), "refused"),
        "1 GB announced": Fault(Answer(lambda: nothing(1 << 30), headers={"Content-Length": str(1 << 30)}), "refused"),
        "500 for ever": Fault(Answer(b"oops", 500), "unreachable", 4),
        "500 once": Fault([Answer(b"oops", 500), OK], "stored", 2),
        "429 in seconds": Fault(busy("30"), "stored", 2),
        "429 by date": Fault(busy_until(), "stored", 2),
        "429 by a date long past": Fault(busy(format_datetime(past, usegmt=True)), "stored", 2),
        "429 and nonsense": Fault(busy("soon"), "stored", 2),
        "429 and a negative number": Fault(busy("-5"), "stored", 2),
        "429 without a word": Fault(busy(None), "stored", 2),
        "503 in seconds": Fault(busy("5", 503), "stored", 2),
        "patience for nothing": Fault(Answer(PAGE, headers={**HTML, "Retry-After": "90000"}), "stored"),
        "404": Fault(Answer(b"no", 404), "gone"),
        "410": Fault(Answer(b"no", 410), "gone"),
        "no content": Fault(raw(b"HTTP/1.1 204 No Content\r\n\r\n"), "unreachable"),
        "a part": Fault(Answer(PAGE, 206, {"Content-Range": f"bytes 0-{len(PAGE) - 1}/999999"}), "unreachable"),
        "not modified, unasked": Fault(Answer(status=304), "unreachable"),
        "a status of its own": Fault(Answer(b"", 799), "unreachable"),
        "empty": Fault(Answer(b"", headers=HTML), "unreachable", 4),
        "consent by refresh": Fault(Answer(CONSENT, headers=HTML), "blocked"),
        "calls itself gzip and is not": Fault(coded("gzip", PAGE), "stored"),
        "calls itself br and is not": Fault(coded("br", PAGE), "stored"),
        "calls itself zstd and is not": Fault(coded("zstd", b"\xef\xbb\xbf " + PAGE), "stored"),
        "calls itself br and is noise": Fault(coded("br", b"\x1b\x7f" * 99), "unreachable", 4),
        "a coding nobody knows": Fault(coded("rot13", PAGE), "unreachable", 4),
        "a charset nobody knows": Fault(Answer(PAGE, headers={"Content-Type": "text/html; charset=klingon"}), "stored"),
        "no type": Fault(Answer(PAGE), "stored"),
        "five hundred cookies": Fault(
            raw(STATUS + b"Set-Cookie: a=b; Max-Age=9\r\n" * 500 + ROUTE_LENGTH + b"Connection: close\r\n\r\n" + PAGE),
            "stored",
        ),
        "bare line feeds": Fault(raw(b"HTTP/1.1 200\n" + ROUTE_LENGTH + b"\n" + PAGE), "stored"),
        "a hundred informational answers": Fault(
            raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 100 + STATUS + ROUTE_LENGTH + b"\r\n" + PAGE), "stored"
        ),
        "more than its length": Fault(
            raw(STATUS + ROUTE_LENGTH + b"\r\n" + PAGE + b"HTTP/1.1 200 OK\r\n\r\n"), "stored"
        ),
        "chunks with extensions": Fault(
            raw(STATUS + b"Transfer-Encoding: chunked\r\n\r\n%x;a=b\r\n%s\r\n0\r\nX: y\r\n\r\n" % (len(PAGE), PAGE)),
            "stored",
        ),
        "bytes of no text": Fault(Answer(PAGE.replace(b"opened", b"\0\x01\x1b opened"), headers=HTML), "stored"),
        "429 for a year": Fault(busy("31536000"), "unreachable"),
        "asked while it wants peace": Fault(OK, "unreachable", 0),
    }


def feed(links: list[str]) -> bytes:
    """A feed in windows-1251, one of its items broken."""
    items = [f"<item><title>Дорога</title><link>{link}</link></item>" for link in links]
    broken = "<item><title>Дорога & мост</title><link>::::</link><pubDate>вчера</item>"
    whole = [*items[:1], broken, *items[1:]]
    text = f'<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel>{"".join(whole)}</channel></rss>'
    return text.encode("windows-1251")


def main(data: Path) -> None:
    """One run over all of it; prints what became of each fault, the request log and the memory as JSON."""
    time = Time()
    with loopback(clock=time) as witness, loopback(clock=time) as server:
        found = faults(witness.port, time.now())
        links = []
        for number, name in enumerate(found):
            server.routes[f"/a/{number}"] = found[name].answer
            server.routes[f"/a/{1000 + number}"] = OK
            links += [at(f"/a/{number}"), at(f"/a/{1000 + number}")]
        server.routes["/feed"] = Answer(feed(links), headers={"Content-Type": "application/rss+xml"})
        server.routes["/a/9999"] = OK
        _run(data, server, time)
        requests = [(seen.at, seen.path, seen.headers.get("cookie")) for seen in server.log]
        print(json.dumps({"requests": requests, "witness": len(witness.log), "megabytes": megabytes()}))


def _run(data: Path, server: Loopback, time: Time) -> None:
    site = replace(SITE, feeds=(at("/feed"),), hosts=(HOST, f"cdn.{HOST}"))
    quick = partial(Fetcher, sleep=time.sleep, limits=QUICK, resolve=lambda host, port: ["127.0.0.1"])
    a_run.Fetcher = quick  # type: ignore[misc, assignment]
    steps.ingest(Settings(data=data, mirrors={HOST: server.address}), [site], clock=time.now)


def outcomes(data: Path) -> dict[str, list[str]]:
    """The outcomes of each address, in order of time."""
    with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
        rows = con.execute("SELECT url, list(outcome ORDER BY fetched_at) FROM pages GROUP BY url").fetchall()
    return dict(rows)


NOW = datetime.fromtimestamp(Time().at, UTC)

if __name__ == "__main__":
    main(Path(sys.argv[1]))
