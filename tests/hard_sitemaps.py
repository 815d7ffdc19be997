"""A site whose sitemaps are traps: they name themselves, each other, more without end; they grow; they are huge."""

from __future__ import annotations

import gzip
import json
import re
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from flows import a_run, steps
from flows.settings import Settings
from scrapers.fetch import Fetcher
from tests.fetching import HOST, SITE, Time, at
from tests.hard_web import OK, gzip_bomb
from tests.loopback import Answer, Seen, loopback
from tests.memory import megabytes

SITEMAPS = ("/self.xml", "/one.xml", "/chain/0.xml", "/laughs.xml", "/bomb.xml.gz", "/cut.xml.gz", "/whole.xml.gz")
NAMED = 50_000
TAKEN = 5
XML = '<?xml version="1.0" encoding="utf-8"?>'
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def index(*paths: str) -> bytes:
    """A sitemap index that names these."""
    named = "".join(f"<sitemap><loc>{at(path)}</loc></sitemap>" for path in paths)
    return f"{XML}<sitemapindex {SCHEMA}>{named}</sitemapindex>".encode()


def urlset(total: int) -> bytes:
    """A sitemap of so many articles."""
    entries = (f"<url><loc>{at(f'/a/{n}')}</loc><lastmod>2026-03-11</lastmod></url>" for n in range(total))
    return f"{XML}<urlset {SCHEMA}>{''.join(entries)}</urlset>".encode()


def next_ten(seen: Seen) -> Answer:
    """Ten more indexes below every index."""
    number = int(re.findall(r"\d+", seen.path)[0])
    return Answer(index(*(f"/chain/{10 * number + step}.xml" for step in range(1, 11))))


def main(data: Path) -> None:
    """One run over all of it; prints the request log and the memory as JSON."""
    time = Time()
    with loopback(clock=time) as server:
        server.routes |= {
            "/robots.txt": Answer(b""),
            "/self.xml": Answer(index("/self.xml", "/self.xml#again")),
            "/one.xml": Answer(index("/two.xml")),
            "/two.xml": Answer(index("/one.xml", "/whole.xml.gz")),
            "/laughs.xml": Answer(f'{XML}<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><urlset>&l11;</urlset>'.encode()),
            "/bomb.xml.gz": Answer(gzip_bomb(10 << 30)),
            "/cut.xml.gz": Answer(gzip.compress(urlset(100))[:-200]),
            "/whole.xml.gz": Answer(gzip.compress(urlset(NAMED))),
        }
        server.routes |= {f"/chain/{number}.xml": next_ten for number in range(20_000)}
        server.routes |= {f"/a/{number}": OK for number in range(NAMED)}
        a_run.Fetcher = partial(Fetcher, sleep=time.sleep)  # type: ignore[misc, assignment]
        site = replace(SITE, sitemaps=tuple(at(path) for path in SITEMAPS))
        chosen = Settings(data=data, mirrors={HOST: server.address}, pages_a_run=TAKEN)
        report = steps.ingest(chosen, [site], clock=time.now)
        log = [(seen.at, seen.path) for seen in server.log]
        print(json.dumps({"log": log, "found": report.sites[0].found, "megabytes": megabytes()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
