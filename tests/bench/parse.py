"""Parsing: milliseconds a page on one core, and where they go, over real pages if the measuring data is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from warcio.archiveiterator import ArchiveIterator

from scrapers.cases import read_case
from scrapers.generic import generic_site
from scrapers.markup import page_markup, tree
from scrapers.metadata import metadata
from scrapers.page_text import paragraphs
from scrapers.parse import parse
from scrapers.problems import Problem
from scrapers.records import RawPage
from scrapers.selectors import elements
from scrapers.site import Site, sites
from tests.shared import SHARED

CASES = Path(__file__).parents[1] / "sites"


def main() -> None:
    """Print the table."""
    real = SHARED.is_dir()
    pages = _kremlin() if real else _cases()
    sizes = sorted(len(page.body) for page, _ in pages)
    print(f"  {len(pages)} {'real' if real else 'invented'} article pages, median {median(sizes) / 1024:.0f} KB")
    roots = [tree(page_markup(page)) for page, _ in pages]
    bodies = [found[0] for root in roots if (found := elements(root, "div.read__internal_content, div.texts"))]
    steps: list[tuple[str, Callable[[], object]]] = [
        ("bytes to text", lambda: [page_markup(page) for page, _ in pages]),
        ("bytes to tree", lambda: [tree(page_markup(page)) for page, _ in pages]),
        ("metadata", lambda: [metadata(root) for root in roots]),
        ("container to paragraphs", lambda: [paragraphs(body) for body in bodies]),
        ("parse, by the site's layout", lambda: [_parsed(page, site) for page, site in pages]),
        ("parse, generic reading", lambda: [_parsed(page, generic_site(page.url)) for page, _ in pages]),
    ]
    for name, step in steps:
        print(f"  {name:<30}{_milliseconds(step) / len(pages):6.2f} ms a page (CPU, best of 3)")


def _milliseconds(step: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        started = time.process_time()
        step()
        taken.append(time.process_time() - started)
    return min(taken) * 1000


def _parsed(page: RawPage, site: Site) -> object:
    try:
        return parse(page, site)
    except Problem as problem:
        return problem


def _kremlin() -> Sequence[tuple[RawPage, Site]]:
    site, pages = sites()["kremlin-en"], []
    with (SHARED / "kremlin" / "en-2017-04-to-06.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream):
            url = record.rec_headers.get_header("WARC-Target-URI")
            if site.is_article(url):
                body = record.content_stream().read()
                at = datetime(2020, 8, 29, tzinfo=UTC)
                pages.append((RawPage(site.name, url, url, at, 200, (("Content-Type", "text/html"),), body), site))
    return pages[:100]


def _cases() -> Sequence[tuple[RawPage, Site]]:
    return [read_case(path.parent) for path in sorted(CASES.glob("*/*/meta.toml"))]
