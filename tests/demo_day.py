"""The rows of a played demo day, in the shape of flows/demo/expected.json."""

from __future__ import annotations

from pathlib import Path

import duckdb

Rows = list[dict[str, object]]


def rows(data: Path, query: str, *values: object) -> Rows:
    """Rows of the published copy as a reader without onrecord sees them; times as UTC text."""
    with duckdb.connect(str(data / "onrecord.duckdb"), read_only=True) as con:
        con.execute("SET TimeZone = 'UTC'")
        found = con.execute(query, list(values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def stories(data: Path) -> Rows:
    """Every story with its versions, every version with its passages' roles and its statements."""
    found = rows(
        data,
        """SELECT story_id, site, headline, section, url, status, update_no, update_label, version_count,
                  statement_count, published_at::VARCHAR AS published_at, updated_at::VARCHAR AS updated_at
           FROM stories ORDER BY site, published_at, url""",
    )
    return [{**_without(story, "story_id"), "versions": _versions(data, story["story_id"])} for story in found]


def _versions(data: Path, story_id: object) -> Rows:
    found = rows(
        data,
        """SELECT version_id, version_no, origin, update_no, update_label, headline, headline_printed, caption, url,
                  is_latest, utc_offset, published_at::VARCHAR AS published_at, seen_at::VARCHAR AS seen_at
           FROM versions WHERE story_id = ? ORDER BY version_no""",
        story_id,
    )
    return [
        {
            **_without(version, "version_id"),
            "passages": [row["role"] for row in _passages(data, version["version_id"])],
            "statements": _statements(data, version["version_id"]),
        }
        for version in found
    ]


def _passages(data: Path, version_id: object) -> Rows:
    return rows(data, "SELECT role FROM passages WHERE version_id = ? ORDER BY position", version_id)


def _statements(data: Path, version_id: object) -> Rows:
    found = rows(
        data,
        """SELECT change, kind, speaker, role, words
           FROM statement_history WHERE version_id = ? ORDER BY position NULLS LAST, words""",
        version_id,
    )
    return [{**_without(row, "words"), "paragraphs": str(row["words"]).split("\n\n")} for row in found]


def _without(row: dict[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in row.items() if key != name}
