"""Every case of every site: a saved page, and the article or the problem the rules must make of it."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scrapers.cases import expected, read_case
from scrapers.discover import found
from scrapers.problems import Problem
from scrapers.selectors import compiled
from scrapers.site import Listing, sites
from scrapers.sites_table import table

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "sites"
FOLDERS = sorted(path.parent for path in CASES.glob("*/*/meta.toml"))
OUTCOMES = {problem.outcome for problem in Problem.__subclasses__()}


def name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_case(folder: Path) -> None:
    page, site = read_case(folder)
    got = expected(page, site)
    wanted = folder / "expected.json"
    if not wanted.exists():
        wanted.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"wrote {wanted}: look at it; if it says what the page says, run the test again and commit it")
    assert got == json.loads(wanted.read_text("utf-8"))


@pytest.mark.parametrize("site", sorted({site.outlet for site in sites().values()}))
def test_every_site_has_an_article_a_listing_and_a_variant(site: str) -> None:
    found = [json.loads((f / "expected.json").read_text("utf-8")) for f in FOLDERS if read_case(f)[1].outlet == site]
    articles = [case for case in found if "paragraphs" in case]
    assert len(articles) >= 2
    assert any(case.get("problem") == "not an article" for case in found)


def listing_of(folder: Path) -> Listing | None:
    """The numbered listing or day archive that a case is a page of."""
    page, site = read_case(folder)
    for listing in (*site.listings, *site.days):
        parts = map(re.escape, re.split(r"\{[^}]*\}", listing.url))
        if "{" in listing.url and re.fullmatch(r"[^?&#]+".join(parts), page.url):
            return listing
    return None


LISTINGS = [folder for folder in FOLDERS if listing_of(folder)]


@pytest.mark.parametrize("folder", LISTINGS, ids=name)
def test_a_listing_dates_every_article_it_names(folder: Path) -> None:
    (page, site), listing = read_case(folder), listing_of(folder)
    refs = found(page.body, page.url, site, page.fetched_at.astimezone(site.tz).date()).refs
    assert refs
    assert all(ref.headline for ref in refs)
    if listing and listing.published:  # a day archive need not say its day on every card
        assert all(ref.published_at for ref in refs)


@pytest.mark.parametrize("site", sites().values(), ids=lambda site: site.name)
def test_every_selector_is_css(site) -> None:
    for layout in site.layouts:
        for selectors in (layout.headline, layout.body, layout.published, layout.lead, layout.caption, layout.junk):
            for selector in (*selectors, *layout.section, *layout.place, *layout.updated, *layout.error):
                compiled(selector)
    for listing in (*site.listings, *site.days):
        compiled(listing.links)


@pytest.mark.parametrize("site", sites().values(), ids=lambda site: site.name)
def test_every_site_says_where_it_is_and_what_was_checked(site) -> None:
    assert datetime.now(site.tz).utcoffset() is not None
    assert site.checked
    assert all(host == host.lower() and "/" not in host for host in site.hosts)
    assert urlsplit(site.home).hostname in site.hosts
    assert not site.is_article(site.home)


def test_the_table_of_sites_is_made_from_the_site_files() -> None:
    assert (ROOT / "docs" / "SITES.md").read_text("utf-8") == table(), "python -m scrapers.sites_table > docs/SITES.md"


def test_the_four_markups_of_one_story_say_the_same() -> None:
    told = [json.loads((CASES / "apa" / f"story-as-{way}" / "expected.json").read_text("utf-8")) for way in WAYS]
    words = [[line.replace("**", "") for line in case["paragraphs"]] for case in told]
    assert words[0]
    assert all(other == words[0] for other in words[1:])


WAYS = ("paragraphs", "breaks", "divs", "bold")
