"""`onrecord sites`: list, describe, try without writing, start a site file, save a page as a test case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

import scrapers.sites
from flows.commands.common import COMMON, Common, Json, Stop, print_json, say
from flows.commands.printing import print_rows
from flows.settings import Settings, load
from flows.single_page import guessed, page_of
from scrapers.bodies import content
from scrapers.cases import write_case
from scrapers.parse import parse
from scrapers.problems import Problem
from scrapers.records import Article
from scrapers.site import Site
from scrapers.site import sites as known_sites
from scrapers.site_guess import module
from scrapers.split import split
from storage.query import Answer

sites = App(name="sites", help="List, describe, try and start sites.", result_action="return_value")

CASES = Path("tests/sites")

LONGEST_NAME = 80
"""Characters of an article's number that name its case: for some sites it is the whole headline."""

Url = Annotated[str | None, Parameter(help="The page's address, where a saved file does not say it.")]
Rows = Sequence[Mapping[str, object]]


@sites.default
def listed(*, json: Json = False, common: Common = COMMON) -> int:
    """Every site: its language, host, what is known of it, whether it is switched on."""
    on = _enabled(load(common.config, data=common.data).settings)
    rows = [
        {
            "site": site.name,
            "title": site.title,
            "language": site.language,
            "host": site.hosts[0],
            "enabled": site.name in on,
            "checked": site.checked,
        }
        for site in known_sites().values()
    ]
    _print(rows, json)
    return 0


@sites.command
def show(site: str, *, json: Json = False, common: Common = COMMON) -> int:
    """Everything the site file says of SITE, with what the settings change."""
    settings = load(common.config, data=common.data).settings
    for one in settings.chosen_sites((site,)):
        told = _described(one)
        if json:
            print_json([dict(told)])
        else:
            print("\n".join(f"{name:<24}{value}" for name, value in told), end="\n\n")
    return 0


@sites.command(name="try")
def try_(site: str, page: str, *, url: Url = None, json: Json = False, common: Common = COMMON) -> int:
    """Read one page by SITE's rules, and write nothing: each field with the selector that found it, each paragraph
    with its part.

    Parameters
    ----------
    site
        A site (apa-en), an outlet (apa), or `generic` for the reading of unknown hosts.
    page
        An address, fetched as politely as ever, or a saved file.
    """
    settings = load(common.config, data=common.data).settings
    raw, chosen = page_of(settings, site, page, url)
    try:
        article = parse(raw, chosen)
    except Problem as problem:
        say(f"{problem.outcome}: {problem}")
        return 3
    _print(_fields(article), json)
    _print(_passages(article), json)
    return 0


@sites.command
def new(name: str, url: str, *, json: Json = False, common: Common = COMMON) -> int:
    """Look at a site (feeds, sitemaps, JSON-LD, one article) and write a site file with its guesses marked.

    Parameters
    ----------
    name
        What the site shall be called: small letters, digits and hyphens.
    url
        The address of one of its articles; of its home page if need be.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise Stop(
            f"{name} is no name for a site: small letters, digits and hyphens.\nTry: onrecord sites new my-site {url}",
            2,
        )
    path = Path(scrapers.sites.__file__).with_name(f"{name.replace('-', '_')}.py")
    if name in known_sites() or path.exists():
        raise Stop(f"There is a site {name} already: {path}.\nTry: onrecord sites show {name}", 1)
    found = guessed(load(common.config, data=common.data).settings, name, url)
    path.write_text(module(found), "utf-8")
    for sentence in found.says:
        say(sentence)
    say(f"Wrote {path}. Look at each line marked with a question mark, then: onrecord sites try {name} {url}")
    if json:
        print_json([{"site": name, "file": str(path), "found": list(found.says)}])
    return 0


@sites.command(name="add-case")
def add_case(
    site: str,
    page: str,
    *,
    name: Annotated[str | None, Parameter(help="The case's name; the number in its address without it.")] = None,
    url: Url = None,
    folder: Annotated[Path, Parameter(help="Where cases are kept.")] = CASES,
    json: Json = False,
    common: Common = COMMON,
) -> int:
    """Save a page (an address or a file) as a test case: its bytes, its address, the time of the fetch."""
    settings = load(common.config, data=common.data).settings
    raw, chosen = page_of(settings, site, page, url)
    number = (chosen.native_id(raw.final_url) or "")[:LONGEST_NAME]
    case = folder / chosen.outlet / (name or number or f"{raw.fetched_at:%Y-%m-%d-%H%M%S}")
    try:
        write_case(case, raw, chosen, content(raw))
    except FileExistsError:
        raise Stop(f"There is a case {case} already.\nTry: --name ANOTHER") from None
    say(f"Saved {case}. Its first test writes expected.json and fails, so that a person looks:")
    say("  pytest tests/test_sites.py")
    say("A site wants two articles and one page that is none, such as its listing.")
    if json:
        print_json([{"site": chosen.name, "case": str(case), "url": raw.final_url}])
    return 0


def _enabled(settings: Settings) -> set[str]:
    try:
        return {site.name for site in settings.chosen_sites()}
    except Stop:
        return set()


def _described(site: Site) -> list[tuple[str, str]]:
    """A site's fields as lines of text; of each layout, its selectors."""
    plain = [(name, getattr(site, name)) for name in _PLAIN]
    layouts = [
        (f"layout {layout.until or 'now'}: {name}", getattr(layout, name))
        for layout in site.layouts
        for name in layout.__slots__
        if name != "until" and getattr(layout, name)
    ]
    return [(name, _text(value)) for name, value in (*plain, *layouts)]


_PLAIN = tuple(name for name in Site.__slots__ if name != "layouts")


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " · ".join(getattr(one, "url", str(one)) for one in value)
    return str(value)


def _fields(article: Article) -> Rows:
    """Each field, its value, and what found it."""
    found = dict(article.found)
    fields = {
        "headline": article.headline_printed,
        "published": article.published_at,
        "modified": article.modified_at,
        "language": article.language,
        "section": article.section,
        "place": article.place,
        "id": article.native_id,
        "url": article.url,
        "body": f"{len(article.paragraphs)} paragraphs",
        "parser": article.parser,
    }
    return [{"field": name, "value": value, "found_by": found.get(name)} for name, value in fields.items()]


def _passages(article: Article) -> Rows:
    """Each paragraph with its part in the article, whose words it is, and the rule that says so or says that nobody is
    named."""
    parted = split(article.paragraphs, article.language, article.headline_printed)
    said = parted.statements
    return [
        {
            "position": number,
            "kind": paragraph.kind,
            "role": passage.role,
            "speaker": ", ".join(said[index].speaker or "nobody named" for index in passage.statements) or None,
            "how": ", ".join(said[index].how for index in passage.statements) or None,
            "words": passage.words,
        }
        for number, (paragraph, passage) in enumerate(zip(article.paragraphs, parted.passages, strict=False), 1)
    ]


def _print(rows: Rows, json: bool) -> None:
    if json:
        print_json(rows)
    elif rows:
        print_rows(Answer(tuple(rows[0]), (tuple(row.values()) for row in rows)), "table")
        print()
