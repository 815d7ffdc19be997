"""Storing a batch of pages: one transaction, set-based, the same rows whatever the order and however often."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import duckdb

from scrapers.records import Outcome
from scrapers.register import Register
from scrapers.story_records import Story
from storage import tombstones
from storage.archive_position import note_positions
from storage.page_result import PageResult, page_id
from storage.readings import fresh, observe, remember
from storage.reread import settle, take_back
from storage.story_rows import STORY_TABLES, Entry, digest, entries, rows_of
from storage.tables import SCHEMAS, insert, rows_given
from storage.telling import Told, told, with_a_story
from storage.transaction import transaction

__all__ = ["PageResult", "Saved", "page_id", "replace_stories", "save"]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a batch came to: the final outcome of each of its fetches by page_id, and how the record grew.

    `stories` are the ids of the stories whose rows changed. `new_versions`, `new_statements`, `edited` and `withdrawn`
    count rows that were not there before; `removed_versions` those that reading anew took away.
    """

    outcomes: dict[str, Outcome]
    stories: tuple[str, ...] = ()
    new_versions: int = 0
    new_statements: int = 0
    edited: int = 0
    withdrawn: int = 0
    removed_versions: int = 0


_ALONE = "SET threads = 1"
"""A batch is some forty small statements: to share them out among threads costs a fifth more than it saves."""

_MERGE = 16
"""One batch in so many merges the small row groups that batches leave. Merged by every one, rows were written eight
times over and that was a third of what a batch costs; with many more left, each costs every batch its look at them."""


def save(
    con: duckdb.DuckDBPyConnection, results: Sequence[PageResult], register: Register, dry_run: bool = False
) -> Saved:
    """Store what became of these fetches; saving one again (after reading it anew) replaces what it said before.

    All or nothing, in one transaction; with `dry_run` nothing, though all is counted. Raises duckdb.Error.
    """
    if not results:
        return Saved({})
    con.execute(f"{_ALONE}; SET max_vacuum_tasks = {100 if merges(results[0]) else 0}")
    with transaction(con, keep=not dry_run):
        return _saved(con, _respecting_tombstones(con, results), register)


def merges(first: PageResult) -> bool:
    """Whether the batch that begins with this fetch merges row groups: one in sixteen does, told by the fetch's id."""
    return crc32(first.page_id.encode()) % _MERGE == 0


def _saved(con: duckdb.DuckDBPyConnection, results: Sequence[PageResult], register: Register) -> Saved:
    again = take_back(con, results)
    observed = observe(con, results)
    carried = {reading.page_key for result in results for reading in result.readings}
    pages = with_a_story(con, {*carried, *again, *_asked_again(con, results)})
    changed = remember(con, fresh(results), pages)
    settle(con, again)
    stories = told(con, pages, changed, observed)
    gains = replace_stories(con, stories, register)
    outcomes = _kept_pages(con, results, dict(outcome for story in stories.stories for outcome in story.outcomes))
    note_positions(con, results)
    return replace(gains, outcomes=outcomes)


def replace_stories(con: duckdb.DuckDBPyConnection, stories: Told, register: Register) -> Saved:
    """Write these stories' rows in place of the ones they had; a story whose rows are the same is left alone.

    Returns how the record grew, without outcomes.
    """
    now = {story.story_id: story for story in stories.stories}
    rows = {name: rows_of(story, register) for name, story in now.items()}
    same = _unchanged(con, {name: digest(rows[name]) for name in stories.before & now.keys()})
    old, new = stories.before - same, sorted(now.keys() - same)
    before = _entries(con, old)
    _delete(con, old)
    for table in STORY_TABLES:
        insert(con, table, [row for name in new for row in rows[name][table]])
    _move_last_seen(con, [now[name] for name in same])
    _move_membership(con, stories)
    after = {entry for name in new for version in now[name].versions for entry in entries(version)}
    return _grown(tuple(sorted(old | set(new))), before, after)


def _respecting_tombstones(con: duckdb.DuckDBPyConnection, results: Sequence[PageResult]) -> list[PageResult]:
    """The batch without the words of forgotten pages: their fetches are recorded as refused."""
    graves = tombstones.all_of(con)
    return [
        replace(r, readings=(), outcome="refused", detail=grave.sentence)
        if (grave := graves.over([r.url, r.final_url], [reading.page_key for reading in r.readings]))
        else r
        for r in results
    ]


