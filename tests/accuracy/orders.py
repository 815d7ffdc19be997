"""Order does not matter: the seed's and the demo's life, stored in many orders; how many end in other rows."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.demo.newsroom import Standing, article_html, moments, standing_after
from flows.outcomes import result_of, site_for
from scrapers.records import RawPage
from scrapers.register import Register
from storage.database import writer
from storage.page_result import PageResult
from storage.write import save
from tests.accuracy import Measure
from tests.apa_markup import page
from tests.shared import SHARED

ORDERS = 5
TABLES = ("stories", "versions", "passages", "statement_history", "story_aliases", "pages")
NEWS = "https://en.apa.az/foreign-policy/presidents-of-azerbaijan-and-kazakhstan-made-press-statements"


def measures() -> list[Measure]:
    """How many of some shuffled orders of each life give rows that differ from those in the order of the day."""
    lives = {"the seed's life": seed_life(), "the demo's life": list(demo_life())}
    return [
        Measure("permutations", f"{name}: orders with other rows", differing(life), 0, at_most=True)
        for name, life in lives.items()
    ]


def differing(life: Sequence[PageResult]) -> int:
    """The shuffled orders, in batches of any size, whose rows are not those of the life as it was."""
    chance, whole = random.Random(11), rows_after([life])
    wrong = 0
    for _ in range(ORDERS):
        order = chance.sample(list(life), len(life))
        size = chance.randint(1, len(life))
        wrong += rows_after([order[at : at + size] for at in range(0, len(order), size)]) != whole
    return wrong


def rows_after(batches: Sequence[Sequence[PageResult]]) -> dict[str, list[tuple[object, ...]]]:
    """Every public row of a new store that was given these batches."""
    with TemporaryDirectory() as folder, writer(Path(folder), "accuracy") as con:
        for batch in batches:
            save(con, batch, Register())
        return {table: con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in TABLES}


def seed_life() -> list[PageResult]:
    """The flash as it will have stood at 14:49, the seed, the seed with other bytes, a silent edit, the page gone."""
    blocks = re.split(r"\n\s*\n", (SHARED / "seed/apa-en-2024-03-11-press-statements-updated-1.txt").read_text("utf-8"))
    headline, body = blocks[0].strip(), [block.strip() for block in blocks[4:] if block.strip()]
    clock = next(place for place, words in enumerate(body) if words.startswith("***"))
    base, flash = headline.removesuffix("-UPDATED-1"), body[clock + 1 :]
    softer = [words.replace("Once again, welcome!", "Welcome!") for words in body]
    evening = "11 March 2024 20:33 (UTC +04:00)"
    return [
        _fetched(f"{NEWS}-430650", "14:55", page(base, "11 March 2024 14:49 (UTC +04:00)", flash, f"{NEWS}-430650")),
        _fetched(f"{NEWS}-updated-1-430712", "20:40", page(headline, evening, body, f"{NEWS}-updated-1-430712")),
        _fetched(
            f"{NEWS}-updated-1-430712", "21:40", page(headline, evening, body, f"{NEWS}-updated-1-430712") + b"\n"
        ),
        _fetched(f"{NEWS}-updated-1-430712", "22:40", page(headline, evening, softer, f"{NEWS}-updated-1-430712")),
        _fetched(f"{NEWS}-430650", "23:40", b"", status=404),
    ]


def demo_life() -> Iterator[PageResult]:
    """Every page of the demo's newsroom, fetched a while after each moment of its day."""
    standing: Standing = {}
    for moment in moments():
        before, standing = standing, standing_after(moment, standing)
        at = moment.at + timedelta(minutes=7)
        for key, found in standing.items():
            if found:
                yield _result(found.url, at, article_html(found).encode())
            elif gone := before.get(key):
                yield _result(gone.url, at, b"", status=404)


def _fetched(url: str, clock: str, body: bytes, status: int = 200) -> PageResult:
    baku = datetime(2024, 3, 11, int(clock[:2]), int(clock[3:]), tzinfo=UTC) - timedelta(hours=4)
    return _result(url, baku, body, status)


def _result(url: str, at: datetime, body: bytes, status: int = 200) -> PageResult:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return result_of(RawPage(site_for(url).name, url, url, at, status, headers, body), "accuracy", site_for(url))
