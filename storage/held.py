"""Which record of the archive holds a URL's newest body: an index the archive is whole without."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HELD = "held.sqlite"
"""Its name inside the archive folder."""

_TABLE = """CREATE TABLE IF NOT EXISTS held (
  url TEXT PRIMARY KEY, digest TEXT, date TEXT, warc_file TEXT, warc_offset INTEGER) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Held:
    """Where the body lies that a URL last answered with. `date` is the record's WARC-Date, `digest` its payload's."""

    url: str
    digest: str
    date: str
    warc_file: str
    warc_offset: int


class HeldIndex:
    """A small file beside the WARC files. Losing it costs space (a body is kept twice), never truth."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            self._rows = _opened(path)
        except sqlite3.DatabaseError:
            path.unlink()
            self._rows = _opened(path)

    def get(self, url: str) -> Held | None:
        """The newest body held for `url`, None if there is none."""
        with self._lock:
            row = self._rows.execute("SELECT * FROM held WHERE url = ?", (url,)).fetchone()
        return Held(*row) if row else None

    def put(self, held: Iterable[Held]) -> None:
        """Remember these; call it only after their records are synced."""
        rows = [(h.url, h.digest, h.date, h.warc_file, h.warc_offset) for h in held]
        with self._lock, self._rows:
            self._rows.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?)", rows)

    def drop(self, urls: Iterable[str]) -> None:
        """Forget these."""
        with self._lock, self._rows:
            self._rows.executemany("DELETE FROM held WHERE url = ?", [(url,) for url in urls])

    def close(self) -> None:
        """Close the file."""
        self._rows.close()


def _opened(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(path, timeout=30, check_same_thread=False)
    rows.execute("PRAGMA synchronous = OFF")
    rows.execute(_TABLE)
    return rows
