"""Bodies without end: what they end as, and that they never fill the memory. Each in a process of its own, measured."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Iterator

import brotli
import pytest

from tests.loopback import Answer, loopback

ASK = """
import sys
from tests.memory import megabytes
from scrapers.fetch import Fetcher
from scrapers.problems import Problem
from tests.fetching import HOST, SITE, at
with Fetcher("x", {HOST: sys.argv[1]}, None, sleep=lambda seconds: None) as fetcher:
    try:
        fetcher.get(at("/x"), SITE)
    except Problem as problem:
        print(problem.outcome, megabytes(), problem)
"""


def zeros(total: int) -> Iterator[bytes]:
    part = bytes(1 << 20)
    for _ in range(total >> 20):
        yield part


def gzip_of_zeros(total: int) -> Iterator[bytes]:
    """Ten gigabytes of nothing, gzipped: the same deflate blocks over and over, made as they are sent."""
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    part = bytes(16 << 20)
    yield stream.compress(part) + stream.flush(zlib.Z_FULL_FLUSH)
    again = stream.compress(part) + stream.flush(zlib.Z_FULL_FLUSH)
    for _ in range((total >> 24) - 2):
        yield again


BODIES = {
    "10 GB gzip bomb": Answer(lambda: gzip_of_zeros(10 << 30), headers={"Content-Encoding": "gzip"}),
    "gzip within gzip": Answer(
        zlib.compress(zlib.compress(bytes(1 << 29), 1), 1), headers={"Content-Encoding": "deflate, deflate"}
    ),
    "brotli bomb": Answer(
        lambda: iter((brotli.compress(bytes(1 << 28), quality=3),)), headers={"Content-Encoding": "br"}
    ),
    "1 GB plain body": Answer(lambda: zeros(1 << 30)),
    "1 GB announced": Answer(lambda: zeros(1 << 30), headers={"Content-Length": str(1 << 30)}),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_without_end_is_refused_in_little_memory(name: str):
    with loopback({"/x": BODIES[name]}) as server:
        said = subprocess.run(
            [sys.executable, "-c", ASK, server.address], capture_output=True, text=True, timeout=100, check=True
        ).stdout
    outcome, megabytes, *_ = said.split(" ")
    assert outcome == "refused", said
    assert int(megabytes) < 300
    assert server.paths() == ["/x"]
