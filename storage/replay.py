"""Reading the archive: its answers in fetch order, or the one at a place; what is damaged is reported, not fatal."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scrapers.records import NotModified, RawPage
from storage.messages import response_of
from storage.warc import FORGOTTEN, Fault, Record, parsed_fields, records, time_of


@dataclass(frozen=True, slots=True)
class Note:
    """A fetch that brought no answer: how it ended, and why. `fetched_at` is aware, UTC."""

    site: str
    url: str
    fetched_at: datetime
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class Archived:
    """One fetch as the archive keeps it: of which run and flow, where, and what it brought."""

    run_id: str
    flow: str
    warc_file: str
    warc_offset: int
    answer: RawPage | NotModified | Note


def files(folder: Path, sites: Collection[str] | None = None, since: datetime | None = None) -> list[str]:
    """The archive's files in the order their runs began, as named in `warc_file`; of some sites, and only those
    written to at `since` or later. A folder that is not there has none."""
    paths = [
        path for path in folder.glob("*/*.warc.gz") if (sites is None or path.parent.name in sites) and path.is_file()
    ]
    if since is not None:
        paths = [path for path in paths if path.stat().st_mtime >= since.timestamp()]
    return sorted((path.relative_to(folder).as_posix() for path in paths), key=_began)


def _began(name: str) -> tuple[str, str]:
    stamp = re.search(r"-(\d{8}T\d{6}Z)-", name)
    return (stamp[1] if stamp else "", name)


def walk(
    folder: Path, sites: Collection[str] | None = None, since: datetime | None = None
) -> Iterator[Archived | Fault]:
    """Every fetch of some sites since a time, file by file in the order the runs began, in a file as it was fetched."""
    for name in files(folder, sites, since):
        for kept in tail(folder, name):
            if isinstance(kept, Fault) or since is None or kept.answer.fetched_at >= since:
                yield kept


def tail(folder: Path, warc_file: str, from_offset: int = 0) -> Iterator[Archived | Fault]:
    """What one file keeps from an offset on. Raises FileNotFoundError if there is no such file."""
    with (folder / warc_file).open("rb") as file:
        yield from _paired(folder, warc_file, records(file, warc_file, from_offset))


def read(folder: Path, warc_file: str, offset: int) -> RawPage:
    """The page kept at a place. Raises LookupError where no page is (any more): damaged, forgotten, or never one."""
    path = folder / warc_file
    if not path.is_file():
        raise LookupError(f"The archive has no {warc_file} any more: put it back, then type the same command again.")
    kept = next(tail(folder, warc_file, offset), None)
    if isinstance(kept, Archived) and isinstance(kept.answer, RawPage) and kept.warc_offset == offset:
        return kept.answer
    raise LookupError(
        f"The archive has no page at {warc_file}, offset {offset}: its file is damaged or it was forgotten."
    )


def _paired(folder: Path, name: str, found: Iterable[Record | Fault]) -> Iterator[Archived | Fault]:
    """Answers with the metadata that was written right behind each; what came on the way to them is passed over."""
    answer: Record | None = None
    for record in found:
        if isinstance(record, Fault):
            yield record
        elif record.type in ("response", "revisit"):
            answer = None if record.is_aside else record
        elif record.type == "metadata":
            about = parsed_fields(record.block)
            if FORGOTTEN in about:
                answer = record  # it stands where the answer stood
                continue
            if "outcome" in about:
                yield from _archived(record, about, name, folder)
            elif answer and record.headers.get("warc-concurrent-to") == answer.headers.get("warc-record-id"):
                yield from _archived(answer, about, name, folder)
            answer = None
    if answer and answer.offset is not None:
        yield Fault(
            name, answer.offset, "the file ends in the middle of an answer: what should say whose it is, is gone"
        )


def _archived(record: Record, about: dict[str, str], name: str, folder: Path) -> Iterator[Archived | Fault]:
    assert record.offset is not None
    try:
        answer = _answer(record, about, name, folder)
    except (ValueError, LookupError) as error:
        yield Fault(name, record.offset, str(error))
    else:
        yield Archived(about.get("run", ""), about.get("flow", ""), name, record.offset, answer)


def _answer(record: Record, about: dict[str, str], name: str, folder: Path) -> RawPage | NotModified | Note:
    site, url, at = about.get("site", ""), about.get("url", record.url), time_of(record.headers.get("warc-date", ""))
    if "outcome" in about:
        return Note(site, url, at, about["outcome"], about.get("detail", ""))
    if record.type == "metadata":
        return Note(site, url, at, "refused", "Its words were forgotten.")
    status, headers, body = response_of(record.block)
    if record.type == "revisit":
        if "refers-to-file" not in about:
            return NotModified(site, url, at)
        body = _body(folder, about["refers-to-file"], int(about["refers-to-offset"]))
    return RawPage(site, url, record.url, at, status, headers, body, name, record.offset)


def _body(folder: Path, warc_file: str, offset: int) -> bytes:
    """The body a revisit leads to. Raises LookupError if it is not there (any more)."""
    path = folder / warc_file
    if path.is_file():
        with path.open("rb") as file:
            record = next(records(file, warc_file, offset), None)
        if isinstance(record, Record) and record.type == "response":
            return response_of(record.block)[2]
    raise LookupError(f"the bytes it repeats, at {warc_file} offset {offset}, cannot be read")
