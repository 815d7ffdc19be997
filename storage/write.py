"""Storing a batch of pages: one transaction, set-based, the same rows whatever the order and however often."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import duckdb

from scrapers.records import Outcome
from scrapers.register import Register
from scrapers.story_records import Story
from storage import tombstones
from storage.archive_position import note_positions
from storage.page_result import PageResult, page_id
from storage.readings import fresh, observe, remember
from storage.reread import outdated, settle
from storage.story_rows import STORY_TABLES, digest, rows_of
from storage.tables import SCHEMAS, given, insert
from storage.telling import Told, told

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


def save(
    con: duckdb.DuckDBPyConnection, results: Sequence[PageResult], register: Register, dry_run: bool = False
) -> Saved:
    """Store what became of these fetches; saving one again (after reading it anew) replaces what it said before.

    All or nothing, in one transaction; with `dry_run` nothing, though all is counted. Raises duckdb.Error.
    """
    if not results:
        return Saved({})
    con.begin()
    try:
        saved = _saved(con, _respecting_tombstones(con, results), register)
    except BaseException:
        con.rollback()
        raise
    con.rollback() if dry_run else con.commit()
    return saved


def _saved(con: duckdb.DuckDBPyConnection, results: Sequence[PageResult], register: Register) -> Saved:
    old = outdated(con, results)
    _keep_pages(con, results)
    observe(con, results)
    changed = remember(con, fresh(results))
    settle(con, old)
    carried = {reading.page_key for result in results for reading in result.readings}
    stories = told(con, {*carried, *old, *_asked_again(con, results)}, changed)
    before = _entries(con, stories.before)
    written = replace_stories(con, stories, register)
    after = _entries(con, {story.story_id for story in stories.stories})
    _correct_outcomes(con, stories.stories)
    note_positions(con, results)
    return _counted(con, results, written, before, after)


def replace_stories(con: duckdb.DuckDBPyConnection, stories: Told, register: Register) -> tuple[str, ...]:
    """Write these stories' rows in place of the ones they had; a story whose rows are the same is left alone.

    Returns the ids of the stories that were written or removed.
    """
    now = {story.story_id: story for story in stories.stories}
    written = {story.story_id: digest(story) for story in stories.stories}
    same = _unchanged(con, written)
    _delete(con, stories.before - same, STORY_TABLES)
    for table, rows in rows_of((now[name] for name in sorted(now.keys() - same)), register).items():
        insert(con, table, rows)
    _move_last_seen(con, [now[name] for name in same])
    _delete(con, stories.before, ["pipeline.membership"])
    insert(con, "pipeline.membership", list(stories.membership))
    return tuple(sorted((stories.before | now.keys()) - same))


def _respecting_tombstones(con: duckdb.DuckDBPyConnection, results: Sequence[PageResult]) -> list[PageResult]:
    """The batch without the words of forgotten pages: their fetches are recorded as refused."""
    graves = tombstones.all_of(con)
    return [
        replace(r, readings=(), outcome="refused", detail=grave.sentence)
        if (grave := graves.over([r.url, r.final_url], [reading.page_key for reading in r.readings]))
        else r
        for r in results
    ]


def _keep_pages(con: duckdb.DuckDBPyConnection, results: Sequence[PageResult]) -> None:
    """One row a fetch. Saved again, a fetch keeps its place in the archive and takes the new outcome."""
    columns = SCHEMAS["pages"].names
    rows = {r.page_id: tuple(getattr(r, name) for name in columns) for r in results}
    with given(con, page_id=rows):
        if con.execute("SELECT 1 FROM pages SEMI JOIN given USING (page_id) LIMIT 1").fetchone():
            con.execute("DELETE FROM pages WHERE page_id IN (SELECT page_id FROM given)")
            con.execute("DELETE FROM pipeline.observations WHERE page_id IN (SELECT page_id FROM given)")
    insert(con, "pages", list(rows.values()))


def _asked_again(con: duckdb.DuckDBPyConnection, results: Iterable[PageResult]) -> set[str]:
    """The pages that this batch found gone or unchanged."""
    urls = [r.url for r in results if r.outcome in ("gone", "unchanged")]
    if not urls:
        return set()
    with given(con, url=urls):
        rows = con.execute(
            "SELECT DISTINCT page_key FROM pipeline.observations SEMI JOIN given USING (url) WHERE page_key IS NOT NULL"
        ).fetchall()
    return {key for (key,) in rows}


def _unchanged(con: duckdb.DuckDBPyConnection, digests: dict[str, str]) -> set[str]:
    if not digests:
        return set()
    with given(con, story_id=digests, digest=digests.values()):
        rows = con.execute("SELECT story_id FROM pipeline.composed SEMI JOIN given USING (story_id, digest)").fetchall()
    return {name for (name,) in rows}


def _delete(con: duckdb.DuckDBPyConnection, stories: Collection[str], tables: Iterable[str]) -> None:
    if stories:
        with given(con, story_id=stories):
            for table in tables:
                con.execute(f"DELETE FROM {table} WHERE story_id IN (SELECT story_id FROM given)")  # noqa: S608


def _move_last_seen(con: duckdb.DuckDBPyConnection, stories: Sequence[Story]) -> None:
    if stories:
        with given(con, story_id=[s.story_id for s in stories], seen=[s.last_seen_at for s in stories]):
            con.execute(
                "UPDATE stories SET last_seen_at = given.seen FROM given "
                "WHERE stories.story_id = given.story_id AND stories.last_seen_at <> given.seen"
            )


def _correct_outcomes(con: duckdb.DuckDBPyConnection, stories: Iterable[Story]) -> None:
    """Whether a fetch `stored` words or brought the `same words` depends on its neighbours in time: compose knows."""
    outcomes = dict(outcome for story in stories for outcome in story.outcomes)
    if outcomes:
        with given(con, page_id=outcomes, outcome=outcomes.values()):
            con.execute(
                "UPDATE pages SET outcome = given.outcome FROM given "
                "WHERE pages.page_id = given.page_id AND pages.outcome <> given.outcome"
            )


Entry = tuple[str, str, str]


def _entries(con: duckdb.DuckDBPyConnection, stories: Collection[str]) -> set[Entry]:
    """The history of these stories as (version_id, statement_id, change); a version alone has an empty statement."""
    if not stories:
        return set()
    with given(con, story_id=stories):
        rows = con.execute(
            "SELECT version_id, statement_id, change FROM statement_history "
            "SEMI JOIN given USING (story_id) "
            "UNION ALL SELECT version_id, '', '' FROM versions SEMI JOIN given USING (story_id)"
        ).fetchall()
    return set(rows)


def _counted(
    con: duckdb.DuckDBPyConnection,
    results: Sequence[PageResult],
    written: tuple[str, ...],
    before: set[Entry],
    after: set[Entry],
) -> Saved:
    with given(con, page_id=[r.page_id for r in results]):
        outcomes = dict(con.execute("SELECT page_id, outcome FROM pages SEMI JOIN given USING (page_id)").fetchall())
    versions = {v for v, _, _ in after} - {v for v, _, _ in before}
    grown = [entry for entry in after - before if entry[0] in versions]
    return Saved(
        outcomes=outcomes,
        stories=written,
        new_versions=len(versions),
        new_statements=len({s for _, s, _ in after} - {s for _, s, _ in before} - {""}),
        edited=sum(change == "edited" for _, _, change in grown),
        withdrawn=sum(change == "withdrawn" for _, _, change in grown),
        removed_versions=len({v for v, _, _ in before} - {v for v, _, _ in after}),
    )
