"""Addresses whose words were removed on request: a dated stone each, in the database and beside the archive."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from scrapers.addresses import canonical_url
from storage.problems import StoreProblem
from storage.written import renamed_into_place

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
    """All tombstones, to look up by address (in any spelling) or page."""

    by_url: dict[str, Tombstone]
    by_page: dict[str, Tombstone]

    def over(self, urls: Iterable[str], page_keys: Iterable[str] = ()) -> Tombstone | None:
        """The stone over any of these addresses or pages, None if they may be kept."""
        if not self.by_url:
            return None
        found = [self.by_url.get(canonical_url(url)) for url in urls] + [self.by_page.get(key) for key in page_keys]
        return next((stone for stone in found if stone), None)


def all_of(con: duckdb.DuckDBPyConnection) -> Graveyard:
    """Every tombstone of the store, to look up in."""
    return graveyard(stones_of(con))


def stones_of(con: duckdb.DuckDBPyConnection) -> list[Tombstone]:
    """Every tombstone of the store, oldest first."""
    rows = con.execute("SELECT url, page_key, forgotten_at, reason FROM pipeline.tombstones ORDER BY 3").fetchall()
    return [Tombstone(*row) for row in rows]


def graveyard(stones: Iterable[Tombstone]) -> Graveyard:
    """These tombstones, oldest first, to look up in: of several over one page the newest counts."""
    found = list(stones)
    return Graveyard({canonical_url(s.url): s for s in found}, {s.page_key: s for s in found if s.page_key})


def read(archive: Path) -> list[Tombstone]:
    """The tombstones kept beside the archive in the folder `archive`, oldest first; none if there is no file.

    Raises StoreProblem for a line that is none: who was to be forgotten must not be remembered for want of a brace.
    """
    path = archive / FILE
    if not path.is_file():
        return []
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    return [_stone(path, number, line) for number, line in lines if line.strip()]


def _stone(path: Path, number: int, line: str) -> Tombstone:
    try:
        note = json.loads(line)
        at = datetime.fromisoformat(note["forgotten_at"])
        return Tombstone(note["url"], note["page_key"], at, note["reason"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise StoreProblem(
            f"{path} line {number} is no tombstone ({wrong}), so we cannot tell which page is forgotten. "
            "Nothing was done; mend that line by hand, then run the same command again."
        ) from wrong


def keep(archive: Path, stones: Iterable[Tombstone]) -> None:
    """Add tombstones to the file beside the archive, written anew whole and synced; for whoever has the turn."""
    path = archive / FILE
    before = path.read_text("utf-8") if path.is_file() else ""
    notes = [{**asdict(stone), "forgotten_at": stone.forgotten_at.isoformat()} for stone in stones]
    with renamed_into_place(path) as new:
        new.write_text(before + "".join(json.dumps(note, ensure_ascii=False) + "\n" for note in notes), "utf-8")


class Stones:
    """The tombstones beside the archive in a folder, read again whenever there are others: a run may last for hours."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._as_of: tuple[int, int] | None = None
        self._graves = graveyard(())

    def over(self, urls: Iterable[str], page_keys: Iterable[str] = ()) -> Tombstone | None:
        """The stone over any of these addresses or pages, None if they may be kept."""
        try:
            found = (self._archive / FILE).stat()
        except FileNotFoundError:
            return None
        if self._as_of != (found.st_mtime_ns, found.st_ino):
            self._as_of, self._graves = (found.st_mtime_ns, found.st_ino), graveyard(read(self._archive))
        return self._graves.over(urls, page_keys)


def raise_stone(con: duckdb.DuckDBPyConnection, stone: Tombstone) -> None:
    """Put one tombstone into the database."""
    con.execute(
        "INSERT INTO pipeline.tombstones VALUES (?, ?, ?, ?)",
        [stone.url, stone.page_key, stone.forgotten_at, stone.reason],
    )
