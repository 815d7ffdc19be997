"""The archive again: finish what a killed run left unread, read it all anew, or rebuild from nothing."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import cast

from flows.outcomes import missed, result_of, site_for, unchanged
from flows.progress import Advance, silent
from flows.running import left_over
from scrapers.records import NotModified, Outcome, RawPage
from scrapers.register import Register
from scrapers.site import sites
from storage.archive import Archived, Fault, files, tail
from storage.archive_position import positions
from storage.database import writer
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
    with reading(workers) as reader:
        for name in names:
            kept = tail(archive, name, reached.get(name, 0))
            good = _without_faults(kept, faults)
            for results in reader(_batches(good, BATCH)):
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


Reader = Callable[[Iterable[list[Archived]]], Iterator[list[PageResult]]]


@contextmanager
def reading(workers: int) -> Iterator[Reader]:
    """A function that reads batches in order, on `workers` processes (in this one if there is one), a few ahead."""
    if workers <= 1:
        yield lambda batches: map(_results_of, batches)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield lambda batches: _ahead(pool, batches, 2 * workers)


def cores() -> int:
    """How many processes may read at once."""
    return len(os.sched_getaffinity(0))


def _ahead(pool: ProcessPoolExecutor, batches: Iterable[list[Archived]], count: int) -> Iterator[list[PageResult]]:
    """Results in order, never more than `count` batches in the air: memory is bounded by the batch."""
    waiting: deque[Future[list[PageResult]]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_results_of, batch))
        if len(waiting) >= count:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _without_faults(kept: Iterable[Archived | Fault], faults: list[Fault]) -> Iterator[Archived]:
    for item in kept:
        if isinstance(item, Fault):
            faults.append(item)
        else:
            yield item


def _batches(items: Iterator[Archived], size: int) -> Iterator[list[Archived]]:
    while batch := list(islice(items, size)):
        yield batch
