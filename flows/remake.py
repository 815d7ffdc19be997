"""From the archive to rows, with no network: what a killed run left unread, or all of it into a new database."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import cast

from flows.outcomes import missed, result_of, site_for, unchanged
from flows.pool import in_order
from flows.progress import Advance, silent
from flows.running import left_over
from scrapers.records import NotModified, Outcome, RawPage
from scrapers.register import Register
from scrapers.site import sites
from storage.archive import Archived, Fault, files, tail
from storage.archive_position import positions
from storage.compact import compact
from storage.database import WAREHOUSE, alone, writer
from storage.forget import respect
from storage.problems import Damaged, NotMigrated
from storage.rebuilt import REBUILDING, carry_over, lost_files, refuse_newer, swap
from storage.register import apply_register
from storage.write import PageResult, Saved, save

BATCH = 50
"""Pages read by one process at a time, and written in one transaction."""


@dataclass(frozen=True, slots=True)
class Store:
    """Where to write, as whom, how long to wait for it, and who is who."""

    data: Path
    who: str
    wait: float
    register: Register

    def save(self, results: Sequence[PageResult], dry_run: bool = False) -> Saved:
        """Store a batch in one transaction."""
        with writer(self.data, self.who, self.wait) as con:
            return save(con, results, self.register, dry_run)


def catch_up(store: Store) -> tuple[str, ...]:
    """Store what runs that were killed had archived but not yet written. Returns the ids of those runs."""
    with left_over(store.data) as dead:
        if dead:
            archive = store.data / "archive"
            names = [name for name in files(archive) if any(run_id in name for run_id in dead)]
            ingest_archive(store, archive, names)
    return tuple(dead)


def ingest_archive(
    store: Store, archive: Path, names: Sequence[str], advance: Advance = silent, workers: int = 1
) -> tuple[list[Fault], list[Saved]]:
    """Store whatever these archive files hold beyond what is stored of them already. Returns damage met, and gains."""
    with writer(store.data, store.who, store.wait) as con:
        reached = positions(con)
    faults: list[Fault] = []
    gains: list[Saved] = []
    with in_order(_results_of, workers) as results_of:
        for name in names:
            kept = tail(archive, name, reached.get(name, 0))
            good = _without_faults(kept, faults)
            for results in results_of(_batches(good, BATCH)):
                gains.append(store.save(results))
                advance("records", len(results), None)
            advance("files", 1, len(names))
    return faults, gains


def result_from(kept: Archived) -> PageResult:
    """What became of an archived fetch, by today's rules. Pure but for the site files."""
    answer = kept.answer
    if isinstance(answer, RawPage):
        site = sites().get(answer.site) or site_for(answer.url)
        return replace(result_of(answer, kept.run_id, site), page=None)
    if isinstance(answer, NotModified):
        return unchanged(answer, kept.run_id, (kept.warc_file, kept.warc_offset))
    place = (kept.warc_file, kept.warc_offset)
    outcome = cast("Outcome", answer.outcome)
    return missed(answer.url, answer.site, kept.run_id, answer.fetched_at, outcome, answer.detail, place)


def _results_of(batch: Sequence[Archived]) -> list[PageResult]:
    return [result_from(kept) for kept in batch]


def _without_faults(kept: Iterable[Archived | Fault], faults: list[Fault]) -> Iterator[Archived]:
    for item in kept:
        if isinstance(item, Fault):
            faults.append(item)
        else:
            yield item


def _batches(items: Iterator[Archived], size: int) -> Iterator[list[Archived]]:
    while batch := list(islice(items, size)):
        yield batch


def rebuild(store: Store, *, workers: int = 1, advance: Advance = silent) -> tuple[list[Fault], int]:
    """Make the warehouse anew from the archive alone and put it in the place of the old one, which is kept beside it.

    Returns the damage met and how many pages there are. Runs may go on meanwhile: what they archive is taken in last.
    """
    archive, growing = store.data / "archive", replace(store, data=store.data / REBUILDING)
    refuse_newer(store.data / WAREHOUSE)
    _begin(growing, archive)
    faults, _ = ingest_archive(growing, archive, files(archive), advance, workers)
    with alone(store.data, store.who, store.wait) as path:
        late, _ = ingest_archive(growing, archive, files(archive))
        faults += [fault for fault in late if fault not in faults]
        faults += [Fault(name, 0, _LOST.format(n)) for name, n in lost_files(path, set(files(archive))).items()]
        with writer(growing.data, store.who, store.wait) as con:
            forgotten_meanwhile = respect(con, archive, store.register)
            carry_over(con, path)
            (pages,) = con.execute("SELECT count(*) FROM pages").fetchone() or (0,)
            con.execute("CHECKPOINT")
        if forgotten_meanwhile:
            compact(growing.data, store.wait, grown=0)
        swap(growing.data / path.name, path)
    shutil.rmtree(growing.data)
    return faults, int(pages)


_LOST = "the file is not there any more; the {} fetches in it are only in warehouse.duckdb.before-rebuild"


def _begin(growing: Store, archive: Path) -> None:
    """Go on with a rebuild that was killed, or begin; what a power cut left unreadable is begun again."""
    try:
        _opened(growing, archive)
    except (Damaged, NotMigrated):
        shutil.rmtree(growing.data)
        _opened(growing, archive)


def _opened(growing: Store, archive: Path) -> None:
    growing.data.mkdir(parents=True, exist_ok=True)
    with writer(growing.data, growing.who, growing.wait) as con:
        respect(con, archive, growing.register)
        apply_register(con, growing.register)
