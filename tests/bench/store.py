"""What the store costs at a million statements: loading, a batch, publishing, size, the twelve queries, search.

Each figure is the best of several tries, as seconds on the clock and of the processor: on a busy machine the first says
little.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa

from scrapers.register import Register
from storage.database import WAREHOUSE, reader, writer
from storage.dictionary import queries
from storage.page_result import PageResult
from storage.publish import publish
from storage.query import ask
from storage.search import Wanted
from storage.search import found as search
from storage.tables import SCHEMAS, arrow, insert
from storage.write import save
from tests.readings import NOON, fetched, reading

STATEMENTS = int(os.environ.get("ONRECORD_BENCH_STATEMENTS", "1000000"))
A_STORY = 10
Result = TypeVar("Result")
_TYPES = {pa.string(): "VARCHAR", pa.int32(): "INTEGER", pa.bool_(): "BOOLEAN"}
_REST = """
INSERT INTO versions BY NAME SELECT version_id, story_id, 1 AS version_no, site, language, 0 AS update_no, headline,
  headline AS headline_printed, string_agg(words, chr(10) || chr(10)) AS body, any_value(published_at) AS published_at,
  any_value(seen_at) AS seen_at, url, 'page' AS origin, md5(version_id) AS content_hash, md5(story_id) AS body_hash,
  'the earliest version known' AS reason, true AS is_latest, 'page-' || story_id AS page_id, 'bench' AS parser
  FROM statement_history GROUP BY ALL;
INSERT INTO stories BY NAME SELECT story_id, site, language, url, headline, published_at, published_at AS updated_at,
  1 AS version_count, 10 AS statement_count, seen_at AS first_seen_at, seen_at AS last_seen_at, 'live' AS status
  FROM versions;
INSERT INTO passages BY NAME SELECT version_id, position, 'statement' AS role, words, statement_id,
  [statement_id] AS statement_ids, story_id FROM statement_history;
INSERT INTO pages BY NAME SELECT page_id, 'run' AS run_id, site, url, url AS final_url, seen_at AS fetched_at,
  200 AS http_status, 'stored' AS outcome, md5(url) AS sha256, 150000 AS bytes, '"tag"' AS etag FROM versions;
INSERT INTO pipeline.readings SELECT md5(url), site, url, content_hash, seen_at, page_id, encode(left(body, 2500))
  FROM versions;
INSERT INTO pipeline.traces SELECT hash(reading_id || i)::HUGEINT - 9223372036854775808, published_at::DATE, reading_id
  FROM pipeline.readings JOIN versions USING (page_id), range(6) t(i) ORDER BY published_at;
INSERT INTO pipeline.membership SELECT url, story_id FROM versions;
INSERT INTO pipeline.observations SELECT page_id, url, url, seen_at, false, [content_hash] FROM versions;
INSERT INTO pipeline.composed SELECT story_id, md5(story_id) FROM stories;
"""


def main() -> None:
    """Print the table."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        table = pa.concat_tables(_made(chance))
        raw = sum(len(words.as_py().encode()) for words in table["words"])
        print(f"  {STATEMENTS:,} statements, {raw / 1e6:.0f} MB of words")
        _load(data, table)
        with writer(data, "bench") as con:
            con.execute(_REST)
        _batches(data)
        _publishing(data)
        size = (data / WAREHOUSE).stat().st_size
        print(f"  onrecord.duckdb {size / 1e6:.0f} MB, {size / raw:.2f} x the words")
        with reader(data) as con:
            for name, sql in queries().items():
                took, rows = _best(2, lambda q=sql: sum(1 for _ in ask(con, q).rows))  # type: ignore[misc]
                print(f"  {name}: {took}, {rows:,} rows")
            for kind, words in _searches(table):
                took, rows = _best(2, lambda w=words: len(list(search(con, Wanted(words=w), 50).rows)))  # type: ignore[misc]
                print(f"  search {kind}, {words!r}: {took}, {rows} found")
        _commands(data)


@dataclass(frozen=True, order=True)
class Took:
    """How long something took, in seconds: of the processor, all threads, and by the clock."""

    processor: float
    clock: float

    def __str__(self) -> str:
        return f"{self.clock:.3f} s (processor {self.processor:.3f})"


def _took(work: Callable[[], Result]) -> tuple[Took, Result]:
    processor, clock = time.process_time(), time.perf_counter()
    result = work()
    return Took(time.process_time() - processor, time.perf_counter() - clock), result


def _best(times: int, work: Callable[[], Result]) -> tuple[Took, Result]:
    return min((_took(work) for _ in range(times)), key=lambda pair: pair[0])


def _load(data: Path, table: pa.Table) -> None:
    """Load the table into a plain table of a plain file and into a store, in turns."""
    bare, ours = [], []
    for _ in range(2):
        for file in (data / "bare.duckdb", data / WAREHOUSE):
            file.unlink(missing_ok=True)
        bare.append(_took(lambda: _bare(data / "bare.duckdb", table))[0])
        ours.append(_took(lambda: _stored(data, table))[0])
    (data / "bare.duckdb").unlink()
    one, two = (STATEMENTS / min(tries).processor for tries in (bare, ours))
    print(f"  load, bare Arrow: {min(bare)}; ours: {min(ours)}")
    print(f"  statements a second of processor: {one:,.0f} and {two:,.0f}, ratio {two / one:.2f}")


def _stored(data: Path, table: pa.Table) -> None:
    with writer(data, "bench") as con:
        insert(con, "statement_history", table)


