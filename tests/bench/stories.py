"""What it costs to know a page's story among many, to diff it against the last version, and to tell a story anew."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb

from scrapers.changes import Said, Text, what_changed
from scrapers.records import Reading
from scrapers.same_story import same_story, traces
from scrapers.stories import compose
from storage.candidates import candidates
from storage.database import writer
from storage.readings import Seen
from tests.newsdesk import Fetch, at, fetched, kept

SIZES = (10_000, 100_000, 1_000_000)
TRACES_A_VERSION = 6
VERSIONS_A_DAY = 500
BATCH = 25
WORDS = [
    f"{a}{b}{c}" for a in ("bel", "cor", "dun", "fal") for b in ("am", "eth", "ir", "ost") for c in ("a", "en", "ul")
]


def main() -> None:
    """Print two tables: finding a story among stored versions, and what one story costs."""
    life = _life(10)
    pages = [fetch.readings[0] for fetch in _life(BATCH)]
    print(f"{'finding candidates by trace':<44}{'one page, ms':>14}{f'a batch of {BATCH}, ms a page':>26}")
    with TemporaryDirectory() as folder, writer(Path(folder), "bench") as con:
        stored = 0
        for size in SIZES:
            _fill(con, stored, size)
            stored = size
            one, many = (_timed(partial(_candidates, con, some)) for some in (pages[:1], pages))
            print(f"  {f'among {size:,} versions':<42}{one:>14.1f}{many / BATCH:>26.2f}")
    _one_story(life)


def _one_story(life: list[Fetch]) -> None:
    one, two = life[0].readings[0], replace(life[1].readings[0], page_key="another page")
    print(f"{'one story of 3,000 words':<44}{'ms':>14}")
    _row("traces of a page", lambda: traces.__wrapped__(one))
    _row("same_story of two pages", lambda: same_story(one, two))
    _row("what_changed between two versions", lambda: what_changed(_text(one), _text(two)))
    readings, observations = kept(life)
    _row(f"compose, {len(life)} versions", lambda: compose(readings, observations))


def _row(name: str, work: Callable[[], object]) -> None:
    print(f"  {name:<42}{_timed(work):>14.2f}")


def _timed(work: Callable[[], object], times: int = 7) -> float:
    """The median of some runs, in milliseconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def _fill(con: duckdb.DuckDBPyConnection, start: int, end: int) -> None:
    """Versions of other stories, by their traces."""
    con.execute(
        "INSERT INTO pipeline.traces SELECT (hash(i) >> 1)::BIGINT, "
        "DATE '2024-03-20' - (i // ($each * $a_day))::INTEGER, md5((i // $each)::VARCHAR)[:24] "
        "FROM range($from, $to) t(i)",
        {
            "each": TRACES_A_VERSION,
            "a_day": VERSIONS_A_DAY,
            "from": start * TRACES_A_VERSION,
            "to": end * TRACES_A_VERSION,
        },
    )
    con.execute("CHECKPOINT")


def _candidates(con: duckdb.DuckDBPyConnection, readings: list[Reading]) -> None:
    """The look-up that storing a batch begins with."""
    candidates(con, {str(index): Seen(reading, at("10:00"), "fetch") for index, reading in enumerate(readings)})


def _life(versions: int) -> list[Fetch]:
    """A page of 3,000 words in 60 statements, of which each fetch finds two edited."""
    lines = [
        f"Ada Rook: {' '.join(WORDS[(n * 7 + k * 5 + k * n) % len(WORDS)] for k in range(50))}." for n in range(60)
    ]
    found = []
    for number in range(versions):
        lines[number] += f" In all {number} boats."
        lines[-1 - number] = lines[-1 - number].replace(WORDS[number % 9], "ferry")
        found.append(fetched("Envoys sign", "\n".join(lines), at("10:00"), at("10:05") + timedelta(hours=number)))
    return found


def _text(reading: Reading) -> Text:
    said = reading.split.statements
    return Text(reading.headline, tuple(Said(str(n), s.speaker, s.words) for n, s in enumerate(said)), ())