def _kept_pages(
    con: duckdb.DuckDBPyConnection, results: Iterable[PageResult], told_by_stories: Mapping[str, Outcome]
) -> dict[str, Outcome]:
    """Keep one row a fetch, and return each one's outcome.

    Whether a fetch `stored` words or brought the `same words` depends on its neighbours in time, so what the stories
    say counts, also for fetches that were saved earlier.
    """
    now = {r.page_id: replace(r, outcome=told_by_stories.get(r.page_id, r.outcome)) for r in results}
    columns = SCHEMAS["pages"].names
    insert(con, "pages", [tuple(getattr(result, name) for name in columns) for result in now.values()])
    earlier = [name for name in told_by_stories if name not in now]
    if earlier:
        query = (
            "UPDATE pages SET outcome = given.outcome FROM given "
            "WHERE pages.page_id = given.page_id AND pages.outcome <> given.outcome"
        )
        rows_given(con, query, page_id=earlier, outcome=[told_by_stories[name] for name in earlier])
    return {name: result.outcome for name, result in now.items()}


def _asked_again(con: duckdb.DuckDBPyConnection, results: Iterable[PageResult]) -> set[str]:
    """The pages that this batch found gone or unchanged."""
    urls = [r.url for r in results if r.outcome in ("gone", "unchanged")]
    if not urls:
        return set()
    query = "SELECT DISTINCT page_key FROM pipeline.observations SEMI JOIN given USING (url) WHERE page_key IS NOT NULL"
    return {key for (key,) in rows_given(con, query, url=urls)}


def _unchanged(con: duckdb.DuckDBPyConnection, digests: dict[str, str]) -> set[str]:
    if not digests:
        return set()
    query = "SELECT story_id FROM pipeline.composed SEMI JOIN given USING (story_id, digest)"
    return {name for (name,) in rows_given(con, query, story_id=digests, digest=digests.values())}


def _delete(con: duckdb.DuckDBPyConnection, stories: Collection[str]) -> None:
    if stories:
        for table in STORY_TABLES:
            rows_given(con, f"DELETE FROM {table} WHERE story_id IN (SELECT story_id FROM given)", story_id=stories)  # noqa: S608


def _move_last_seen(con: duckdb.DuckDBPyConnection, stories: Sequence[Story]) -> None:
    if stories:
        query = (
            "UPDATE stories SET last_seen_at = given.seen FROM given "
            "WHERE stories.story_id = given.story_id AND stories.last_seen_at <> given.seen"
        )
        rows_given(con, query, story_id=[s.story_id for s in stories], seen=[s.last_seen_at for s in stories])


def _move_membership(con: duckdb.DuckDBPyConnection, stories: Told) -> None:
    left = stories.was - stories.membership
    if left:
        query = "DELETE FROM pipeline.membership WHERE page_key IN (SELECT page_key FROM given)"
        rows_given(con, query, page_key=[page_key for page_key, _ in left])
    insert(con, "pipeline.membership", sorted(stories.membership - stories.was))


def _entries(con: duckdb.DuckDBPyConnection, stories: Collection[str]) -> set[Entry]:
    """The entries of these stories as they stand in the database."""
    if not stories:
        return set()
    query = (
        "SELECT version_id, statement_id, change FROM statement_history SEMI JOIN given USING (story_id) "
        "UNION ALL SELECT version_id, '', '' FROM versions SEMI JOIN given USING (story_id)"
    )
    return {(version, statement, change) for version, statement, change in rows_given(con, query, story_id=stories)}


def _grown(written: tuple[str, ...], before: set[Entry], after: set[Entry]) -> Saved:
    versions = {v for v, _, _ in after} - {v for v, _, _ in before}
    grown = [entry for entry in after - before if entry[0] in versions]
    return Saved(
        outcomes={},
        stories=written,
        new_versions=len(versions),
        new_statements=len({s for _, s, _ in after} - {s for _, s, _ in before} - {""}),
        edited=sum(change == "edited" for _, _, change in grown),
        withdrawn=sum(change == "withdrawn" for _, _, change in grown),
        removed_versions=len({v for v, _, _ in before} - {v for v, _, _ in after}),
    )
