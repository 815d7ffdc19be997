"""The archive: every answer of the web as received, in WARC files that are written once, one a site and run."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.archive_file import ArchiveFile, Place
from storage.erase import erase
from storage.foreign import Repeated, foreign
from storage.replay import Archived, Note, files, read, tail, walk
from storage.warc import Fault


class Archive:
    """The archive in `folder` (made when the first file is)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def file(self, site: str, run_id: str, flow: str, at: datetime) -> Iterator[ArchiveFile]:
        """A new file for what a run gets of a site. It appears with its first record, and is synced on the way out."""
        file = ArchiveFile(self.folder, site, run_id, flow, at)
        try:
            yield file
        finally:
            file.close()

    def erase(self, urls: Collection[str], at: datetime) -> list[Place]:
        """Take every answer of these addresses out of the archive; see storage.erase."""
        return erase(self.folder, urls, at)


__all__ = [
    "Archive",
    "ArchiveFile",
    "Archived",
    "Fault",
    "Note",
    "Place",
    "Repeated",
    "files",
    "foreign",
    "read",
    "tail",
    "walk",
]
