"""Addresses whose words were removed on request: a dated stone each, in the database and beside the archive."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

FILE = "forgotten.jsonl"
"""The file in the archive folder that keeps every tombstone, so that a rebuild from the archive respects it."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An address that is forgotten. `page_key` is the page it was, if it was ever read."""

    url: str
    page_key: str | None
    forgotten_at: datetime
    reason: str

    @property
    def sentence(self) -> str:
        """What the record says of a fetch of this page."""
        return f"Forgotten on {self.forgotten_at:%Y-%m-%d}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Graveyard:
    """All tombstones, to look up by address or page."""

    by_url: dict[str, Tombstone]
    by_page: dict[str, Tombstone]

    def over(self, urls: Iterable[str], page_keys: Iterable[str]) -> Tombstone | None:
        """The stone over any of these addresses or pages, None if they may be kept."""
        found = (self.by_url.get(url) for url in urls)
        return next((s for s in found if s), None) or next(
            (s for s in (self.by_page.get(key) for key in page_keys) if s), None
        )


def all_of(con: duckdb.DuckDBPyConnection) -> Graveyard:
    """Every tombstone of the store."""
    rows = con.execute("SELECT url, page_key, forgotten_at, reason FROM pipeline.tombstones").fetchall()
    stones = [Tombstone(*row) for row in rows]
    return Graveyard({s.url: s for s in stones}, {s.page_key: s for s in stones if s.page_key})


def read(archive: Path) -> list[Tombstone]:
    """The tombstones kept beside the archive in the folder `archive`, oldest first; none if there is no file."""
    path = archive / FILE
    if not path.is_file():
        return []
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [Tombstone(n["url"], n["page_key"], datetime.fromisoformat(n["forgotten_at"]), n["reason"]) for n in lines]


def keep(archive: Path, stones: Iterable[Tombstone]) -> None:
    """Append tombstones to the file beside the archive, synced."""
    archive.mkdir(parents=True, exist_ok=True)
    with (archive / FILE).open("a", encoding="utf-8") as file:
        for stone in stones:
            note = {
                "url": stone.url,
                "page_key": stone.page_key,
                "forgotten_at": stone.forgotten_at.isoformat(),
                "reason": stone.reason,
            }
            file.write(json.dumps(note, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def restore(con: duckdb.DuckDBPyConnection, archive: Path) -> None:
    """Put the tombstones kept beside the archive into the database; those it has already stay."""
    have = all_of(con).by_url
    for stone in read(archive):
        if stone.url not in have:
            raise_stone(con, stone)


def raise_stone(con: duckdb.DuckDBPyConnection, stone: Tombstone) -> None:
    """Put one tombstone into the database."""
    con.execute(
        "INSERT INTO pipeline.tombstones VALUES (?, ?, ?, ?)",
        [stone.url, stone.page_key, stone.forgotten_at, stone.reason],
    )
