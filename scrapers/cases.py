"""A saved page as a test case: what parse() makes of it, in JSON that a person can look at."""

from __future__ import annotations

import json
import tomllib
from datetime import datetime
from pathlib import Path

from scrapers.generic import generic_site
from scrapers.parse import parse
from scrapers.problems import Problem
from scrapers.records import Article, Paragraph, RawPage
from scrapers.site import Site, sites


def expected(page: RawPage, site: Site) -> dict[str, object]:
    """What the rules make of a page: its article field by field, or the problem it ends in."""
    try:
        return _article(parse(page, site))
    except Problem as problem:
        return {"problem": problem.outcome, "detail": str(problem)}


def read_case(folder: Path) -> tuple[RawPage, Site]:
    """The page and site of a case folder: page.html, and meta.toml with `url`, `fetched_at`, `site` (a generic
    reading without it) and perhaps `content_type`."""
    meta = tomllib.loads((folder / "meta.toml").read_text("utf-8"))
    site = sites()[meta["site"]] if "site" in meta else generic_site(meta["url"])
    headers = (("Content-Type", meta["content_type"]),) if "content_type" in meta else ()
    fetched_at: datetime = meta["fetched_at"]
    body = (folder / "page.html").read_bytes()
    return RawPage(site.name, meta["url"], meta.get("final_url", meta["url"]), fetched_at, 200, headers, body), site


def write_case(folder: Path, page: RawPage, site: Site, body: bytes) -> None:
    """Save a page as a case, without an expected.json: the test writes it and fails, so that a person looks.

    `body` is without its Content-Encoding. Raises FileExistsError if the case is there.
    """
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(body)
    lines = [f"site = {_quoted(site.name)}"] if site.layouts else []
    lines += [f"url = {_quoted(page.url)}", f"fetched_at = {page.fetched_at:%Y-%m-%dT%H:%M:%SZ}"]
    if page.final_url != page.url:
        lines.append(f"final_url = {_quoted(page.final_url)}")
    if kind := page.header("content-type"):
        lines.append(f"content_type = {_quoted(kind)}")
    (folder / "meta.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _quoted(text: str) -> str:
    """A string as TOML wants it: as JSON does. A header may hold quotation marks: `text/html; charset="utf-8"`."""
    return json.dumps(text, ensure_ascii=False)


def _article(article: Article) -> dict[str, object]:
    fields = {
        "headline": article.headline_printed,
        "language": article.language,
        "url": article.url,
        "native_id": article.native_id,
        "section": article.section,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "utc_offset": article.utc_offset,
        "modified_at": article.modified_at.isoformat() if article.modified_at else None,
        "place": article.place,
        "parser": article.parser,
    }
    told = {name: value for name, value in fields.items() if value is not None}
    return told | {"found": dict(sorted(article.found)), "paragraphs": [_paragraph(p) for p in article.paragraphs]}


def _paragraph(paragraph: Paragraph) -> str:
    """`kind: words`, bold between asterisks and italic between slashes, as a person reads it quickest."""
    marks = [(at, "**") for span in paragraph.bold for at in span]
    marks += [(at, "//") for span in paragraph.italic for at in span]
    words = paragraph.words
    for at, mark in sorted(marks, reverse=True):
        words = words[:at] + mark + words[at:]
    return words if paragraph.kind == "text" else f"{paragraph.kind}: {words}"
