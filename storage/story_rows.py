"""A Story as rows: one list of tuples a table, in the order of tables.SCHEMAS."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC

from scrapers.records import Role
from scrapers.register import Register
from scrapers.story_records import Story, Version

Rows = dict[str, list[tuple[object, ...]]]
STORY_TABLES = ("stories", "versions", "passages", "statement_history", "story_aliases", "pipeline.composed")
"""The tables whose rows belong to one story and are replaced together."""


Entry = tuple[str, str, str]
"""A statement in a version: version_id, statement_id, change; the version itself is one with the last two empty."""


def entries(version: Version) -> Iterator[Entry]:
    """The entries of a version."""
    yield version.version_id, "", ""
    for entry in version.history:
        yield version.version_id, entry.statement_id, entry.change


def rows_of(stories: Iterable[tuple[Story, str]], register: Register) -> Rows:
    """The rows of these stories, each with its digest, table by table; `register` names the people."""
    rows: Rows = {table: [] for table in STORY_TABLES}
    for story, told in stories:
        rows["stories"].append(_story(story))
        rows["story_aliases"] += [(old, story.story_id, since) for old, since in story.aliases]
        rows["pipeline.composed"].append((story.story_id, told))
        for version in story.versions:
            rows["versions"].append(_version(story, version))
            rows["passages"] += _passages(story, version)
        rows["statement_history"] += _history(story, register)
    return rows


def digest(story: Story) -> str:
    """A digest of all that is written of a story but when it was last seen: equal digests, equal rows."""
    told = repr(replace(story, last_seen_at=story.first_seen_at, outcomes=()))
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _story(story: Story) -> tuple[object, ...]:
    standing = [entry for entry in story.versions[-1].history if entry.change != "withdrawn"]
    return (
        story.story_id,
        story.site,
        story.language,
        story.url,
        story.headline,
        story.section,
        story.published_at,
        story.updated_at,
        story.update_no,
        story.update_label,
        len(story.versions),
        len(standing),
        story.first_seen_at,
        story.last_seen_at,
        story.status,
    )


def _version(story: Story, version: Version) -> tuple[object, ...]:
    reading = version.reading
    return (
        version.version_id,
        story.story_id,
        version.version_no,
        story.site,
        reading.language,
        version.update_no,
        version.update_label,
        version.headline,
        version.headline_printed,
        _words(version, {"lead"}),
        reading.body,
        _words(version, {"caption", "credit"}),
        reading.section,
        reading.place,
        version.published_at,
        reading.utc_offset,
        reading.modified_at,
        version.seen_at,
        reading.url,
        reading.origin,
        reading.content_hash,
        reading.body_hash,
        version.reason,
        version.is_latest,
        version.page_id,
        reading.parser,
    )


def _words(version: Version, roles: set[Role]) -> str | None:
    return "\n\n".join(p.words for p in version.reading.split.passages if p.role in roles) or None


def _passages(story: Story, version: Version) -> list[tuple[object, ...]]:
    return [
        (version.version_id, position, passage.role, passage.words, next(iter(ids), None), list(ids), story.story_id)
        for position, (passage, ids) in enumerate(
            zip(version.reading.split.passages, version.passage_statements, strict=True), start=1
        )
    ]


def _history(story: Story, register: Register) -> list[tuple[object, ...]]:
    """Every statement of every version. When it was first published and how often changed is counted on the way."""
    first: dict[str, object] = {}
    edits: dict[str, int] = {}
    rows: list[tuple[object, ...]] = []
    for version in story.versions:
        at = version.published_at and version.published_at.astimezone(UTC)
        for entry in version.history:
            said, name = entry.statement, entry.statement_id
            first.setdefault(name, version.published_at)
            edits[name] = edits.get(name, 0) + (entry.change == "edited")
            words = said.words
            rows.append(
                (
                    name,
                    story.story_id,
                    version.version_id,
                    version.version_no,
                    version.update_no,
                    story.site,
                    version.reading.language,
                    version.reading.url,
                    version.headline,
                    entry.position,
                    said.speaker,
                    register.key(said.speaker, said.role, version.reading.language, at),
                    said.speaker_printed,
                    said.role,
                    said.kind,
                    said.how,
                    words,
                    len(words.split()),
                    entry.change,
                    version.published_at,
                    version.seen_at,
                    first[name],
                    edits[name],
                    version.is_latest,
                )
            )
    return rows