def _batches(data: Path) -> None:
    """Batches nobody has seen, each in a store opened for it and closed after it; then one again."""
    new = [_in_parts(data, _batch(first)) for first in range(0, 500, 50)]
    again = [_in_parts(data, _batch(0)) for _ in range(4)]
    for what, tries in (("new", new), ("the same again", again)):
        for part, took in zip(("", ", its transaction alone"), map(min, zip(*tries, strict=True)), strict=True):
            print(f"  batch of 50 pages, 500 statements, {what}{part}: {took}")


def _in_parts(data: Path, batch: list[PageResult]) -> tuple[Took, Took]:
    """How long a batch takes in all, and within the opened store."""

    def within() -> Took:
        with writer(data, "bench") as con:
            return _took(lambda: save(con, batch, Register()))[0]

    return _took(within)


def _publishing(data: Path) -> None:
    for when in ("first", *("going on with the words of days",) * 100):
        took, done = _took(lambda: publish(data))
        if not done.changed:
            break
        print(f"  publish, {when}: {took}")
    for first in range(1000, 1150, 50):
        _in_parts(data, _batch(first))
        print(f"  publish after a batch: {_took(lambda: publish(data))[0]}")
    print(f"  publish, nothing changed: {_took(lambda: publish(data))[0]}")
    with reader(data) as con:
        row = con.execute("SELECT count(*), sum(strlen(words)) FROM pipeline.vocabulary").fetchone() or (0, 0)
    print(f"  vocabulary: {row[1] / 1e6:.0f} MB before it is packed")


_ALPHABETS = {
    "en": "eeetaoinshrdlucmfwypvbgk",
    "az": "aaəəiıerlndmstbyuükçşzğöq",
    "ru": "оооееаинтсрвлкмдпуяызьбгч",
}


def _made(chance: random.Random) -> Iterator[pa.Table]:
    """Statements of 40 to 120 words, each story in one of three languages, with the usual few frequent words."""
    running = {}
    for language, letters in _ALPHABETS.items():
        vocabulary = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(30_000)]
        running[language] = chance.choices(vocabulary, [1 / (rank + 5) for rank in range(30_000)], k=1_000_000)
    born = NOON - timedelta(minutes=2 * STATEMENTS // A_STORY)
    for start in range(0, STATEMENTS, 50_000):
        rows = [_row(chance, running, n, born) for n in range(start, min(start + 50_000, STATEMENTS))]
        yield arrow("statement_history", rows)


def _row(chance: random.Random, running: dict[str, list[str]], number: int, born: datetime) -> tuple[object, ...]:
    story, position = divmod(number, A_STORY)
    language = list(running)[story % len(running)]
    site, url = f"vardia-{language}", f"https://vardia-{language}.example/{story}"
    at, begin = born + timedelta(minutes=2 * story), chance.randrange(1_000_000 - 120)
    words = " ".join(running[language][begin : begin + chance.randint(40, 120)]).capitalize()
    name, who = f"{chance.getrandbits(128):032x}", f"Speaker {chance.randrange(2000)}"
    return (
        name, f"{story:032x}", f"v{story:031x}", 1, 0, site, language, url, f"Headline {story}", position + 1, who,
        None, who, "Minister", "statement", "headed", words, words.count(" ") + 1, "first", at, at, at, 0, True,
    )  # fmt: skip


def _bare(path: Path, table: pa.Table) -> None:
    """Put an Arrow table into a plain table of a plain file."""
    schema = SCHEMAS["statement_history"]
    columns = ", ".join(f"{field.name} {_TYPES.get(field.type, 'TIMESTAMPTZ')}" for field in schema)
    with duckdb.connect(str(path)) as con:
        con.execute(f"CREATE TABLE bare ({columns})")
        con.register("rows", table)
        con.execute("INSERT INTO bare SELECT * FROM rows; CHECKPOINT")


def _batch(first: int) -> list[PageResult]:
    """Fifty pages of ten statements each."""

    def said(page: int) -> list[tuple[str | None, str]]:
        more = f"{page * 7919} and so on " * 20
        return [(f"Speaker {n}", f"Page {page} says statement {n} of ten, {more}") for n in range(10)]

    return [
        fetched([reading(p, said(p), f"News {p} of the day")], p % 900)
        for p in range(10**6 + first, 10**6 + first + 50)
    ]


def _searches(table: pa.Table) -> list[tuple[str, str]]:
    """What to look for, and what kind of word it is."""
    middle = len(table) // 2
    spoken = [words.as_py().split() for words in table["words"][middle : middle + 3 * A_STORY : A_STORY]]
    often = [min(words[5:], key=len) for words in spoken]
    found = [("often said", word) for word in often]
    found += [("seldom said", max(words, key=len)) for words in spoken]
    found += [(f"a phrase said once, {alphabet}", f'"{" ".join(words[7:12])}"') for alphabet, words in _named(spoken)]
    found += [("words never said together", f"{spoken[0][8]} {spoken[1][8]} {spoken[2][8]}")]
    return [*found, *(("nobody says", word) for word in NOBODY_SAYS)]


NOBODY_SAYS = ("nowhere-to-be-found", "heçyerdədeyil", "нигдененайти", "Nirgendstraße")


def _named(spoken: list[list[str]]) -> list[tuple[str, list[str]]]:
    return [("Cyrillic" if "\u0400" <= words[7][0] <= "\u04ff" else "Latin", words) for words in spoken]


def _commands(data: Path) -> None:
    """Whole commands, from nothing to the prompt."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    for arguments in (
        ["sql", "SELECT count(*) FROM statements"],
        *(["statements", "--search", w] for w in NOBODY_SAYS),
    ):
        command = [str(Path(sys.executable).with_name("onrecord")), *arguments, "--data", str(data)]
        tries = []
        for _ in range(2):
            before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=plain)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            tries.append(Took(used, time.perf_counter() - clock))
        print(f"  onrecord {' '.join(arguments)}: {min(tries)}")
