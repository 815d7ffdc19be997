"""Figures for stories: which pairs of pages are one story, and which touches of a page are a new version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from scrapers.addresses import page_key
from scrapers.marks import split_mark
from scrapers.records import Passage, Reading, Split
from scrapers.same_story import same_story
from scrapers.words import body_hash, content_hash
from tests.accuracy import Measure
from tests.shared import SHARED


def reading(side: dict[str, Any], language: str = "en") -> Reading:
    """A page of the measuring data as a reading: every paragraph narration, the host for a site, no article number."""
    mark = split_mark(side["title"], language)
    paragraphs = [" ".join(p.split()) for p in side["text"].replace("\n\n", "\x00").split("\x00")]
    when = datetime.fromisoformat(side["time"]) if side.get("time") else None
    site = urlsplit(side["url"]).hostname or ""
    return Reading(
        site=site,
        language=language,
        url=side["url"],
        page_key=page_key(site, None, side["url"]),
        origin="page",
        headline=mark.headline,
        headline_printed=side["title"],
        content_hash=content_hash(mark.headline, paragraphs),
        body_hash=body_hash(paragraphs),
        split=Split(tuple(Passage("narration", p) for p in paragraphs if p), ()),
        parser="measuring data",
        update_no=mark.update_no,
        update_label=mark.label,
        published_at=when.replace(tzinfo=UTC) if when and when.tzinfo is None else when,
    )


def lines(name: str) -> Iterator[dict[str, Any]]:
    """The rows of one file of the measuring data."""
    with (SHARED / name).open(encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)


def judged(name: str) -> list[tuple[bool, bool, dict[str, Any]]]:
    """(the answer, what we say, the row) for each scored pair of a file."""
    return [
        (row["same_story"], same_story(reading(row["a"]), reading(row["b"])) is not None, row)
        for row in lines(name)
        if row["label"] != "rolling"
    ]


def f1(right: int, wrong: int, missed: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / max(2 * right + wrong + missed, 1)


def touches() -> list[tuple[bool, bool]]:
    """(the words changed, we make a version) for each pair of neighbouring versions of the real chains."""
    found = []
    for row in lines("whitehouse/revisions.jsonl"):
        hashes = [content_hash(split_mark(v["title"], "en").headline, v["text"]) for v in row["versions"]]
        found += [
            (change["class"] != "none", before != after)
            for change, (before, after) in zip(row["changes"], pairwise(hashes), strict=True)
        ]
    return found


def measures() -> list[Measure]:
    """The figures, from the files under pairs/ and whitehouse/."""
    pairs, kremlin = judged("pairs/pairs.jsonl"), judged("pairs/kremlin_pairs.jsonl")
    both = pairs + kremlin
    right = sum(said for answer, said, _ in both if answer)
    wrong = sum(said for answer, said, _ in both if not answer)
    missed = sum(not said for answer, said, _ in both if answer)
    changed = touches()
    versions = sum(answer and said for answer, said in changed)
    return [
        Measure("pairs", "same story, F1", f1(right, wrong, missed), 0.95),
        Measure("pairs", "false merges, Kremlin look-alikes", sum(s for a, s, _ in kremlin if not a), 0, at_most=True),
        Measure("revisions", "precision", versions / max(sum(said for _, said in changed), 1), 0.99),
        Measure("revisions", "recall", versions / max(sum(answer for answer, _ in changed), 1), 0.99),
    ]
