"""Writing the archive: one site's answers in one run, as one WARC file that is written once."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from scrapers.asking import Why
from scrapers.records import NotModified, Outcome, RawPage
from scrapers.safety import file_stem
from storage.held import HELD, Held, HeldIndex
from storage.messages import head_of, not_modified_head
from storage.warc import ASIDE, fields, member, raw, record_id, sha1, warc_date

Place = tuple[str, int]
"""A file's name inside the archive folder, and the offset of a record in it."""

SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class ArchiveFile:
    """One site's answers in one run. May be used from several threads. Nothing written is ever changed."""

    def __init__(self, folder: Path, site: str, run_id: str, flow: str, at: datetime) -> None:
        self._folder = folder
        self._about = {"site": site, "run": run_id, "flow": flow}
        self._at = at
        self._stem = f"{file_stem(site)}/{file_stem(site)}-{at:%Y%m%dT%H%M%SZ}-{file_stem(run_id)}"
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._held: HeldIndex | None = None
        self._fresh: dict[str, Held] = {}
        self._offset = 0
        self.name = f"{self._stem}.warc.gz"

    def write(self, page: RawPage) -> RawPage:
        """Keep an answer with a body; the same page comes back knowing where it is kept.

        The same bytes as this URL last answered with are kept as a `revisit`, which leads to them.
        """
        place = self._kept(page)
        return replace(page, warc_file=place[0], warc_offset=place[1])

    def aside(self, page: RawPage, why: Why) -> None:
        """Keep an answer that came on the way to a page. No reading of the archive takes it for one."""
        self._kept(page, {ASIDE: why})

    def _kept(self, page: RawPage, more: Mapping[str, str] = MappingProxyType({})) -> Place:
        with self._lock:
            self._open()
            digest = sha1(page.body)
            held = self._known(page.final_url)
            if held and held.digest == digest and page.body and not page.truncated:
                return self._revisit(page, held, more)
            return self._response(page, digest, more)

    def not_modified(self, answer: NotModified) -> Place:
        """Keep a 304: a `revisit` of what this URL last answered with."""
        with self._lock:
            self._open()
            held = self._known(answer.url)
            headers = {"WARC-Profile": NOT_MODIFIED, **_refers_to(held)}
            return self._append("revisit", answer.url, answer.fetched_at, (not_modified_head(),), headers, {})

    def note(self, url: str, outcome: Outcome, detail: str, at: datetime) -> Place:
        """Keep that a fetch brought no answer, and why."""
        with self._lock:
            self._open()
            return self._write(self._metadata(url, at, {"outcome": outcome, "detail": detail}))

    def sync(self) -> None:
        """Everything written so far is on disk, whatever happens now."""
        with self._lock:
            if self._file is None:
                return
            self._file.flush()
            os.fsync(self._file.fileno())
            assert self._held is not None
            self._held.put(self._fresh.values())
            self._fresh.clear()

    def close(self) -> None:
        """Sync and close."""
        self.sync()
        if self._file is not None and self._held is not None:
            self._file.close()
            self._held.close()
            self._file = self._held = None

    def _open(self) -> None:
        if self._file is not None:
            return
        folder = (self._folder / self._stem).parent
        folder.mkdir(parents=True, exist_ok=True)
        self._file = self._created()
        self._held = HeldIndex(self._folder / HELD)
        for made in (folder, self._folder, self._folder.parent):
            _sync_folder(made)
        info = {"software": "onrecord", "format": "WARC file version 1.1", "conformsTo": _SPECIFICATION, **self._about}
        headers = {"WARC-Filename": Path(self.name).name, "Content-Type": "application/warc-fields"}
        self._write(raw("warcinfo", self._at, (fields(info),), headers))

    def _created(self) -> BinaryIO:
        """A file that was not there before: a run that opens its site's file twice gets a second one."""
        number = 1
        while True:
            try:
                return (self._folder / self.name).open("xb")
            except FileExistsError:
                number += 1
                self.name = f"{self._stem}-{number}.warc.gz"

    def _known(self, url: str) -> Held | None:
        assert self._held is not None
        held = self._fresh.get(url) or self._held.get(url)
        return held if held and (self._folder / held.warc_file).exists() else None

    def _response(self, page: RawPage, digest: str, more: Mapping[str, str]) -> Place:
        block = (head_of(page), page.body)
        headers = {"WARC-Payload-Digest": digest, **more}
        if page.truncated:
            headers["WARC-Truncated"] = page.truncated
        place = self._append("response", page.final_url, page.fetched_at, block, headers, {"url": page.url})
        # an error, or a part, between two fetches must not hide what the page said before
        if page.body and page.status < 400 and not page.truncated:
            date = warc_date(page.fetched_at)
            self._fresh[page.final_url] = Held(page.final_url, digest, date, *place)
        return place

    def _revisit(self, page: RawPage, held: Held, more: Mapping[str, str]) -> Place:
        headers = {"WARC-Profile": SAME_BYTES, "WARC-Payload-Digest": held.digest, **_refers_to(held), **more}
        kept_at = {"refers-to-file": held.warc_file, "refers-to-offset": str(held.warc_offset)}
        about = {"url": page.url, **kept_at}
        return self._append("revisit", page.final_url, page.fetched_at, (head_of(page),), headers, about)

    def _append(
        self,
        kind: str,
        url: str,
        at: datetime,
        block: Sequence[bytes],
        headers: Mapping[str, str],
        about: Mapping[str, str],
    ) -> Place:
        """Write a record and the metadata beside it, in one go."""
        name = record_id()
        record = raw(kind, at, block, {"WARC-Record-ID": name, "WARC-Target-URI": url, **_HTTP, **headers})
        beside = self._metadata(about.get("url", url), at, {**about, "describes": kind}, name)
        return self._write(record, beside)

    def _metadata(self, url: str, at: datetime, about: Mapping[str, str], of: str | None = None) -> Sequence[bytes]:
        headers = {"WARC-Target-URI": url, "Content-Type": "application/warc-fields"}
        if of:
            headers["WARC-Concurrent-To"] = of
        return raw("metadata", at, (fields({**self._about, "url": url, **about}),), headers)

    def _write(self, *records: Sequence[bytes]) -> Place:
        assert self._file is not None
        place = (self.name, self._offset)
        for record in records:
            self._offset += sum(map(self._file.write, member(record)))
        self._file.flush()  # to the system at once: a killed process then loses nothing it was answered
        return place


_SPECIFICATION = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_HTTP = {"Content-Type": "application/http; msgtype=response"}


def _refers_to(held: Held | None) -> dict[str, str]:
    if held is None:
        return {}
    return {"WARC-Refers-To-Target-URI": held.url, "WARC-Refers-To-Date": held.date}


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
