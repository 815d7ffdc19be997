"""Runs over sites on which everything goes wrong: each fault's outcome and requests, the pauses, the memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows.steps import SITEMAPS_A_RUN
from scrapers.bodies import LARGEST
from tests.fetching import SITE, at
from tests.hard_sitemaps import NAMED, SITEMAPS, TAKEN
from tests.hard_web import NOW, PAGE, Fault, faults, outcomes

FAULTS = faults(1, NOW)
NAMES = list(FAULTS)
LAST = NAMES.index("429 for a year")


@dataclass(frozen=True)
class Told:
    """What the run left behind: each address's outcomes, the request log, the most memory it had."""

    data: Path
    outcomes: dict[str, list[str]]
    log: list[tuple[float, str]]
    cookies: list[str]
    witnessed: int
    megabytes: int

    def times(self, name: str) -> list[float]:
        """When a fault was asked for."""
        return [at for at, path in self.log if path == f"/a/{NAMES.index(name)}"]


def said_by(module: str, data: Path) -> dict[str, Any]:
    """What a run in a process of its own prints of itself."""
    run = subprocess.run(
        [sys.executable, "-m", f"tests.{module}", data], capture_output=True, text=True, timeout=250, check=False
    )
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    data = tmp_path_factory.mktemp("data")
    said = said_by("hard_web", data)
    log = [(at, path) for at, path, _ in said["requests"]]
    cookies = [cookie for *_, cookie in said["requests"] if cookie]
    return Told(data, outcomes(data), log, cookies, said["witness"], said["megabytes"])


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_has_its_outcome_after_so_many_requests(name: str, told: Told) -> None:
    fault: Fault = FAULTS[name]
    (outcome,) = told.outcomes[at(f"/a/{NAMES.index(name)}")]
    assert outcome.replace("same words", "stored") == fault.outcome
    assert len(told.times(name)) == fault.requests


def test_the_article_behind_each_fault_is_read(told: Told) -> None:
    behind = [told.outcomes[at(f"/a/{1000 + number}")] for number in range(LAST)]
    assert all(outcome in (["stored"], ["same words"]) for outcome in behind)


def test_nothing_is_asked_faster_than_the_pause_or_sooner_than_was_asked_for(told: Told) -> None:
    assert min(later - earlier for (earlier, _), (later, _) in pairwise(told.log)) >= SITE.pause
    for name, least in {"429 in seconds": 30, "429 by date": 39, "503 in seconds": 5}.items():
        first, second = told.times(name)
        assert least <= second - first < least + 5


def test_robots_and_the_feed_are_asked_for_once(told: Told) -> None:
    asked = Counter(path for _, path in told.log)
    assert (asked["/robots.txt"], asked["/feed"]) == (1, 1)


def kept(data: Path, name: str) -> list[tuple[str | None, bytes]]:
    """Each body of a fault's answers in the archive, and the word for why it ends where it does."""
    url = at(f"/a/{NAMES.index(name)}")
    return [
        (record.rec_headers.get_header("WARC-Truncated"), record.raw_stream.read())
        for path in data.glob("archive/*/*.warc.gz")
        for record in ArchiveIterator(BytesIO(path.read_bytes()))
        if record.rec_type == "response" and record.rec_headers["WARC-Target-URI"] == url
    ]


@pytest.mark.parametrize(
    ("name", "why", "times"),
    [
        ("slow body", "time", 4),
        ("body cut", "disconnect", 4),
        ("length too long", "disconnect", 4),
        ("a chunk cut", "disconnect", 4),
        ("chunks that turn bad", "unspecified", 4),
    ],
)
def test_what_came_of_a_body_is_kept_and_called_a_part(name: str, why: str, times: int, told: Told) -> None:
    bodies = kept(told.data, name)
    assert [word for word, _ in bodies] == [why] * times
    assert all(body and PAGE.startswith(body) for _, body in bodies)


def test_of_a_body_over_the_cap_as_much_is_kept_as_may_come(told: Told) -> None:
    ((word, body),) = kept(told.data, "1 GB announced")
    assert word == "length"
    assert LARGEST <= len(body) < LARGEST + (1 << 20)
    ((word, body),) = kept(told.data, "10 GB gzip bomb")
    assert word is None, "it came whole, small as it was"
    assert len(body) < 20 << 20


def test_no_cookie_goes_back(told: Told) -> None:
    assert told.cookies == []


def test_nobody_else_on_this_machine_was_asked(told: Told) -> None:
    assert told.witnessed == 0


def test_it_never_has_300_megabytes(told: Told) -> None:
    assert told.megabytes < 300


def test_sitemaps_without_end_end_and_50_000_articles_are_found(tmp_path: Path) -> None:
    said = said_by("hard_sitemaps", tmp_path)
    asked = Counter(path for _, path in said["log"])
    assert said["found"] == NAMED
    assert set(asked.values()) == {1}, "an index that names itself, or is named twice, is asked for once"
    sitemaps = [path for path in asked if ".xml" in path]
    assert {*SITEMAPS, "/two.xml", "/chain/1.xml"} <= set(sitemaps)
    assert len(sitemaps) <= SITEMAPS_A_RUN * (len(SITEMAPS) + 1)
    assert sum(path.startswith("/a/") for path in asked) == TAKEN
    assert min(later - earlier for (earlier, _), (later, _) in pairwise(said["log"])) >= SITE.pause
    assert said["megabytes"] < 300
