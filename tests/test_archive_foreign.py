"""WARC files of others: every usable response comes, whatever surrounds it; the rest is reported."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.records import RawPage
from storage.archive import Fault, foreign
from storage.messages import dechunked
from tests.shared import SHARED

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def record(url: str | None, block: bytes = HTTP + b"<p>words</p>", kind: str = "response", **more: str | None) -> bytes:
    headers = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2024-03-11T16:33:00Z",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def taken(data: bytes, hosts: set[str] | None = None) -> tuple[list[RawPage], list[Fault]]:
    found = list(foreign(io.BytesIO(data), hosts))
    return [one for one in found if isinstance(one, RawPage)], [one for one in found if isinstance(one, Fault)]


def zstd(*parts: bytes, words: bytes = b"") -> bytes:
    """Each part in a zstd frame of its own, packed with a dictionary that then stands first."""
    known = zstandard.ZstdCompressionDict(words, dict_type=zstandard.DICT_TYPE_RAWCONTENT) if words else None
    packed = b"".join(zstandard.ZstdCompressor(dict_data=known).compress(part) for part in parts)
    return (b"\x5d\x2a\x4d\x18" + len(words).to_bytes(4, "little") + words if words else b"") + packed


ONE, TWO, OTHER = (record(f"http://{url}") for url in ("a.example/1", "a.example/2", "b.example/1"))
INFO = record(None, b"software: someone\r\n", "warcinfo")


@pytest.mark.parametrize(
    "data",
    [
        INFO + ONE + OTHER + TWO,
        b"".join(map(gzip.compress, (INFO, ONE, OTHER, TWO))),
        gzip.compress(INFO + ONE + OTHER + TWO),
        (INFO + ONE + OTHER + TWO).replace(b"\r\n\r\nWARC", b"\r\n\r\n\r\n\r\nWARC"),
        zstd(INFO, ONE, OTHER, TWO),
        zstd(INFO, ONE, OTHER, TWO, words=INFO + ONE),
    ],
    ids=["plain", "a member a record", "one member for all", "too many blank lines", "zstd", "zstd and a dictionary"],
)
def test_pages_of_chosen_hosts_come_with_the_time_and_address_of_the_record(data: bytes):
    pages, faults = taken(data, {"a.example"})
    assert [page.url for page in pages] == ["http://a.example/1", "http://a.example/2"]
    assert pages[0] == RawPage(
        "a.example",
        "http://a.example/1",
        "http://a.example/1",
        datetime(2024, 3, 11, 16, 33, tzinfo=UTC),
        200,
        (("Content-Type", "text/html"),),
        b"<p>words</p>",
    )
    assert faults == []
    assert len(taken(data)[0]) == 3


BAD = {
    "no address": record(None),
    "no date": record("http://a.example/x", WARC_Date=None),
    "a date that is none": record("http://a.example/x", WARC_Date="yesterday"),
    "an address that is none": record("http://[oops/"),
    "no host": record("http:///a"),
    "no status line": record("http://a.example/x", b"<p>words</p>"),
    "an empty block": record("http://a.example/x", b""),
    "cut off by its writer": record("http://a.example/x", WARC_Truncated="length"),
    "broken chunks": record(
        "http://a.example/x", HTTP[:-2] + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n9\r\nabc"
    ),
    "a revisit of nothing": record("http://a.example/x", HTTP, "revisit", WARC_Payload_Digest="sha1:NONE"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("zipped", [False, True])
def test_a_record_that_cannot_be_used_is_one_fault_among_good_pages(name: str, zipped: bool):
    parts = (ONE, BAD[name], TWO)
    pages, faults = taken(b"".join(map(gzip.compress, parts)) if zipped else b"".join(parts))
    assert [page.url for page in pages] == ["http://a.example/1", "http://a.example/2"]
    assert len(faults) == 1


@pytest.mark.parametrize(
    "bad",
    [
        record("http://a.example/x", Content_Length=None),
        record("http://a.example/x", Content_Length="99999"),
        record("http://a.example/x", Content_Length="minus one"),
        b"this is no record at all\r\n\r\n",
        b"WARC/1.0\r\n" + b"x" * 5000,
    ],
)
def test_a_damaged_member_costs_itself_only(bad: bytes):
    pages, faults = taken(b"".join(map(gzip.compress, (ONE, bad, TWO))))
    assert [page.url for page in pages] == ["http://a.example/1", "http://a.example/2"]
    assert len(faults) == 1


@pytest.mark.parametrize("cut", [-1, -7, 20])
@pytest.mark.parametrize("words", [b"", INFO + ONE])
def test_a_zstd_file_cut_or_damaged_gives_what_stands_before(cut: int, words: bytes):
    data = zstd(INFO, ONE, TWO, words=words)
    pages, (fault,) = taken(data[:cut])
    assert len(pages) == (0 if cut > 0 else 1)
    assert "ends in the middle" in fault.detail
    pages, (fault,) = taken(zstd(INFO, ONE, words=words) + b"no frame" + zstd(TWO))
    assert len(pages) == 1
    assert "damaged zstd" in fault.detail


def test_a_plain_file_goes_on_after_a_record_without_a_length():
    pages, faults = taken(ONE + record("http://a.example/x", Content_Length=None) + TWO)
    assert [page.url for page in pages] == ["http://a.example/1", "http://a.example/2"]
    assert faults


@given(st.integers(1, len(ONE) * 3 - 1), st.booleans())
def test_a_file_cut_off_anywhere_gives_its_good_records_first(cut: int, zipped: bool):
    parts = [gzip.compress(part, mtime=0) if zipped else part for part in (ONE, TWO, OTHER)]
    data = b"".join(parts)
    cut = min(cut, len(data) - 5)
    pages, faults = taken(data[:cut])
    whole = [sum(map(len, parts[: n + 1])) for n in range(3)]
    assert len(pages) >= sum(end <= cut for end in whole)
    assert len(pages) <= sum(end <= cut + 4 for end in whole), "only its last blank lines may be missing"
    assert len(faults) <= 1
    assert all("ends in the middle" in fault.detail for fault in faults)


@pytest.mark.parametrize(
    "content", [b"hello, no page", b"<html>a\n\npage</html>" * 9000, gzip.compress(b"hi", mtime=0)]
)
def test_a_file_that_is_no_warc_is_said_to_be_none(content: bytes):
    (fault,) = foreign(io.BytesIO(content))
    assert isinstance(fault, Fault)
    assert "no WARC file" in fault.detail
    (empty,) = foreign(io.BytesIO(b""))
    assert isinstance(empty, Fault)
    assert "empty" in empty.detail


def test_a_revisit_gets_the_body_it_repeats():
    digest = {"WARC_Payload_Digest": "sha1:ABC"}
    first = record("http://a.example/1", **digest)
    again = record("http://a.example/1", HTTP, "revisit", **digest)
    pages, faults = taken(gzip.compress(first) + gzip.compress(again) + gzip.compress(TWO))
    assert [page.body for page in pages] == [b"<p>words</p>"] * 3
    assert faults == []


@pytest.mark.parametrize(
    "profile",
    [
        "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        "http://netpreserve.org/warc/1.1/revisit/uri-agnostic-identical-payload-digest",
        None,
    ],
)
def test_a_revisit_of_any_profile_may_come_without_a_head_of_its_own(profile: str | None):
    digest = {"WARC_Payload_Digest": "sha256:ABC"}
    again = record("http://a.example/9", b"", "revisit", WARC_Profile=profile, **digest)
    pages, faults = taken(gzip.compress(record("http://a.example/1", **digest)) + gzip.compress(again))
    assert [(page.url, page.status, page.body) for page in pages][1] == ("http://a.example/9", 200, b"<p>words</p>")
    assert faults == []


def test_a_record_larger_than_any_page_is_passed_over_in_little_memory():
    size = 1 << 27
    whole = record("http://a.example/x", b"")
    head = whole.replace(b"Content-Length: 0", b"Content-Length: %d" % size)[:-4]
    stream = zlib.compressobj(1, zlib.DEFLATED, 31)
    packed = stream.compress(head) + b"".join(stream.compress(bytes(1 << 20)) for _ in range(128))
    packed += stream.compress(b"\r\n\r\n") + stream.flush()
    tracemalloc.start()
    pages, faults = taken(gzip.compress(ONE) + packed + gzip.compress(TWO))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [page.url for page in pages] == ["http://a.example/1", "http://a.example/2"]
    assert "too large" in faults[0].detail
    assert most < 20 << 20


def test_addresses_in_angle_brackets_and_folded_headers():
    folded = b"HTTP/1.0 404 Not Found\nX-Long: one\n two\n\nbody"
    (page,), _ = taken(record("<http://a.example/1>", folded))
    assert (page.url, page.status, page.header("x-long"), page.body) == ("http://a.example/1", 404, "one two", b"body")


@pytest.mark.parametrize(
    ("chunked", "whole"),
    [
        (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n", b"abcde"),
        (b"000A\r\n0123456789\r\n0\r\n\r\n", b"0123456789"),
        (b"<p>never chunked</p>", b"<p>never chunked</p>"),
        (b"", b""),
    ],
)
def test_chunks(chunked: bytes, whole: bytes):
    assert dechunked(chunked) == whole


def test_what_warcio_writes_is_read(tmp_path: Path):
    with (tmp_path / "x.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(3):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"http://a.example/{number}", "response", payload=io.BytesIO(b"words"), length=5, http_headers=head
                )
            )
    pages, faults = taken((tmp_path / "x.warc.gz").read_bytes())
    assert [page.body for page in pages] == [b"words"] * 3
    assert faults == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")
def test_a_real_file_is_read_to_its_end():
    found = list(foreign(SHARED / "kremlin/en-2017-04-to-06.warc.gz"))
    assert len(found) == 393
    assert all(isinstance(one, RawPage) and one.status == 200 and one.body for one in found)


@given(st.binary(max_size=500))
def test_no_bytes_break_the_reader(data: bytes):
    list(foreign(io.BytesIO(data)))
    list(foreign(io.BytesIO(gzip.compress(data))))
    list(foreign(io.BytesIO(b"\x1f\x8b\x08" + data)))
