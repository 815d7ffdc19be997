"""Pure work on all cores: batches in, results out, in order, a few ahead and never more."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from flows.commands.common import Stop

A = TypeVar("A")
B = TypeVar("B")


def cores() -> int:
    """How many processes may work at once."""
    return len(os.sched_getaffinity(0))


@contextmanager
def in_order(work: Callable[[A], B], workers: int) -> Iterator[Callable[[Iterator[A]], Iterator[B]]]:
    """A function that does `work` on each batch of an iterator, on so many processes (in this one if it is one).

    `work` must be picklable. Memory is bounded by the batch: twice as many as workers are in the air.
    """
    if workers <= 1:
        yield lambda batches: map(work, batches)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield lambda batches: _ahead(pool, work, batches, 2 * workers)


def _ahead(pool: ProcessPoolExecutor, work: Callable[[A], B], batches: Iterator[A], count: int) -> Iterator[B]:
    waiting: deque[Future[B]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) >= count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise Stop(
            "A process that read pages died, killed for want of memory perhaps; what was finished is kept.\n"
            "Type the same command again: it goes on from there."
        ) from None
