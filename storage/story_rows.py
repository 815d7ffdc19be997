"""A Story as rows: one list of tuples a table, in the order of tables.SCHEMAS."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC

from scrapers.records import Role
from scrapers.register import Register
from scrapers.story_records import Story, Version
from storage.tables import SCHEMAS

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


def rows_of(story: Story, register: Register) -> Rows:
    """The rows of a story, table by table, its digest among them; `register` names the people."""
    rows: Rows = {
        "stories": [_story(story)],
        "versions": [_version(story, version) for version in story.versions],
        "passages": [row for version in story.versions for row in _passages(story, version)],
        "statement_history": _history(story, register),
        "story_aliases": [(old, story.story_id, since) for old, since in story.aliases],
    }
    return rows | {"pipeline.composed": [(story.story_id, _digest(rows))]}


def digest(rows: Rows) -> str:
    """The digest among a story's rows."""
    return str(rows["pipeline.composed"][0][1])


def _digest(rows: Rows) -> str:
    """Names a story's rows but for when it was last seen and the keys of its people, which are moved in place."""
    told = hashlib.blake2b(digest_size=12)
    for table, those in rows.items():
        moved = _MOVED.get(table)
        told.update(repr(those if moved is None else [(*row[:moved], *row[moved + 1 :]) for row in those]).encode())
    return told.hexdigest()


_MOVED = {
    "stories": SCHEMAS["stories"].get_field_index("last_seen_at"),
    "statement_history": SCHEMAS["statement_history"].get_field_index("speaker_key"),
}


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
