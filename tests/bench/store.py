"""What the store costs at a million statements: loading, a batch, publishing, size, the twelve queries, search."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
from tests.readings import fetched, reading

STATEMENTS = int(os.environ.get("ONRECORD_BENCH_STATEMENTS", "1000000"))
A_STORY = 10
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
        bare, ours = _bare(data / "bare.duckdb", table), _loaded(data, table)
        print(
            f"  load: bare Arrow {STATEMENTS / bare:,.0f}/s, ours {STATEMENTS / ours:,.0f}/s, ratio {bare / ours:.2f}"
        )
        with writer(data, "bench") as con:
            con.execute(_REST)
        for kind, batch in (("new", _batch(0)), ("same", _batch(0)), ("new", _batch(100))):
            took = _seconds(lambda b=batch: _saved(data, b))  # type: ignore[misc]
            print(f"  batch of 50 pages, 500 statements, {kind}: {took * 1000:.0f} ms")
        print(f"  publish, first: {publish(data).seconds:.2f} s")
        for _ in range(3):
            _saved(data, _batch(random.randrange(1000, 10**6)))
            print(f"  publish after a batch: {publish(data).seconds:.2f} s")
        print(f"  publish, nothing changed: {publish(data).seconds:.2f} s")
        size = (data / WAREHOUSE).stat().st_size
        print(f"  onrecord.duckdb {size / 1e6:.0f} MB, {size / raw:.2f} x the words")
        with reader(data) as con:
            for name, sql in queries().items():
                print(f"  {name}: {_seconds(lambda q=sql: list(ask(con, q).rows)):.3f} s")  # type: ignore[misc]
            for words in _searches(table):
                found = _seconds(lambda w=words: list(search(con, Wanted(words=w), 50).rows))  # type: ignore[misc]
                print(f"  search {words!r}: {found:.3f} s")


def _made(chance: random.Random) -> Iterator[pa.Table]:
    """Statements of 40 to 120 words each from a vocabulary in three alphabets with the usual few frequent words."""
    letters = "aeiouəıöbcdfghklmnprstvzабвгдежзиклмнопрст"
    vocabulary = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(30_000)]
    running = chance.choices(vocabulary, [1 / (rank + 5) for rank in range(30_000)], k=1_000_000)
    born = datetime(2020, 1, 1, tzinfo=UTC)
    for start in range(0, STATEMENTS, 50_000):
        rows = [_row(chance, running, n, born) for n in range(start, min(start + 50_000, STATEMENTS))]
        yield arrow("statement_history", rows)


def _row(chance: random.Random, running: list[str], number: int, born: datetime) -> tuple[object, ...]:
    story, position = divmod(number, A_STORY)
    at, begin = born + timedelta(minutes=2 * story), chance.randrange(len(running) - 120)
    words = " ".join(running[begin : begin + chance.randint(40, 120)]).capitalize()
    name = f"{chance.getrandbits(128):032x}"
    who = f"Speaker {chance.randrange(2000)}"
    url = f"https://vardia-en.example/{story}"
    return (
        name, f"{story:032x}", f"v{story:031x}", 1, 0, "vardia-en", "en", url, f"Headline {story}", position + 1, who,
        None, who, "Minister", "statement", "headed", words, words.count(" ") + 1, "first", at, at, at, 0, True,
    )  # fmt: skip


def _bare(path: Path, table: pa.Table) -> float:
    """Seconds to put the same Arrow table into a plain table of a plain file."""
    schema = SCHEMAS["statement_history"]
    columns = ", ".join(f"{field.name} {_TYPES.get(field.type, 'TIMESTAMPTZ')}" for field in schema)
    with duckdb.connect(str(path)) as con:
        con.execute(f"CREATE TABLE bare ({columns})")
        con.register("rows", table)
        return _seconds(lambda: con.execute("INSERT INTO bare SELECT * FROM rows; CHECKPOINT"))


def _loaded(data: Path, table: pa.Table) -> float:
    with writer(data, "bench") as con:
        return _seconds(lambda: insert(con, "statement_history", table)) + _seconds(lambda: con.execute("CHECKPOINT"))


def _batch(first: int) -> list[PageResult]:
    """Fifty pages of ten statements each."""

    def said(page: int) -> list[tuple[str | None, str]]:
        more = f"{page * 7919} and so on " * 20
        return [(f"Speaker {n}", f"Page {page} says statement {n} of ten, {more}") for n in range(10)]

    return [
        fetched([reading(p, said(p), f"News {p} of the day")], p % 900)
        for p in range(10**6 + first, 10**6 + first + 50)
    ]


def _saved(data: Path, batch: list[PageResult]) -> None:
    with writer(data, "bench") as con:
        save(con, batch, Register())


def _searches(table: pa.Table) -> list[str]:
    words = table["words"][len(table) // 2].as_py().split()
    rare, common = max(words, key=len), min(words[5:], key=len)
    return [rare, common, f'"{words[7]} {words[8]} {words[9]}"', "nowhere-to-be-found"]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
