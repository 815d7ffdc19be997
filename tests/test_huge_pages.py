"""Pages too long to be articles, and listings too long to be listings: an outcome, in little memory and time."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.apa_markup import feed, page
from tests.loopback import Answer, loopback

RUN = """
import sys
from flows.cli import main
from tests.memory import megabytes
sys.argv = ["onrecord", "run", "apa-en", "--json"]
try:
    main()
finally:
    print(megabytes())
"""
HTML = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
LINE = "The harbour of Northport was closed because of the wind, he said, and nobody came to open it again."


def article(megabytes: int) -> bytes:
    words = [LINE] * max(1, megabytes * 1_000_000 // len(LINE))
    return gzip.compress(page("A story", "20 November 2025 15:00 (UTC +04:00)", words, "/politics/a-1"), 1)


CROWDED = gzip.compress(
    gzip.decompress(article(0)).replace(b"<body", b"<body " + b" ".join(b"a%d='%d'" % (n, n) for n in range(200_000)))
)
LISTING = gzip.compress(b"<html><body>" + b"<a class=item href='/politics/a-2'>x</a>" * 600_000, 1)


@pytest.mark.parametrize(
    ("first", "listing", "outcomes"),
    [
        (article(45), b"", {"not an article": 5, "no statements": 1}),
        (article(6), b"", {"not an article": 5, "no statements": 1}),
        (CROWDED, b"", {"not an article": 5, "no statements": 1}),
        (article(0), gzip.compress(gzip.decompress(CROWDED)[:-9]), {"not an article": 2, "no statements": 2}),
        (article(0), LISTING, {"not an article": 2, "no statements": 2}),  # its later pages are not asked for
    ],
    ids=[
        "a page of 45 MB",
        "an article of 6 MB",
        "an endless tag",
        "a listing of an endless tag",
        "a listing of 24 MB",
    ],
)
def test_a_page_without_end_costs_only_itself(
    first: bytes, listing: bytes, outcomes: dict[str, int], tmp_path: Path
) -> None:
    links = feed(*((f"Story {n}", f"https://en.apa.az/politics/a-{n}") for n in (1, 2)))
    routes = {
        "/rss": Answer(links, headers={"Content-Type": "text/xml"}),
        "/all-news": Answer(listing or gzip.compress(b"<html></html>"), headers=HTML),
        "/politics/a-1": Answer(first, headers=HTML),
        "/politics/a-2": Answer(
            gzip.compress(page("Short", "20 November 2025 15:00 (UTC +04:00)", [LINE], "/politics/a-2")), headers=HTML
        ),
    }
    with loopback(routes) as server:
        env = {
            **os.environ,
            "ONRECORD_DATA": str(tmp_path),
            "ONRECORD_SITES": json.dumps({"apa-en": {"pause": 0}}),
            "ONRECORD_MIRRORS": json.dumps({"en.apa.az": server.address}),
        }
        done = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, env=env, timeout=100)
    assert done.returncode in (0, 3), done.stderr
    told, megabytes = done.stdout.splitlines()
    assert json.loads(told)["outcomes"] == outcomes, done.stderr
    assert int(megabytes) < 300
